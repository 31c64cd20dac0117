import { CREATED_AT } from "../stamps";
import { own } from "./own";
import { CannotTell, type RunEvidence, runOf } from "./requirement";

/** Clocks of machines that train, of MLflow and of the gate may be this far apart. */
export const CLOCKS_APART_MS = 60_000;

/**
 * When the run began, in milliseconds, at the latest: a client chooses `start_time`, so that the gate's own clock counts where
 * it is earlier, at the run's creation and at the first write that it saw.
 *
 * @throws CannotTell where the gate saw nothing of the run, or a time cannot be read
 */
export function runBegan(facts: RunEvidence): number {
  const run = runOf(facts);
  const created = own(run.tags, CREATED_AT);
  const seen = [
    ...(created === undefined ? [] : [created]),
    ...facts.contributors.filter(({ target }) => target === `run:${run.id}`).map(({ since }) => since),
  ].map((time) => Date.parse(time));
  if (seen.length === 0)
    throw new CannotTell("the gate did not see the run begin, and the run's own time is its client's word");
  if (seen.some(Number.isNaN) || !Number.isFinite(run.startTime))
    throw new CannotTell("the run has a time of start that cannot be read");
  return Math.min(run.startTime, ...seen);
}

/** The UTC day of a moment, as dates in configs are written. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

export const timeOf = (milliseconds: number): string =>
  Math.abs(milliseconds) <= 8.64e15 ? new Date(milliseconds).toISOString() : String(milliseconds);
