import { daysRead } from "./accesses";
import { cost, KIB } from "./price";
import type { RegionPrices } from "./prices";
import { COLD_CLASSES, type ColdClass } from "./storage-class";
import { entriesUsd } from "./storage-lines";
import { sum } from "./sum";
import { billedBytes, heldUnitDays, MONTH_DAYS, YEAR_DAYS, type Situation, type Year } from "./situation";

/** What to do with objects of this size. */
export type Advice =
  /** They move, and that saves. */
  | "moves-and-saves"
  /** They move, and that costs more than it saves: choose STANDARD. */
  | "moves-and-loses"
  /** The lifecycle leaves them in STANDARD, and there they are cheaper. */
  | "stays-and-saves"
  /** The lifecycle leaves them in STANDARD; moving them anyway would be cheaper. */
  | "stays-and-loses";

/** The effect of the objects' size on one copy. */
export interface CopyAdvice {
  readonly copy: "vault" | "replica";
  /** From this size on moving an object is cheaper than leaving it, over its life; null where it never is. */
  readonly breakEvenBytes: number | null;
  readonly advice: Advice;
  /** What moving saves (costs, if negative) over the life of all objects of the period, against leaving them. */
  readonly movingSavesUsd: number;
}

/** An object's life in the colder class, against staying in STANDARD. */
interface Life {
  readonly coldClass: ColdClass;
  readonly prices: RegionPrices;
  /** Days from the move to the end of retention. */
  readonly coldDays: number;
  /** How often it is read in that time. */
  readonly reads: number;
  readonly restoredCopyDays: number;
}

/** Advice for both copies; none where the class asked for is STANDARD, or retention ends before the move. */
export function adviseOnSize(situation: Situation): CopyAdvice[] {
  const { input, assumed, vault, replica, objectBytes, objectsPerDay, coldClass } = situation;
  const coldDays = input.retentionDays - input.coldAfterDays;
  if (input.storageClass === "STANDARD" || coldDays <= 0) return [];
  const year = { to: input.retentionDays, days: YEAR_DAYS };
  const readsPerYear = daysRead(situation, year).all / input.retentionDays;
  const life = { coldClass: input.storageClass, coldDays, restoredCopyDays: assumed.restoredCopyDays };
  const copies = [
    { copy: "vault", life: { ...life, prices: vault, reads: (readsPerYear * coldDays) / YEAR_DAYS } },
    { copy: "replica", life: { ...life, prices: replica, reads: 0 } },
  ] as const;
  return copies.map(({ copy, life }) => {
    const savedPerObject = movingSaves(life, objectBytes);
    return {
      copy,
      breakEvenBytes: breakEvenBytes(life),
      advice: adviceOn(coldClass !== undefined, savedPerObject > 0),
      movingSavesUsd: savedPerObject * objectsPerDay * input.retentionDays,
    };
  });
}

function adviceOn(moves: boolean, movingSaves: boolean): Advice {
  if (moves) return movingSaves ? "moves-and-saves" : "moves-and-loses";
  return movingSaves ? "stays-and-loses" : "stays-and-saves";
}

/** Dollars a year by which both copies, as billed, exceed the asked class's price for the objects' own size. */
export function sizeEffectUsd(situation: Situation, year: Year): number {
  const { input, bytesPerDay, vault, replica } = situation;
  const { storageClass } = input;
  if (storageClass === "STANDARD") return 0;
  const bySize = heldUnitDays(year, input.coldAfterDays);
  const byteMonths = (unitDays: number) => (bytesPerDay * unitDays) / MONTH_DAYS;
  const effects = [vault, replica].map((prices) => {
    const { standard, cold } = entriesUsd(situation, prices, heldUnitDays(year, situation.movesAfterDays));
    const { storage } = prices;
    return (
      standard +
      cold -
      cost(byteMonths(bySize.young), storage.STANDARD) -
      cost(byteMonths(bySize.old), storage[storageClass])
    );
  });
  return sum(effects);
}

/** What moving one object saves over its life: storage, the move, minimum stay, and reads. */
function movingSaves({ coldClass, prices, coldDays, reads, restoredCopyDays }: Life, bytes: number): number {
  const { minimumDays, needsRestore } = COLD_CLASSES[coldClass];
  const { inClass, inStandard } = billedBytes(bytes, coldClass);
  const months = Math.max(coldDays, minimumDays) / MONTH_DAYS;
  const restore = needsRestore
    ? cost(1, prices.restoreRequest) + cost((bytes * restoredCopyDays) / MONTH_DAYS, prices.storage.STANDARD)
    : 0;
  const read = cost(1, prices.get[coldClass]) + cost(bytes, prices.retrieval[coldClass]) + restore;
  const moved =
    cost(1, prices.transition[coldClass]) +
    cost(inClass * months, prices.storage[coldClass]) +
    cost(inStandard * months, prices.storage.STANDARD) +
    reads * read;
  const stayed =
    cost((bytes * coldDays) / MONTH_DAYS, prices.storage.STANDARD) + reads * cost(1, prices.get.STANDARD);
  return stayed - moved;
}

/** The saving is a straight line below the class's minimum size and another above it: the size at which it is nothing. */
function breakEvenBytes(life: Life): number | null {
  const { minimumBytes } = COLD_CLASSES[life.coldClass];
  const zeroOnLine = (from: number, to: number) => {
    const start = movingSaves(life, from);
    const slope = (movingSaves(life, to) - start) / (to - from);
    return slope > 0 ? from - start / slope : Number.POSITIVE_INFINITY;
  };
  const below = minimumBytes > 0 ? zeroOnLine(0, minimumBytes) : Number.POSITIVE_INFINITY;
  const zero = below <= minimumBytes ? below : zeroOnLine(minimumBytes, minimumBytes + KIB);
  return Number.isFinite(zero) ? zero : null;
}
