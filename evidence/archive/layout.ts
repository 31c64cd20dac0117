import { VAULT_PREFIXES } from "../../configs/vault-layout";

/**
 * Where Datadog puts archived logs: `<path>/dt=YYYYMMDD/hour=HH/archive_<HHmmss.SSSS>.<id>.json.gz`, one JSON
 * object a line; `dt` and `hour` are UTC and come from the log's own date.
 * Source: Datadog's documentation "Log Archives", format of the archives.
 *
 * Entries that Datadog takes no more are put beside it by the emitters themselves, below `late/` and laid out in the same
 * way: whoever reads an archive reads both.
 */

const DAY_MS = 86_400_000;
const LATE_PREFIX = `${VAULT_PREFIXES.late}/`;

/** What an object key in an archive is. */
export type ArchiveKey =
  | { readonly kind: "archive"; readonly day: string }
  | { readonly kind: "permission-test" }
  | { readonly kind: "unknown"; readonly reason: string };

/** Path and slash, or nothing when the archive lies at the bucket's root. */
export function archivePrefix(path: string): string {
  const trimmed = path.replace(/^\/+|\/+$/g, "");
  return trimmed === "" ? "" : `${trimmed}/`;
}

/** Where an archive's objects lie: below its path, and where emitters put late entries. */
export function archivePrefixes(path: string): readonly string[] {
  return [archivePrefix(path), LATE_PREFIX];
}

/** Whether an object was put there by an emitter itself, because Datadog took its entries no more. */
export function isLate(key: string): boolean {
  return key.startsWith(LATE_PREFIX);
}

/** An object's key below the archive's path, or below that of late entries. */
export function keyBelow(path: string, key: string): string {
  return key.slice(isLate(key) ? LATE_PREFIX.length : archivePrefix(path).length);
}

/** Tells what `key` is in the archive at `path`; never throws. `day` is `YYYY-MM-DD`. */
export function classifyKey(path: string, key: string): ArchiveKey {
  const prefix = archivePrefix(path);
  if (!isLate(key) && !key.startsWith(prefix)) return unknown(`not below ${prefix}`);
  const [dt = "", hour = "", file = "", ...deeper] = keyBelow(path, key).split("/");
  // Datadog writes here when the archive is created, to see whether it may.
  if (dt === "permission_testing") return { kind: "permission-test" };
  const day = dayOf(dt);
  if (day === undefined) return unknown(`${dt || "the folder"} is not dt=YYYYMMDD with a real date`);
  if (!/^hour=([01]\d|2[0-3])$/.test(hour)) return unknown(`${hour || "the folder"} is not hour=HH`);
  // Tolerant about the middle: a name Datadog spells a little differently is still read.
  if (!/^archive_[^/]+\.json\.gz$/.test(file) || deeper.length > 0) return unknown("not archive_….json.gz");
  return { kind: "archive", day };
}

/** The key prefixes that hold one UTC day (`YYYY-MM-DD`), so that a week is not found by listing ten years. */
export function dayPrefixes(path: string, day: string): readonly string[] {
  return archivePrefixes(path).map((prefix) => dayPrefix(prefix, day));
}

/** The key prefix that holds one UTC day below a path. */
export function dayPrefix(path: string, day: string): string {
  return `${archivePrefix(path)}dt=${day.replaceAll("-", "")}/`;
}

/** The UTC day (`YYYY-MM-DD`) that many days after `day`; negative goes back. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** All UTC days from `first` to `last`, both included. */
export function daysBetween(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

function dayOf(folder: string): string | undefined {
  const digits = /^dt=(\d{4})(\d{2})(\d{2})$/.exec(folder);
  if (digits === null) return undefined;
  const day = `${digits[1]}-${digits[2]}-${digits[3]}`;
  const time = Date.parse(`${day}T00:00:00.000Z`);
  // `Date.parse` takes 31 February for 3 March in some engines: compare the way back.
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? undefined : day;
}

function unknown(reason: string): ArchiveKey {
  return { kind: "unknown", reason };
}
