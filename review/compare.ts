import { isDeepStrictEqual } from "node:util";
import type { Evaluation, Outcome, ResourceSet, Rule, Verdict } from "../rules";
import { dutiesOf, type Effect, type Finding, type MeasureChange } from "./finding";

/** Two evaluations of the same rules, and the sets they are of. */
export interface Compared {
  readonly rules: readonly Rule[];
  readonly before: { readonly set: ResourceSet; readonly evaluation: Evaluation };
  readonly after: { readonly set: ResourceSet; readonly evaluation: Evaluation };
  /**
   * Rules that asked for something that has changed: what one of them could not tell may have become another thing unseen.
   * @default a rule is not concerned where the resource it speaks of stays as it is
   */
  readonly concerned?: ReadonlySet<string>;
}

/** What is different, and what is as unmet, or as untold, as it was. */
export interface Comparison {
  readonly findings: readonly Finding[];
  readonly standing: readonly Finding[];
}

/**
 * A review is rules(after) - rules(before): per rule and resource, what is said differently. What cannot be told after
 * the change is `unknown`, unless it could not be told before for the same reason and nothing the rule asks for has
 * changed. A new resource that meets its rules is one finding, and so is one that has gone; how it goes (destroyed,
 * forgotten) is for the plan to say, see `handling.ts`.
 */
export function compareEvaluations({ rules, before, after, concerned }: Compared): Comparison {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const was = byKey(before.evaluation.verdicts);
  const is = byKey(after.evaluation.verdicts);
  const findings: Finding[] = [];
  const standing: Finding[] = [];
  const aside = new Set(
    after.evaluation.verdicts.flatMap(({ rule, address, verdict }) =>
      verdict === "not-applicable" ? [`${rule} ${address}`] : [],
    ),
  );
  const broken = new Set(after.evaluation.brokenRules);
  const untouched = (rule: string, address: string) =>
    concerned
      ? !concerned.has(rule)
      : isDeepStrictEqual(before.set.at(address)?.values, after.set.at(address)?.values);
  for (const key of new Set([...was.keys(), ...is.keys()])) {
    const [old, now] = [was.get(key), is.get(key)];
    const { rule: id, address, duties } = (now ?? old) as Verdict;
    const rule = byId.get(id);
    const measured = measureChange(old, now);
    // What could not be told before, and turns out not to concern the rule, is no change.
    if (old?.verdict === "unknown" && !now && aside.has(key)) continue;
    const effect = effectOf(old, now, measured ? movement(measured, rule) : "neutral");
    const alike =
      (effect === "neutral" && now?.verdict === "unmet") ||
      (old?.verdict === "unknown" &&
        now?.verdict === "unknown" &&
        old.reason === now.reason &&
        !broken.has(id) &&
        untouched(id, address));
    if (effect === "neutral" && !alike) continue;
    (alike ? standing : findings).push({
      effect,
      rule: id,
      title: rule?.title ?? id,
      duties,
      address,
      reason: words(old, now, after.set.at(address) === undefined && before.set.at(address) !== undefined),
      fix: effect === "strengthens" ? "" : (rule?.fix ?? ""),
      ...(old && { before: { verdict: old.verdict, reason: old.reason } }),
      ...(now && { after: { verdict: now.verdict, reason: now.reason } }),
      ...(measured && { measure: measured }),
    });
  }
  return { findings: together(findings, before.set, after.set), standing };
}

const SEVERITY: Readonly<Record<Outcome, number>> = { unmet: 3, unknown: 2, met: 1, "not-applicable": 0 };

/** The worst verdict of each rule at each address; what no rule is about is left out. */
function byKey(verdicts: readonly Verdict[]): ReadonlyMap<string, Verdict> {
  const worst = new Map<string, Verdict>();
  for (const verdict of verdicts) {
    if (verdict.verdict === "not-applicable") continue;
    const key = `${verdict.rule} ${verdict.address}`;
    const other = worst.get(key);
    if (!other || SEVERITY[other.verdict] < SEVERITY[verdict.verdict]) worst.set(key, verdict);
  }
  return worst;
}

/**
 * What the change of one verdict means. Nothing at all is as bad as unmet where something was met; unmet for another
 * reason may be worse than it was.
 */
function effectOf(old: Verdict | undefined, now: Verdict | undefined, measured: Effect): Effect {
  const [was, is] = [old?.verdict, now?.verdict];
  if (is === "unknown") return "unknown";
  if (is === "unmet") {
    if (was !== "unmet") return "weakens";
    return measured === "neutral" && old?.reason !== now?.reason ? "unknown" : measured;
  }
  if (is === "met") return was === "met" ? measured : "strengthens";
  if (was === "unmet") return "strengthens";
  return was === "unknown" ? "unknown" : "weakens";
}

function measureChange(old: Verdict | undefined, now: Verdict | undefined): MeasureChange | undefined {
  const measured = now?.measure ?? old?.measure;
  if (!measured) return undefined;
  const { name, unit } = measured;
  return {
    name,
    unit,
    ...(old?.measure && { before: old.measure.value }),
    ...(now?.measure && { after: now.measure.value }),
  };
}

function movement({ before, after }: MeasureChange, rule: Rule | undefined): Effect {
  if (before === undefined || after === undefined || before === after || !rule?.measure) return "neutral";
  return after > before === (rule.measure.better === "higher") ? "strengthens" : "weakens";
}

function words(old: Verdict | undefined, now: Verdict | undefined, gone: boolean): string {
  if (!now)
    return `${gone ? "the resource is gone" : "nothing is said of it any more"}; it was: ${old?.reason}`;
  return !old || old.reason === now.reason ? now.reason : `${old.reason} -> ${now.reason}`;
}

/**
 * A resource that is new and meets its rules is one finding. What rules said of a resource that has gone is left to its
 * handling, save that an unmet rule is no more.
 */
function together(findings: readonly Finding[], before: ResourceSet, after: ResourceSet): readonly Finding[] {
  const apart: Finding[] = [];
  const added = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { address, effect } = finding;
    const [was, is] = [before.at(address), after.at(address)];
    if (was && !is && effect !== "strengthens") continue;
    if (!is || was || effect !== "strengthens") apart.push(finding);
    else if (added.has(address)) added.get(address)?.push(finding);
    else added.set(address, [finding]);
  }
  return [...apart, ...[...added].map(([address, group]) => asOne(address, group))];
}

function asOne(address: string, group: readonly Finding[]): Finding {
  return {
    effect: "strengthens",
    rule: "evidence-added",
    title: "New, and meets its rules",
    duties: dutiesOf(group),
    address,
    reason: `met: ${group
      .map(({ rule }) => rule)
      .sort()
      .join(", ")}`,
    fix: "",
  };
}
