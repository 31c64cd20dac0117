/** The remappers of the log's own fields. Pure. */
import { attributeOf } from "../attributes";
import { asDate, type ReceivedLog } from "../received-log";
import type { ReservedRemapper } from "./definitions";

/** The first source that is there becomes the log's status, service, message or date. */
export function remapReserved({ type, sources }: ReservedRemapper, log: ReceivedLog): ReceivedLog {
  const value = sources
    .map((source) => attributeOf(log, source))
    .find((found) => found !== undefined && found !== null);
  if (value === undefined) return log;
  switch (type) {
    case "status-remapper":
      return { ...log, status: statusOf(value) };
    case "service-remapper":
      return { ...log, service: String(value) };
    case "message-remapper":
      return { ...log, message: String(value) };
    case "date-remapper":
      return { ...log, date: asDate(value) ?? log.date };
  }
}

/** Beginnings of a status, in lower case, and what they mean; looked at in this order. */
const BEGINNINGS: readonly (readonly [RegExp, string])[] = [
  [/^(emerg|f)/, "emergency"],
  [/^a/, "alert"],
  [/^c/, "critical"],
  [/^e/, "error"],
  [/^w/, "warn"],
  [/^n/, "notice"],
  [/^i/, "info"],
  [/^(d|t|v)/, "debug"],
  [/^(o|s)/, "ok"],
];
const BY_NUMBER = ["emergency", "alert", "critical", "error", "warn", "notice", "info", "debug"];

/** @see https://docs.datadoghq.com/logs/log_configuration/processors/log_status_remapper/ what is none of these is info */
function statusOf(value: unknown): string {
  const text = String(value).trim().toLowerCase();
  if (/^[0-7]$/.test(text)) return BY_NUMBER[Number(text)] ?? "info";
  return BEGINNINGS.find(([beginning]) => beginning.test(text))?.[1] ?? "info";
}
