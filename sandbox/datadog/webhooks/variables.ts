/**
 * The variables of a webhook. Pure.
 *
 * @see https://docs.datadoghq.com/integrations/webhooks/#variables
 */
import { metricTerms, parseMonitorQuery } from "../../../logquery";
import type { Notification } from "../monitors/monitors";
import { renderMessage } from "./message";

export interface Origin {
  /** Where people look at monitors, such as `https://app.datadoghq.eu`. */
  readonly app: string;
  readonly organisation: { readonly id: string; readonly name: string };
}

const ALERT_TYPES = { OK: "success", Warn: "warning", Alert: "error", "No Data": "warning" } as const;

/** All built-in variables of a notification, by their names without the dollar sign. */
export function variablesOf(
  told: Notification,
  id: string,
  { app, organisation }: Origin,
): Readonly<Record<string, string>> {
  const { monitor, group, transition, at, cycle, state } = told;
  const title = `[${transition}${group.length > 0 ? ` on {${group.join(",")}}` : ""}] ${monitor.name}`;
  const priority = monitor.priority ? `P${monitor.priority}` : "";
  const message = renderMessage(told);
  const milliseconds = String(at.getTime());
  return {
    AGGREG_KEY: `${monitor.id}${group.join()}`,
    ALERT_CYCLE_KEY: cycle,
    ALERT_ID: monitor.id,
    ALERT_METRIC: metricOf(monitor.query),
    ALERT_PRIORITY: priority,
    ALERT_QUERY: monitor.query,
    ALERT_SCOPE: group.join(", "),
    ALERT_STATUS: statusOf(told),
    ALERT_TITLE: title,
    ALERT_TRANSITION: transition,
    ALERT_TYPE: ALERT_TYPES[state],
    DATE: milliseconds,
    DATE_POSIX: String(Math.floor(at.getTime() / 1_000)),
    EMAIL: "",
    EVENT_MSG: `%%%\n${message}\n%%%`,
    EVENT_TITLE: priority === "" ? title : `[${priority}] ${title}`,
    EVENT_TYPE: `${monitor.type.replaceAll(/[ -]/g, "_")}_monitor`,
    HOSTNAME: "",
    ID: id,
    LAST_UPDATED: milliseconds,
    LINK: `${app}/monitors/${monitor.id}`,
    METRIC_NAMESPACE: metricOf(monitor.query).split(".")[0] ?? "",
    ORG_ID: organisation.id,
    ORG_NAME: organisation.name,
    PRIORITY: "normal",
    SNAPSHOT: "",
    TAGS: ["monitor", ...group, ...(monitor.tags ?? [])].join(", "),
    TEXT_ONLY_MSG: message,
    USER: "",
    USERNAME: "",
  };
}

/** Fills `$NAME` and `$TAGS[key]` in. What has no such name stays as it is written, as with the vendor. */
export function fill(
  template: string,
  variables: Readonly<Record<string, string>>,
  encode: (value: string) => string = (value) => value,
): string {
  return template.replaceAll(
    /\$([A-Z][A-Z0-9_]*)(?:\[([^\]]*)\])?/g,
    (written, name: string, key?: string) => {
      const value = variables[name];
      if (value === undefined) return written;
      if (key === undefined) return encode(value);
      const tag = value.split(", ").find((each) => each.startsWith(`${key}:`));
      return encode(tag?.slice(key.length + 1) ?? "");
    },
  );
}

function metricOf(query: string): string {
  const parsed = parseMonitorQuery(query);
  return parsed.kind === "metric" ? (metricTerms(parsed.expression)[0]?.metric ?? "") : "";
}

function statusOf({ monitor, group, state, value, threshold }: Notification): string {
  const where = group.length > 0 ? ` over ${group.join(",")}` : "";
  const what = value === undefined ? "has no data" : `was ${value}, threshold ${threshold}`;
  return `${state}: ${monitor.name}${where} ${what}`;
}
