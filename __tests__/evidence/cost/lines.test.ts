import type { Assumptions } from "../../../evidence/cost/assumptions";
import type { CostInput } from "../../../evidence/cost/situation";
import { lineUsd, tenDays } from "./case";

/** Days of a month and a year on average, as a bill spreads them. */
const MONTH = 30.4375;
const YEAR = 365.25;
/** Part of the ten days' objects that has moved at their end: those of the first six days. */
const MOVED = 0.6;
/** With 365.25 exports a year of two days each, ten days see ten exports of 192 objects, one listing a day of log each. */
const TEN_EXPORTS = { exportsPerYear: YEAR, daysPerExport: 2 };
const READ_OBJECTS = 10 * 2 * 96;
const LISTS = 10 * 2 + READ_OBJECTS / 1_000;

interface Case {
  readonly says: string;
  readonly line: string;
  readonly prices: Readonly<Record<string, number>>;
  readonly assumptions?: Partial<Assumptions>;
  readonly input?: Partial<CostInput>;
  /** By hand. */
  readonly usd: number;
}

const CASES: readonly Case[] = [
  {
    says: "the vault's young entries: 96 GB a day, of 50 days held 32 before the move",
    line: "storage-vault-standard",
    prices: { "eu-central-1.storage.STANDARD": 1 },
    usd: (96 * 32) / MONTH,
  },
  {
    says: "the vault's moved entries: the other 18 days",
    line: "storage-vault-cold",
    prices: { "eu-central-1.storage.GLACIER_IR": 1 },
    usd: (96 * 18) / MONTH,
  },
  {
    says: "entries of 1 KB that move although they are small, as 128 KB each",
    line: "storage-vault-cold",
    prices: { "eu-central-1.storage.GLACIER_IR": 1 },
    assumptions: { archivedBytesPerEvent: 1024, lifecycleMinimumBytes: 0 },
    usd: (96 * 18 * 128) / 1024 ** 2 / MONTH,
  },
  {
    says: "DEEP_ARCHIVE with 32 KB an object in its own class",
    line: "storage-vault-cold",
    prices: { "eu-central-1.storage.DEEP_ARCHIVE": 1 },
    input: { storageClass: "DEEP_ARCHIVE" },
    usd: (96 * 18 * (1 + 32 / 1024 ** 2)) / MONTH,
  },
  {
    says: "and 8 KB an object in STANDARD",
    line: "storage-vault-cold",
    prices: { "eu-central-1.storage.STANDARD": 1 },
    input: { storageClass: "DEEP_ARCHIVE" },
    usd: (96 * 18 * 8) / 1024 ** 2 / MONTH,
  },
  {
    says: "the replica's young entries at its own region's price",
    line: "storage-replica-standard",
    prices: { "eu-west-1.storage.STANDARD": 2 },
    usd: (2 * 96 * 32) / MONTH,
  },
  {
    says: "the replica's moved entries",
    line: "storage-replica-cold",
    prices: { "eu-west-1.storage.GLACIER_IR": 2 },
    usd: (2 * 96 * 18) / MONTH,
  },
  {
    says: "records in STANDARD for all 50 days, in both copies",
    line: "storage-records",
    prices: { "eu-central-1.storage.STANDARD": 1, "eu-west-1.storage.STANDARD": 2 },
    assumptions: { recordsPerDay: 3, bytesPerRecord: 1024 ** 3 },
    usd: (3 * 3 * 50) / MONTH,
  },
  {
    says: "the trail: three accesses an object and its files, never moved",
    line: "storage-trail",
    prices: { "eu-central-1.storage.STANDARD": 1 },
    assumptions: { bytesPerTrailEvent: 1024 ** 3, trailFilesPerDay: 2, bytesPerTrailFile: 1024 ** 3 },
    usd: ((3 * 96 + 2) * 50) / MONTH,
  },
  {
    says: "writing objects, records and the trail's files",
    line: "requests",
    prices: { "eu-central-1.put": 1 },
    assumptions: { recordsPerDay: 4, trailFilesPerDay: 100 },
    usd: (10 * (96 + 4 + 100)) / 1_000,
  },
  {
    says: "copying objects and records to the replica",
    line: "requests",
    prices: { "eu-west-1.put": 1 },
    assumptions: { recordsPerDay: 4 },
    usd: (10 * (96 + 4)) / 1_000,
  },
  {
    says: "listing what exports read, beside the writes",
    line: "requests",
    prices: { "eu-central-1.put": 1 },
    assumptions: TEN_EXPORTS,
    usd: (960 + LISTS) / 1_000,
  },
  {
    says: "listing 24 folders a day of log for a query",
    line: "requests",
    prices: { "eu-central-1.put": 1 },
    assumptions: { queriesPerMonth: MONTH, daysPerQuery: 1 },
    usd: (960 + 10 * 24 + 0.96) / 1_000,
  },
  {
    says: "reading what has not moved",
    line: "requests",
    prices: { "eu-central-1.get.STANDARD": 1 },
    assumptions: TEN_EXPORTS,
    usd: (READ_OBJECTS * (1 - MOVED)) / 1_000,
  },
  {
    says: "reading what has moved",
    line: "requests",
    prices: { "eu-central-1.get.GLACIER_IR": 1 },
    assumptions: TEN_EXPORTS,
    usd: (READ_OBJECTS * MOVED) / 1_000,
  },
  {
    says: "moving the objects of six days, in both copies",
    line: "transitions",
    prices: { "eu-central-1.transition.GLACIER_IR": 1, "eu-west-1.transition.GLACIER_IR": 2 },
    usd: (3 * 6 * 96) / 1_000,
  },
  {
    says: "taking bytes out of GLACIER_IR",
    line: "retrieval",
    prices: { "eu-central-1.retrieval.GLACIER_IR": 1 },
    assumptions: TEN_EXPORTS,
    usd: READ_OBJECTS * MOVED,
  },
  {
    says: "asking for restores from DEEP_ARCHIVE",
    line: "retrieval",
    prices: { "eu-central-1.restoreRequest": 1 },
    assumptions: TEN_EXPORTS,
    input: { storageClass: "DEEP_ARCHIVE" },
    usd: (READ_OBJECTS * MOVED) / 1_000,
  },
  {
    says: "keeping a restored copy for seven days",
    line: "retrieval",
    prices: { "eu-central-1.storage.STANDARD": 1 },
    assumptions: TEN_EXPORTS,
    input: { storageClass: "DEEP_ARCHIVE" },
    usd: (READ_OBJECTS * MOVED * 7) / MONTH,
  },
  {
    says: "carrying 96 GB and a record of 1 GB a day to the replica",
    line: "transfer-replica",
    prices: { "eu-central-1.transferToRegion": 1, "eu-central-1.replicationTimeControl": 2 },
    assumptions: { recordsPerDay: 1, bytesPerRecord: 1024 ** 3 },
    usd: 3 * 970,
  },
  {
    says: "carrying exports and rehydrations out of AWS",
    line: "transfer-out",
    prices: { "eu-central-1.transferToInternet": 1 },
    assumptions: { ...TEN_EXPORTS, rehydrationsPerYear: YEAR, daysPerRehydration: 1 },
    usd: 10 * 3 * 96,
  },
  {
    says: "recording every access of objects and records",
    line: "trail-events",
    prices: { "eu-central-1.trailDataEvent": 1 },
    assumptions: { ...TEN_EXPORTS, recordsPerDay: 4 },
    usd: (3 * 10 * 100 + READ_OBJECTS + LISTS) / 100_000,
  },
  {
    says: "three keys for encryption and seven for signing, ten days long",
    line: "keys",
    prices: { "eu-central-1.key": 1 },
    usd: (10 * 10) / MONTH,
  },
  {
    says: "asking KMS three times an object and once a file of the trail",
    line: "key-requests",
    prices: { "eu-central-1.keyRequest": 1 },
    assumptions: { trailFilesPerDay: 12 },
    usd: (10 * (3 * 96 + 12)) / 10_000,
  },
  {
    says: "asking KMS once for a hundred objects read",
    line: "key-requests",
    prices: { "eu-central-1.keyRequest": 1 },
    assumptions: TEN_EXPORTS,
    usd: (10 * 3 * 96 + READ_OBJECTS / 100) / 10_000,
  },
  {
    says: "signing records",
    line: "key-requests",
    prices: { "eu-central-1.signature": 1 },
    assumptions: { recordsPerDay: 5 },
    usd: 50 / 10_000,
  },
  {
    says: "scanning one day of log a day",
    line: "queries",
    prices: { "eu-central-1.queryScan": 1 },
    assumptions: { queriesPerMonth: MONTH, daysPerQuery: 1 },
    usd: (10 * 96) / 1024,
  },
  {
    says: "scanning 10 MB a query at least",
    line: "queries",
    prices: { "eu-central-1.queryScan": 1 },
    assumptions: { queriesPerMonth: MONTH, daysPerQuery: 1, archivedBytesPerEvent: 1 },
    usd: (10 * 10) / 1024 ** 2,
  },
  {
    says: "two alarms and four metrics",
    line: "watch",
    prices: { "eu-central-1.alarm": 1, "eu-central-1.metric": 2 },
    usd: (10 * (2 + 2 * 4)) / MONTH,
  },
  {
    says: "listing all objects and records every day",
    line: "inventory",
    prices: { "eu-central-1.inventory": 1 },
    assumptions: { recordsPerDay: 4 },
    usd: (100 * 50) / 1e6,
  },
  {
    says: "sending 960 entries of 1,000 bytes to Datadog",
    line: "datadog-ingestion",
    prices: { "datadog.ingestion": 1 },
    usd: 960_000 / 1e9,
  },
  {
    says: "indexing half of them",
    line: "datadog-indexing",
    prices: { "datadog.indexing": 1 },
    assumptions: { indexedShare: 0.5 },
    usd: 480 / 1e6,
  },
  {
    says: "scanning and indexing a day of log at each of ten rehydrations",
    line: "datadog-rehydration",
    prices: { "datadog.rehydrationScan": 1, "datadog.indexing": 2 },
    assumptions: { rehydrationsPerYear: YEAR, daysPerRehydration: 1 },
    usd: (10 * 96 * 1024 ** 3) / 1e9 + (2 * 960) / 1e6,
  },
];

