import { UserError } from "../../errors";
import { covering, readCopy, settles, spelled, without } from "../monitoring";
import type { Matter } from "./matter";
import { soundOf, type Noted } from "./watched";

type Copy = Noted<"monitoring-snapshot">;

/** What a copy in the vault holds, or what is wrong with it. */
export type CopyRead =
  | { readonly is: "read"; readonly entries: readonly unknown[]; readonly sha256: readonly string[] }
  | { readonly is: "missing" | "broken" | "cannot-tell"; readonly because: string };

/** Reads all documents of one part that a copy names. */
export async function readPart(
  { sources }: Pick<Matter, "sources">,
  { details, record }: Copy,
  what: string,
): Promise<CopyRead> {
  const entries: unknown[] = [];
  const named = details.documents.filter((document) => document.what === what);
  for (const document of named) {
    try {
      const copy = await readCopy(sources.documents, document);
      if (copy === undefined)
        return {
          is: "missing",
          because: `${record} names documentation/sha256/${document.sha256}, which is not there`,
        };
      if (copy.what !== what || copy.environment !== details.environment)
        return {
          is: "broken",
          because: `documentation/sha256/${document.sha256} holds ${copy.what} of ${copy.environment}`,
        };
      entries.push(...copy.entries);
    } catch (error) {
      if (!(error instanceof UserError) || !OF_THE_COPY.has(error.code)) throw error;
      return { is: "broken", because: `documentation/sha256/${document.sha256}: ${error.headline}` };
    }
  }
  return { is: "read", entries, sha256: named.map(({ sha256 }) => sha256) };
}

const OF_THE_COPY: ReadonlySet<string> = new Set(["document-changed", "monitoring-copy-unreadable"]);

/** Copies that hold a part, nearest to a moment first. */
export function copiesNear({ watched }: Pick<Matter, "watched">, what: string, at: string): readonly Copy[] {
  const away = ({ details }: Copy) => Math.abs(Date.parse(details.takenAt) - Date.parse(at));
  return soundOf(watched.copies)
    .filter(({ details }) => details.documents.some((document) => document.what === what))
    .toSorted((one, other) => away(one) - away(other));
}

/** An alert or a recovery of a monitor, as far as a chain needs it. */
export interface Alert {
  readonly id: string;
  readonly at: string;
  readonly title: string;
  readonly monitor: string;
  readonly cycle: string;
  readonly transition: string;
}

/** The alerts of a system in a period, from the copies. */
export interface Alerts {
  readonly alerts: readonly Alert[];
  readonly records: readonly Copy[];
  /** Stretches of the period of which no copy is at hand, in words. */
  readonly uncopied: readonly string[];
  /** What is wrong with copies. */
  readonly spoilt: readonly Extract<CopyRead, { because: string }>[];
}

export async function alertsOf(
  matter: Matter,
  system: string,
  period: { from: string; to: string },
): Promise<Alerts> {
  const own = soundOf(matter.watched.copies).filter(
    ({ details }) =>
      settles(details, "alerts") &&
      details.documents.some(({ what }) => what === "alerts") &&
      details.period.from < period.to &&
      details.period.to > period.from,
  );
  const stretch = { from: Date.parse(period.from), to: Date.parse(period.to) };
  const left = without(stretch, covering(own.map(({ details }) => details.period)));
  const alerts = new Map<string, Alert>();
  const spoilt: Extract<CopyRead, { because: string }>[] = [];
  for (const copy of own) {
    const read = await readPart(matter, copy, "alerts");
    if (read.is !== "read") spoilt.push(read);
    else
      for (const entry of read.entries) {
        if (!tagsOf(entry).includes(`ai_system:${system}`)) continue;
        const alert = alertIn(entry);
        if (alert === undefined)
          spoilt.push({ is: "cannot-tell", because: `an alert in ${copy.record} has no id or time` });
        else if (alert.at >= period.from && alert.at < period.to) alerts.set(alert.id, alert);
      }
  }
  return {
    alerts: [...alerts.values()].toSorted((one, other) => (one.at < other.at ? -1 : 1)),
    records: own,
    uncopied: left.map(({ from, to }) => `${spelled(from)} to ${spelled(to)}`),
    spoilt,
  };
}

/** @see https://docs.datadoghq.com/api/latest/events/#get-a-list-of-events */
function alertIn(entry: unknown): Alert | undefined {
  const attributes = part(entry, "attributes");
  const inner = part(attributes, "attributes");
  const monitor = part(inner, "monitor");
  const timestamp = part(attributes, "timestamp");
  const id = part(entry, "id");
  if (typeof id !== "string" || typeof timestamp !== "string" || Number.isNaN(Date.parse(timestamp)))
    return undefined;
  return {
    id,
    at: new Date(timestamp).toISOString(),
    title: text(part(inner, "title")),
    monitor: text(part(inner, "monitor_id") ?? part(monitor, "id")),
    cycle: text(part(monitor, "alert_cycle_key_txt")),
    transition: text(part(part(monitor, "transition"), "trans_name")),
  };
}

/** Tags of a monitor or an event, as Datadog answers them. */
export function tagsOf(entry: unknown): readonly string[] {
  const tags = part(entry, "tags") ?? part(part(entry, "attributes"), "tags");
  return Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === "string") : [];
}

export function part(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

export function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
