import { z } from "zod";
import { iamRoleName } from "./aws-words";
import { DEFAULTS } from "./defaults";
import { handle } from "./monitoring-schema";
import { breaks, EVEN_WHEN_OTHERS_FAIL } from "./rule";
import { id } from "./words";

const index = z
  .union([
    z.literal("none"),
    z.strictObject({
      retentionDays: z
        .int()
        .min(1)
        .max(360)
        .describe("Days an entry can be searched; one of those in the contract with Datadog."),
      dailyQuota: z
        .int()
        .min(1)
        .describe("Entries a day that are indexed. What comes after is archived and counted all the same."),
      warnAtPercent: z
        .number()
        .min(50)
        .max(99.99)
        .default(DEFAULTS.indexWarnAtPercent)
        .describe("Share of the quota at which Datadog warns, in percent."),
    }),
  ])
  .describe(
    "Index of Art 12 log entries. `none`: they are archived and counted, and cost no indexing; nothing can be searched in Datadog.",
  );

const monitorTagPolicy = z
  .strictObject({
    required: z
      .boolean()
      .default(false)
      .describe("Whether every monitor of the organisation must have the tag `compliance`, whoever made it."),
    otherValues: z
      .array(z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,99}$/, "a tag's value in lower case"))
      .default([])
      .describe("Values of the tag `compliance` besides `eu-ai-act`."),
  })
  .describe(
    "Policy for the tag `compliance` of monitors, over the whole organisation. Left out, there is none of ours.",
  );

/** What an organisation has once: it stands in the file of the environment that has the catch-all archive. */
const ORGANISATION_WIDE = ["index", "roles", "monitorTagPolicy"] as const;

/** The Datadog part of an environment. */
export const datadog = z
  .strictObject({
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
    notify: z
      .array(handle)
      .min(1)
      .optional()
      .describe(
        "Datadog handles that the monitors of the organisation notify: those of all its environments together. Left out: the people of alarms.notify.",
      ),
    index: index.optional(),
    roles: z
      .enum(["create", "none"])
      .optional()
      .describe(
        `Roles for work with the evidence in Datadog. Policy default ${DEFAULTS.datadogRoles}; \`none\` where roles are managed elsewhere, or the deployment may not manage access.`,
      ),
    monitorTagPolicy: monitorTagPolicy.optional(),
  })
  .superRefine((value, ctx) => {
    if (value?.archive !== "own-environment") return;
    for (const key of ORGANISATION_WIDE)
      if (value[key] !== undefined)
        breaks(ctx, value[key], [key], {
          rule: "organisation-wide-in-one-file",
          needed:
            "nothing here: the organisation has it once, in the file of the environment whose archive is `catch-all`",
          fix: `move ${key} to that file`,
        });
  }, EVEN_WHEN_OTHERS_FAIL);
