import { ASSUMPTIONS } from "./assumptions";
import { cost, type Price } from "./price";
import { PRICES, type RegionPrices } from "./prices";
import { needsRestore } from "./restore-prices";
import { STORAGE_CLASSES, type StorageClass } from "./storage-class";
import { sum } from "./sum";

/** What is to be read, once, from one region. */
export interface ReadAmount {
  readonly region: string;
  readonly listRequests: number;
  readonly byClass: readonly {
    readonly storageClass: string;
    readonly objects: number;
    readonly bytes: number;
  }[];
}

/** One line of what reading costs. */
export interface ReadLine {
  /** Stable machine name. */
  readonly id: string;
  readonly title: string;
  readonly storageClass?: string;
  readonly quantity: number;
  readonly of: "requests" | "bytes" | "events";
  /** US dollars; null where no price is known for the class. */
  readonly usd: number | null;
  readonly price: Price | null;
}

/** What reading costs, estimated from list prices. */
export interface ReadCost {
  readonly currency: "USD";
  readonly region: string;
  readonly lines: readonly ReadLine[];
  /** Read inside the region, where nothing is transferred out. */
  readonly usdInRegion: number;
  /** Downloaded over the internet. */
  readonly usdToInternet: number;
  /** Lines whose price is not known are not in the sums. */
  readonly complete: boolean;
}

/**
 * What reading object versions once costs. Restoring cold ones comes before and is not in it: read is the restored copy,
 * at STANDARD's price. Nothing where the region has no prices.
 */
export function readCost({ region, listRequests, byClass }: ReadAmount): ReadCost | undefined {
  const prices = PRICES.regions[region];
  if (prices === undefined) return undefined;
  const objects = sum(byClass.map((total) => total.objects));
  const bytes = sum(byClass.map((total) => total.bytes));
  const inRegion = [
    line("list", "Listing all versions", listRequests, "requests", prices.put),
    ...byClass.flatMap(({ storageClass, ...amount }) => classLines(prices, storageClass, amount)),
    line(
      "key-requests",
      "KMS, decrypting the bucket's keys",
      objects * ASSUMPTIONS.keyRequestsPerObjectRead.value,
      "requests",
      prices.keyRequest,
    ),
    line("trail-events", "CloudTrail data events", objects, "events", prices.trailDataEvent),
  ];
  const transfer = line(
    "transfer-out",
    "Transfer to the internet",
    bytes,
    "bytes",
    prices.transferToInternet,
  );
  const usdInRegion = sum(inRegion.map(({ usd }) => usd ?? 0));
  return {
    currency: "USD",
    region,
    lines: [...inRegion, transfer],
    usdInRegion,
    usdToInternet: usdInRegion + (transfer.usd ?? 0),
    complete: inRegion.every(({ usd }) => usd !== null),
  };
}

function classLines(
  prices: RegionPrices,
  storageClass: string,
  { objects, bytes }: { readonly objects: number; readonly bytes: number },
): ReadLine[] {
  const priced = pricedAs(storageClass);
  const get = priced === undefined ? null : prices.get[priced];
  const lines = [{ ...line("get", `Reading from ${storageClass}`, objects, "requests", get), storageClass }];
  if (priced !== "GLACIER_IR") return lines;
  const title = `Retrieval from ${storageClass}`;
  return [...lines, { ...line("retrieval", title, bytes, "bytes", prices.retrieval[priced]), storageClass }];
}

/** The class at whose price an object is read; nothing for one that the table does not know. */
function pricedAs(storageClass: string): StorageClass | undefined {
  if (needsRestore(storageClass)) return "STANDARD";
  return STORAGE_CLASSES.find((known) => known === storageClass);
}

function line(
  id: string,
  title: string,
  quantity: number,
  of: ReadLine["of"],
  price: Price | null,
): ReadLine {
  return { id, title, quantity, of, usd: price === null ? null : cost(quantity, price), price };
}
