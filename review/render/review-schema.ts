import { z } from "zod";
import { EFFECTS } from "../finding";

/** Version of the document's shape; fields may be added to it, none is renamed or taken away. */
export const REVIEW_VERSION = "1.0.0";

const effect = z.enum(EFFECTS);
const duties = z.array(z.string()).describe("Provisions of Regulation (EU) 2024/1689, such as `Art19(1)`.");
const count = z.int().min(0);
const side = z
  .object({ verdict: z.enum(["met", "unmet", "not-applicable", "unknown"]), reason: z.string() })
  .nullable();
const finding = z.object({
  effect,
  rule: z.string().describe("Id of the rule (docs/rules.md), or of how Terraform handles the resource."),
  title: z.string(),
  duties,
  address: z.string().describe("`<stack>/<Terraform address>`; `*` where it is about a whole set."),
  reason: z.string(),
  fix: z.string().describe("What to do about it; empty where nothing is to be done."),
  before: side,
  after: side,
  measure: z
    .object({
      name: z.string(),
      unit: z.string(),
      before: z.number().nullable(),
      after: z.number().nullable(),
    })
    .nullable(),
  waived: z.boolean().describe("Whether a waiver covers it."),
});
const waiver = z.object({
  rule: z.string(),
  resource: z.string(),
  reason: z.string(),
  approver: z.string(),
  expires: z.iso.date(),
});
const change = z.object({
  address: z.string(),
  action: z.enum(["create", "update", "replace", "destroy", "forget", "read", "move", "import", "defer"]),
  attributes: z.array(z.string()).describe("Paths of what changes; never a value."),
  movedFrom: z.string().nullable(),
});
const dollars = z.number().nullable().describe("US dollars a month; null where there is no estimate.");

/** What `evidence review --json` prints. */
const reviewSchema = z
  .object({
    schemaVersion: z.literal(REVIEW_VERSION),
    effect: effect.describe("The worst effect that no waiver covers."),
    counts: z.object({
      weakens: count,
      unknown: count,
      strengthens: count,
      neutral: count,
      waived: count.describe("Findings that a waiver covers; counted in none of the others."),
      standing: count,
    }),
    byDuty: z.array(
      z.object({
        duty: z.string(),
        weakens: count,
        unknown: count,
        strengthens: count,
        neutral: count,
        standing: count,
      }),
    ),
    findings: z.array(finding).describe("Destroyed and replaced evidence first, then by effect."),
    standing: z.array(finding).describe("Unmet before and after alike: not this change's doing."),
    brokenRules: z.array(z.string()).describe("Rules that failed themselves."),
    waivers: z.object({
      used: z.array(waiver),
      expiring: z.array(waiver),
      expired: z.array(waiver),
    }),
    approvals: z.array(z.object({ duties, approvers: z.array(z.string()) })),
    costs: z.array(z.object({ environment: z.string(), beforeUsd: dollars, afterUsd: dollars })),
    notCompared: z.array(z.string()),
    plans: z.array(
      z.object({
        stack: z.string(),
        path: z.string(),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
        terraformVersion: z.string(),
        changes: z.array(change),
      }),
    ),
  })
  .meta({ title: "Plan review", description: "What `evidence review --json` of ai-act-evidence prints." });

export type ReviewJson = z.infer<typeof reviewSchema>;

/** The same as JSON Schema, draft 2020-12: the contract for programs that read it. */
export function reviewJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(reviewSchema, { target: "draft-2020-12", io: "input" });
  return { $schema, $id: `urn:ai-act-evidence:review:${REVIEW_VERSION}`, ...schema };
}
