/** What a price is, and what a quantity costs at it. */

export const KIB = 1024;
export const GIB = 1024 ** 3;

/** How many base quantities (bytes, byte-months, requests, events, keys) one priced unit holds. */
const UNITS = {
  "GB-month": GIB,
  GB: GIB,
  TB: 1024 ** 4,
  "GB of 10^9 bytes": 1e9,
  "1,000 requests": 1_000,
  "10,000 requests": 10_000,
  "100,000 events": 100_000,
  "million events": 1e6,
  "million objects": 1e6,
  "key and month": 1,
  "alarm and month": 1,
  "metric and month": 1,
} as const;

/**
 * How sure we are: read on a copy of the vendor's own page; quoted for this region by others; or `assumed`, which every
 * output says.
 */
export type Certainty = "vendor-page" | "reported" | "assumed";

/** One list price in US dollars, without tax, discount or free allowance; of several tiers the first, which is the dearest. */
export interface Price {
  readonly usd: number;
  readonly unit: keyof typeof UNITS;
  /** Name of the vendor's page the price belongs to. */
  readonly source: string;
  readonly certainty: Certainty;
  /** Where the figure was found, or what it was taken over from. */
  readonly basis: string;
  /** Day on which it was read, YYYY-MM-DD. */
  readonly dateRead: string;
}

/** Dollars for a quantity in base quantities: bytes, byte-months, requests, events, keys and months. */
export function cost(quantity: number, price: Price): number {
  return (quantity / UNITS[price.unit]) * price.usd;
}
