import type { Upstream } from "../call";
import { get, ifThere, RunAnswer } from "../facts";
import type { RecordedDecision } from "../ledger/ledger";
import type { Disagreement, DisagreementCode } from "./disagreement";
import { doorDisagreements } from "./doors";
import type { InProduction } from "../decisions";
import { recordedProduction } from "./recorded-production";
import type { RegistryNow } from "./registry-now";

/** A registered model as an earlier check saw it. */
export interface SeenModel {
  readonly model: string;
  /** When MLflow said it was last changed, milliseconds since 1970. */
  readonly updatedAt: number;
}

export interface Restoring {
  readonly upstream: Upstream;
  readonly decided: readonly RecordedDecision[];
  readonly registry: RegistryNow;
  /** What stands at the doors of a model now. */
  readonly standing: (model: string) => InProduction;
  readonly disagreements: readonly Disagreement[];
  /** From the record of an earlier check. */
  readonly seen: readonly SeenModel[];
}

/** What an earlier database explains of a model's disagreements. */
const OF_DOORS: ReadonlySet<DisagreementCode> = new Set(["not-recorded", "not-in-production", "alias-moved"]);
const OF_VERSIONS: ReadonlySet<DisagreementCode> = new Set(["version-gone", "version-recreated"]);

/**
 * Sees whether disagreements have one cause: a database of MLflow that was brought back from an earlier time. Then the
 * versions that were decided on since are gone together with their runs, nothing made in that time is left, and the
 * registry agrees with the records as they stood; or a registered model was last changed before an earlier check saw it
 * change. What that explains is one finding, with everything named; what it does not explain stays.
 *
 * @throws Refusal when MLflow does not answer
 */
export async function withRestored(parts: Restoring): Promise<readonly Disagreement[]> {
  const lost = await lostForGood(parts);
  const back = wentBack(parts);
  const losses = [...lost.map(({ createdAt }) => createdAt), ...back.map(({ updatedAt }) => updatedAt)];
  if (losses.length === 0) return parts.disagreements;
  const before = Math.min(...losses);
  if (isContradicted(parts, lost, before)) return parts.disagreements;
  const after = newestBefore(parts, before);
  const explained = new Set(parts.disagreements.filter((one) => isExplained(one, parts, { after, before })));
  const things = [
    ...lost.map(
      ({ name, version, createdAt, runId, record }) =>
        `version ${version} of ${name}, made at ${time(createdAt)}, is gone, its run ${runId} as well (${record})`,
    ),
    ...[...explained]
      .filter(({ code }) => OF_DOORS.has(code))
      .map(
        ({ model, version, door, found, record }) =>
          `${door ?? ""} of ${model}: version ${version ?? ""}. ${found}${record === undefined ? "" : ` (${record})`}`,
      ),
    ...back.map(
      ({ model, updatedAt, now }) =>
        `${model} was changed at ${time(updatedAt)}, as an earlier check saw, and now ${now === undefined ? "is gone" : `was last changed at ${time(now)}`}`,
    ),
  ];
  const since = after === undefined ? "before" : `from ${time(after)} to`;
  const finding: Disagreement = {
    code: "database-restored",
    model: "registry",
    found: `MLflow looks as at a time ${since} ${time(before)}, as after a restore of its database: ${lost.length} versions are gone with their runs, ${explained.size} places and versions in production are what they were then, ${back.length} registered models went back.`,
    things,
  };
  return [finding, ...parts.disagreements.filter((one) => !explained.has(one))];
}

interface Lost {
  readonly name: string;
  readonly version: string;
  readonly createdAt: number;
  readonly runId: string;
  readonly record: string;
}

/** Versions that decisions name and MLflow has not, whose runs it has not, either: deleting a version leaves its run. */
async function lostForGood({ decided, registry, upstream }: Restoring): Promise<readonly Lost[]> {
  const named = new Map<string, Lost>();
  for (const { subject, record } of decided) {
    const { name, version, createdAt, runId } = subject;
    if (version === undefined || createdAt === undefined || !runId) continue;
    const now = registry.get(name)?.versions.find((one) => one.version === version);
    if (now?.createdAt !== createdAt)
      named.set(`${name}/${version}/${createdAt}`, { name, version, createdAt, runId, record });
  }
  const lost: Lost[] = [];
  for (const one of named.values()) {
    const path = "/api/2.0/mlflow/runs/get";
    const run = await ifThere(() => get(upstream, path, { run_id: one.runId }, RunAnswer));
    if (run === undefined) lost.push(one);
  }
  return lost;
}

/** Models that MLflow says were last changed before an earlier check saw them changed. MLflow never moves that time back. */
function wentBack({ registry, seen }: Restoring): readonly (SeenModel & { readonly now?: number })[] {
  const older = seen.flatMap(({ model, updatedAt }) => {
    const now = registry.get(model)?.updatedAt;
    return now !== undefined && now > 0 && now < updatedAt ? [{ model, updatedAt, now }] : [];
  });
  if (older.length === 0) return [];
  const first = Math.min(...older.map(({ updatedAt }) => updatedAt));
  // A model may have been deleted; one of that time that is gone as well is named with them.
  const gone = seen.filter(({ model, updatedAt }) => !registry.has(model) && updatedAt >= first);
  return [...older, ...gone];
}

/** Something from the time that would be lost is still there: then it was not lost by a restore. */
function isContradicted({ registry }: Restoring, lost: readonly Lost[], before: number): boolean {
  const last = Math.max(...lost.map(({ createdAt }) => createdAt));
  for (const { versions } of registry.values())
    if (versions.some(({ createdAt }) => createdAt >= before && createdAt <= last)) return true;
  return false;
}

/** The newest thing that is older than what was lost: the database is of that time or a later one. */
function newestBefore({ registry }: Restoring, before: number): number | undefined {
  let newest: number | undefined;
  for (const { updatedAt, versions } of registry.values())
    for (const at of [updatedAt, ...versions.map(({ createdAt }) => createdAt)])
      if (at > 0 && at < before && at > (newest ?? 0)) newest = at;
  return newest;
}

function isExplained(
  { code, model, version }: Disagreement,
  { decided, standing, registry }: Restoring,
  { after, before }: { readonly after: number | undefined; readonly before: number },
): boolean {
  const own = decided.filter(({ subject }) => subject.name === model);
  if (OF_VERSIONS.has(code))
    return own.some(({ subject }) => subject.version === version && (subject.createdAt ?? 0) >= before);
  if (!OF_DOORS.has(code)) return false;
  // Where the time within that span is not known, any of its moments may be the one that was restored.
  const cuts = [
    before,
    ...own.map(({ at }) => Date.parse(at)).filter((at) => at > (after ?? 0) && at <= before),
  ];
  return cuts.some((cut) => {
    const then = recordedProduction(own.filter(({ at }) => Date.parse(at) < cut));
    return doorDisagreements(model, then, registry.has(model) ? standing(model) : undefined).length === 0;
  });
}

const time = (milliseconds: number): string => new Date(milliseconds).toISOString();
