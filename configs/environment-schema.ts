import { z } from "zod";
import { LOG_RETENTION } from "../regulation";
import { DEFAULTS } from "./defaults";
import { breaks, EVEN_WHEN_OTHERS_FAIL } from "./rule";
import { id, line } from "./words";

const iamRoleName = z.string().regex(/^[\w+=,.@-]{1,64}$/, "the name of an IAM role, without path");

const aws = z.strictObject({
  accountId: z.string().regex(/^[0-9]{12}$/, "twelve digits, in quotes"),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-[1-9]$/, "an AWS region such as `eu-central-1`"),
  providerVersion: z
    .string()
    .min(3)
    .describe("Terraform constraint of hashicorp/aws, for example `~> 6.25`."),
  emulated: z
    .boolean()
    .default(false)
    .describe(
      "True where AWS is the embedded moto server; its address comes from AWS_ENDPOINT_URL, never from a file.",
    ),
  roles: z
    .strictObject({
      deploy: iamRoleName.describe("IAM role that runs `cdktf deploy`."),
      breakGlass: iamRoleName.describe("IAM role people use in an emergency; never the deploy role."),
    })
    .superRefine((value, ctx) => {
      if (value.deploy !== value.breakGlass) return;
      breaks(ctx, value.breakGlass, ["breakGlass"], {
        rule: "break-glass-is-apart",
        needed: "a role other than aws.roles.deploy",
        fix: "name a separate role that only people assume and whose use is alarmed",
      });
    })
    .describe("The only principals that may change lock, policy or keys of the vault."),
});

const terraform = z
  .strictObject({
    backend: z.discriminatedUnion("type", [
      z.strictObject({ type: z.literal("local") }),
      z.strictObject({
        type: z.literal("s3"),
        bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
        region: z.string(),
        kmsKeyAlias: z
          .string()
          .regex(/^alias\/[\w/-]+$/)
          .optional(),
      }),
    ]),
  })
  .describe("Where Terraform keeps state.");

const datadog = z.strictObject({
  org: id.describe(
    "Short name of the Datadog organisation; environments of one organisation share one <org>-datadog stack.",
  ),
  site: z.enum([
    "datadoghq.eu",
    "datadoghq.com",
    "us3.datadoghq.com",
    "us5.datadoghq.com",
    "ap1.datadoghq.com",
  ]),
  providerVersion: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, "an exact version: the bindings' own `~> 3.0` floats")
    .describe("Exact version of DataDog/datadog."),
  integration: z
    .union([z.literal("create"), z.strictObject({ existingRole: iamRoleName })])
    .default("create")
    .describe(
      "`create` makes the AWS integration of the vault's account; `existingRole` names the role of one that is managed elsewhere.",
    ),
  archive: z
    .enum(["catch-all", "own-environment"])
    .describe(
      "Which log entries this environment's archive takes. Exactly one environment of an organisation is the `catch-all`, so that none falls outside.",
    ),
});

const retention = z
  .strictObject({
    log: z.strictObject({
      days: z
        .int()
        .min(LOG_RETENTION.floorDays, {
          error: () =>
            `at least ${LOG_RETENTION.floorDays} days (six months, ${LOG_RETENTION.source.citation})`,
        })
        .max(36_500)
        .describe(
          `Days a log entry is kept and locked. Policy default ${DEFAULTS.logRetentionDays} (ten years); floor ${LOG_RETENTION.floorDays}.`,
        ),
      basis: z
        .strictObject({
          kind: z.enum(["policy-default", "union-law", "national-law", "contract"]),
          purpose: line.describe("Why this period is appropriate to the intended purpose."),
          law: line.describe("The provision relied on."),
          dpia: line.describe("Data protection impact assessment that covers keeping the log this long."),
        })
        .describe(
          "Why this period and no other: Art 19(1) asks for a period appropriate to the purpose, data protection law limits it.",
        ),
    }),
  })
  .describe("How long logs are kept, and why.");

const lock = z
  .strictObject({
    mode: z.enum(["GOVERNANCE", "COMPLIANCE"]),
    acknowledgeIrreversible: z
      .literal(true)
      .optional()
      .describe("COMPLIANCE can be shortened by no one, the root user included."),
  })
  .superRefine((value, ctx) => {
    if (value?.mode !== "COMPLIANCE" || value.acknowledgeIrreversible) return;
    breaks(ctx, value.mode, ["mode"], {
      rule: "compliance-lock-acknowledged",
      needed:
        "acknowledgeIrreversible: true beside it; a COMPLIANCE lock cannot be shortened by anyone, root included",
      fix: "add `acknowledgeIrreversible: true`, or use GOVERNANCE",
    });
  }, EVEN_WHEN_OTHERS_FAIL)
  .default(DEFAULTS.lock)
  .describe("Object Lock of the vault.");

const lifecycle = z
  .strictObject({
    toGlacierInstantRetrievalAfterDays: z
      .int()
      .min(1)
      .max(3650)
      .default(DEFAULTS.toGlacierInstantRetrievalAfterDays),
    expireAfterDays: z
      .union([z.int().min(1).max(40_000), z.literal("never"), z.literal("when-lock-ends")])
      .default("when-lock-ends"),
  })
  .prefault({})
  .describe(
    "Storage class and end of life. GLACIER_IR is the coldest class Datadog can still rehydrate from.",
  );

/** One environment: `configs/environments/<id>.yaml`. */
export const environmentSchema = z
  .strictObject({
    id,
    title: line.describe("Name for people, in reports."),
    aws,
    terraform,
    datadog,
    retention,
    lock,
    lifecycle,
  })
  .superRefine((value, ctx) => {
    const lockDays = value?.retention?.log?.days;
    const expiry = value?.lifecycle?.expireAfterDays;
    if (typeof lockDays !== "number" || typeof expiry !== "number" || expiry >= lockDays) return;
    breaks(ctx, expiry, ["lifecycle", "expireAfterDays"], {
      rule: "expiry-not-before-lock-ends",
      needed: `at least retention.log.days (${lockDays}); a shorter expiry deletes nothing while the lock holds, and looks like retention`,
      fix: `set it to ${lockDays} or more, to \`when-lock-ends\`, or to \`never\``,
    });
  }, EVEN_WHEN_OTHERS_FAIL)
  .meta({
    title: "Environment",
    description: "One environment, for configs/environments/<id>.yaml of ai-act-evidence.",
  });

/** A validated environment. */
export type Environment = z.infer<typeof environmentSchema>;
