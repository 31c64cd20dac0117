import { z } from "zod";
import { Identifier, Time } from "../event/values";
import { Count } from "./plan-details";

const Word = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, "kebab case");
const Text = z.string().min(1).max(1_000);

/** Findings that one check of the log names; what is left out is counted. */
export const KEPT_VERSIONS_LOGGED = 300;

const LoggedVersionFinding = z.strictObject({
  code: Word,
  system: z.exactOptional(Text).describe("As the log names it; absent where all of them are concerned."),
  model: z.exactOptional(Text),
  version: z.exactOptional(Text),
  found: Text,
  events: Count.describe("Entries of the period that it is about. One that was archived twice counts twice."),
  first: z.exactOptional(Time),
  last: z.exactOptional(Time),
  record: z.exactOptional(Text).describe("Key of the decision it is held against."),
  since: z.exactOptional(Time).describe("When a check first found it, where an earlier record says so."),
  told: z.exactOptional(z.boolean()).describe("Whether Datadog has taken an event of it as it is now."),
});

const LoggedByBreakGlass = z.strictObject({
  system: Text,
  model: Text,
  version: Text,
  events: Count,
  record: Text.describe("Key of the decision that let it in without an approval."),
});

/** The model versions that the log names, held against registry and decisions. That they agree is worth knowing, too. */
export const VersionCheck = z.strictObject({
  environment: Identifier,
  checkedAt: Time.describe("When the look began, by the checker's clock."),
  period: z.strictObject({ from: Time, to: Time }).describe("Of events; `to` not included."),
  outcome: z
    .enum(["agrees", "disagrees", "unknown"])
    .describe("Unknown: nothing was found, and something could not be looked at. That is no agreement."),
  registry: z
    .enum(["asked", "not-asked", "no-answer"])
    .describe("Whether MLflow was asked, too; without it the decisions in the vault alone were."),
  graceMinutes: Count.describe("How long a version may be used after it left production: processes restart."),
  systems: Count.describe("AI systems declared for the environment, and others that the log names."),
  events: Count.describe("Entries of the period that name a model version."),
  versions: Count.describe("Different versions they name."),
  findings: z.array(LoggedVersionFinding).max(KEPT_VERSIONS_LOGGED),
  findingsLeftOut: Count,
  breakGlass: z
    .exactOptional(z.array(LoggedByBreakGlass).max(KEPT_VERSIONS_LOGGED))
    .describe("Versions in use that broken glass let in: by two people, and without an approval."),
  notLookedAt: z.exactOptional(z.array(Text).max(20)).describe("What this check knowingly leaves out."),
});
