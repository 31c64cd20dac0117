import { pricesUnknown } from "../../errors";
import type { Assumptions } from "./assumptions";
import type { PriceTable, RegionPrices } from "./prices";
import { COLD_CLASSES, type ColdClass, type StorageClass } from "./storage-class";

/** A month and a year as bills have them on average, in days. */
export const MONTH_DAYS = 365.25 / 12;
export const YEAR_DAYS = 365.25;
const DAY_MINUTES = 1440;

/** What an estimate is asked for. */
export interface CostInput {
  readonly region: string;
  readonly replicaRegion: string;
  /** Days an entry is kept, and days the estimate looks ahead. */
  readonly retentionDays: number;
  /** Age in days at which the lifecycle moves an object. */
  readonly coldAfterDays: number;
  readonly storageClass: StorageClass;
  readonly eventsPerDay: number;
  readonly assumptions: Assumptions;
  readonly prices: PriceTable;
}

/** Everything the lines of the bill are computed from. */
export interface Situation {
  readonly input: CostInput;
  readonly assumed: Assumptions;
  readonly vault: RegionPrices;
  readonly replica: RegionPrices;
  readonly bytesPerDay: number;
  readonly objectsPerDay: number;
  readonly objectBytes: number;
  /** Class the objects end in; undefined where they stay in STANDARD. */
  readonly coldClass: ColdClass | undefined;
  /** Age at which they move; infinite where they stay. */
  readonly movesAfterDays: number;
}

/** @throws UserError for a region without prices */
export function situationOf(input: CostInput): Situation {
  const { assumptions: assumed, prices, storageClass, coldAfterDays } = input;
  const shape = archiveShape(input.eventsPerDay, assumed);
  const moves = shape.objectBytes >= assumed.lifecycleMinimumBytes && coldAfterDays < input.retentionDays;
  const coldClass = moves && storageClass !== "STANDARD" ? storageClass : undefined;
  return {
    input,
    assumed,
    vault: regionPrices(prices, "aws.region", input.region),
    replica: regionPrices(prices, "replica.region", input.replicaRegion),
    ...shape,
    coldClass,
    movesAfterDays: coldClass === undefined ? Number.POSITIVE_INFINITY : coldAfterDays,
  };
}

/**
 * The archive begins an object when the time is up, or earlier when one is full; fewer entries than flushes make as many
 * objects as entries.
 */
function archiveShape(eventsPerDay: number, assumed: Assumptions) {
  const byTime = DAY_MINUTES / assumed.archiveFlushMinutes;
  const bySize = (eventsPerDay * assumed.sentBytesPerEvent) / assumed.archiveMaximumBytes;
  const objectsPerDay = Math.min(eventsPerDay, Math.max(byTime, bySize));
  const bytesPerDay = eventsPerDay * assumed.archivedBytesPerEvent;
  return { bytesPerDay, objectsPerDay, objectBytes: bytesPerDay / objectsPerDay };
}

function regionPrices({ regions }: PriceTable, field: string, region: string): RegionPrices {
  const prices = regions[region];
  if (prices === undefined) throw pricesUnknown(field, region, Object.keys(regions));
  return prices;
}

/** Bytes an object of a class is billed for in that class and, for DEEP_ARCHIVE, in STANDARD besides. */
export function billedBytes(objectBytes: number, coldClass: ColdClass) {
  const { minimumBytes, overheadBytes, standardOverheadBytes } = COLD_CLASSES[coldClass];
  return { inClass: Math.max(objectBytes, minimumBytes) + overheadBytes, inStandard: standardOverheadBytes };
}

/** One year of the bill, in days since the first entry. */
export interface Year {
  readonly number: number;
  readonly from: number;
  readonly to: number;
  readonly days: number;
  readonly months: number;
}

/** The years of a period; the last one may be shorter. A year that begins with a leap year makes 3653 days ten. */
export function yearsOf(days: number): Year[] {
  const years: Year[] = [];
  for (let from = 0; from < days;) {
    const number = years.length + 1;
    const to = Math.min(Math.ceil(number * YEAR_DAYS), days);
    years.push({ number, from, to, days: to - from, months: (to - from) / MONTH_DAYS });
    from = to;
  }
  return years;
}

/** Unit-days held before, and after, the age at which units move. */
export interface Held {
  readonly young: number;
  readonly old: number;
}

/** What a stream of one unit a day, begun on day 0, holds between two days. */
export function heldUnitDays({ from, to }: Pick<Year, "from" | "to">, movesAfterDays: number): Held {
  const heldUntil = (day: number) => day ** 2 / 2;
  const all = heldUntil(to) - heldUntil(from);
  const old = heldUntil(Math.max(0, to - movesAfterDays)) - heldUntil(Math.max(0, from - movesAfterDays));
  return { young: all - old, old };
}
