import { ChainCheck, type Art12Event, type ChainBreak } from "../event";
import type { Period } from "./period";

/** One event as far as its place in a chain goes. */
export interface ChainRow {
  readonly emitter: string;
  readonly sequence: number;
  readonly prev: string;
  readonly sha256: string;
  readonly time: string;
  readonly type: Art12Event["type"];
  /** False for a neighbour outside the period, read only to see how the chain goes on there. */
  readonly inPeriod: boolean;
  /** What a start, heartbeat or stop of the period says of its emitter; see `EmitterReport`. */
  readonly heartbeatSeconds?: number | undefined;
  readonly dropped?: number | undefined;
}

/** Numbers missing between two events of an emitter. */
export interface Gap {
  readonly after: number;
  readonly before: number;
  readonly missing: number;
  /** Times of the events on either side: the gap lies between them, by the emitter's clock. */
  readonly from: string;
  readonly to: string;
}

/** An event that does not fit after the one before. */
export interface Misfit {
  readonly kind: Exclude<ChainBreak["kind"], "gap">;
  readonly sequence: number;
}

/** A neighbour outside the period, as `chain.json` keeps it: with it the chain can be followed again from the bundle. */
export type Neighbour = Pick<ChainRow, "sequence" | "prev" | "sha256" | "time" | "type">;

/** What one emitter's chain in a period looks like; an entry of `chain.json`. */
export interface EmitterChain {
  readonly emitter: string;
  /** Entries of the emitter in the bundle. */
  readonly events: number;
  readonly first?: Pick<ChainRow, "sequence" | "prev" | "time">;
  /** `sha256` is the head: the digest the emitter's next event has as its `prev`. */
  readonly last?: Pick<ChainRow, "sequence" | "sha256" | "time">;
  /** How the chain enters the period: with its very first event, after a neighbour that was read, or untold. */
  readonly start: "first-event" | "after-neighbour" | "untold";
  /** How it leaves: stopped on purpose, followed by a neighbour, or open: still running, ended, or cut; untold. */
  readonly end: "stopped" | "before-neighbour" | "open";
  readonly emitter_start_seen: boolean;
  readonly emitter_stop_seen: boolean;
  readonly neighbours: readonly Neighbour[];
  readonly missing: number;
  readonly gaps_total: number;
  readonly gaps: readonly Gap[];
  readonly misfits_total: number;
  readonly misfits: readonly Misfit[];
}

/** Gaps and misfits of one emitter that are kept in words. */
const KEPT_PER_EMITTER = 1_000;

/** Follows one emitter's chain in constant memory; rows come ordered by sequence, then digest. */
export class EmitterWalk {
  readonly #check = new ChainCheck();
  readonly #neighbours: Neighbour[] = [];
  readonly #gaps: Gap[] = [];
  readonly #misfits: Misfit[] = [];
  #before: ChainRow | undefined;
  #first: ChainRow | undefined;
  #last: ChainRow | undefined;
  #start: EmitterChain["start"] = "untold";
  #leftPeriod = false;
  #events = 0;
  #missing = 0;
  #gapsTotal = 0;
  #misfitsTotal = 0;
  #startSeen = false;
  #stopSeen = false;

  constructor(
    private readonly emitter: string,
    private readonly period: Period,
  ) {}

  /** Takes the next row; returns what is wrong with it as far as the period is concerned. */
  take(row: ChainRow): Gap | Misfit | undefined {
    const before = this.#before;
    const found = this.#check.next(row, row.sha256);
    if (row.inPeriod) this.#count(row);
    else this.#pass(row);
    this.#before = row;
    return found === undefined || !this.#concerns(before, row) ? undefined : this.#note(found, before, row);
  }

  /** What the rows taken amount to. */
  summary(): EmitterChain {
    const [first, last] = [this.#first, this.#last];
    return {
      emitter: this.emitter,
      events: this.#events,
      ...(first && { first: { sequence: first.sequence, prev: first.prev, time: first.time } }),
      ...(last && { last: { sequence: last.sequence, sha256: last.sha256, time: last.time } }),
      start: this.#start,
      end: this.#leftPeriod ? "before-neighbour" : last?.type === "emitter_stop" ? "stopped" : "open",
      emitter_start_seen: this.#startSeen,
      emitter_stop_seen: this.#stopSeen,
      neighbours: this.#neighbours,
      missing: this.#missing,
      gaps_total: this.#gapsTotal,
      gaps: this.#gaps,
      misfits_total: this.#misfitsTotal,
      misfits: this.#misfits,
    };
  }

  #count(row: ChainRow): void {
    if (this.#first === undefined) {
      this.#first = row;
      if (row.sequence === 1) this.#start = "first-event";
      else if (this.#before !== undefined) this.#start = "after-neighbour";
    }
    this.#last = row;
    this.#leftPeriod = false;
    this.#events += 1;
    this.#startSeen ||= row.type === "emitter_start";
    this.#stopSeen ||= row.type === "emitter_stop";
  }

  #pass({ sequence, prev, sha256, time, type }: ChainRow): void {
    this.#neighbours.push({ sequence, prev, sha256, time, type });
    this.#leftPeriod = this.#last !== undefined;
  }

  /** Whether what lies between two rows may lie in the period; what is wrong between neighbours is not our question. */
  #concerns(before: ChainRow | undefined, row: ChainRow): boolean {
    if (row.inPeriod || before?.inPeriod) return true;
    return before !== undefined && before.time < this.period.from && row.time >= this.period.to;
  }

  #note(found: ChainBreak, before: ChainRow | undefined, row: ChainRow): Gap | Misfit {
    if (found.kind !== "gap") {
      const misfit = { kind: found.kind, sequence: found.sequence };
      this.#misfitsTotal += 1;
      if (this.#misfits.length < KEPT_PER_EMITTER) this.#misfits.push(misfit);
      return misfit;
    }
    const { missing } = found;
    const gap = {
      after: row.sequence - missing - 1,
      before: row.sequence,
      missing,
      from: before?.time ?? row.time,
      to: row.time,
    };
    this.#missing += missing;
    this.#gapsTotal += 1;
    if (this.#gaps.length < KEPT_PER_EMITTER) this.#gaps.push(gap);
    return gap;
  }
}
