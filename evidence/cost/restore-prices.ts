import type { Certainty, Price } from "./price";
import { PRICES } from "./prices";

/** Classes whose objects must be restored before they can be read. */
export const RESTORE_CLASSES = ["GLACIER", "DEEP_ARCHIVE"] as const;
export type RestoreClass = (typeof RESTORE_CLASSES)[number];

/** How fast a restore is asked for. */
export const RESTORE_TIERS = ["bulk", "standard", "expedited"] as const;
export type RestoreTier = (typeof RESTORE_TIERS)[number];

/** What S3 asks for a restore. */
export interface RestorePrices {
  readonly request: Price;
  /** Per byte brought back. */
  readonly retrieval: Price;
}

/** Day on which the prices below were read; those of DEEP_ARCHIVE at standard speed are in `prices.ts`. */
export const RESTORE_PRICES_READ = "2026-11-25";

const VENDOR_EXAMPLE = "AWS re:Post, managing retrieval costs";
const LONG_STANDING = "long-standing list price of us-east-1, no copy found";
const A_FIFTH_MORE = "price of us-east-1 plus a fifth, as Frankfurt's other Glacier requests";
const FREE = "user guide, archive retrieval options: bulk retrievals are free";

const s3 = (usd: number, unit: Price["unit"], certainty: Certainty, basis: string): Price => ({
  usd,
  unit,
  source: "Amazon S3 pricing",
  certainty,
  basis,
  dateRead: RESTORE_PRICES_READ,
});

const tier = (
  per1000Requests: number,
  perGb: number,
  certainty: Certainty,
  basis: string,
): RestorePrices => ({
  request: s3(per1000Requests, "1,000 requests", certainty, basis),
  retrieval: s3(perGb, "GB", certainty, basis),
});

type Tiers = Readonly<Partial<Record<RestoreTier, RestorePrices>>>;

/** Without DEEP_ARCHIVE at standard speed: that price has one place, in `prices.ts`. A tier that is missing is not offered. */
const BY_REGION: Readonly<Record<string, Readonly<Record<RestoreClass, Tiers>>>> = {
  "eu-central-1": {
    GLACIER: {
      bulk: tier(0, 0, "vendor-page", FREE),
      standard: tier(0.06, 0.012, "assumed", A_FIFTH_MORE),
      expedited: tier(12, 0.036, "assumed", A_FIFTH_MORE),
    },
    DEEP_ARCHIVE: { bulk: tier(0.03, 0.003, "assumed", A_FIFTH_MORE) },
  },
  "eu-west-1": {
    GLACIER: {
      bulk: tier(0, 0, "vendor-page", FREE),
      standard: tier(0.05, 0.01, "assumed", `${VENDOR_EXAMPLE}, no region named`),
      expedited: tier(10, 0.03, "assumed", `${VENDOR_EXAMPLE}, no region named`),
    },
    DEEP_ARCHIVE: { bulk: tier(0.025, 0.0025, "assumed", LONG_STANDING) },
  },
};

/** Prices of a restore in a region; nothing where the region has none, or the class is not restored so fast. */
export function restorePrices(
  region: string,
  storageClass: RestoreClass,
  speed: RestoreTier,
): RestorePrices | undefined {
  const prices = PRICES.regions[region];
  if (prices !== undefined && storageClass === "DEEP_ARCHIVE" && speed === "standard")
    return { request: prices.restoreRequest, retrieval: prices.retrieval.DEEP_ARCHIVE };
  return BY_REGION[region]?.[storageClass][speed];
}

/** Whether objects of a class must be restored before they can be read. */
export function needsRestore(storageClass: string | undefined): storageClass is RestoreClass {
  return RESTORE_CLASSES.some((cold) => cold === storageClass);
}
