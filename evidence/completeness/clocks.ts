import { isLate } from "../archive";
import type { Report } from "./findings";
import type { SeenEvent } from "./seen-event";

/** Object stores tell times to the second, and clocks that are set right are moved a little: so much is no finding. */
const CLOCK_TOLERANCE_MS = 1_000;

/**
 * The log's intake takes nothing older than 18 hours, and an archive is written some minutes later; 6 hours more are
 * left to outages of the archive.
 */
export const LATE_MS = 24 * 3_600_000;

/** What the clocks of emitters and store show. */
export interface ClockTotals {
  /** Events later than the object that holds them. */
  ahead: number;
  /** Events older than the one before them in their chain. */
  backwards: number;
  /** Events archived more than a day after their time. */
  late: number;
  /** Events that came by the late path, whatever their age then. */
  latePath: number;
}

/** The first and last time of the events that an object version holds, and how many fall before or after a time. */
export interface ObjectTimes {
  readonly key: string;
  readonly version_id: string;
  /** When the store took it, RFC 3339 in UTC. */
  readonly written_at: string;
  readonly events: number;
  /** Milliseconds since 1970. */
  readonly first: number;
  readonly last: number;
  /** Of its events those after `latestCredible`, and before `earliestPrompt`. */
  readonly after: number;
  readonly before: number;
}

/** Bounds, in milliseconds since 1970, between which events of an object written then ought to lie. */
export function credibleTimes(writtenAt: string): { earliestPrompt: number; latestCredible: number } {
  const written = Date.parse(writtenAt);
  return { earliestPrompt: written - LATE_MS, latestCredible: written + CLOCK_TOLERANCE_MS };
}

/** Follows the clock of each emitter along its chain. */
export class ChainClock {
  #before: SeenEvent | undefined;
  #backwards = 0;

  constructor(private readonly report: Report) {}

  take(event: SeenEvent): void {
    const before = this.#before;
    this.#before = event;
    if (before?.emitter !== event.emitter || !event.inPeriod || event.time >= before.time) return;
    if (Date.parse(before.time) - Date.parse(event.time) <= CLOCK_TOLERANCE_MS) return;
    this.#backwards += 1;
    const { emitter, sequence } = event;
    const reason = `of ${event.time}, after number ${before.sequence} of ${before.time}`;
    this.report({ code: "clock-backwards", emitter, sequence, reason });
  }

  get backwards(): number {
    return this.#backwards;
  }
}

/** Compares events with the objects that hold them: nothing can be archived before it happened. */
export function compareWithObjects(
  objects: Iterable<ObjectTimes>,
  report: Report,
): Pick<ClockTotals, "ahead" | "late"> {
  const totals = { ahead: 0, late: 0 };
  for (const { key, version_id, written_at, events, first, last, after, before } of objects) {
    if (after > 0) {
      totals.ahead += after;
      const reason = `${after} of its ${events} event(s); the last is of ${at(last)}, the object of ${written_at}`;
      report({ code: "clock-ahead", key, version_id, reason });
    }
    // Why these come late is known: Datadog takes none so old.
    if (before > 0 && !isLate(key)) {
      totals.late += before;
      const reason = `${before} of its ${events} event(s); the first is of ${at(first)}, the object of ${written_at}`;
      report({ code: "late-arrival", key, version_id, reason });
    }
  }
  return totals;
}

function at(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
