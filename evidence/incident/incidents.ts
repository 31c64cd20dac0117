import {
  IncidentDetails,
  judgedRecords,
  verifyRecords,
  type Details,
  type IncidentEntry,
  type IncidentKindCode,
  type KeyRing,
  type RecordFinding,
  type RecordStore,
} from "../records";
import { groupBy } from "../../configs";
import { dueDate, type Due } from "./deadline";

/** One record about an incident, and who stands behind it. */
export interface IncidentRecord {
  /** Object key. */
  readonly key: string;
  readonly sha256: string;
  /** ISO 8601. */
  readonly recordedAt: string;
  readonly role: string;
  readonly actor?: string;
  /** Step of Art 73; `other` for the writer's own JSON. */
  readonly step: IncidentEntry["art73"] | "other";
  readonly details: Details<"incident">;
}

export interface CausalLink {
  readonly link: "established" | "likely" | "excluded";
  readonly at: string;
  readonly words: string;
  readonly record: string;
}

export interface Notice {
  readonly at: string;
  readonly to: string;
  readonly report: "initial" | "complete";
  readonly reference?: string;
  readonly record: string;
}

/** An incident, as its records tell it. */
export interface Incident {
  readonly id: string;
  /** Absent where only records of another form name it. */
  readonly system?: string;
  readonly environment?: string;
  /** All kinds that were recorded, oldest first: the strictest date counts. */
  readonly kinds: readonly IncidentKindCode[];
  /** The earliest awareness that a person recorded; without it no day is counted. */
  readonly awareAt?: string;
  readonly due?: Due;
  /** The last word on it. */
  readonly causalLink?: CausalLink;
  readonly notices: readonly Notice[];
  readonly closed?: {
    readonly at: string;
    readonly outcome: "reported" | "not-reportable";
    readonly words: string;
  };
  readonly reference?: string;
  readonly records: readonly IncidentRecord[];
  /** Why a record about it does not count, or what of it does not fit together, in words. */
  readonly doubts: readonly string[];
}

/** Incidents of a vault, oldest first, and what speaks against records of the streams they stand in. */
export interface IncidentsRead {
  readonly incidents: readonly Incident[];
  readonly findings: readonly RecordFinding[];
}

export interface IncidentFilter {
  readonly environment?: string;
  readonly system?: string;
}

/**
 * Streams in which people write, and the detector's own: not those in which a program lists every object of every day.
 * `evidence records add` puts an incident into the stream named after the role.
 */
const isRead = (stream: string): boolean =>
  stream === "detector" || stream === "holds" || /^(approver|security-officer)/.test(stream);

/**
 * Reads all incidents from their records, each verified. One of another form than the steps of Art 73 is listed under its
 * `reference`, with what it says.
 *
 * @throws UserError when the store cannot be read
 */
export async function readIncidents(
  records: RecordStore,
  ring: KeyRing,
  filter: IncidentFilter = {},
): Promise<IncidentsRead> {
  const judged = await judgedRecords(records, ring, isRead);
  const told: Told[] = [];
  for (const { said, against, key, sha256 } of judged) {
    if (said.kind !== "incident") continue;
    const { recordedAt, role, actor, details } = said.statement.predicate;
    const step = IncidentDetails.safeParse(details).data;
    told.push({
      ...{ key, sha256, recordedAt, role, details, step: step?.art73 ?? "other" },
      ...(actor !== undefined && { actor }),
      ...(step && { entry: step }),
      against: against.map(({ code, reason }) => `${code}: ${reason}`),
    });
  }
  const incidents = apart(told)
    .map(([id, of]) => incidentOf(id, of.toSorted(byTime)))
    .filter((one) => isOf(one.environment, filter.environment) && isOf(one.system, filter.system))
    .sort((one, other) => compare(firstTime(one), firstTime(other)) || compare(one.id, other.id));
  return { incidents, findings: await findingsOf(records, ring) };
}

