import { rulesUnmet, type Problem, type UserError } from "../errors";
import type { Evaluation } from "./evaluate";
import type { Rule } from "./rule";
import { waiverLine, type Weighed } from "./waivers";

/**
 * What stops a deployment: rules that are unmet and not waived, rules that failed themselves, waivers past their day.
 *
 * @returns `undefined` when nothing does
 */
export function refusal(
  rules: readonly Rule[],
  { verdicts, brokenRules }: Evaluation,
  { unmet, expired }: Weighed,
): UserError | undefined {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const broken = verdicts.filter(({ rule, address }) => brokenRules.includes(rule) && address === "*");
  const problems: Problem[] = [
    ...unmet.map(({ rule, duties, address, reason }) => ({
      code: rule,
      where: address,
      given: reason,
      needed: `${byId.get(rule)?.title} (${duties.join(", ")})`,
      fix: byId.get(rule)?.fix ?? "",
    })),
    ...broken.map(({ rule, address, reason }) => ({
      code: rule,
      where: address,
      given: reason,
      needed: "a rule that works: what is not judged is not passed",
      fix: "this is a fault of the program, please report it",
    })),
    ...expired.map((waiver) => ({
      code: "waiver-expired",
      where: waiver.resource,
      given: waiverLine(waiver),
      needed: "a waiver in force, or none",
      fix: "mend what the rule says, or have the waiver agreed anew with a later day",
    })),
  ];
  return problems.length > 0 ? rulesUnmet(problems) : undefined;
}
