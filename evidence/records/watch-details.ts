import { z } from "zod";
import { Digest, Identifier, Time } from "../event/values";
import { Count } from "./plan-details";

const Word = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, "kebab case");
const Text = z.string().min(1).max(1_000);

/** Findings that one record names, and things that one finding names; what is left out is counted. */
export const KEPT_REGISTRY_FINDINGS = 300;
export const KEPT_REGISTRY_THINGS = 60;

const RegistryFinding = z.strictObject({
  code: Word,
  model: Text,
  version: z.exactOptional(Text),
  door: z.exactOptional(Text),
  found: Text,
  things: z.exactOptional(
    z
      .array(Text)
      .max(KEPT_REGISTRY_THINGS)
      .describe("Each thing that is part of it, where there are several."),
  ),
  thingsLeftOut: z.exactOptional(Count),
  record: z.exactOptional(Text).describe("Key of the record it is held against."),
  since: z.exactOptional(Time).describe("When a check first found it, where an earlier record says so."),
  told: z.exactOptional(z.boolean()).describe("Whether Datadog has taken an event of it as it is now."),
});

/** What MLflow showed, held against the gate's decisions. That they agree is worth knowing, too. */
export const RegistryCheck = z.strictObject({
  environment: Identifier,
  checkedAt: Time.describe("When the look began, by the checker's clock."),
  outcome: z
    .enum(["agrees", "disagrees", "unknown"])
    .describe("Unknown: nothing was found, and something could not be looked at. That is no agreement."),
  models: Count.describe("Registered models looked at."),
  places: Count.describe("Versions in production by the records, each through each of its doors."),
  decisions: Count.describe("Decisions of the gate that were held against it."),
  findings: z.array(RegistryFinding).max(KEPT_REGISTRY_FINDINGS),
  findingsLeftOut: Count,
  notLookedAt: z.exactOptional(z.array(Text).max(20)).describe("What this check knowingly leaves out."),
  seen: z
    .exactOptional(
      z
        .array(z.strictObject({ model: Text, updatedAt: z.int().min(0) }))
        .max(60)
        .describe("The registered models that were changed last, and when, in milliseconds since 1970."),
    )
    .describe("A later check that sees them changed earlier sees another database."),
});

/** What was copied from Datadog into the vault, so that it can be read when Datadog has forgotten it, or is gone. */
export const MonitoringSnapshot = z.strictObject({
  environment: Identifier,
  takenAt: Time,
  period: z
    .strictObject({ from: Time, to: Time })
    .describe("Of alerts, results and audit events; `to` not included."),
  documents: z.array(
    z.strictObject({
      what: Word.describe("monitors, alerts, objectives, audit-events, and what else is copied."),
      sha256: Digest.describe("Of the canonical JSON at documentation/sha256/<digest>."),
      bytes: Count,
      entries: Count,
    }),
  ),
  missing: z
    .array(z.strictObject({ what: Word, because: Text }))
    .describe("What could not be copied. It is missing, not empty."),
});

/**
 * That an alert became an entry of the risk register, or that an entry was brought up to date (Art 9). `taken` stands before
 * the register is asked: an alert that a crash or a refusal kept out of the register is found by it, and brought there later.
 */
export const RiskEntry = z.strictObject({
  environment: Identifier,
  system: Identifier,
  monitor: Text.describe("Datadog's id of the monitor."),
  cycle: Text.describe("Datadog's key of everything from one alert to its recovery."),
  alert: Text.describe("Datadog's id of the alert event that was delivered."),
  transition: Text,
  at: Time.describe("When it happened, by Datadog's clock."),
  title: z.exactOptional(Text).describe("The alert's own words."),
  article: z.exactOptional(Text).describe("Article that the monitor serves, such as 72."),
  priority: z.exactOptional(Text),
  register: z.enum(["jira", "confluence", "webhook"]),
  entry: Text.describe(
    "Key or id of the entry in the register; of what is taken, the label it will have there.",
  ),
  link: z.exactOptional(z.url({ protocol: /^https?$/ }).max(2000)),
  outcome: z
    .enum(["taken", "opened", "updated", "closed"])
    .describe("Taken: noted, and about to be brought into the register. The others say what was done there."),
});
