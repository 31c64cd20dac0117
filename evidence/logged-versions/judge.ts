import type { System } from "../../configs";
import type { Decision } from "../decisions/gate-book";
import { CLOCKS_DIFFER_MS } from "../chain/standing";
import type { LoggedVersionCode, LoggedVersionFinding } from "./findings";
import type { Decided } from "./decided";
import type { ProductionSpan } from "./spans";
import type { Counted, Timing, Use } from "./uses";

/** What MLflow says of a version; in words, why it said nothing. */
export type Registered = { readonly runId: string } | "unknown" | { readonly because: string };

/** Whether what was loaded is what was decided on; in words, why that cannot be told. */
export type Loaded = "same" | "other" | { readonly because: string };

export interface Judging {
  readonly decided: Decided;
  /** As the configs declare it; absent for a system that they do not name. */
  readonly system: System | undefined;
  readonly graceMinutes: number;
  readonly registered: (use: Use) => Promise<Registered>;
  readonly loaded: (use: Use, by: Decision) => Promise<Loaded>;
}

/** Everything that is to be said against one use of a version. */
export async function judgeUse(use: Use, judging: Judging): Promise<readonly LoggedVersionFinding[]> {
  const { decided } = judging;
  const spans = decided.spansOf(use);
  const own = spans.filter((span) => decided.isOf(span, use));
  if (spans.length === 0) return [await neverIn(use, judging)];
  const { name, version, runId } = use;
  const last = own.at(-1) ?? spans.at(-1)!;
  if (own.length === 0) {
    const { runId: decidedOn = "no run" } = last.by.details.model;
    const found = `Version ${version} of ${name} was let in from run ${decidedOn}, and the log names run ${runId}: the number stood for another version, or another model was loaded.`;
    return [finding(use, "other-digest", found, all(use), last.by.record)];
  }
  return [
    ...foreign(use, last, judging),
    ...untimely(use, own, judging),
    ...(await otherBytes(use, last, judging)),
    ...(await goneSince(use, last, judging)),
  ];
}

/** What is in production still has to be registered; what has left may be deleted. */
async function goneSince(
  use: Use,
  { to, by }: ProductionSpan,
  { registered }: Judging,
): Promise<readonly LoggedVersionFinding[]> {
  const answer = await registered(use);
  if (to !== undefined || (answer !== "unknown" && ("because" in answer || answer.runId === use.runId)))
    return [];
  const now =
    answer === "unknown"
      ? "MLflow does not know it any more"
      : `in MLflow it is of run ${answer.runId || "unknown"} now`;
  const found = `Version ${use.version} of ${use.name} is in production by the records, and ${now}.`;
  return [finding(use, "unregistered", found, all(use), by.record)];
}

/** No record lets it in: whether MLflow knows it tells what it is. */
async function neverIn(use: Use, { decided, registered }: Judging): Promise<LoggedVersionFinding> {
  const { name, version, runId } = use;
  const doubtful = decided.doubtfulOf(use);
  if (doubtful !== undefined) {
    const found = `The record that lets version ${version} of ${name} in cannot be relied on.`;
    return finding(use, "not-told", found, all(use), doubtful.record);
  }
  const approved = decided.approvalOf(use);
  const never =
    approved === undefined
      ? "no record approves it or lets it into production"
      : "it was approved, and no record lets it into production";
  const answer = await registered(use);
  if (answer === "unknown")
    return finding(use, "unregistered", `MLflow knows no version ${version} of ${name}; ${never}.`, all(use));
  if ("because" in answer)
    return finding(use, "not-approved", `Of version ${version} of ${name} ${never}. Whether it is registered is not known: ${answer.because}.`, all(use), approved?.record); // prettier-ignore
  if (answer.runId !== runId) {
    const found = `MLflow's version ${version} of ${name} is of run ${answer.runId || "unknown"}, and the log names run ${runId}; ${never}.`;
    return finding(use, "unregistered", found, all(use), approved?.record);
  }
  const found = `Version ${version} of ${name} is registered; ${never}.`;
  return finding(use, "not-approved", found, all(use), approved?.record);
}

