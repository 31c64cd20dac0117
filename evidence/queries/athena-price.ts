/**
 * What Athena charges for reading, as published for eu-central-1: to be compared with the vendor's page now and then.
 * Requests to S3 and KMS, and retrieval from Glacier Instant Retrieval, come on top and are not in here.
 */
export const ATHENA_PRICE = {
  usdPerTerabyte: 5,
  /** A query that reads less is charged as if it read this. */
  minimumBytes: 10_000_000,
  region: "eu-central-1",
  read: "2026-11-24",
  source: "https://aws.amazon.com/athena/pricing/",
} as const;

const TERABYTE = 1e12;

/** Cost in US dollars of a query that read that many bytes, as Athena counts them. */
export function athenaCost(bytesRead: number): { readonly usd: number; readonly basis: string } {
  const { usdPerTerabyte, minimumBytes, region, read } = ATHENA_PRICE;
  return {
    usd: (Math.max(bytesRead, minimumBytes) / TERABYTE) * usdPerTerabyte,
    basis: `${usdPerTerabyte} USD a terabyte, at least ${minimumBytes / 1e6} MB, ${region}, price of ${read}; S3 and KMS requests and retrieval not included`,
  };
}
