import { any } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";

/** What a webhook sends to the risk register, besides system and environment: a test holds this against the schema. */
export const ALERT_PAYLOAD: Readonly<Record<string, string>> = {
  schema: "urn:ai-act-evidence:risk-register-alert:1",
  id: "$ID",
  monitor: "$ALERT_ID",
  cycle: "$ALERT_CYCLE_KEY",
  title: "$EVENT_TITLE",
  article: "$TAGS[article]",
  priority: "$ALERT_PRIORITY",
  transition: "$ALERT_TRANSITION",
  at: "$DATE",
  link: "$LINK",
};

/** Webhooks that carry alerts of compliance monitors. */
export const webhooks = (set: ResourceSet): readonly Resource[] => set.ofType("datadog_webhook");

/** What a monitor's message names to call a webhook; `undefined` where its name is not known. */
export function handleOf(webhook: Resource): string | undefined {
  const name = any(webhook, "name");
  return typeof name === "string" ? `@webhook-${name}` : undefined;
}
