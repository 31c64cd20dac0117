import { dutiesOf, type Effect } from "../finding";
import { counted, dutyList, measureWords } from "../render/words";
import type { DriftChange, DriftFinding, DriftReport, StackCheck } from "./drift";
import { CAUSE_WORDS, failedStacks, unwaived } from "./report";

/** The verdict, in sentences, the worst first. */
export function verdict(report: DriftReport): readonly string[] {
  const { findings, standing, changes, stacks, brokenRules, waivers } = report;
  const open = unwaived(findings, report);
  const real = new Set(changes.flatMap(({ cause, address }) => (cause === "noise" ? [] : [address])));
  const failed = failedStacks(report);
  const looked = stacks.filter(({ outcome }) => outcome === "clean" || outcome === "drift");
  const said = [
    ...about(open, "weakens", "Weakened"),
    ...about([...open, ...standing], "unknown", "Cannot tell for"),
    ...(brokenRules.length > 0 ? [`Cannot tell: ${counted(brokenRules.length, "rule")} failed`] : []),
    ...(failed.length > 0 ? [`Nothing is known of ${counted(failed.length, "stack")}`] : []),
    ...(real.size > 0 ? [`Not as it was left: ${counted(real.size, "resource")}`] : []),
    ...unmet(report),
    ...(waivers.expired.length > 0 ? [`Past their day: ${counted(waivers.expired.length, "waiver")}`] : []),
  ];
  if (said.length > 0) return said;
  return looked.length > 0
    ? [`Nothing found: ${counted(looked.length, "stack")} checked, all as declared`]
    : ["Nothing was looked at"];
}

function about(findings: readonly DriftFinding[], effect: Effect, verb: string): readonly string[] {
  const found = findings.filter((finding) => finding.effect === effect);
  if (found.length === 0) return [];
  return [`${verb} ${dutyList(dutiesOf(found)) || "something"}: ${counted(found.length, "finding")}`];
}

function unmet(report: DriftReport): readonly string[] {
  const found = unwaived(report.standing, report).filter(({ effect }) => effect !== "unknown");
  return found.length > 0 ? [`Unmet, whoever did it: ${counted(found.length, "rule")}`] : [];
}

/** What a finding says, with its measure first. */
export function findingWords({ measure, reason, after }: DriftFinding): string {
  const measured = measure ? measureWords(measure) : "";
  return measured === "" ? reason : `${measure?.name}: ${measured}; ${after?.reason ?? reason}`;
}

/** What a change is, before its paths. */
export function changeWords({ cause, action }: DriftChange): string {
  const done = ["console", "deleted", "adopted", "noise", "undeclared"].includes(cause);
  return done ? CAUSE_WORDS[cause] : `${CAUSE_WORDS[cause]} (an apply would ${APPLY[action]} it)`;
}

const APPLY: Readonly<Record<DriftChange["action"], string>> = {
  create: "create",
  update: "update",
  replace: "replace",
  destroy: "destroy",
  forget: "forget",
  move: "move",
  import: "import",
  defer: "put off",
  read: "read",
};

/** Who made a change, as far as a log says; nothing where nobody looked. */
export function whoWords({ attributions }: DriftChange): string | undefined {
  if (attributions === undefined) return undefined;
  const [last, ...others] = attributions;
  if (!last) return "no call that explains it was found";
  const more = others.length > 0 ? `, and ${counted(others.length, "call")} before` : "";
  return `${last.who} at ${last.when}: ${last.event} (${last.source} ${last.eventId})${more}`;
}

/** How many resources of a stack differ, and in what way. */
export function stackWords(
  { stack, outcome, problems }: StackCheck,
  changes: readonly DriftChange[],
): string {
  if (outcome === "failed") return `not known: ${problems.map(({ code }) => code).join(", ")}`;
  if (outcome === "left-out") return "not asked for, and not looked at";
  const counts = new Map<string, Set<string>>();
  for (const change of changes)
    if (change.stack === stack)
      counts.set(change.cause, (counts.get(change.cause) ?? new Set()).add(change.address));
  const words = [...counts].map(
    ([cause, addresses]) => `${addresses.size} ${CAUSE_WORDS[cause as DriftChange["cause"]]}`,
  );
  return words.join("; ") || "as declared";
}
