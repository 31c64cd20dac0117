import { addDays } from "../archive";
import type { Period } from "../export";

/** What comes late is looked at by the next check: the log's intake takes nothing older than 18 hours. */
const OVERLAP_DAYS = 1;
/** Without an earlier check. */
const FIRST_DAYS = 2;
/** More is a matter of asking for it: `--from`. */
const MOST_DAYS = 31;

/**
 * The whole UTC days that a check looks at which is asked for none: up to today, from a day before the end of the check
 * before, so that what was archived late and what a missed night left are looked at.
 *
 * @param checkedTo end of the period of the check before, if there was one
 */
export function periodSince(checkedTo: string | undefined, now: Date): Period {
  const today = now.toISOString().slice(0, "YYYY-MM-DD".length);
  const usual = addDays(today, -FIRST_DAYS);
  const since =
    checkedTo === undefined ? usual : addDays(checkedTo.slice(0, "YYYY-MM-DD".length), -OVERLAP_DAYS);
  const first = [since < usual ? since : usual, addDays(today, -MOST_DAYS)].sort().at(-1) ?? usual;
  return { from: `${first}T00:00:00.000Z`, to: `${today}T00:00:00.000Z` };
}
