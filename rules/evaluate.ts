import type { ResourceSet } from "./resource-set";
import type { Rule, Verdict } from "./rule";
import { concernedBy, differences, TracedSet } from "./traced-set";

/** All verdicts, and the rules that failed: a rule that does not work blocks as loudly as an unmet one. */
export interface Evaluation {
  readonly verdicts: readonly Verdict[];
  readonly brokenRules: readonly string[];
}

/** Runs rules over a set. A rule that throws gives one `unknown` verdict with the error's words. */
export function evaluate(rules: readonly Rule[], set: ResourceSet): Evaluation {
  const brokenRules: string[] = [];
  const verdicts = rules.flatMap((rule): readonly Verdict[] => {
    try {
      return rule.evaluate(set);
    } catch (error) {
      brokenRules.push(rule.id);
      const words = error instanceof Error ? error.message : String(error);
      const reason = `the rule itself failed, so nothing is known: ${words}`;
      return [{ rule: rule.id, duties: rule.duties, address: "*", verdict: "unknown", reason }];
    }
  });
  return { verdicts, brokenRules };
}

/** What rules say before and after a change. */
export interface BothEvaluations {
  readonly before: Evaluation;
  readonly after: Evaluation;
  /** Rules that asked for something that is not the same after the change. */
  readonly concerned: ReadonlySet<string>;
  /** Types of resources that some rule asked for: of all others nothing is known here. */
  readonly judgedTypes: ReadonlySet<string>;
}

/**
 * Runs rules over two sets. Rules are functions of what they ask of a set: one that asks for nothing that has changed says
 * what it said, and is not run again. It pays to give sets that share the resources that stay (see {@link sharing}).
 */
export function evaluateBoth(
  rules: readonly Rule[],
  before: ResourceSet,
  after: ResourceSet,
): BothEvaluations {
  const what = differences(before, after);
  const [was, is] = [new TracedSet(before), new TracedSet(after)];
  const concerned = new Set<string>();
  const judgedTypes = new Set<string>();
  const noting = (asked: ReadonlySet<string>) => {
    for (const each of asked) judgedTypes.add(each);
  };
  const pairs = rules.map((rule) => {
    const { result: old, asked } = was.trace(() => evaluate([rule], was));
    noting(asked);
    // One that failed has not asked for all it would.
    if (old.brokenRules.length === 0 && !concernedBy(asked, what)) return { old, now: old };
    concerned.add(rule.id);
    const { result: now, asked: askedNow } = is.trace(() => evaluate([rule], is));
    noting(askedNow);
    return { old, now };
  });
  return {
    before: joined(pairs.map(({ old }) => old)),
    after: joined(pairs.map(({ now }) => now)),
    concerned,
    judgedTypes,
  };
}

const joined = (evaluations: readonly Evaluation[]): Evaluation => ({
  verdicts: evaluations.flatMap(({ verdicts }) => verdicts),
  brokenRules: evaluations.flatMap(({ brokenRules }) => brokenRules),
});

/** How many verdicts of each kind. */
export function tally(verdicts: readonly Verdict[]): Record<Verdict["verdict"], number> {
  const counts = { met: 0, unmet: 0, unknown: 0, "not-applicable": 0 };
  for (const { verdict } of verdicts) counts[verdict] += 1;
  return counts;
}
