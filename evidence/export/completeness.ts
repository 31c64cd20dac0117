import { addDays } from "../archive";
import type { FindingCode } from "./findings";
import type { ChainTotals } from "./follow";
import { windowDays, type Period } from "./period";

export type Holds = "yes" | "no" | "unknown";

/** A claim about completeness: what holds, and why it is said. */
export interface Claim {
  readonly holds: Holds;
  readonly because: string;
}

/**
 * What can be said about completeness. Level 1 is what the events themselves show: numbers without gap, chained.
 * Higher levels (checkpoints that emitters write past Datadog, an independent count) need other sources.
 */
export interface Completeness extends Claim {
  readonly level: 1;
  /** Of the emitters seen: no number is missing, every link fits. */
  readonly sequences: Claim;
  /** All emitters that ought to have written were seen. */
  readonly emitters: Claim;
}

/** Tells how many findings of some kinds there are. */
export type CountFindings = (...codes: FindingCode[]) => number;

/** States level 1 for an export made at `createdAt`; never more than was checked. */
export function stateCompleteness(
  totals: ChainTotals,
  count: CountFindings,
  createdAt: string,
  period: Period,
): Completeness {
  const sequences = sequencesClaim(totals, count, createdAt >= endOfWindow(period));
  const emitters: Claim = {
    holds: "unknown",
    because:
      "which emitters ought to have written is not recorded anywhere this export reads: one whose every event is lost leaves no trace in the others",
  };
  const because =
    sequences.holds === "no"
      ? sequences.because
      : `${sequences.holds === "yes" ? "the sequences seen are whole, but " : ""}${emitters.because}`;
  return { level: 1, holds: sequences.holds === "no" ? "no" : "unknown", because, sequences, emitters };
}

function sequencesClaim(totals: ChainTotals, count: CountFindings, periodIsOver: boolean): Claim {
  if (totals.gaps + totals.misfits > 0) {
    return {
      holds: "no",
      because: `${totals.missing} number(s) are missing in ${totals.gaps} gap(s), and ${totals.misfits} event(s) do not fit their chain, over ${totals.emitters} emitter(s)`,
    };
  }
  const doubts = doubtsAbout(totals, count, periodIsOver);
  if (doubts.length > 0) return { holds: "unknown", because: `no gap was seen, but ${doubts.join("; ")}` };
  return {
    holds: "yes",
    because: `each of the ${totals.emitters} emitter(s) seen begins at its first event or after a neighbour that was read, ends with its stop or before a neighbour that was read, and has every number in between, each linked to the one before`,
  };
}

function doubtsAbout(totals: ChainTotals, count: CountFindings, periodIsOver: boolean): string[] {
  const unread = count(
    "object-unreadable",
    "object-not-gzip",
    "gzip-truncated",
    "gzip-corrupt",
    "line-too-long",
    "line-not-utf8",
    "line-not-json",
    "line-not-art12",
    "entry-not-json",
    "entry-unknown-schema-version",
    "entry-schema-violation",
    "entry-not-canonical",
    "digest-mismatch",
  );
  return [
    ...(totals.events === 0 ? ["no event was found at all"] : []),
    ...(totals.untold > 0 ? [`the start of ${totals.untold} chain(s) was not seen`] : []),
    ...(totals.open > 0
      ? [
          `${totals.open} emitter(s) neither stopped nor went on after their last event, so later ones may be missing`,
        ]
      : []),
    ...(unread > 0 ? [`${unread} object(s) or line(s) could not be read`] : []),
    ...(periodIsOver
      ? []
      : ["the period was not over, with a day for late arrivals, when this was exported"]),
  ];
}

/** When the last day that was read is over: until then more events of the period may arrive. */
function endOfWindow(period: Period): string {
  return `${addDays(windowDays(period).at(-1)!, 1)}T00:00:00.000Z`;
}