/** A version that was let in for one system is not let in for another. */
function foreign(use: Use, { by }: ProductionSpan, { system }: Judging): readonly LoggedVersionFinding[] {
  // A system that was renamed has other decisions under its old name: its model tells that they are its own.
  if (by.details.system === use.system || system?.registeredModel === use.name) return [];
  const whose = by.details.system === undefined ? "of no AI system" : `of ${by.details.system}`;
  const declares =
    system === undefined ? "is not declared" : `declares the registered model ${system.registeredModel}`;
  const found = `${use.system} ${declares}, and logs version ${use.version} of ${use.name}, which was let in as a model ${whose}.`;
  return [finding(use, "not-approved", found, all(use), by.record)];
}

function untimely(
  use: Use,
  spans: readonly ProductionSpan[],
  { graceMinutes }: Judging,
): readonly LoggedVersionFinding[] {
  const { timings, name, version } = use;
  const [first] = spans;
  const what = `version ${version} of ${name}`;
  const findings: LoggedVersionFinding[] = [];
  const { before, after } = timings;
  if (before && first) {
    const found = `${what} was used before it was let in at ${time(first.from)}.`;
    findings.push(finding(use, "not-approved", upper(found), before, first.by.record));
  }
  if (after) {
    const left = spans.filter(({ to }) => to !== undefined && to <= Date.parse(after.last)).at(-1);
    const since =
      left?.to === undefined ? "it had left production" : `it had left production at ${time(left.to)}`;
    const found = `${what} was used more than ${graceMinutes} minutes after ${since}.`;
    findings.push(finding(use, "retired", upper(found), after, left?.by.record));
  }
  const ahead = timings["clock-ahead"];
  if (ahead) {
    const found = `Entries that name ${what} are later than the objects that hold them: their clock runs ahead, and when they happened is not known.`;
    findings.push(finding(use, "not-told", found, ahead));
  }
  return findings;
}

async function otherBytes(
  use: Use,
  { by }: ProductionSpan,
  { loaded }: Judging,
): Promise<readonly LoggedVersionFinding[]> {
  const answer = await loaded(use, by);
  if (answer === "same") return [];
  if (answer === "other") {
    const found = `What was loaded as version ${use.version} of ${use.name} has SHA-256 ${use.artifactSha256}: that is neither the folder that was decided on nor a file of it.`;
    return [finding(use, "other-digest", found, all(use), by.record)];
  }
  const found = `Whether what was loaded as version ${use.version} of ${use.name} is what was decided on cannot be told: ${answer.because}.`;
  return [finding(use, "not-told", found, all(use), by.record)];
}

function finding(
  { system, name: model, version }: Use,
  code: LoggedVersionCode,
  found: string,
  { events, first, last }: Counted,
  record?: string,
): LoggedVersionFinding {
  return {
    code,
    system,
    model,
    version,
    found,
    events,
    first,
    last,
    ...(record !== undefined && { record }),
  };
}

/** All entries of a use together. */
export function all({ timings }: Use): Counted {
  const counted = Object.values(timings);
  return {
    events: counted.reduce((sum, { events }) => sum + events, 0),
    first: counted.map(({ first }) => first).sort()[0] ?? "",
    last:
      counted
        .map(({ last }) => last)
        .sort()
        .at(-1) ?? "",
  };
}

/** Where a time lies among the stretches in which a version was in production. */
export function timingAmong(spans: readonly ProductionSpan[], at: number, graceMs: number): Timing {
  if (spans.length === 0) return "never";
  const [inside, grace] = [0, graceMs].map((after) =>
    spans.some(
      ({ from, to }) => at >= from - CLOCKS_DIFFER_MS && at <= (to ?? Infinity) + CLOCKS_DIFFER_MS + after,
    ),
  );
  if (inside) return "in";
  if (grace) return "grace";
  return spans.every(({ from }) => at < from) ? "before" : "after";
}

const time = (milliseconds: number): string => new Date(milliseconds).toISOString();

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
