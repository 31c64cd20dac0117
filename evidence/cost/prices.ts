import { ATHENA_PRICE } from "../queries/athena-price";
import type { Certainty, Price } from "./price";
import type { ColdClass, StorageClass } from "./storage-class";

/** Day on which all prices below were read. */
export const PRICES_READ = "2026-11-24";

/** What AWS asks in one region. */
export interface RegionPrices {
  readonly storage: Readonly<Record<StorageClass, Price>>;
  /** PUT, COPY, POST and LIST; entries always arrive in STANDARD. */
  readonly put: Price;
  /** GET; of DEEP_ARCHIVE it is the restored copy that is read. */
  readonly get: Readonly<Record<StorageClass, Price>>;
  /** Lifecycle transition into the class. */
  readonly transition: Readonly<Record<ColdClass, Price>>;
  /** Bytes read from the class, or restored from it. */
  readonly retrieval: Readonly<Record<ColdClass, Price>>;
  /** Request to restore an object from DEEP_ARCHIVE, standard speed. */
  readonly restoreRequest: Price;
  readonly transferToRegion: Price;
  readonly replicationTimeControl: Price;
  readonly transferToInternet: Price;
  readonly inventory: Price;
  readonly key: Price;
  readonly keyRequest: Price;
  /** Signature by an elliptic-curve key. */
  readonly signature: Price;
  readonly trailDataEvent: Price;
  readonly queryScan: Price;
  readonly alarm: Price;
  readonly metric: Price;
}

/** All prices the estimate uses. */
export interface PriceTable {
  readonly regions: Readonly<Record<string, RegionPrices>>;
  readonly datadog: {
    readonly ingestion: Price;
    /** Indexing with 15 days of retention. */
    readonly indexing: Price;
    /** Compressed bytes a rehydration reads. */
    readonly rehydrationScan: Price;
  };
}

const priced =
  (source: string) =>
  (usd: number, unit: Price["unit"], certainty: Certainty, basis: string): Price => ({
    usd,
    unit,
    source,
    certainty,
    basis,
    dateRead: PRICES_READ,
  });

const s3 = priced("Amazon S3 pricing");
const kms = priced("AWS Key Management Service pricing");
const cloudTrail = priced("AWS CloudTrail pricing");
const athena = priced("Amazon Athena pricing");
const cloudWatch = priced("Amazon CloudWatch pricing");
const datadog = priced("Datadog pricing");

const US = "price of us-east-1, taken over";
const US_AND_A_FIFTH = "price of us-east-1 plus a fifth, as Frankfurt's other Glacier requests";
const FRANKFURT_2025 = "table of S3 classes in eu-central-1, September 2025";
const FRANKFURT_2021 = "overview of S3 classes in eu-central-1, December 2021";
const BY_REGION_2026 = "table of S3 STANDARD by region, August 2026";
const PAGE = "copy of the vendor's page";

/** Of these we found one price for all regions and none for one region. */
const sameEverywhere = {
  transferToRegion: s3(0.02, "GB", "reported", "replication guide, June 2026, no region named"),
  replicationTimeControl: s3(0.015, "GB", "assumed", "long-standing list price, no copy found"),
  transferToInternet: s3(0.09, "GB", "assumed", US),
  key: kms(1, "key and month", "vendor-page", PAGE),
  keyRequest: kms(0.03, "10,000 requests", "reported", "pricing guide, March 2026, no region named"),
  signature: kms(
    0.15,
    "10,000 requests",
    "reported",
    "pricing guide, June 2026: five times the symmetric rate",
  ),
  trailDataEvent: cloudTrail(0.1, "100,000 events", "vendor-page", PAGE),
  queryScan: athena(ATHENA_PRICE.usdPerTerabyte, "TB", "reported", "pricing guides, no region named"),
  alarm: cloudWatch(0.1, "alarm and month", "reported", "pricing guide, no region named"),
  metric: cloudWatch(0.3, "metric and month", "reported", "pricing guide, no region named"),
};

/**
 * The one table of prices, US dollars. Whoever confirms or corrects a figure changes it here, with its date.
 * Of a price with tiers it holds the first, so that no estimate comes out too low for that reason.
 */
