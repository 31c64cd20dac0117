import { YEAR_DAYS, type Situation, type Year } from "./situation";

/** Objects one LIST request tells of. */
const LISTED_AT_ONCE = 1_000;
/** The archive has a folder an hour, and a query lists each. */
const FOLDERS_PER_DAY = 24;

type Time = Pick<Year, "to" | "days">;

/** Days of log read in a time, by purpose; no read goes further back than the log does. */
export function daysRead({ assumed }: Situation, { to, days }: Time) {
  const share = days / YEAR_DAYS;
  const read = (timesPerYear: number, period: number) => timesPerYear * share * Math.min(period, to);
  const exports = read(assumed.exportsPerYear, assumed.daysPerExport);
  const queries = read(assumed.queriesPerMonth * 12, assumed.daysPerQuery);
  const rehydrations = read(assumed.rehydrationsPerYear, assumed.daysPerRehydration);
  return { exports, queries, rehydrations, all: exports + queries + rehydrations };
}

/** GET and LIST requests of a time. */
export function readRequests(
  situation: Situation,
  time: Time,
): { readonly gets: number; readonly lists: number } {
  const { exports, queries, rehydrations, all } = daysRead(situation, time);
  const gets = all * situation.objectsPerDay;
  const folders = exports + rehydrations + queries * FOLDERS_PER_DAY;
  return { gets, lists: folders + gets / LISTED_AT_ONCE };
}

/** Accesses of vault and replica that the trail records in a time. */
export function recordedAccesses(situation: Situation, time: Time): number {
  const { assumed, objectsPerDay } = situation;
  const { gets, lists } = readRequests(situation, time);
  const written = (objectsPerDay + assumed.recordsPerDay) * time.days;
  return written * assumed.trailEventsPerObject + gets + lists;
}

/** Part of what is kept at the end of a time that has moved: reads are taken to fall evenly on everything kept. */
export function coldShare({ movesAfterDays }: Situation, { to }: Pick<Year, "to">): number {
  return Math.max(0, to - movesAfterDays) / to;
}
