import { setTimeout as pause } from "node:timers/promises";
import type { PutOnce } from "../checkpoint-options";
import type { Art12DeliveryError } from "../errors";
import type { LogLine } from "../log-line";
import type { Art12Sink } from "../sinks/sink";
import type { SpooledChain, SpooledEvent } from "./chain";
import type { TellSpoolFault } from "./faults";
import { lateKey, lateObject, sameHour } from "./late";

const DEFAULT_MAX_LINES = 500;
const LONGEST_PAUSE_MS = 60_000;
/** Most events in one object of the late path. */
const LATE_LINES = 5000;
const HOUR_MS = 3_600_000;
/** The sink gets an event until this long before it would be too old or too far ahead: tries take time, clocks differ. */
const MARGIN_HOURS = 1;

/** Whose events are delivered, and how it is ended when all of them are. */
export interface Delivered {
  readonly chain: SpooledChain;
  /** All there is of it is delivered. @returns whether there will be no more of it */
  readonly onEmpty: () => Promise<boolean>;
}

export interface DeliveryOptions {
  readonly sink: Art12Sink;
  readonly late: PutOnce | undefined;
  readonly now: () => number;
  readonly retryDelayMs: number;
  readonly tell: TellSpoolFault;
}

/**
 * Takes events out of the spool, each chain in its order, to the sink; to the vault what the sink does not take any more,
 * or never will. What fails stays and is tried again, for as long as it takes.
 */
export class Delivery {
  #chains: Delivered[] = [];
  #working: Promise<void> | undefined;
  #woken = false;
  #nap = new AbortController();
  #closing = false;
  #ended = false;
  /** Events given to the sink at a time, by chain: fewer after it refused some for what is in them. */
  readonly #portion = new Map<SpooledChain, number>();
  readonly #tried = new Set<string>();

  constructor(private readonly options: DeliveryOptions) {}

  /** Adds a chain; those added first are looked at first. */
  add(delivered: Delivered): void {
    this.#chains.push(delivered);
    this.wake();
  }

