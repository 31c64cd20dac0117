import { coldShare, daysRead, readRequests, recordedAccesses } from "./accesses";
import type { Line } from "./line";
import { cost } from "./price";
import { COLD_CLASSES } from "./storage-class";
import { heldUnitDays, MONTH_DAYS, type Situation, type Year } from "./situation";

/** Athena bills each query for at least so many bytes. */
const SMALLEST_QUERY_BYTES = 10 * 1024 ** 2;
/** KMS bills the first two rotations of a key, and none after them. */
export const BILLED_ROTATIONS = 2;

/** Lines for what is done with the vault, and what watches it. */
export const USE_LINES: readonly Line[] = [
  { id: "requests", title: "S3 requests: write, copy, list, read", usd: requestsUsd },
  { id: "transitions", title: "Moves to the colder class, both copies", usd: transitionsUsd },
  { id: "retrieval", title: "Reading from the colder class", usd: retrievalUsd },
  { id: "transfer-replica", title: "Transfer to the replica, within 15 minutes", usd: replicationUsd },
  { id: "transfer-out", title: "Transfer of exports and rehydrations", usd: transferOutUsd },
  {
    id: "trail-events",
    title: "CloudTrail data events",
    usd: (situation, year) => cost(recordedAccesses(situation, year), situation.vault.trailDataEvent),
  },
  { id: "keys", title: "KMS keys", usd: keysUsd },
  { id: "key-requests", title: "KMS requests and signatures", usd: keyRequestsUsd },
  { id: "queries", title: "Athena queries", usd: queriesUsd },
  {
    id: "watch",
    title: "CloudWatch alarms and replication metrics",
    usd: ({ assumed, vault }, { months }) =>
      cost(assumed.alarms * months, vault.alarm) + cost(assumed.replicationMetrics * months, vault.metric),
  },
  {
    id: "inventory",
    title: "Daily inventory of all objects",
    usd: ({ assumed, objectsPerDay, vault }, year) => {
      const objectDays = heldUnitDays(year, Number.POSITIVE_INFINITY).young;
      return cost((objectsPerDay + assumed.recordsPerDay) * objectDays, vault.inventory);
    },
  },
];

function requestsUsd(situation: Situation, year: Year): number {
  const { assumed, objectsPerDay, vault, replica, coldClass } = situation;
  const written = (objectsPerDay + assumed.recordsPerDay) * year.days;
  const { gets, lists } = readRequests(situation, year);
  const cold = gets * coldShare(situation, year);
  return (
    cost(written + assumed.trailFilesPerDay * year.days + lists, vault.put) +
    cost(written, replica.put) +
    cost(gets - cold, vault.get.STANDARD) +
    cost(cold, vault.get[coldClass ?? "STANDARD"])
  );
}

function transitionsUsd(
  { objectsPerDay, coldClass, movesAfterDays, vault, replica }: Situation,
  { from, to }: Year,
) {
  if (coldClass === undefined) return 0;
  const movedUntil = (day: number) => Math.max(0, day - movesAfterDays) * objectsPerDay;
  const moved = movedUntil(to) - movedUntil(from);
  return cost(moved, vault.transition[coldClass]) + cost(moved, replica.transition[coldClass]);
}

function retrievalUsd(situation: Situation, year: Year): number {
  const { assumed, bytesPerDay, coldClass, vault } = situation;
  if (coldClass === undefined) return 0;
  const share = coldShare(situation, year);
  const bytes = daysRead(situation, year).all * bytesPerDay * share;
  const read = cost(bytes, vault.retrieval[coldClass]);
  if (!COLD_CLASSES[coldClass].needsRestore) return read;
  const restores = readRequests(situation, year).gets * share;
  const copies = (bytes * assumed.restoredCopyDays) / MONTH_DAYS;
  return read + cost(restores, vault.restoreRequest) + cost(copies, vault.storage.STANDARD);
}

function replicationUsd({ assumed, bytesPerDay, vault }: Situation, { days }: Year): number {
  const bytes = (bytesPerDay + assumed.recordsPerDay * assumed.bytesPerRecord) * days;
  return cost(bytes, vault.transferToRegion) + cost(bytes, vault.replicationTimeControl);
}

function transferOutUsd(situation: Situation, year: Year): number {
  const { exports, rehydrations } = daysRead(situation, year);
  return cost((exports + rehydrations) * situation.bytesPerDay, situation.vault.transferToInternet);
}

function keysUsd({ assumed, vault }: Situation, { number, months }: Year): number {
  const billed = assumed.encryptionKeys * (1 + Math.min(number - 1, BILLED_ROTATIONS)) + assumed.signingKeys;
  return cost(billed * months, vault.key);
}

function keyRequestsUsd(situation: Situation, year: Year): number {
  const { assumed, objectsPerDay, vault } = situation;
  const written = (objectsPerDay + assumed.recordsPerDay) * assumed.keyRequestsPerObjectWritten;
  const { gets } = readRequests(situation, year);
  const requests = (written + assumed.trailFilesPerDay) * year.days + gets * assumed.keyRequestsPerObjectRead;
  return cost(requests, vault.keyRequest) + cost(assumed.recordsPerDay * year.days, vault.signature);
}

function queriesUsd({ assumed, bytesPerDay, vault }: Situation, { to, months }: Year): number {
  const scanned = Math.min(assumed.daysPerQuery, to) * bytesPerDay;
  const queries = assumed.queriesPerMonth * months;
  return cost(queries * Math.max(scanned, SMALLEST_QUERY_BYTES), vault.queryScan);
}
