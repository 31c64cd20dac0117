const HOUR_MS = 3_600_000;

/**
 * The last `count` whole hours that lie on one UTC day, oldest first, as ISO times: the embedded AWS dates objects by the
 * clock, and what is archived more than a day after its time, or before it, is a finding.
 */
export function recentHours(count: number, now = Date.now()): string[] {
  const today = Math.floor(now / (24 * HOUR_MS)) * 24 * HOUR_MS;
  const enough = now - today >= count * HOUR_MS;
  const end = enough ? Math.floor(now / HOUR_MS) * HOUR_MS : today;
  return Array.from({ length: count }, (_, index) => new Date(end - (count - index) * HOUR_MS).toISOString());
}

/** The UTC day of a time. */
export const dayOf = (time: string): string => time.slice(0, "YYYY-MM-DD".length);
