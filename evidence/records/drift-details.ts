import { z } from "zod";
import { Digest, Identifier, Time } from "../event/values";
import { Address, Count, Duty, Effect, KEPT_FINDINGS, RuleId } from "./plan-details";

/** A program or version, as Terraform names it. */
const Named = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9./+_-]{0,255}$/, "a name without white space");

const Checked = z.strictObject({
  stack: Identifier,
  outcome: z
    .enum(["clean", "drift", "failed", "left-out"])
    .describe(
      "Clean: nothing differs but in writing. Failed: nothing is known. Left out: nobody asked for it.",
    ),
  planSha256: z.exactOptional(Digest.describe("Of the JSON of the plan by which it was looked at.")),
  console: Count.describe(
    "Resources changed, deleted or added outside Terraform, or, in an inventory, different.",
  ),
  unapplied: Count.describe("Resources of which the config says what was not applied."),
  noise: Count.describe("Resources that differ in writing, and not in meaning."),
  weakens: Count,
  unknown: Count,
});

/** What a check of the real thing against what is declared came to. That nothing was found is worth knowing, too. */
export const DriftCheck = z.strictObject({
  check: z.literal("drift"),
  mode: z
    .enum(["state", "inventory"])
    .describe("Through Terraform's state, or from config and account alone."),
  checkedAt: Time.describe("When the look began, by the checker's clock."),
  effect: Effect.describe("The worst that was found; no waiver covers it."),
  stacks: z.array(Checked).max(3000),
  findings: z
    .array(
      z.strictObject({
        effect: Effect,
        rule: RuleId,
        duties: z.array(Duty).max(64),
        address: Address,
        cause: RuleId.describe("What brought it about; standing where the real thing is so whoever did it."),
        waived: z.boolean().describe("Whether a waiver in force covers it."),
      }),
    )
    .max(KEPT_FINDINGS),
  findingsLeftOut: Count,
  notLookedAt: Count.describe(
    "Declared resources that were not looked for, and are taken to be as declared.",
  ),
  brokenRules: z.array(RuleId).describe("Rules that failed themselves: what they look at is unknown."),
  waivers: Count.describe("Waivers that cover a finding."),
  terraformVersion: Named,
  providerVersions: z.record(Named, z.array(Named)),
});
