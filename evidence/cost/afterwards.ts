import { cost } from "./price";
import { MONTH_DAYS, type Held, type Situation } from "./situation";
import { COLD_CLASSES } from "./storage-class";
import { entriesUsd, trailBytesPerDay } from "./storage-lines";
import { sum } from "./sum";
import { BILLED_ROTATIONS } from "./use-lines";

/** What is still to pay after the years of the estimate. */
export interface Afterwards {
  readonly days: number;
  readonly usd: number;
}

/**
 * What is still to pay when the system stops at the end of the estimate: entries, trail and keys until the retention of
 * the last entry ends, the moves that are left, and the minimum stay of a colder class.
 */
export function afterwardsOf(situation: Situation): Afterwards {
  const { input, assumed, vault, replica, objectsPerDay, coldClass, movesAfterDays } = situation;
  const days = input.retentionDays;
  const copies = [vault, replica].map((prices) => {
    const { standard, cold } = entriesUsd(situation, prices, heldAfterwards(situation));
    const moves =
      coldClass === undefined ? 0 : cost(objectsPerDay * movesAfterDays, prices.transition[coldClass]);
    return standard + cold + moves;
  });
  const trail = cost((trailBytesPerDay(situation) * halfSquare(days)) / MONTH_DAYS, vault.storage.STANDARD);
  const keys = cost((assumed.encryptionKeys * (1 + BILLED_ROTATIONS) * days) / MONTH_DAYS, vault.key);
  return { days, usd: sum([...copies, trail, keys]) };
}

/** Each day the entries of one day more are gone: a triangle is left, of which the youngest have not moved yet. */
function heldAfterwards({ input, coldClass, movesAfterDays }: Situation): Held {
  const days = input.retentionDays;
  if (coldClass === undefined) return { young: halfSquare(days), old: 0 };
  const young = halfSquare(movesAfterDays);
  const cutShortDays = Math.max(0, COLD_CLASSES[coldClass].minimumDays - (days - movesAfterDays));
  return { young, old: halfSquare(days) - young + cutShortDays * days };
}

const halfSquare = (days: number): number => days ** 2 / 2;