/** Also of records that say nothing readable any more: one of them may have been about an incident. */
async function findingsOf(records: RecordStore, ring: KeyRing): Promise<readonly RecordFinding[]> {
  const findings: RecordFinding[] = [];
  for (const stream of (await records.streams()).filter(isRead))
    findings.push(...(await verifyRecords(records, ring, stream)).findings);
  return findings;
}

/** A record of an incident, opened. */
interface Told extends IncidentRecord {
  /** Where it is a step of Art 73. */
  readonly entry?: IncidentEntry;
  readonly against: readonly string[];
}

/**
 * Records by incident. One id that two systems use is two incidents: what one of them reports ends no clock of the other. What
 * names an id alone is told of each.
 */
function apart(told: readonly Told[]): readonly (readonly [string, readonly Told[]])[] {
  const idOf = ({ entry, details, key }: Told) => entry?.incident ?? referenceOf(details) ?? key;
  return [...groupBy(told, idOf)].flatMap(([id, all]) => {
    const steps = all.filter(({ entry }) => entry !== undefined);
    const others = all.filter(({ entry }) => entry === undefined);
    const groups = [...groupBy(steps, ({ entry }) => `${entry?.environment} ${entry?.system}`).values()];
    if (groups.length === 0) return [[id, others] as const];
    return groups.map((group) => {
      const { environment, system } = group[0]!.entry!;
      const its = others.filter(
        ({ details }) =>
          isOf(TEXT(details["environment"]), environment) && isOf(TEXT(details["system"]), system),
      );
      return [id, [...group, ...its]] as const;
    });
  });
}

function incidentOf(id: string, told: readonly Told[]): Incident {
  const doubts = told.flatMap((one) => {
    const why = objectionTo(one);
    return why === undefined ? [] : [`${one.key} does not count: ${why}`];
  });
  const counted = told.filter((one) => objectionTo(one) === undefined);
  const steps = counted.flatMap(({ key, entry }) => (entry === undefined ? [] : [{ key, entry }]));
  const of = <Step extends IncidentEntry["art73"]>(step: Step) =>
    steps.flatMap(({ key, entry }) =>
      entry.art73 === step ? [{ key, ...(entry as Extract<IncidentEntry, { art73: Step }>) }] : [],
    );
  // A later record cannot move the clock to a later day.
  const awareAt = counted.flatMap(awarenessIn).sort().at(0);
  const kinds = [...new Set([...of("aware"), ...of("classified")].map(({ kind }) => kind))];
  const link = of("causal-link").at(-1);
  const place = steps.at(0)?.entry ?? placeOf(told);
  const notices = of("notice");
  const closing = of("closed").at(-1);
  const open = closing && whyStillOpen(closing, steps);
  const closed = open === undefined ? closing : undefined;
  if (open !== undefined) doubts.push(open);
  doubts.push(...notices.flatMap((one) => (awareAt !== undefined && one.at < awareAt ? [`${one.key} says that something was sent at ${one.at}, before anybody was aware: correct that by an earlier awareness`] : [])), ...untold(steps)); // prettier-ignore
  const reference = of("aware").find((one) => one.reference !== undefined)?.reference;
  return {
    id,
    ...(place.system !== undefined && { system: place.system }),
    ...(place.environment !== undefined && { environment: place.environment }),
    kinds,
    ...(awareAt !== undefined && { awareAt, due: dueDate(awareAt, kinds.length > 0 ? kinds : [USUAL]) }),
    ...(link && { causalLink: { link: link.link, at: link.at, words: link.words, record: link.key } }),
    notices: notices
      .map(({ key, at, to, report, reference: number }) => ({
        ...{ at, to, report, record: key },
        ...(number !== undefined && { reference: number }),
      }))
      .sort((one, other) => compare(one.at, other.at)),
    ...(closed && { closed: { at: closed.at, outcome: closed.outcome, words: closed.words } }),
    ...(reference !== undefined && { reference }),
    records: told.map(({ entry: _entry, against: _against, ...record }) => record),
    doubts,
  };
}

