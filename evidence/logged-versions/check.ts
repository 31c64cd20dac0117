import type { System } from "../../configs";
import { readGateBook } from "../decisions/gate-book";
import type { DocumentStore } from "../documentation";
import type { Archive, Period } from "../export";
import { verifyRecords, type KeyRing, type RecordFinding, type RecordStore } from "../records";
import { Decided } from "./decided";
import { merged, type LoggedVersionFinding } from "./findings";
import { all, judgeUse, timingAmong } from "./judge";
import { loadedFrom } from "./loaded";
import { askedOnce, type RegisteredVersions } from "./registered";
import { readUses, type Use, type Uses } from "./uses";

/** What a check of the log's model versions takes. */
export interface CheckingVersions {
  readonly environment: string;
  /** All systems that are declared. */
  readonly systems: readonly System[];
  readonly archive: Archive;
  readonly period: Period;
  readonly records: RecordStore;
  readonly documents: Pick<DocumentStore, "read">;
  readonly ring: KeyRing;
  /** MLflow as it is now. Without it the decisions in the vault are asked alone. */
  readonly registry?: RegisteredVersions | undefined;
  /** How long a version may be used after it left production. */
  readonly graceMinutes: number;
  /** Empty folder for what is fetched. */
  readonly work: string;
  readonly onProgress?: (doing: string) => void;
}

/** A version in use that broken glass let in. */
export interface ByBreakGlass {
  readonly system: string;
  readonly model: string;
  readonly version: string;
  readonly events: number;
  readonly record: string;
}

export interface CheckedVersions {
  readonly period: Period;
  readonly registry: "asked" | "not-asked" | "no-answer";
  readonly graceMinutes: number;
  /** Systems declared for the environment, and others that the log names. */
  readonly systems: number;
  /** Entries that name a version. */
  readonly events: number;
  readonly versions: number;
  readonly findings: readonly LoggedVersionFinding[];
  readonly breakGlass: readonly ByBreakGlass[];
  /** What was knowingly not looked at, in words. */
  readonly notLookedAt: readonly string[];
}

/**
 * Holds every model version that log entries of a period name against the gate's decisions, and against MLflow where it is
 * asked: was it in production then, is it the version and are they the bytes that were let in?
 *
 * @throws UserError when archive or vault cannot be read at all
 */
export async function checkLoggedVersions(checking: CheckingVersions): Promise<CheckedVersions> {
  const { environment, period, graceMinutes, documents, onProgress } = checking;
  const book = await readGateBook(checking.records, checking.ring, environment);
  const decided = new Decided(book);
  const doubts = book.kept ? (await verifyRecords(checking.records, checking.ring, "gate")).findings : [];
  const read = await readUses({
    ...{ archive: checking.archive, environment, period, work: checking.work },
    timingOf: (model, at) =>
      timingAmong(
        decided.spansOf(model).filter((span) => decided.isOf(span, model)),
        at,
        graceMinutes * 60_000,
      ),
    onObject: (done, total) => onProgress?.(`reading the log: ${done} of ${total} objects`),
  });
  onProgress?.("holding the versions against decisions and registry");
  const registry = askedOnce(checking.registry);
  const loaded = loadedFrom(documents);
  const findings: LoggedVersionFinding[] = [];
  for (const use of read.uses) {
    const system = checking.systems.find(({ id }) => id === use.system);
    findings.push(
      ...(await judgeUse(use, { decided, system, graceMinutes, registered: registry.ask, loaded })),
    );
  }
  const here = checking.systems.filter((system) => runsIn(system, environment));
  findings.push(...silent(here, read, decided, period), ...untold(doubts, read), ...registry.findings());
  return {
    ...{ period, graceMinutes },
    registry: registry.state(),
    systems: new Set([...here.map(({ id }) => id), ...read.heard]).size,
    events: read.uses.reduce((sum, use) => sum + all(use).events, 0),
    versions: new Set(read.uses.map(({ name, version }) => `${name}:${version}`)).size,
    findings: merged(findings),
    breakGlass: read.uses.flatMap((use) => byBreakGlass(use, decided)),
    notLookedAt: [
      ...(checking.registry === undefined ? ["MLflow: it was not asked"] : []),
      ...undeclared(checking.systems, read),
    ],
  };
}

const runsIn = ({ status, environments }: System, environment: string): boolean =>
  status === "active" && (environments === "all" || environments.includes(environment));

/**
 * No entry that names a version is no agreement. It is what was to be expected of a system that has nothing in production,
 * and of one whose emitters were heard: they had nothing to decide on.
 */
function silent(
  systems: readonly System[],
  { uses, heard }: Uses,
  decided: Decided,
  { from, to }: Period,
): readonly LoggedVersionFinding[] {
  return systems.flatMap(({ id: system, registeredModel: model }): LoggedVersionFinding[] => {
    if (heard.has(system) || uses.some((use) => use.system === system)) return [];
    const versions = decided.inProduction(model, Date.parse(from), Date.parse(to));
    if (versions.length === 0) return [];
    const found = `By the records version ${versions.join(", ")} of ${model} was in production, and the log has no entry of ${system} in the period.`;
    return [{ code: "not-told", system, model, found, events: 0 }];
  });
}

/** A record that says nothing readable any more may have taken a version out of production, or let another one in. */
function untold(doubts: readonly RecordFinding[], { unread }: Uses): readonly LoggedVersionFinding[] {
  const [first] = doubts;
  return [
    ...unread.map((what) => `Of the archive ${what}.`),
    ...(first === undefined
      ? []
      : [
          `Of the gate's records ${doubts.length} cannot be relied on, or may be missing: ${first.key} (${first.code}: ${first.reason})${doubts.length > 1 ? " and others" : ""}.`,
        ]),
  ].map((found) => ({ code: "not-told" as const, found, events: 0 }));
}

function byBreakGlass(use: Use, decided: Decided): readonly ByBreakGlass[] {
  const { events, first, last } = all(use);
  return decided
    .spansOf(use)
    .filter((span) => decided.isOf(span, use) && span.by.details.act === "break-glass")
    .filter(({ from, to }) => from <= Date.parse(last) && (to ?? Infinity) >= Date.parse(first))
    .slice(-1)
    .map(({ by }) => ({
      system: use.system,
      model: use.name,
      version: use.version,
      events,
      record: by.record,
    }));
}

function undeclared(systems: readonly System[], { uses }: Uses): readonly string[] {
  const known = new Set(systems.map(({ id }) => id));
  return [...new Set(uses.map(({ system }) => system))]
    .filter((system) => !known.has(system))
    .sort()
    .map(
      (system) => `whether the models that ${system} logs are its own: no system of this name is declared`,
    );
}
