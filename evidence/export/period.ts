import { z } from "zod";
import { badPeriodBound, periodReversed } from "../../errors";
import { addDays, daysBetween } from "../archive";

/** A period of time, `[from, to)`; both as `2026-11-24T00:00:00.000Z`, the spelling events use, so text compares. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

const Day = z.iso.date();
const Instant = z.iso.datetime({ offset: true });

/**
 * Reads the bounds of a period. A date (`2026-11-24`) is a whole UTC day, and the last date is included; an instant
 * (RFC 3339) is taken exactly, and the last instant is not included. Throws UserError.
 */
export function parsePeriod(from: string, to: string): Period {
  const period = { from: bound("--from", from, 0), to: bound("--to", to, 1) };
  if (period.from >= period.to) throw periodReversed(from, to);
  return period;
}

/** Reads the first bound alone, of a period whose end is not known yet. Throws UserError. */
export function parseStart(from: string): string {
  return bound("--from", from, 0);
}

/** Reads an instant (RFC 3339, with its zone). Throws UserError. */
export function parseInstant(option: string, text: string): Date {
  if (!Instant.safeParse(text).success) throw badPeriodBound(option, text);
  return new Date(text);
}

/** UTC days the period touches, the first and last perhaps in part. */
export function daysOf({ from, to }: Period): string[] {
  return daysBetween(dayOf(from), dayOf(lastMoment(to)));
}

/**
 * Days to read for a period: one more on either side, because a log may be filed under its neighbour day and because
 * the events just outside show that the chains inside begin and end where they should.
 */
export function windowDays(period: Period): string[] {
  const days = daysOf(period);
  const [first, last] = [days[0] as string, days.at(-1) as string];
  return daysBetween(addDays(first, -1), addDays(last, 1));
}

function bound(option: string, text: string, wholeDays: number): string {
  if (Day.safeParse(text).success) return `${addDays(text, wholeDays)}T00:00:00.000Z`;
  return parseInstant(option, text).toISOString();
}

function lastMoment(to: string): string {
  return new Date(Date.parse(to) - 1).toISOString();
}

function dayOf(time: string): string {
  return time.slice(0, 10);
}