/** Where nobody said of which kind: that of the longest period would be a guess, so that it is said with the date. */
const USUAL: IncidentKindCode = "serious-incident";

type Step = { readonly key: string; readonly entry: IncidentEntry };

/** Why a closing ends nothing: nothing was sent, something was to be sent, or something was found since. */
function whyStillOpen(
  { key, outcome }: { readonly key: string; readonly outcome: "reported" | "not-reportable" },
  steps: readonly Step[],
): string | undefined {
  const all = steps.map(({ entry }) => entry);
  if (outcome === "reported" && !all.some(({ art73 }) => art73 === "notice"))
    return `${key} closes it as reported, and no record says what was sent`;
  const link = all.findLast((entry) => entry.art73 === "causal-link")?.link;
  if (outcome === "not-reportable" && (link === "established" || link === "likely"))
    return `${key} closes it as not reportable, and the causal link is ${link}`;
  const since = steps.slice(steps.findIndex((step) => step.key === key) + 1).find(isFound);
  return since && `${key} closed it before ${since.key} was recorded: it is open again`;
}

/** Something about the incident itself that somebody else may have to know. */
const isFound = ({ entry }: Step): boolean =>
  entry.art73 === "aware" ||
  entry.art73 === "classified" ||
  (entry.art73 === "causal-link" && entry.link !== "excluded");

/** Kinds that came up after the last notice: whom it was sent to does not know of them. */
function untold(steps: readonly Step[]): readonly string[] {
  const last = steps.findLastIndex(({ entry }) => entry.art73 === "notice");
  if (last < 0) return [];
  const known = new Set(steps.slice(0, last).flatMap(({ entry }) => ("kind" in entry ? [entry.kind] : [])));
  return steps
    .slice(last)
    .flatMap(({ key, entry }) =>
      "kind" in entry && !known.has(entry.kind)
        ? [`${key} makes it one of ${entry.kind}, and no notice was sent since`]
        : [],
    );
}

/** Why a record does not count; nothing when it does. */
function objectionTo({ against, step, role, actor, entry, recordedAt }: Told): string | undefined {
  if (against.length > 0) return against.join("; ");
  if (step === "other") return undefined;
  if (role === "detector") return "it is by a program: what starts the clock, or ends it, is a person's word";
  if (actor === undefined) return "it names nobody";
  const ahead = entry !== undefined && "at" in entry && entry.at > recordedAt;
  return ahead ? `it was recorded at ${recordedAt}, before it is said to have happened` : undefined;
}

const TEXT = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

const referenceOf = (details: Details<"incident">): string | undefined => TEXT(details["reference"]);

/** Since when somebody is aware by a record, which may be of the form before there were steps: whoever records it is aware by then. */
function awarenessIn({ entry, step, details, recordedAt }: Told): readonly string[] {
  if (entry?.art73 === "aware") return [entry.awareAt < recordedAt ? entry.awareAt : recordedAt];
  return step === "other" && details["phase"] === "aware" ? [recordedAt] : [];
}

function placeOf(told: readonly Told[]): {
  readonly system?: string | undefined;
  readonly environment?: string | undefined;
} {
  const text = (key: string) =>
    told.map(({ details }) => TEXT(details[key])).find((value) => value !== undefined);
  return { system: text("system"), environment: text("environment") };
}

/** What names no system or environment may be of any. */
const isOf = (named: string | undefined, wanted: string | undefined): boolean =>
  named === undefined || wanted === undefined || named === wanted;

const firstTime = ({ awareAt, records: [first] }: Incident): string => awareAt ?? first?.recordedAt ?? "";

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const byTime = (one: Told, other: Told): number =>
  compare(one.recordedAt, other.recordedAt) || compare(one.key, other.key);
