import { z } from "zod";
import { addDays } from "../archive";
import { daysOf, type Period } from "../export/period";
import type { Checkpoint } from "./checkpoint";
import type { Report } from "./findings";
import type { SeenEvent } from "./seen-event";

/** Emitters that ought to be alive on each day: so many, at least, whose ids begin with this service's name, with so many seconds between heartbeats. */
export const expectedEmittersSchema = z.array(
  z.strictObject({
    service: z.string(),
    at_least: z.int().min(1),
    heartbeat_seconds: z.exactOptional(z.int().min(1)),
  }),
);

export type ExpectedEmitters = Readonly<z.infer<typeof expectedEmittersSchema>>;

/** Days on which too few emitters were alive. */
export interface EmitterTotals {
  /** Days that were over, and so could be judged. */
  days: number;
  /** Pairs of such a day and a service. */
  silentDays: number;
  /** In words: the first few. */
  readonly silent: string[];
}

const TOLD = 5;

/**
 * Counts the emitters of each service that were alive on each UTC day of the period that was over at `asOf`: an event of
 * whatever type, or a checkpoint that may be relied on. An emitter's id is `<service>.<id of the process>`.
 */
export class EmitterRollCall {
  readonly #alive = new Map<string, number>();
  #days = new Set<string>();
  /** Of the event before: most are of the same day. No time begins with this word. */
  #lastDay = "none";

  constructor(
    private readonly expected: ExpectedEmitters,
    private readonly period: Period,
    private readonly asOf: string,
    private readonly report: Report,
  ) {}

  take({ time, inPeriod }: SeenEvent): void {
    if (!inPeriod || time.startsWith(this.#lastDay)) return;
    this.#lastDay = time.slice(0, 10);
    this.#days.add(this.#lastDay);
  }

  /** To be called after an emitter's last event, and once for each emitter that has checkpoints only. */
  leave(emitter: string, checkpoints: readonly Checkpoint[]): void {
    for (const { time } of checkpoints)
      if (time >= this.period.from && time < this.period.to) this.#days.add(time.slice(0, 10));
    const service = emitter.slice(0, Math.max(emitter.lastIndexOf("."), 0));
    for (const day of this.#days) {
      const key = `${day} ${service}`;
      this.#alive.set(key, (this.#alive.get(key) ?? 0) + 1);
    }
    this.#days = new Set();
    this.#lastDay = "none";
  }

  finish(): EmitterTotals {
    const days = daysOf(this.period).filter((day) => `${addDays(day, 1)}T00:00:00.000Z` <= this.asOf);
    const totals: EmitterTotals = { days: days.length, silentDays: 0, silent: [] };
    for (const { service, at_least: needed } of this.expected) {
      for (const day of days) {
        const alive = this.#alive.get(`${day} ${service}`) ?? 0;
        if (alive >= needed) continue;
        const reason = `${service} on ${day}: ${alive} of at least ${needed}`;
        totals.silentDays += 1;
        if (totals.silent.length < TOLD) totals.silent.push(reason);
        this.report({ code: "emitters-silent", reason });
      }
    }
    return totals;
  }
}
