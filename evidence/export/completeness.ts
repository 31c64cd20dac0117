import { addDays } from "../archive";
import type { ClockTotals, WitnessTotals } from "../completeness";
import type { FindingCode } from "./findings";
import type { ChainTotals } from "./follow";
import { windowDays, type Period } from "./period";
import { checkpointsClaim, clocksClaim, countClaim, emittersClaim, sequencesClaim } from "./claims";

export type Holds = "yes" | "no" | "unknown";

/** A claim about completeness: what holds, and why it is said. */
export interface Claim {
  readonly holds: Holds;
  readonly because: string;
}

/**
 * What can be said about completeness: whether every event of the period is there. The level is the highest whose own
 * evidence, and that of every lower level, was checked and fits; it is none while expected emitters were silent.
 */
export interface Completeness extends Claim {
  readonly level: 0 | 1 | 2 | 3;
  /** Level 1: of the emitters seen no number is missing, and every link fits. */
  readonly sequences: Claim;
  /** Level 2: the events agree with what emitters wrote straight to the vault, past the log's own way. */
  readonly checkpoints: Claim;
  /** Level 3: as many events as another source counted. */
  readonly independent_count: Claim;
  /** In every level: all emitters that ought to have written were seen. */
  readonly emitters: Claim;
  /** Times can be relied on, and with them which period an event belongs to. */
  readonly clocks: Claim;
}

/** Tells how many findings of some kinds there are. */
export type CountFindings = (...codes: FindingCode[]) => number;

/** What completeness is judged from. */
export interface CompletenessFacts {
  readonly totals: ChainTotals;
  readonly count: CountFindings;
  readonly witnesses: WitnessTotals;
  readonly clocks: ClockTotals;
  /** When the archive was read. */
  readonly createdAt: string;
  readonly period: Period;
}

/** States completeness; never more than was checked. */
export function stateCompleteness(facts: CompletenessFacts): Completeness {
  const over = facts.createdAt >= endOfWindow(facts.period);
  const claims = {
    sequences: sequencesClaim(facts, over),
    checkpoints: checkpointsClaim(facts, over),
    independent_count: countClaim(facts),
    emitters: emittersClaim(facts, over),
    clocks: clocksClaim(facts),
  };
  return { ...overall(claims, facts.witnesses.count !== undefined), ...claims };
}

type Claims = Omit<Completeness, "level" | keyof Claim>;

function overall(claims: Claims, counted: boolean): Pick<Completeness, "level" | keyof Claim> {
  const { sequences, checkpoints, independent_count: count, emitters, clocks } = claims;
  const level = levelOf(claims);
  const gaps = [sequences, checkpoints, emitters, count].filter(({ holds }) => holds === "no");
  if (gaps.length > 0) return { level, holds: "no", because: `gaps: ${reasons(gaps)}` };
  // An independent count is not needed for an answer; one that was given and does not fit is a doubt.
  const needed = [sequences, checkpoints, emitters, clocks, ...(counted ? [count] : [])];
  const doubts = needed.filter(({ holds }) => holds !== "yes");
  if (doubts.length > 0)
    return { level, holds: "unknown", because: `cannot tell, because ${reasons(doubts)}` };
  return {
    level,
    holds: "yes",
    because: `as far as level ${level} shows: ${reasons([...needed])}`,
  };
}

function levelOf({
  sequences,
  checkpoints,
  independent_count: count,
  emitters,
}: Claims): Completeness["level"] {
  if (emitters.holds === "no" || sequences.holds !== "yes") return 0;
  if (checkpoints.holds !== "yes") return 1;
  return count.holds === "yes" ? 3 : 2;
}

function reasons(claims: readonly Claim[]): string {
  return claims.map(({ because }) => because).join("; ");
}

/** When the last day that was read is over: until then more events of the period may arrive. */
function endOfWindow(period: Period): string {
  return `${addDays(windowDays(period).at(-1)!, 1)}T00:00:00.000Z`;
}
