import { addDays } from "../archive";
import type { DayCount } from "./manifest";
import { daysOf, type Period } from "./period";

/** Every UTC day of the period with its events, empty ones too, from counts of day and type. */
export function dayCounts(
  period: Period,
  counted: Iterable<readonly [day: string, type: string, events: number]>,
): DayCount[] {
  const byDay = new Map<string, Record<string, number>>();
  for (const [day, type, events] of counted) {
    byDay.set(day, { ...byDay.get(day), [type]: events });
  }
  return daysOf(period).map((day) => {
    const byType = byDay.get(day) ?? {};
    return {
      day,
      events: Object.values(byType).reduce((sum, events) => sum + events, 0),
      by_type: byType,
      partial: period.from > `${day}T00:00:00.000Z` || period.to < `${addDays(day, 1)}T00:00:00.000Z`,
    };
  });
}
