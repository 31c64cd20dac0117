import { addDays, daysBetween } from "../../../evidence/archive";

/**
 * Where CloudTrail puts its files in a trail's bucket: a folder a region and UTC day of delivery, log files
 * (`AWSLogs/<account>/CloudTrail/...`) beside digest files, an hour each (`AWSLogs/<account>/CloudTrail-Digest/...`).
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export type FileKind = "CloudTrail" | "CloudTrail-Digest";

/** Where CloudTrail writes regardless of prefix: what is below belongs to it. */
export const TRAIL_ROOT = "AWSLogs/";

/** The prefix of one region's files of one day (`YYYY-MM-DD`). */
export function filesPrefix(kind: FileKind, account: string, region: string, day: string): string {
  return `${TRAIL_ROOT}${account}/${kind}/${region}/${day.replaceAll("-", "/")}/`;
}

const NAME = /_(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?Z(?:_[^/]*)?\.json\.gz$/;

/** When a file was delivered, by its name: whole minutes for log files; `undefined` for a name no such file has. */
export function deliveredAt(key: string): string | undefined {
  const [, year, month, day, hour, minute, second = "00"] = NAME.exec(key) ?? [];
  if (year === undefined) return undefined;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/**
 * Days whose folders hold the calls of a period: files are filed under the day they were delivered, usually within
 * minutes and always after the call.
 *
 * @param to the period's end, not included
 */
export function deliveryDays({
  from,
  to,
}: {
  readonly from: string;
  readonly to: string;
}): readonly string[] {
  return daysBetween(from.slice(0, 10), addDays(to.slice(0, 10), 1));
}
