import type { ResourceSet } from "./resource-set";
import type { Rule, Verdict } from "./rule";

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

/** How many verdicts of each kind. */
export function tally(verdicts: readonly Verdict[]): Record<Verdict["verdict"], number> {
  const counts = { met: 0, unmet: 0, unknown: 0, "not-applicable": 0 };
  for (const { verdict } of verdicts) counts[verdict] += 1;
  return counts;
}
