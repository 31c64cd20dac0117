import { z } from "zod";
import { date, id, line } from "./words";

/** Written decisions to live with an unmet rule for a while. A lawful choice, such as a shorter retention, is none. */
export const waivers = z
  .array(
    z.strictObject({
      rule: id.describe("Id of the rule, from docs/rules.md."),
      resource: line.describe(
        "Address as the message names it: `production-evidence-vault/aws_s3_bucket.evidence_vault`.",
      ),
      reason: line.describe("Why this is acceptable until then."),
      approver: line.describe("Who agreed to it, by role: names are personal data."),
      expires: date.describe("Last day it holds. From the day after, synth fails."),
    }),
  )
  .describe("Rules that may be unmet for a while. Printed in every report; never for what cannot be told.");
