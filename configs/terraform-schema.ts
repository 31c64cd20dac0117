import { z } from "zod";
import { iamRoleArn } from "./aws-words";
import { breaks, EVEN_WHEN_OTHERS_FAIL } from "./rule";

const s3Backend = z
  .strictObject({
    type: z.literal("s3"),
    bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
    region: z.string(),
    kmsKeyAlias: z
      .string()
      .regex(/^alias\/[\w/-]+$/)
      .optional(),
    bucketStack: z
      .enum(["none", "local-state", "own-state"])
      .default("none")
      .describe(
        "Who makes the bucket. `none`: somebody else. `local-state`: the stack <environment>-terraform-state, whose own state is a local file until the bucket is there. `own-state`: the same, after its state has moved into the bucket (docs/bootstrap.md).",
      ),
    usedBy: z
      .array(iamRoleArn)
      .default([])
      .describe(
        "Roles besides aws.roles that keep state in it, for example the one that applies the guardrails.",
      ),
  })
  .superRefine((value, ctx) => {
    if (value?.bucketStack === "none" || value?.kmsKeyAlias !== undefined) return;
    breaks(ctx, value?.kmsKeyAlias, ["kmsKeyAlias"], {
      rule: "state-has-a-key",
      needed: "the alias of the key the stack makes for the state",
      fix: "add `kmsKeyAlias: alias/terraform-state`",
    });
  }, EVEN_WHEN_OTHERS_FAIL);

/** Where Terraform keeps state, and who makes that place. */
export const terraform = z
  .strictObject({
    backend: z.discriminatedUnion("type", [z.strictObject({ type: z.literal("local") }), s3Backend]),
  })
  .describe("Where Terraform keeps state.");
