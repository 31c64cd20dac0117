/**
 * How a Datadog archive looks in a bucket: keys and lines. Pure.
 *
 * @see https://docs.datadoghq.com/logs/log_configuration/archives/#format-of-the-archives
 */
import { randomBytes } from "node:crypto";
import type { ReceivedLog } from "./received-log";

const HOUR_MS = 3_600_000;

/** Logs of one hour go into objects of that hour's folder. */
export const hourOf = ({ date }: ReceivedLog): number => Math.floor(date.getTime() / HOUR_MS);

/** `<path>/dt=20261124/hour=21/archive_210000.1230.<id>.json.gz`; the time in the file name is that of writing. */
export function archiveKey(path: string, hour: number, writtenAt: Date): string {
  const [day = "", time = ""] = new Date(hour * HOUR_MS).toISOString().split("T");
  const folder = `dt=${day.replaceAll("-", "")}/hour=${time.slice(0, 2)}`;
  const clock = writtenAt.toISOString().slice(11, 23).replaceAll(":", "");
  return underPath(path, `${folder}/archive_${clock}0.${randomBytes(16).toString("base64url")}.json.gz`);
}

/** Datadog writes such an object when an archive is created, to learn whether it may. Readers skip the folder. */
export function permissionTestKey(path: string): string {
  return underPath(path, `permission_testing/${randomBytes(16).toString("base64url")}`);
}

const underPath = (path: string, name: string): string => (path === "" ? name : `${path}/${name}`);

/** One line of an archive object, without its line break. Only an archive that includes tags has them. */
export function archivedLine(log: ReceivedLog, includeTags: boolean): string {
  return JSON.stringify({
    _id: randomBytes(18).toString("base64url"),
    date: log.date.toISOString(),
    host: log.host,
    source: log.source,
    service: log.service,
    status: log.status,
    message: log.message,
    attributes: log.attributes,
    ...(includeTags && { tags: log.tags }),
  });
}
