import type { Period } from "../export/period";
import type { Checkpoint } from "./checkpoint";
import type { CheckpointIndex } from "./checkpoint-index";
import type { Report } from "./findings";
import type { SeenEvent } from "./seen-event";

/** What comparing the checkpoints with the events came to. */
export interface CheckpointTotals {
  /** Emitters with a checkpoint that may be relied on. */
  emitters: number;
  lostEmitters: number;
  /** Chains whose end, or start, is lost. */
  lostEnds: number;
  replaced: number;
  /** Emitters with events of the period and without a checkpoint. */
  without: number;
  /** Emitters that neither stopped nor went on. */
  open: number;
}

/** A place in a chain that is known. */
interface Point {
  readonly sequence: number;
  readonly time: string;
}

/** Compares one emitter's checkpoints with its events, which come in order of their numbers. */
export class CheckpointComparison {
  readonly totals: CheckpointTotals = {
    emitters: 0,
    lostEmitters: 0,
    lostEnds: 0,
    replaced: 0,
    without: 0,
    open: 0,
  };
  readonly #inUse: boolean;
  #bySequence = new Map<number, Checkpoint[]>();
  /** Those whose number an event bears, and whether it is the event they name. */
  #met = new Map<Checkpoint, boolean>();
  #first: SeenEvent | undefined;
  #last: SeenEvent | undefined;
  #inPeriod = false;

  constructor(
    private readonly index: CheckpointIndex,
    private readonly period: Period,
    private readonly report: Report,
  ) {
    this.#inUse = !index.emitters()[Symbol.iterator]().next().done;
  }

  take(event: SeenEvent): void {
    if (this.#first === undefined) {
      this.#first = event;
      this.#bySequence = bySequence(this.index.of(event.emitter));
    }
    this.#last = event;
    this.#inPeriod ||= event.inPeriod;
    for (const checkpoint of this.#bySequence.get(event.sequence) ?? []) {
      const isIt = checkpoint.entry_sha256 === event.sha256;
      this.#met.set(checkpoint, isIt || (this.#met.get(checkpoint) ?? false));
    }
  }

  /** To be called after an emitter's last event, and once for each emitter that has checkpoints only. */
  leave(emitter: string): void {
    const checkpoints = this.index.of(emitter);
    if (checkpoints.length > 0) this.totals.emitters += 1;
    this.#findReplaced(emitter);
    this.#findStartLost(emitter, checkpoints);
    this.#findEndLost(emitter, checkpoints);
    if (this.#inUse && this.#inPeriod) this.#findUnclosed(emitter, checkpoints);
    this.#met = new Map();
    this.#first = this.#last = undefined;
    this.#inPeriod = false;
  }

  #findReplaced(emitter: string): void {
    for (const [{ sequence, time, entry_sha256 }, isIt] of this.#met) {
      if (isIt || !this.#isInPeriod(time)) continue;
      this.totals.replaced += 1;
      const reason = `its checkpoint of ${time} names the digest ${entry_sha256}`;
      this.report({ code: "head-differs", emitter, sequence, reason });
    }
  }

  /** The first event that was read is not the emitter's first, and numbers before it were written in the period. */
  #findStartLost(emitter: string, checkpoints: readonly Checkpoint[]): void {
    const first = this.#first;
    if (first === undefined || !first.inPeriod) return;
    const before = checkpoints.find(
      ({ sequence, time }) => sequence < first.sequence && this.#isInPeriod(time),
    );
    if (before === undefined) return;
    this.totals.lostEnds += 1;
    const { sequence, time } = before;
    const reason = `number ${sequence} was written at ${time}; the first that was read is number ${first.sequence}`;
    this.report({ code: "start-lost", emitter, sequence, reason });
  }

  #findEndLost(emitter: string, checkpoints: readonly Checkpoint[]): void {
    const known: Point = this.#last ?? { sequence: 0, time: "" };
    let before = known;
    let last: Point | undefined;
    for (const checkpoint of checkpoints.filter(({ sequence }) => sequence > known.sequence)) {
      if (this.#mayConcern(before, checkpoint)) last = checkpoint;
      before = checkpoint;
    }
    if (last === undefined) return;
    const upTo = `its checkpoints say that it had written number ${last.sequence} at ${last.time}`;
    if (this.#last === undefined) {
      this.totals.lostEmitters += 1;
      this.report({ code: "emitter-lost", emitter, sequence: 1, reason: `no event of it was read; ${upTo}` });
    } else {
      this.totals.lostEnds += 1;
      const reason = `the last that was read is number ${known.sequence}, of ${known.time}; ${upTo}`;
      this.report({ code: "tail-lost", emitter, sequence: known.sequence + 1, reason });
    }
  }

  /** Whether an event after `before`, up to the one of a checkpoint, was or may have been written in the period. */
  #mayConcern(before: Point, { sequence, time }: Point): boolean {
    if (time < this.period.from) return false;
    if (time < this.period.to) return true;
    return sequence - before.sequence > 1 && before.time < this.period.to;
  }

  #findUnclosed(emitter: string, checkpoints: readonly Checkpoint[]): void {
    const last = this.#last!;
    if (checkpoints.length === 0) {
      this.totals.without += 1;
      const reason = `its last event that was read is number ${last.sequence}`;
      this.report({ code: "emitter-without-checkpoint", emitter, sequence: last.sequence, reason });
    }
    const wentOn = !last.inPeriod || checkpoints.some(({ sequence }) => sequence > last.sequence);
    if (wentOn || last.type === "emitter_stop") return;
    this.totals.open += 1;
    if (checkpoints.length === 0) return;
    const { sequence, time } = checkpoints.at(-1)!;
    const reason = `its last checkpoint is of number ${sequence}, ${time}; its last event is number ${last.sequence}`;
    this.report({ code: "emitter-not-closed", emitter, sequence: last.sequence, reason });
  }

  #isInPeriod(time: string): boolean {
    return time >= this.period.from && time < this.period.to;
  }
}

function bySequence(checkpoints: readonly Checkpoint[]): Map<number, Checkpoint[]> {
  const found = new Map<number, Checkpoint[]>();
  for (const checkpoint of checkpoints)
    found.set(checkpoint.sequence, [...(found.get(checkpoint.sequence) ?? []), checkpoint]);
  return found;
}
