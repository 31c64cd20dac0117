import { EmitterWalk, type ChainRow, type EmitterChain, type Gap, type Misfit } from "./emitter-chain";
import type { FindingCode, FindingLog } from "./findings";
import type { Period } from "./period";

/** What the chains of all emitters amount to. */
export interface ChainTotals {
  emitters: number;
  events: number;
  missing: number;
  gaps: number;
  misfits: number;
  /** Emitters whose chain's start could not be told. */
  untold: number;
  /** Emitters that neither stopped nor went on after the period, as far as was read. */
  open: number;
}

const MISFIT_CODES: Readonly<Record<Misfit["kind"], FindingCode>> = {
  "broken-link": "chain-broken-link",
  "out-of-order": "chain-out-of-order",
  "false-start": "chain-false-start",
};

/** Looks at the rows beside the follower. */
export interface RowWatch {
  take(row: ChainRow): void;
  /** Whether an emitter's neighbours outside the period matter although it is silent inside. */
  concerns(emitter: string): boolean;
}

/**
 * Follows the chain of every emitter through rows ordered by emitter, sequence and digest. An emitter's chain is
 * returned as soon as it is complete, so that memory does not grow; one of which only neighbours were read only if
 * something between them may concern the period, or it is of interest to who watches.
 */
export class ChainFollower {
  /** Numbers missing in gaps, by the UTC day of the period that a gap begins on. */
  readonly missingByDay = new Map<string, number>();
  readonly totals: ChainTotals = {
    emitters: 0,
    events: 0,
    missing: 0,
    gaps: 0,
    misfits: 0,
    untold: 0,
    open: 0,
  };
  #emitter: string | undefined;
  #walk: EmitterWalk | undefined;

  constructor(
    private readonly period: Period,
    private readonly findings: FindingLog,
    private readonly watch?: RowWatch,
  ) {}

  /** Takes the next row; returns the chain of the emitter before, if this row begins another one. */
  take(row: ChainRow): EmitterChain | undefined {
    const complete = row.emitter === this.#emitter ? undefined : this.finish();
    this.#emitter = row.emitter;
    this.#walk ??= new EmitterWalk(row.emitter, this.period);
    const found = this.#walk.take(row);
    this.watch?.take(row);
    if (found !== undefined) this.findings.add(chainFinding(row, found));
    if (found !== undefined && "missing" in found) this.#countMissing(found);
    return complete;
  }

  #countMissing({ from, missing }: Gap): void {
    const day = (from < this.period.from ? this.period.from : from).slice(0, 10);
    this.missingByDay.set(day, (this.missingByDay.get(day) ?? 0) + missing);
  }

  /** Returns the chain of the last emitter. */
  finish(): EmitterChain | undefined {
    const chain = this.#walk?.summary();
    this.#walk = undefined;
    this.#emitter = undefined;
    if (chain === undefined) return undefined;
    if (chain.events === 0 && chain.gaps_total + chain.misfits_total === 0)
      return this.watch?.concerns(chain.emitter) ? chain : undefined;
    add(this.totals, chain);
    if (chain.start === "untold" && chain.events > 0) this.findings.add(unanchored(chain));
    return chain;
  }
}

function add(totals: ChainTotals, chain: EmitterChain): void {
  totals.emitters += 1;
  totals.events += chain.events;
  totals.missing += chain.missing;
  totals.gaps += chain.gaps_total;
  totals.misfits += chain.misfits_total;
  if (chain.events > 0 && chain.start === "untold") totals.untold += 1;
  if (chain.events > 0 && chain.end === "open") totals.open += 1;
}

function chainFinding({ emitter, sequence }: ChainRow, found: Gap | Misfit) {
  if ("kind" in found) {
    return { code: MISFIT_CODES[found.kind], emitter, sequence, reason: `at sequence number ${sequence}` };
  }
  const last = found.before - 1;
  const numbers = found.missing === 1 ? `number ${last} is` : `numbers ${found.after + 1} to ${last} are`;
  const reason = `${numbers} missing, between ${found.from} and ${found.to}`;
  return { code: "chain-gap" as const, emitter, sequence: found.after + 1, reason };
}

function unanchored({ emitter, first }: EmitterChain) {
  const reason = `its first event in the period has number ${first!.sequence}; number ${first!.sequence - 1} was not found`;
  return { code: "chain-unanchored" as const, emitter, sequence: first!.sequence, reason };
}
