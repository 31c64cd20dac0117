import { randomUUID } from "node:crypto";
import type { Notification } from "./monitors";
import type { Found } from "./search";

/** The vendor's words of an event's status, by the state that is told. */
const STATUS = { OK: "success", Warn: "warning", Alert: "error", "No Data": "error" } as const;

/**
 * The event that a monitor's alert or recovery is, as the vendor's schema of events has it.
 * @see https://docs.datadoghq.com/api/latest/events/#get-a-list-of-events `attributes.attributes`
 */
export function alertEvent({
  monitor,
  group,
  state,
  transition,
  cycle,
  value,
  at,
}: Notification): Pick<Found, "date" | "status" | "tags" | "message" | "attributes"> {
  const tags = [...(monitor.tags ?? []), ...group, "monitor"];
  const { id, name, query, type, message } = monitor;
  const status = STATUS[state];
  const title = `[${transition}${group.length > 0 ? ` on {${group.join(",")}}` : ""}] ${name}`;
  return {
    ...{ date: at, status, tags, message },
    attributes: {
      ...{ title, status, priority: "normal", timestamp: at.getTime() },
      aggregation_key: `${id}:${group.join(",")}`,
      evt: { id: randomUUID(), source_id: 36, type: "alert", name: title },
      monitor: {
        ...{ id: Number(id), name, query, type, message, tags: monitor.tags ?? [], groups: group },
        ...{ templated_name: name, group_status: state, alert_cycle_key_txt: cycle },
        ...(value !== undefined && { result: { metric_value: value } }),
        transition: { trans_name: transition, destination_state: state },
      },
      monitor_groups: group,
      monitor_id: Number(id),
      sourcecategory: "monitor_alert",
    },
  };
}
