import type { DayCount } from "./manifest";
import type { Overrides } from "./usage";

/** What the report knows of a UTC day of the period. */
export interface ReportDay extends DayCount {
  /** Numbers that are missing in gaps which begin on this day. */
  readonly missing: number;
  /** Events that record a person's override. */
  readonly overridden: number;
}

/** Puts together what was counted by day. */
export function reportDays(
  days: readonly DayCount[],
  missingByDay: ReadonlyMap<string, number>,
  overrides: readonly Overrides[],
): ReportDay[] {
  const overridden = sumBy(overrides, ({ day }) => day);
  return days.map((day) => ({
    ...day,
    missing: missingByDay.get(day.day) ?? 0,
    overridden: overridden.get(day.day) ?? 0,
  }));
}

/** Events by what groups them. */
export function sumBy(overrides: readonly Overrides[], group: (one: Overrides) => string) {
  const sums = new Map<string, number>();
  for (const one of overrides) sums.set(group(one), (sums.get(group(one)) ?? 0) + one.events);
  return sums;
}
