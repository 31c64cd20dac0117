/**
 * A monitor's message as it is sent: its conditions decided, its variables filled in. Pure.
 *
 * @see https://docs.datadoghq.com/monitors/notify/variables/
 */
import type { Notification } from "../monitors/monitors";

/** The conditions a message may ask for, each by what is told. */
const CONDITIONS: Readonly<Record<string, (told: Notification) => boolean>> = {
  is_alert: ({ state }) => state === "Alert",
  is_warning: ({ state }) => state === "Warn",
  is_no_data: ({ state }) => state === "No Data",
  is_recovery: ({ transition }) => transition === "Recovered",
  is_renotify: ({ transition }) => transition.startsWith("Re-"),
};

/** The message; what is inside a condition that the stand-in does not know is left out, and so is an unknown variable. */
export function renderMessage(told: Notification): string {
  /** Whether each open section is shown. */
  const open: boolean[] = [];
  let text = "";
  for (const part of told.monitor.message.split(/(\{\{[^}]*\}\})/)) {
    const inside = /^\{\{(.*)\}\}$/s.exec(part)?.[1]?.trim();
    if (inside === undefined) text += open.every(Boolean) ? part : "";
    else if (/^[#^]/.test(inside)) open.push(isShown(inside, told));
    else if (inside.startsWith("/")) open.pop();
    else if (open.every(Boolean)) text += variable(inside, told);
  }
  return text;
}

function isShown(section: string, told: Notification): boolean {
  const holds = CONDITIONS[section.slice(1)];
  return holds !== undefined && holds(told) === section.startsWith("#");
}

function variable(name: string, { value, threshold, group }: Notification): string {
  if (name === "value") return value === undefined ? "" : String(value);
  if (name === "threshold") return String(threshold);
  const tag = name.replace(/\.name$/, "");
  return group.find((each) => each.startsWith(`${tag}:`))?.slice(tag.length + 1) ?? "";
}

/** The handles in a message, without their @, such as `webhook-risk-register` or a mail address. */
export function handlesIn(message: string): readonly string[] {
  const handles = [...message.matchAll(/(?<![\w@.])@([\w.+-]+(?:@[\w.-]+\w)?)/g)];
  return [...new Set(handles.map(([, handle = ""]) => handle.replace(/[.-]+$/, "")))];
}
