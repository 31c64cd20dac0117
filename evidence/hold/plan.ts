import { cost, type Price } from "../cost/price";
import { PRICES, PRICES_READ, type RegionPrices } from "../cost/prices";
import { sum } from "../cost/sum";
import type { HeldBucket } from "./held-bucket";
import type { Area } from "./scope";

/** What placing a hold would touch in one area. */
export interface AreaPlan {
  readonly area: Area["name"];
  readonly versions: number;
  readonly bytes: number;
  readonly deleteMarkers: number;
  /** Listing requests it takes. */
  readonly listings: number;
  /** Versions by S3's storage class. */
  readonly classes: Readonly<Record<string, number>>;
}

/** A part of the price of placing a hold, once, in US dollars. */
export interface HoldCostLine {
  readonly what: string;
  readonly quantity: number;
  readonly usd: number;
  /** Where the price comes from; says so where it is assumed. */
  readonly basis: string;
}

/** What placing a hold costs; storing on what is held comes on top. */
export interface HoldCost {
  readonly pricesRead: string;
  readonly lines: readonly HoldCostLine[];
  readonly usd: number;
}

/** Counts what a hold on an area would touch; changes nothing. Throws UserError. */
export async function planArea(
  bucket: HeldBucket,
  area: Area,
  onProgress?: (progress: { area: Area["name"]; done: number }) => void,
): Promise<AreaPlan> {
  const count = { versions: 0, bytes: 0, deleteMarkers: 0, listings: 0 };
  const classes: Record<string, number> = {};
  for await (const { versions } of bucket.pages(area)) {
    count.listings++;
    for (const { deleteMarker, bytes, storageClass = "STANDARD" } of versions) {
      if (deleteMarker) {
        count.deleteMarkers++;
        continue;
      }
      count.versions++;
      count.bytes += bytes;
      classes[storageClass] = (classes[storageClass] ?? 0) + 1;
    }
    onProgress?.({ area: area.name, done: count.versions });
  }
  return { area: area.name, ...count, classes };
}

/**
 * What setting the holds costs at list prices. S3's pages do not name the price of a legal hold: each is taken to cost
 * what a PUT into the version's class costs, the dearest reading, and to be repeated in the replica.
 *
 * @returns nothing for a region whose prices the table does not hold
 */
export function holdCost(
  plans: readonly AreaPlan[],
  region: string,
  replicaRegion: string,
): HoldCost | undefined {
  const [vault, replica] = [PRICES.regions[region], PRICES.regions[replicaRegion]];
  if (vault === undefined || replica === undefined) return undefined;
  const versions = sum(plans.map((plan) => plan.versions));
  const classes = new Map<string, number>();
  for (const plan of plans)
    for (const [name, count] of Object.entries(plan.classes))
      classes.set(name, (classes.get(name) ?? 0) + count);
  const lines = [
    line("listing requests", sum(plans.map(({ listings }) => listings)), vault.put),
    ...[...classes].map(([name, count]) => line(`holds on ${name}`, count, holdPrice(vault, name))),
    line("the same in the replica", versions, replica.put),
    line("events on the access trail", versions, vault.trailDataEvent),
  ];
  return { pricesRead: PRICES_READ, lines, usd: sum(lines.map(({ usd }) => usd)) };
}

/** The price of a lifecycle transition into a class is that of a PUT into it. */
function holdPrice({ put, transition }: RegionPrices, storageClass: string): Price {
  return storageClass === "GLACIER_IR" || storageClass === "DEEP_ARCHIVE" ? transition[storageClass] : put;
}

function line(what: string, quantity: number, price: Price): HoldCostLine {
  const basis = `${price.source}: ${price.usd} USD per ${price.unit}, ${price.certainty} (${price.basis})`;
  return { what, quantity, usd: cost(quantity, price), basis };
}