export const PRICES: PriceTable = {
  regions: {
    "eu-central-1": {
      ...sameEverywhere,
      storage: {
        STANDARD: s3(0.0245, "GB-month", "reported", BY_REGION_2026),
        GLACIER_IR: s3(0.005, "GB-month", "reported", FRANKFURT_2025),
        DEEP_ARCHIVE: s3(0.0018, "GB-month", "reported", `${FRANKFURT_2021}: 7 % of STANDARD`),
      },
      put: s3(0.0054, "1,000 requests", "assumed", "price of eu-west-2, taken over"),
      get: {
        STANDARD: s3(0.00043, "1,000 requests", "reported", "billing record of eu-central-1, June 2020"),
        GLACIER_IR: s3(0.012, "1,000 requests", "assumed", US_AND_A_FIFTH),
        DEEP_ARCHIVE: s3(0.00043, "1,000 requests", "reported", "as STANDARD"),
      },
      transition: {
        GLACIER_IR: s3(0.024, "1,000 requests", "assumed", US_AND_A_FIFTH),
        DEEP_ARCHIVE: s3(0.06, "1,000 requests", "reported", `${FRANKFURT_2021}: dearest transition`),
      },
      retrieval: {
        GLACIER_IR: s3(0.03, "GB", "reported", FRANKFURT_2025),
        DEEP_ARCHIVE: s3(0.024, "GB", "assumed", US_AND_A_FIFTH),
      },
      restoreRequest: s3(0.12, "1,000 requests", "reported", `${FRANKFURT_2021}: dearest request`),
      inventory: s3(0.0028, "million objects", "assumed", "price of us-east-1 plus a tenth"),
    },
    "eu-west-1": {
      ...sameEverywhere,
      storage: {
        STANDARD: s3(0.023, "GB-month", "reported", BY_REGION_2026),
        GLACIER_IR: s3(0.004, "GB-month", "assumed", US),
        DEEP_ARCHIVE: s3(0.00099, "GB-month", "assumed", US),
      },
      put: s3(0.005, "1,000 requests", "assumed", US),
      get: {
        STANDARD: s3(0.0004, "1,000 requests", "assumed", US),
        GLACIER_IR: s3(0.01, "1,000 requests", "assumed", US),
        DEEP_ARCHIVE: s3(0.0004, "1,000 requests", "assumed", US),
      },
      transition: {
        GLACIER_IR: s3(0.02, "1,000 requests", "assumed", US),
        DEEP_ARCHIVE: s3(0.05, "1,000 requests", "assumed", US),
      },
      retrieval: {
        GLACIER_IR: s3(0.03, "GB", "assumed", US),
        DEEP_ARCHIVE: s3(0.02, "GB", "assumed", US),
      },
      restoreRequest: s3(0.1, "1,000 requests", "assumed", US),
      inventory: s3(0.0025, "million objects", "assumed", US),
    },
  },
  datadog: {
    ingestion: datadog(0.1, "GB of 10^9 bytes", "vendor-page", `${PAGE}, September 2026, billed annually`),
    indexing: datadog(1.7, "million events", "vendor-page", `${PAGE}, September 2026, billed annually`),
    rehydrationScan: datadog(0.1, "GB of 10^9 bytes", "vendor-page", `${PAGE}, September 2026`),
  },
};

/** A price with its place in the table, for example `eu-central-1.storage.GLACIER_IR`. */
export interface ListedPrice extends Price {
  readonly id: string;
}

/** All prices of the given regions, and Datadog's, one after another. */
export function listPrices({ regions, datadog }: PriceTable, of: readonly string[]): ListedPrice[] {
  return [...of.flatMap((region) => listed(region, regions[region])), ...listed("datadog", datadog)];
}

function listed(id: string, node: unknown): ListedPrice[] {
  if (isPrice(node)) return [{ id, ...node }];
  return Object.entries(node ?? {}).flatMap(([key, child]) => listed(`${id}.${key}`, child));
}

function isPrice(node: unknown): node is Price {
  return typeof node === "object" && node !== null && "usd" in node;
}
