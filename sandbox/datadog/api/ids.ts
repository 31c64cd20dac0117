/** Ids as the vendor makes them. */
import { randomBytes, randomInt, randomUUID } from "node:crypto";

export const uuid = (): string => randomUUID();

/** 22 characters, of archives and pipelines. */
export const shortUuid = (): string => randomBytes(16).toString("base64url");

/** 32 hexadecimal digits, of SLOs and external ids. */
export const hex = (): string => randomBytes(16).toString("hex");

/** `abc-def-ghi`, of dashboards. */
export function dashboardId(): string {
  const letters = "23456789abcdefghijkmnpqrstuvwxyz";
  const part = (): string => Array.from({ length: 3 }, () => letters[randomInt(letters.length)]).join("");
  return [part(), part(), part()].join("-");
}

/** Nine digits, of monitors; none is given twice. */
export const monitorId = (): string => String((lastMonitor += randomInt(1, 9)));
let lastMonitor = 174_000_000;
