import { recordedAccesses } from "./accesses";
import type { Line } from "./line";
import { cost } from "./price";
import type { RegionPrices } from "./prices";
import { billedBytes, heldUnitDays, MONTH_DAYS, type Held, type Situation, type Year } from "./situation";

/** Lines for what lies in S3. */
export const STORAGE_LINES: readonly Line[] = [
  ...copyLines("vault"),
  ...copyLines("replica"),
  {
    id: "storage-records",
    title: "Storage, signed records, both copies",
    usd: ({ assumed, vault, replica }, year) => {
      const byteMonths = assumed.recordsPerDay * assumed.bytesPerRecord * stockMonths(year);
      return cost(byteMonths, vault.storage.STANDARD) + cost(byteMonths, replica.storage.STANDARD);
    },
  },
  {
    id: "storage-trail",
    title: "Storage, record of accesses",
    usd: (situation, year) =>
      cost(trailBytesPerDay(situation) * stockMonths(year), situation.vault.storage.STANDARD),
  },
];

function copyLines(copy: "vault" | "replica"): Line[] {
  const heldIn = (situation: Situation, year: Year) =>
    entriesUsd(situation, situation[copy], heldUnitDays(year, situation.movesAfterDays));
  return [
    {
      id: `storage-${copy}-standard`,
      title: `Storage, ${copy}, STANDARD`,
      usd: (situation, year) => heldIn(situation, year).standard,
    },
    {
      id: `storage-${copy}-cold`,
      title: `Storage, ${copy}, colder class`,
      usd: (situation, year) => heldIn(situation, year).cold,
    },
  ];
}

/** What one copy of the entries costs while held: in STANDARD, and in the class they moved to. */
export function entriesUsd(
  { bytesPerDay, objectsPerDay, objectBytes, coldClass }: Situation,
  { storage }: RegionPrices,
  { young, old }: Held,
) {
  const standard = cost((bytesPerDay * young) / MONTH_DAYS, storage.STANDARD);
  if (coldClass === undefined) return { standard, cold: 0 };
  const objectMonths = (objectsPerDay * old) / MONTH_DAYS;
  const { inClass, inStandard } = billedBytes(objectBytes, coldClass);
  const cold =
    cost(objectMonths * inClass, storage[coldClass]) + cost(objectMonths * inStandard, storage.STANDARD);
  return { standard, cold };
}

/** Bytes the trail grows by on an average day. */
export function trailBytesPerDay(situation: Situation): number {
  const { assumed, input } = situation;
  const accesses = recordedAccesses(situation, { to: input.retentionDays, days: 1 });
  return accesses * assumed.bytesPerTrailEvent + assumed.trailFilesPerDay * assumed.bytesPerTrailFile;
}

function stockMonths(year: Year): number {
  return heldUnitDays(year, Number.POSITIVE_INFINITY).young / MONTH_DAYS;
}
