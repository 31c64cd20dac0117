/**
 * Alerts as Datadog keeps them as events, in the form in which its webhook sends them: for what the door missed.
 *
 * @see https://docs.datadoghq.com/api/latest/events/#get-a-list-of-events
 */
import { z } from "zod";
import { riskRegisterAlert, type RiskRegisterAlert } from "./alert";

const Id = z.union([z.string().min(1), z.number()]).transform(String);

const event = z.looseObject({
  id: z.string().optional(),
  attributes: z.looseObject({
    timestamp: z.union([z.string(), z.number()]).optional(),
    tags: z.array(z.string()).default([]),
    attributes: z.looseObject({
      title: z.string().optional(),
      timestamp: z.union([z.string(), z.number()]).optional(),
      evt: z.looseObject({ id: Id.optional() }).optional(),
      monitor_id: Id.optional(),
      monitor: z
        .looseObject({
          id: Id.optional(),
          name: z.string().optional(),
          priority: z.union([z.string(), z.number()]).nullish(),
          alert_cycle_key_txt: z.union([z.string(), z.number()]).transform(String).optional(),
          transition: z.looseObject({ trans_name: z.string() }).optional(),
        })
        .optional(),
    }),
  }),
});

/** What an event comes to; or why nothing comes of it, which is no fault where it is about something else. */
export type ReadAlert =
  | { readonly alert: RiskRegisterAlert }
  /** Not of a system: one of the organisation's own monitors, which have no register. */
  | { readonly other: true }
  | { readonly unread: string };

/**
 * @param entry an event of `/api/v2/events`, or its copy in the vault
 * @param app where people look at monitors, such as `https://app.datadoghq.eu`
 */
export function alertOf(entry: unknown, environment: string, app: string): ReadAlert {
  const read = event.safeParse(entry);
  if (!read.success) return { unread: "an event of another form than Datadog describes" };
  const { id: listed, attributes: outer } = read.data;
  const { attributes: inner, tags } = outer;
  const { monitor } = inner;
  const tag = (key: string) => tags.find((each) => each.startsWith(`${key}:`))?.slice(key.length + 1);
  const system = tag("ai_system");
  if (system === undefined || tag("env") !== environment) return { other: true };
  const at = timeOf(outer.timestamp ?? inner.timestamp);
  const number = monitor?.id ?? inner.monitor_id;
  const alert = riskRegisterAlert.safeParse({
    schema: riskRegisterAlert.shape.schema.value,
    id: inner.evt?.id ?? listed,
    monitor: number,
    cycle: monitor?.alert_cycle_key_txt ?? "",
    title: (inner.title ?? monitor?.name)?.slice(0, 500),
    ai_system: system,
    environment,
    article: tag("article"),
    priority: priorityOf(monitor?.priority ?? tag("priority")),
    transition: monitor?.transition?.trans_name,
    at,
    link: `${app}/monitors/${number ?? ""}`,
  });
  if (alert.success) return { alert: alert.data };
  const lacking = [...new Set(alert.error.issues.map(({ path }) => path.join(".")))];
  return { unread: `event ${inner.evt?.id ?? listed ?? "without id"} lacks ${lacking.join(", ")}` };
}

function timeOf(given: string | number | undefined): string | undefined {
  const ms = typeof given === "string" ? Date.parse(given) : given;
  return ms === undefined || Number.isNaN(ms) ? undefined : String(Math.floor(ms));
}

/** An event need not say it; the middle one is asked about first thing, and is no alarm. */
function priorityOf(given: string | number | undefined): string {
  const digit = /[1-5]/.exec(String(given ?? ""))?.[0];
  return `P${digit ?? "3"}`;
}
