import { assume, type Assumptions } from "../../../evidence/cost/assumptions";
import { estimateCost, type Estimate } from "../../../evidence/cost/model";
import { GIB, type Price } from "../../../evidence/cost/price";
import { PRICES, type PriceTable } from "../../../evidence/cost/prices";
import type { CostInput } from "../../../evidence/cost/situation";

/** Cases small enough to compute by hand. */

export const VAULT = "eu-central-1";
export const REPLICA = "eu-west-1";

/** A table in which everything is free but what is named, for example `eu-central-1.storage.STANDARD`. */
export function onlyPriced(prices: Readonly<Record<string, number>>): PriceTable {
  const unused = new Set(Object.keys(prices));
  const walk = (id: string, node: object): object => {
    if ("usd" in node) {
      unused.delete(id);
      return { ...(node as Price), usd: prices[id] ?? 0 };
    }
    return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, walk(`${id}.${key}`, child)]));
  };
  const regions = Object.fromEntries(
    Object.entries(PRICES.regions).map(([id, node]) => [id, walk(id, node)]),
  );
  const table = { regions, datadog: walk("datadog", PRICES.datadog) } as PriceTable;
  if (unused.size > 0) throw new Error(`no such price: ${[...unused].join(", ")}`);
  return table;
}

/** Nothing happens in the vault but what a case asks for. */
export const QUIET: Partial<Assumptions> = {
  sentBytesPerEvent: 1_000,
  archivedBytesPerEvent: GIB,
  exportsPerYear: 0,
  queriesPerMonth: 0,
  rehydrationsPerYear: 0,
  recordsPerDay: 0,
  trailFilesPerDay: 0,
  bytesPerTrailEvent: 0,
};

/** Ten days with one object of 1 GB every 15 minutes, 96 a day; on the fourth day of its life it moves. */
export function tenDays(
  prices: Readonly<Record<string, number>>,
  assumptions: Partial<Assumptions> = {},
  input: Partial<CostInput> = {},
): Estimate {
  return estimateCost({
    region: VAULT,
    replicaRegion: REPLICA,
    retentionDays: 10,
    coldAfterDays: 4,
    storageClass: "GLACIER_IR",
    eventsPerDay: 96,
    assumptions: assume({ ...QUIET, ...assumptions }),
    prices: onlyPriced(prices),
    ...input,
  });
}

/** What one line comes to over the whole period. */
export function lineUsd({ lines }: Estimate, id: string): number {
  const line = lines.find((candidate) => candidate.id === id);
  if (line === undefined) throw new Error(`no line ${id}`);
  return line.usd;
}