describe("Each line of the bill can be computed by hand", () => {
  it.each(CASES)("$line: $says", ({ line, prices, assumptions, input, usd }) => {
    expect(lineUsd(tenDays(prices, assumptions, input), line)).toBeCloseTo(usd, 10);
  });

  it("and no line of the bill is without such a case", () => {
    const lines = tenDays({}).lines.map(({ id }) => id);
    expect([...new Set(CASES.map(({ line }) => line))]).toEqual(lines);
  });
});

describe("Lines change over the years where the thing itself does", () => {
  const THREE_YEARS = { retentionDays: 366 + 365 + 365 + 365 };

  it("encryption keys are billed for their first two yearly rotations, and no more", () => {
    const estimate = tenDays({ "eu-central-1.key": 1 }, { signingKeys: 0 }, THREE_YEARS);
    const keys = estimate.lines.find(({ id }) => id === "keys")!;
    const months = estimate.years.map(({ days }) => days / MONTH);
    const billed = keys.usdByYear.map((usd, index) => usd / months[index]!);
    expect(billed.map((keysBilled) => Math.round(keysBilled))).toEqual([3, 6, 9, 9]);
  });

  it("storage grows from year to year, sending does not", () => {
    const prices = { "eu-central-1.storage.GLACIER_IR": 1, "datadog.ingestion": 1 };
    const { lines } = tenDays(prices, {}, THREE_YEARS);
    const byYear = (id: string) => lines.find((line) => line.id === id)!.usdByYear;
    const stored = byYear("storage-vault-cold");
    expect(stored).toEqual([...stored].sort((a, b) => a - b));
    expect(byYear("datadog-ingestion")[3]).toBeCloseTo(byYear("datadog-ingestion")[1]!, 10);
  });
});
