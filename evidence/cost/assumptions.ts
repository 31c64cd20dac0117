import { ROLES } from "../records/roles";
import { costAssumptionInvalid } from "../../errors";
import { KIB } from "./price";

interface Assumption {
  readonly value: number;
  readonly unit: string;
  readonly meaning: string;
  /** @default 0 */
  readonly minimum?: number;
  /** @default none */
  readonly maximum?: number;
}

/**
 * What the estimate takes as given, each with the value it has unless someone says otherwise.
 *
 * The two sizes of an event were measured on 2026-11-24 with `evidence/event`: a log as a credit scoring system writes
 * it (nine inferences, each with keyed input and case references and a trace id, to one review, outcome or error; three
 * processes in turn), 273 events in an object, gzip at level 6: 2,845 bytes sent and 286 archived. They stand here
 * rounded up; a test weighs the same log again.
 */
export const ASSUMPTIONS = {
  sentBytesPerEvent: {
    value: 2_850,
    unit: "bytes",
    minimum: 1,
    meaning: "one log entry as sent to Datadog, before compression; measured",
  },
  archivedBytesPerEvent: {
    value: 290,
    unit: "bytes",
    minimum: 1,
    meaning: "one log entry in the archive, compressed; measured",
  },
  archiveFlushMinutes: {
    value: 15,
    unit: "minutes",
    minimum: 1,
    meaning:
      "time between two objects of the archive; its average object is judged, though nights write smaller ones",
  },
  archiveMaximumBytes: {
    value: 100_000_000,
    unit: "bytes",
    minimum: 1_000_000,
    meaning: "entries before compression after which the archive begins a new object earlier",
  },
  lifecycleMinimumBytes: {
    value: 128 * KIB,
    unit: "bytes",
    meaning: "smaller objects are not moved: lifecycle.moveFromBytes of the environment; 1 moves all",
  },
  exportsPerYear: { value: 1, unit: "a year", meaning: "exports for an authority" },
  daysPerExport: { value: 366, unit: "days of log", meaning: "period of one export" },
  queriesPerMonth: { value: 10, unit: "a month", meaning: "queries of the archive" },
  daysPerQuery: { value: 31, unit: "days of log", meaning: "period of one query" },
  rehydrationsPerYear: { value: 2, unit: "a year", meaning: "rehydrations into Datadog" },
  daysPerRehydration: { value: 7, unit: "days of log", meaning: "period of one rehydration" },
  restoredCopyDays: { value: 7, unit: "days", meaning: "life of a copy restored from DEEP_ARCHIVE" },
  indexedShare: {
    value: 0,
    unit: "of all entries",
    maximum: 1,
    meaning: "entries Datadog also indexes, for 15 days; the archive needs none",
  },
  recordsPerDay: { value: 10, unit: "a day", meaning: "signed records written to the vault" },
  bytesPerRecord: { value: 4 * KIB, unit: "bytes", meaning: "one signed record; stays in STANDARD" },
  trailEventsPerObject: {
    value: 3,
    unit: "events",
    meaning: "accesses that writing one object records: written, read to be copied, written as a copy",
  },
  bytesPerTrailEvent: { value: 250, unit: "bytes", meaning: "one recorded access, compressed" },
  trailFilesPerDay: {
    value: 600,
    unit: "a day",
    meaning: "files of the trail: two busy regions, every five minutes",
  },
  bytesPerTrailFile: { value: 2_000, unit: "bytes", meaning: "management events and digests in each file" },
  encryptionKeys: { value: 3, unit: "keys", meaning: "vault, replica and trail; rotated yearly" },
  signingKeys: {
    value: ROLES.length,
    unit: "keys",
    meaning: "one for each role that writes records; never rotated",
  },
  keyRequestsPerObjectWritten: {
    value: 3,
    unit: "requests",
    meaning:
      "bucket keys save nothing where objects are 15 minutes apart: encrypt, decrypt to copy, encrypt the copy",
  },
  keyRequestsPerObjectRead: {
    value: 0.01,
    unit: "requests",
    meaning: "bucket keys save 99 of 100 where many objects are read at once",
  },
  alarms: { value: 2, unit: "alarms", meaning: "metric alarms of the vault" },
  replicationMetrics: {
    value: 4,
    unit: "metrics",
    meaning: "metrics of the replication rule, billed as custom ones",
  },
} as const satisfies Record<string, Assumption>;

export type AssumptionName = keyof typeof ASSUMPTIONS;
export type Assumptions = Readonly<Record<AssumptionName, number>>;

const NAMES = Object.keys(ASSUMPTIONS) as AssumptionName[];

/** The assumptions as they stand, with some of them changed. */
export function assume(changes: Partial<Assumptions> = {}): Assumptions {
  const entries = NAMES.map((name) => [name, changes[name] ?? ASSUMPTIONS[name].value] as const);
  return Object.fromEntries(entries) as Record<AssumptionName, number>;
}

/** Each assumption with its value, unit and meaning, in their order. */
export function listAssumptions(assumptions: Assumptions) {
  return NAMES.map((name) => {
    const { unit, meaning } = ASSUMPTIONS[name];
    return { name, value: assumptions[name], unit, meaning };
  });
}

/**
 * Reads changes such as `queriesPerMonth=40`.
 * @throws UserError for an unknown name, or a value that is no number or outside its bounds
 */
export function parseAssumptions(changes: readonly string[]): Partial<Assumptions> {
  return Object.fromEntries(changes.map(parseChange));
}

function parseChange(change: string): [AssumptionName, number] {
  const [given = "", text = ""] = change.split(/=(.*)/s);
  const name = NAMES.find((known) => known === given);
  if (name === undefined)
    throw costAssumptionInvalid(change, `a name of ${NAMES.join(", ")}, then = and a number`);
  const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: Assumption = ASSUMPTIONS[name];
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!(value >= minimum && value <= maximum))
    throw costAssumptionInvalid(change, `${name}= and a number from ${minimum} to ${maximum}`);
  return [name, value];
}
