import { isDeepStrictEqual } from "node:util";
import {
  ChainFollower,
  type ChainRow,
  type EmitterChain,
  type FindingLog,
  type Neighbour,
  type Period,
  type RowWatch,
} from "../export";
import type { CheckList } from "./check";

/** Order of two entries of one emitter: by sequence, then digest. Negative if `a` comes first. */
export function comparePlaces(
  a: Pick<ChainRow, "sequence" | "sha256">,
  b: Pick<ChainRow, "sequence" | "sha256">,
): number {
  if (a.sequence !== b.sequence) return a.sequence - b.sequence;
  return a.sha256 < b.sha256 ? -1 : a.sha256 > b.sha256 ? 1 : 0;
}

/**
 * Follows the chains again from the bundle's events, with the neighbours outside the period that `chain.json` keeps
 * put in at their places, and compares what comes out with what `chain.json` says.
 */
export class ChainRecheck {
  readonly #follower: ChainFollower;
  /** Next entry of `chain.json` that has not been met, and its next neighbour. */
  #next = 0;
  #neighbour = 0;
  #emitter: string | undefined;
  #compared = 0;

  constructor(
    private readonly said: readonly EmitterChain[],
    period: Period,
    findings: FindingLog,
    private readonly checks: CheckList,
    watch: RowWatch,
  ) {
    this.#follower = new ChainFollower(period, findings, watch);
  }

  get totals() {
    return this.#follower.totals;
  }

  /** Takes the next event; they come ordered by emitter, sequence and digest. */
  take(row: ChainRow): void {
    if (row.emitter !== this.#emitter) {
      this.#leaveEmitter();
      while (this.#said() && this.#said()!.emitter < row.emitter) this.#feedAll();
      this.#emitter = row.emitter;
    }
    this.#feedNeighbours((neighbour) => comparePlaces(neighbour, row) < 0);
    this.#compare(this.#follower.take(row));
  }

  finish(): void {
    this.#leaveEmitter();
    while (this.#said()) this.#feedAll();
    this.#compare(this.#follower.finish());
    if (this.#compared < this.said.length) this.#fail("it has emitters that the events do not show");
  }

  #said(): EmitterChain | undefined {
    return this.said[this.#next];
  }

  /** Puts in the neighbours of the current emitter that come before a place in its chain. */
  #feedNeighbours(isBefore: (neighbour: Neighbour) => boolean): void {
    const said = this.#said();
    if (said === undefined || said.emitter !== this.#emitter) return;
    for (; this.#neighbour < said.neighbours.length; this.#neighbour++) {
      const neighbour = said.neighbours[this.#neighbour]!;
      if (!isBefore(neighbour)) return;
      this.#compare(this.#follower.take({ ...neighbour, emitter: said.emitter, inPeriod: false }));
    }
  }

  #leaveEmitter(): void {
    if (this.#emitter === undefined || this.#said()?.emitter !== this.#emitter) return;
    this.#feedNeighbours(() => true);
    this.#next += 1;
    this.#neighbour = 0;
  }

  /** An emitter that is silent in the period: all there is of it are neighbours. */
  #feedAll(): void {
    this.#emitter = this.#said()!.emitter;
    this.#leaveEmitter();
  }

  #compare(found: EmitterChain | undefined): void {
    if (found === undefined) return;
    const said = this.said[this.#compared++];
    if (isDeepStrictEqual(said, found)) return;
    this.#fail(`emitter ${found.emitter} has ${inWords(found)}; said is ${said ? inWords(said) : "nothing"}`);
  }

  #fail(reason: string): void {
    this.checks.fail("chain", reason, "chain.json");
  }
}

function inWords({ emitter, events, first, last, gaps_total, missing, misfits_total }: EmitterChain): string {
  const numbers = first && last ? ` numbered ${first.sequence} to ${last.sequence}` : "";
  return `${events} event(s)${numbers}, ${missing} missing in ${gaps_total} gap(s), ${misfits_total} misfit(s) (${emitter})`;
}
