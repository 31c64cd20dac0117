import { AWS_RULES, firewalls, rulesOf, TRIPPED_BY_ARTIFACTS } from "../facts/firewalls";
import { any } from "../reading";
import { holds, judging } from "../rule";
import { CannotTell } from "../values";

export const firewallBlocks = judging({
  id: "firewall-blocks",
  duties: ["Art15"],
  title: "The firewall blocks known attacks and sources of bad name",
  why: "A rule that only counts, or that is asked about some requests only, keeps nobody off.",
  fix: "Keep AWS's groups of rules, none of them counting, but for rules that artifacts trip; let nothing through before they are asked.",
  measure: { name: "rules that only count", unit: "rules", better: "lower" },
  subjects: firewalls,
  judge(acl) {
    const rules = rulesOf(acl);
    const blocking = rules.filter(({ countsOnly, isNarrowed }) => !countsOnly && !isNarrowed);
    const missing = AWS_RULES.filter((group) => !blocking.some((rule) => rule.group === group));
    const softened = rules.flatMap(({ group = "", overridden }) =>
      [...overridden.keys()].filter((name) => !(TRIPPED_BY_ARTIFACTS[group] ?? []).includes(name)),
    );
    const unseen = rules.filter(
      ({ read }) => any(read, "statement.rule_group_reference_statement") !== undefined,
    );
    const passes = rules.filter(({ read }) => any(read, "action.allow") !== undefined);
    const wrong = [
      ...missing.map((group) => `${group} does not block`),
      ...softened.map((name) => `${name} is overridden`),
      ...passes.map(({ name }) => `${name} lets requests through unasked`),
    ];
    if (wrong.length === 0 && unseen.length > 0)
      throw new CannotTell(
        `what a group of rules of ${unseen.map(({ name }) => name).join(", ")} lets through is not seen here`,
      );
    const counting = rules.reduce((sum, { overridden }) => sum + overridden.size, 0);
    return holds(wrong.length === 0, "it blocks", wrong.join(", "), counting);
  },
});
