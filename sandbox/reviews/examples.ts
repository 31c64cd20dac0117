import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { commentOn, declare, reword, type Change, type Declaration } from "./repository";

interface Example {
  /** File in docs/reviews/, without its ending. */
  readonly name: string;
  readonly title: string;
  /** What the pull request does, as Markdown. */
  readonly does: string;
  readonly change: (base: Declaration) => Change;
}

const VAULT = "production-evidence-vault";

const BENEFITS = `id: benefit-eligibility
title: Eligibility for public assistance
version: 1.0.0
registeredModel: benefit-eligibility

regulatory:
  role: deployer
  annexIII: 5(a)
  article6_3: not-claimed
  intendedPurpose: Proposes whether a natural person is eligible for a public assistance benefit, to a case worker who decides.
  euDatabaseId: unknown-yet
  euDeclaration: unknown-yet
  placedOnMarket: unknown-yet
  memberStates: [DE]
  financialInstitution: false
  authority: unknown-yet
  upstreamGpai: none

inputReference:
  algorithm: hmac-sha256
  scope: application-features

vocabulary:
  decisions: [propose_grant, propose_refusal]
  reasons: [document_missing, income_changed, planned_release]
  outcomes: [granted, refused, appealed]
  errors: [model_unavailable, feature_missing, timeout]

monitoring:
  notify: ["@slack-benefit-oversight"]
  thresholds:
    maxSilenceMinutes: 120
    errorRate: 0.02
    overrideRateHigh: 0.3
    overrideRateLow: 0.01

volume:
  eventsPerDay: 4000
`;

const BASIS_BEFORE = `      kind: policy-default
      purpose: Decisions can be contested, and their effects appear, over the whole life of a loan or an employment.
      law: Art 19(1) and 26(6) Regulation (EU) 2024/1689 set at least six months; ten years are the product's policy default.`;
const BASIS_AFTER = `      kind: union-law
      purpose: Decisions are contested within a year at most.
      law: Art 19(1) and 26(6) Regulation (EU) 2024/1689, at least six months.`;

const EXAMPLES: readonly Example[] = [
  {
    name: "add-an-ai-system",
    title: "adding an AI system",
    does: `One new file, \`configs/systems/benefit-eligibility.yaml\`:\n\n\`\`\`yaml\n${BENEFITS}\`\`\``,
    change: (base) => ({
      base,
      head: declare((dir) => writeFileSync(join(dir, "systems/benefit-eligibility.yaml"), BENEFITS)),
    }),
  },
  {
    name: "shorten-retention",
    title: "shortening the retention",
    does: [
      "In `configs/environments/production.yaml` the log is kept for a year instead of ten. Lawful, with its basis stated; and yet a change that others must agree to:",
      ["```diff", "-    days: 3653", "+    days: 365", ...diff(BASIS_BEFORE, BASIS_AFTER), "```"].join("\n"),
    ].join("\n\n"),
    change: (base) => ({
      base,
      head: declare((dir) => {
        const file = "environments/production.yaml";
        reword(dir, file, "days: 3653", "days: 365");
        reword(dir, file, BASIS_BEFORE, BASIS_AFTER);
      }),
    }),
  },
  {
    name: "rename",
    title: "a pure rename",
    does: [
      `The topic of the vault's watch gets another address in Terraform, in the stack \`${VAULT}\`, and a \`moved\` block that says so:`,
      "```hcl\nmoved {\n  from = aws_sns_topic.evidence_watch\n  to   = aws_sns_topic.vault_watch\n}\n```",
      "Without the block the topic would be destroyed and made anew, and its subscriptions with it.",
    ].join("\n\n"),
    change: (base) => ({
      base,
      head: renamed(base, VAULT, "aws_sns_topic", "evidence_watch", "vault_watch"),
      moved: { [VAULT]: { "aws_sns_topic.vault_watch": "aws_sns_topic.evidence_watch" } },
    }),
  },
  {
    name: "provider-upgrade",
    title: "an upgrade of the provider",
    does: "In `configs/environments/production.yaml`:\n\n```diff\n-  providerVersion: ~> 6.25\n+  providerVersion: ~> 6.30\n```",
    change: (base) => ({
      base,
      head: declare((dir) => reword(dir, "environments/production.yaml", "~> 6.25", "~> 6.30")),
    }),
  },
  {
    name: "first-plan",
    title: "the first plan of an empty account",
    does: "Nothing is deployed yet; every stack of the repository's configs is planned. What is made in the same plan counts as made, although its ids are known only after apply.",
    change: (base) => ({ base, head: base, deployed: false }),
  },
];

function diff(before: string, after: string): readonly string[] {
  const marked = (sign: string, text: string) => text.split("\n").map((line) => `${sign}${line}`);
  return [...marked("-", before), ...marked("+", after)];
}

/** Another address for a resource, with all references to it. */
function renamed(base: Declaration, stack: string, type: string, from: string, to: string): Declaration {
  const text = JSON.stringify(base.stacks[stack]).replaceAll(`${type}.${from}.`, `${type}.${to}.`);
  const json = JSON.parse(text) as { resource: Record<string, Record<string, unknown>> };
  const resources = json.resource[type] ?? {};
  json.resource[type] = Object.fromEntries(
    Object.entries(resources).map(([name, body]) => [name === from ? to : name, body]),
  );
  return { ...base, stacks: { ...base.stacks, [stack]: json as Declaration["stacks"][string] } };
}

function page({ title, does, change }: Example, base: Declaration): string {
  return [
    `# Example: ${title}`,
    "Made by `npm run generate` from the repository's own configs, by the code that reviews a pull request; do not edit.\nWhat its parts mean: [README.md](README.md).",
    "## The change",
    does,
    "## The comment",
    commentOn(change(base)),
  ].join("\n\n");
}

/** The pages of docs/reviews/, with their paths from the repository root. */
export const generatedFiles: readonly { readonly path: string; readonly content: string }[] = pages();

function pages() {
  const base = declare();
  return EXAMPLES.map((example) => ({
    path: `docs/reviews/${example.name}.md`,
    content: page(example, base),
  }));
}