  /** There is something to deliver. */
  wake(): void {
    this.#woken = true;
    if (!this.#ended) this.#working ??= this.#work();
  }

  /** Waits until all is delivered, or so many milliseconds are over, and ends it. Never rejects. */
  async close(waitMs: number): Promise<void> {
    this.#closing = true;
    this.#nap.abort();
    const timer = new AbortController();
    const over = pause(waitMs, undefined, { signal: timer.signal }).catch(() => undefined);
    await Promise.race([this.#working, over]);
    timer.abort();
    this.#ended = true;
    this.#nap.abort();
  }

  async #work(): Promise<void> {
    let pauseMs = this.options.retryDelayMs;
    // Never ends in the step that began it: `wake` keeps it after that.
    await Promise.resolve();
    while (!this.#ended) {
      this.#woken = false;
      const results = [];
      for (const delivered of this.#chains) results.push(await this.#deliver(delivered));
      if (results.includes("some")) pauseMs = this.options.retryDelayMs;
      else if (results.includes("failed")) {
        if (await this.#pause(pauseMs)) pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
        else pauseMs = this.options.retryDelayMs;
      } else if (!this.#woken) break;
    }
    // In the same step as the last look, so that nothing falls in between.
    this.#working = undefined;
  }

  /** @returns whether it was a whole pause: closing cuts one off */
  async #pause(milliseconds: number): Promise<boolean> {
    this.#nap = new AbortController();
    if (this.#ended) return false;
    const { signal } = this.#nap;
    // Not for the same moment in all processes that met one outage; and it must not keep the application running.
    const jittered = milliseconds * (0.5 + Math.random() / 2);
    return pause(jittered, true, { signal, ref: this.#closing }).catch(() => false);
  }

  /** Delivers a portion of a chain. */
  async #deliver(delivered: Delivered): Promise<"some" | "none" | "failed"> {
    const { chain } = delivered;
    if (this.#ended) return "none";
    try {
      const events = await this.#nextOf(chain);
      if (events.length > 0) {
        const taken = await this.#send(chain, events);
        // Another process may hold the folder by now: what was taken is sent again by it, and counted once.
        if (taken !== undefined && !this.#ended) await chain.advance(taken);
        return taken === undefined ? "failed" : "some";
      }
      if (!(await delivered.onEmpty())) return "none";
      this.#chains = this.#chains.filter((other) => other !== delivered);
      return "some";
    } catch (error) {
      this.options.tell("delivery-failed", "the spool could not be read or changed", error);
      return "failed";
    }
  }

  async #nextOf(chain: SpooledChain): Promise<readonly SpooledEvent[]> {
    const events = await chain.next(this.#portionOf(chain));
    const [first] = events;
    return first !== undefined && this.#isUntimely(first.line) ? chain.next(LATE_LINES) : events;
  }

  /** @returns those of the events that were taken; nothing when none was */
  async #send(
    chain: SpooledChain,
    events: readonly SpooledEvent[],
  ): Promise<readonly SpooledEvent[] | undefined> {
    const [first] = events;
    if (this.options.late && this.#isUntimely(first!.line)) return this.#putLate(events);
    const timely = leading(events, ({ line }) => !this.#isUntimely(line));
    try {
      await this.options.sink.write(timely.map(({ line }) => line));
      this.#portion.set(chain, Math.min(2 * this.#portionOf(chain), this.#most));
      return timely;
    } catch (error) {
      if (isAboutEvents(error) && timely.length > 1) {
        this.#portion.set(chain, Math.ceil(timely.length / 2));
        return this.#send(chain, timely.slice(0, Math.ceil(timely.length / 2)));
      }
      if (isAboutEvents(error) && this.options.late) return this.#putLate(timely);
      this.options.tell("delivery-failed", inWords(timely), error);
      return undefined;
    }
  }

  async #putLate(events: readonly SpooledEvent[]): Promise<readonly SpooledEvent[] | undefined> {
    const some = leading(events, ({ line }) => sameHour(line, events[0]!.line));
    const lines = some.map(({ line }) => line);
    const key = lateKey(lines);
    try {
      const outcome = await this.options.late!(key, await lateObject(lines));
      if (outcome === "taken" && !this.#tried.has(key)) this.options.tell("late-key-taken", key);
      this.#tried.delete(key);
      return some;
    } catch (error) {
      this.#tried.add(key);
      this.options.tell("late-failed", inWords(some), error);
      return undefined;
    }
  }

  /** Whether the sink would not take an event for its time. */
  #isUntimely({ timestamp }: LogLine): boolean {
    const { sink, now } = this.options;
    const { maxAgeHours = Infinity, maxAheadHours = Infinity } = sink;
    const ageHours = ((sink.now ?? now)() - Date.parse(timestamp)) / HOUR_MS;
    return ageHours > maxAgeHours - MARGIN_HOURS || -ageHours > maxAheadHours - MARGIN_HOURS;
  }

  #portionOf(chain: SpooledChain): number {
    return this.#portion.get(chain) ?? this.#most;
  }

  get #most(): number {
    return this.options.sink.maxLines ?? DEFAULT_MAX_LINES;
  }
}

/** What sinks refuse for what is in the events, whenever it is tried. */
const ABOUT_EVENTS = new Set([
  "too-old",
  "too-far-ahead",
  "event-too-large",
  "batch-too-large",
  "collector-rejected",
]);

function isAboutEvents(error: unknown): boolean {
  const { code, status } = Object(error) as Partial<Art12DeliveryError>;
  return status === 400 || status === 413 || ABOUT_EVENTS.has(code ?? "");
}

/** The first items, as long as they fit. */
function leading<Item>(items: readonly Item[], fits: (item: Item) => boolean): readonly Item[] {
  const end = items.findIndex((item) => !fits(item));
  return end < 0 ? items : items.slice(0, end);
}

function inWords(events: readonly SpooledEvent[]): string {
  const { id, sequence } = events[0]!.line.art12.event.emitter;
  return `number ${sequence} to ${events.at(-1)!.line.art12.event.emitter.sequence} of ${id}`;
}
