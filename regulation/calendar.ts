import { RegulationReferenceError } from "./reference-error";

const DAY = 24 * 60 * 60 * 1000;

/** Moves an ISO date by calendar days. @throws RegulationReferenceError if it is no date of the calendar */
export function addDays(date: string, days: number): string {
  return isoDate(new Date(utc(date).getTime() + days * DAY));
}

/**
 * Moves an ISO date by years. 29 February becomes 1 March in a year without it: a day later rather than earlier.
 * @throws RegulationReferenceError if it is no date of the calendar
 */
export function addYears(date: string, years: number): string {
  const moved = utc(date);
  moved.setUTCFullYear(moved.getUTCFullYear() + years);
  return isoDate(moved);
}

function utc(date: string): Date {
  const parsed = new Date(`${date}T00:00:00.000Z`);
  // Comparing with the text also refuses 2027-02-30, which Date would move to March.
  if (!Number.isNaN(parsed.getTime()) && isoDate(parsed) === date) return parsed;
  throw new RegulationReferenceError(date, "a date of the calendar is needed, written YYYY-MM-DD");
}

function isoDate(date: Date): string {
  return date.toISOString().slice(0, 10);
}
