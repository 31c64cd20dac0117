import { cost } from "./price";
import { PRICES } from "./prices";
import { restorePrices, type RestoreClass, type RestoreTier } from "./restore-prices";
import { MONTH_DAYS } from "./situation";

/** Objects to be restored. */
export interface RestoreAmount {
  readonly objects: number;
  readonly bytes: number;
}

/** What a restore costs, in US dollars. */
export interface RestoreCost {
  readonly requestsUsd: number;
  readonly retrievalUsd: number;
  /** Keeping the copies, which are billed as STANDARD beside the archived objects. */
  readonly copiesUsd: number;
  readonly totalUsd: number;
  /** One of the prices is assumed for the region. */
  readonly assumed: boolean;
}

/**
 * What restoring objects costs at a speed, with copies that live for some days. Nothing where the region has no prices, or
 * the class is not restored so fast.
 */
export function restoreCost(
  region: string,
  storageClass: RestoreClass,
  tier: RestoreTier,
  { objects, bytes }: RestoreAmount,
  days: number,
): RestoreCost | undefined {
  const prices = restorePrices(region, storageClass, tier);
  const standard = PRICES.regions[region]?.storage.STANDARD;
  if (prices === undefined || standard === undefined) return undefined;
  const requestsUsd = cost(objects, prices.request);
  const retrievalUsd = cost(bytes, prices.retrieval);
  const copiesUsd = cost((bytes * days) / MONTH_DAYS, standard);
  return {
    requestsUsd,
    retrievalUsd,
    copiesUsd,
    totalUsd: requestsUsd + retrievalUsd + copiesUsd,
    assumed: [prices.request, prices.retrieval, standard].some(({ certainty }) => certainty === "assumed"),
  };
}
