import { z } from "zod";
import { LOG_RETENTION } from "../regulation";
import { approvals } from "./approvals-schema";
import { confluence } from "./atlassian-words";
import { awsAccountId, awsRegion, iamRoleArn, iamRoleName } from "./aws-words";
import { datadog } from "./datadog-schema";
import { DEFAULTS } from "./defaults";
import { mlflow } from "./mlflow-schema";
import { certificateIsNear } from "./mlflow-service-checks";
import { riskRegister } from "./risk-register-schema";
import { breaks, EVEN_WHEN_OTHERS_FAIL } from "./rule";
import { seals } from "./seals-schema";
import { terraform } from "./terraform-schema";
import { waivers } from "./waiver-schema";
import { id, line } from "./words";

const aws = z.strictObject({
  accountId: awsAccountId,
  region: awsRegion,
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
  }, EVEN_WHEN_OTHERS_FAIL);

const replica = z
  .strictObject({
    region: awsRegion.describe("A region other than the vault's."),
    accountId: awsAccountId
      .optional()
      .describe("Account with other owners; the vault's own account when left out."),
    deployRole: iamRoleName
      .optional()
      .describe("Role in that account which `cdktf deploy` assumes; needed with accountId."),
    lock: lock.default(DEFAULTS.lock).describe("Object Lock of the replica. COMPLIANCE is recommended here."),
  })
  .superRefine((value, ctx) => {
    if ((value?.accountId === undefined) === (value?.deployRole === undefined)) return;
    breaks(ctx, value.accountId, ["deployRole"], {
      rule: "replica-account-and-role",
      needed: "accountId and deployRole together: the role is how the other account is reached",
      fix: "give both, or neither to keep the replica in the vault's account",
    });
  }, EVEN_WHEN_OTHERS_FAIL)
  .describe("Second copy of the vault, in another region, with a key and a lock of its own.");

const alarms = z
  .strictObject({
    notify: z
      .array(z.email())
      .min(1)
      .describe("E-mail addresses that are told when somebody touches the vault."),
    monthlyBudgetUsd: z.int().min(1).describe("Monthly AWS cost of the account above which they are told."),
  })
  .describe("Who is told of attempts on the vault, and of its cost.");

const checkpoints = z
  .strictObject({
    writtenBy: z
      .array(iamRoleArn)
      .min(1)
      .describe(
        "IAM roles of the applications whose emitters put checkpoints and late entries; of any account.",
      ),
  })
  .describe(
    "Who may take the role that puts checkpoints, and log entries that Datadog takes no more, straight into the vault. Left out, that role does not exist.",
  );

const lifecycle = z
  .strictObject({
    toGlacierInstantRetrievalAfterDays: z
      .int()
      .min(1)
      .max(3650)
      .default(DEFAULTS.toGlacierInstantRetrievalAfterDays),
    moveFromBytes: z
      .int()
      .min(1)
      .max(1024 ** 3)
      .default(DEFAULTS.moveFromBytes)
      .describe(
        `Objects smaller than this stay in STANDARD, in vault and replica. S3's own default, ${DEFAULTS.moveFromBytes}, is the least GLACIER_IR bills an object for; \`evidence cost\` tells from which size a move pays. 1 moves all, records too.`,
      ),
    expireAfterDays: z
      .union([z.int().min(1).max(40_000), z.literal("never"), z.literal("when-lock-ends")])
      .default("when-lock-ends"),
  })
  .prefault({})
  .describe(
    "Storage class and end of life. GLACIER_IR is the coldest class Datadog can still rehydrate from.",
  );

const guardrails = z
  .strictObject({
    managementAccountId: awsAccountId.describe(
      "Management account of the AWS organisation, with whose rights it is applied.",
    ),
    targetId: z
      .string()
      .regex(
        /^(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|[0-9]{12})$/,
        "an organisational unit (ou-...) or an account id",
      )
      .describe("Organisational unit or account that holds the vault and nothing else."),
  })
  .describe(
    "Service control policy over the vault's account. Left out where the organisation is not ours to configure.",
  );

/** One environment: `configs/environments/<id>.yaml`. */
export const environmentSchema = z
  .strictObject({
    // S3 bucket names end at 63 characters, and the longest of ours has 37 besides the id.
    id: id.max(24),
    title: line.describe("Name for people, in reports."),
    aws,
    terraform,
    datadog,
    retention,
    lock: lock.default(DEFAULTS.lock).describe("Object Lock of the vault."),
    lifecycle,
    replica,
    alarms,
    riskRegister: riskRegister.optional(),
    confluence: confluence.optional(),
    mlflow: mlflow.optional(),
    seals: seals.optional(),
    checkpoints: checkpoints.optional(),
    guardrails: guardrails.optional(),
    approvals: approvals.default([]),
    waivers: waivers.default([]),
  })
  .superRefine((value, ctx) => {
    const region = value?.replica?.region;
    if (region === undefined || region !== value?.aws?.region) return;
    breaks(ctx, region, ["replica", "region"], {
      rule: "replica-elsewhere",
      needed: "a region other than aws.region: a copy in the same region is lost with it",
      fix: "name another region of the Union",
    });
  }, EVEN_WHEN_OTHERS_FAIL)
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
  .superRefine(certificateIsNear, EVEN_WHEN_OTHERS_FAIL)
  .meta({
    title: "Environment",
    description: "One environment, for configs/environments/<id>.yaml of ai-act-evidence.",
  });

/** A validated environment. */
export type Environment = z.infer<typeof environmentSchema>;
