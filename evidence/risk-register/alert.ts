import { z } from "zod";
import { PROVISIONS } from "../../regulation";

/** Version of the alert's shape: a register that meets another one says so instead of guessing. */
const ALERT_SCHEMA = "urn:ai-act-evidence:risk-register-alert:1";

const text = (max: number) => z.string().min(1).max(max);

/**
 * One alert as Datadog's webhook sends it and a risk register takes it (Art 9). It names what was found and where it is,
 * and holds nothing of a person. An alert is no risk yet, and no incident: somebody assesses it.
 *
 * @see https://docs.datadoghq.com/integrations/webhooks/ for the words that Datadog fills in
 */
export const riskRegisterAlert = z
  .strictObject({
    schema: z.literal(ALERT_SCHEMA),
    id: text(100).describe(
      "Datadog's id of this event: one alert may bring several, and one may come twice.",
    ),
    monitor: text(100).describe("Datadog's id of the monitor."),
    cycle: z
      .string()
      .max(200)
      .describe("The same for all events from an alert to its recovery: one entry of the register."),
    title: text(500).describe("The monitor's name, which says what is wrong, as Datadog words it."),
    ai_system: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/),
    environment: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/),
    article: z
      .string()
      .regex(/^[0-9]{1,3}(\([0-9a-z]+\))*$/)
      .refine((article) => PROVISIONS.some(({ id }) => id === `Art${article}`), {
        error: () => "an article of the AI Act that regulation/ knows",
      })
      .describe("Article that the monitor serves, such as 72."),
    priority: z.enum(["P1", "P2", "P3", "P4", "P5"]).describe("1 now, 2 today, 3 this week."),
    transition: z
      .enum([
        "Triggered",
        "Re-Triggered",
        "Renotify",
        "Recovered",
        "No Data",
        "Re-No Data",
        "No Data recovered",
        "Warn",
        "Re-Warn",
        "Warn recovered",
      ])
      .describe("What happened to the monitor."),
    at: z
      .string()
      .regex(/^[0-9]{13}$/)
      .describe("When, in milliseconds since 1970 (UTC), by Datadog's clock."),
    link: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .describe("The alert in Datadog."),
  })
  .meta({
    title: "Risk register alert",
    description:
      "One alert of post-market monitoring (Art 72) as it is sent to a risk register (Art 9). Not an incident: the time limits of Art 73 run from the moment a person becomes aware.",
  });

/** A validated alert. */
export type RiskRegisterAlert = z.infer<typeof riskRegisterAlert>;

/** What the system's stack knows of itself. */
type Known = Pick<RiskRegisterAlert, "ai_system" | "environment">;

/** The payload of Datadog's webhook: an alert in which Datadog fills in what begins with `$`. */
export function alertPayload(known: Known): Record<keyof RiskRegisterAlert, string> {
  return {
    schema: ALERT_SCHEMA,
    id: "$ID",
    monitor: "$ALERT_ID",
    cycle: "$ALERT_CYCLE_KEY",
    title: "$EVENT_TITLE",
    ...known,
    article: "$TAGS[article]",
    priority: "$ALERT_PRIORITY",
    transition: "$ALERT_TRANSITION",
    at: "$DATE",
    link: "$LINK",
  };
}
