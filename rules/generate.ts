import { DATE_READ, OBLIGATIONS, PROVISIONS, type ProvisionId } from "../regulation";
import { RULES } from "./catalogue";
import type { Rule } from "./rule";

/** Why resources say nothing about an obligation that the product serves elsewhere. */
const SERVED_ELSEWHERE = "not by a resource: ";

/** The page of all rules, with its path from the repository root. */
export const generatedFiles = [{ path: "docs/rules.md", content: page() }];

function page(): string {
  return [
    "# Rules",
    "Made by `npm run generate` from the rules themselves and from `regulation/`; do not edit.",
    `What each resource is judged by, at synth and by \`evidence check\`. A verdict is \`met\`, \`unmet\`, \`not-applicable\` or
\`unknown\`; what cannot be told is never a pass. That a rule is met says what the resource is like, and not that anybody
fulfils a duty: the duties are wider. Texts of the law as read on ${DATE_READ}.`,
    `A rule may be unmet for a while by a waiver in the environment's config (\`waivers\`): rule, resource, reason, approver,
last day. It is printed in every report; a waiver past its day fails synth; what cannot be told cannot be waived.`,
    `${RULES.length} rules:`,
    RULES.map(({ id, title }) => `- [\`${id}\`](#${id}): ${title}`).join("\n"),
    ...RULES.map(section),
    "## Duties and their rules",
    table(
      ["Duty", "Title", "Rules"],
      PROVISIONS.flatMap(({ id, title }) => {
        const rules = RULES.filter(({ duties }) => duties.includes(id));
        return rules.length > 0 ? [[id, title, rules.map((rule) => `\`${rule.id}\``).join(", ")]] : [];
      }),
    ),
    "## Obligations no rule covers",
    "What the product does not do, and what it does without a resource a rule could judge.",
    table(["Obligation", "Provisions", "Why no rule"], uncovered()),
    "",
  ].join("\n\n");
}

function section({ id, duties, title, why, fix, measure }: Rule): string {
  return [
    `### ${id}`,
    `${title}.`,
    `- Duties: ${duties.join(", ")}`,
    `- Why: ${why}`,
    `- How to fix: ${fix}`,
    ...(measure ? [`- Measure: ${measure.name} (${measure.better} is better)`] : []),
  ]
    .join("\n")
    .replace(/\n/, "\n\n")
    .replace(/\.\n-/, ".\n\n-");
}

function uncovered(): string[][] {
  const covered = new Set<ProvisionId>(RULES.flatMap(({ duties }) => duties));
  return OBLIGATIONS.filter(
    ({ status, provisions }) => status === "not covered" || !provisions.some((each) => covered.has(each)),
  ).map((obligation) => [
    obligation.id,
    obligation.provisions.join(", "),
    obligation.status === "not covered" ? obligation.reason : `${SERVED_ELSEWHERE}${obligation.how}`,
  ]);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
