import { GENESIS } from "./canonical";
import { Art12DeliveryError } from "./errors";
import type { Art12Event } from "./event";
import { logLine, type LogLine } from "./log-line";
import type { Art12Sink } from "./sinks/sink";

const DEFAULT_MAX_LINES = 500;

interface Waiting {
  /** Complete and valid but for its place in the chain. */
  readonly event: Art12Event;
  /** Must be done before the event is sent; undefined where nothing must. Never rejects: gives the error. */
  readonly ready: Promise<unknown> | undefined;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gives events their place in the chain and hands them to the sink, one batch at a time, in the order of the calls.
 * The place is given when a batch is formed and kept when the sink took it, so that nothing that was refused leaves a
 * gap. A batch of which nobody knows whether it arrived keeps its places, and is sent again, the same bytes, before
 * anything new: readers see one event twice (same id, same content), never two events in one place.
 */
export class Emission {
  #sequence = 0;
  #prev = GENESIS;
  #waiting: Waiting[] = [];
  #unconfirmed: readonly LogLine[] = [];
  #draining = false;

  /**
   * @param onConfirmed is told the newest line whenever the sink has taken all up to it
   * @param dropped how many events could not be written so far: told where an event says so
   */
  constructor(
    readonly sink: Art12Sink,
    private readonly onConfirmed: (line: LogLine) => void = () => undefined,
    private readonly dropped: () => number = () => 0,
  ) {}

  /**
   * Sends an event. Its `emitter.sequence` and `emitter.prev` are set here.
   * @param ready what must be done before; its failure refuses the event
   * @throws Art12DeliveryError, or what `ready` failed with
   */
  send(event: Art12Event, ready?: Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const settled = ready?.then(
        () => undefined,
        (error: unknown) => error,
      );
      this.#waiting.push({ event, ready: settled, resolve, reject });
      if (!this.#draining) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#draining = true;
    await Promise.resolve(); // lets the calls of one tick share a batch
    while (this.#waiting.length > 0) {
      const taken = this.#waiting.splice(0, this.sink.maxLines ?? DEFAULT_MAX_LINES);
      const batch: Waiting[] = [];
      for (const item of taken) {
        const error = item.ready && (await item.ready);
        if (error === undefined) batch.push(item);
        else item.reject(error);
      }
      await this.#flush(batch);
    }
    this.#draining = false;
  }

  async #flush(batch: readonly Waiting[]): Promise<void> {
    try {
      if (this.#unconfirmed.length > 0) {
        await this.sink.write(this.#unconfirmed);
        this.onConfirmed(this.#unconfirmed.at(-1)!);
      }
      this.#unconfirmed = [];
    } catch (cause) {
      for (const { reject } of batch) reject(heldBack(cause));
      return;
    }
    if (batch.length === 0) return;
    const head = { sequence: this.#sequence, prev: this.#prev };
    const lines = batch.map(({ event }) => this.#seal(event));
    try {
      await this.sink.write(lines);
    } catch (cause) {
      const error = deliveryError(cause);
      if (error.delivered === "no") [this.#sequence, this.#prev] = [head.sequence, head.prev];
      else this.#unconfirmed = lines;
      for (const { reject } of batch) reject(error);
      return;
    }
    this.onConfirmed(lines.at(-1)!);
    for (const { resolve } of batch) resolve();
  }

  #seal(event: Art12Event): LogLine {
    event.emitter.sequence = ++this.#sequence;
    event.emitter.prev = this.#prev;
    const dropped = this.dropped();
    if (dropped > 0 && (event.type === "emitter_heartbeat" || event.type === "emitter_stop"))
      event.dropped = dropped;
    const line = logLine(event);
    this.#prev = line.art12.entry_sha256;
    return line;
  }
}

function deliveryError(cause: unknown): Art12DeliveryError {
  if (cause instanceof Art12DeliveryError) return cause;
  return new Art12DeliveryError({
    code: "sink-failed",
    needed: "the sink failed, and the event may have arrived",
    fix: "see the cause; the event is sent again before the next one",
    delivered: "unknown",
    cause,
  });
}

/** Earlier events must arrive first: this one was not sent, and has no place yet. */
function heldBack(cause: unknown): Art12DeliveryError {
  const { status, vendorText, code } = deliveryError(cause);
  return new Art12DeliveryError({
    code: "held-back",
    needed: `earlier events are still not confirmed (${code}), so this one was not sent`,
    fix: "see the cause; call again when the sink is back",
    delivered: "no",
    status,
    vendorText,
    cause,
  });
}
