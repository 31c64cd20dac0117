import {
  appendRecord,
  FolderRecordStore,
  peekRecord,
  readRecords,
  S3RecordStore,
  verifyStream,
  type RecordStore,
} from "../../../evidence/records";
import { temporaryFolder } from "../../temporary";
import { actors, ringWith } from "./actors";
import type { AppendJob } from "./append-many";
import { startAws, type EmbeddedAws } from "../../embedded-aws";
import { decision } from "./streams";
import { gateKeyFile, startWriter } from "./writers";

const RING = ringWith();
const MINUTE = 60_000;

/** What stands in the stream, by who wrote it: which of its records each writer's are, in order. */
async function writtenBy(store: RecordStore): Promise<Record<string, number[]>> {
  const written: Record<string, number[]> = {};
  for await (const { bytes } of readRecords(store, "gate")) {
    const peeked = Buffer.isBuffer(bytes) ? peekRecord(bytes) : "unreadable";
    if (typeof peeked === "string") throw new Error(peeked);
    const { reason } = peeked.said.statement.predicate.details as { reason: string };
    const [writer = "", n] = reason.split(" ");
    (written[writer] ??= []).push(Number(n));
  }
  return written;
}

const oneTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

/** Two processes append 500 records each at the same time; tells how often one of them was too late. */
async function twoWriters(to: AppendJob["to"], env?: NodeJS.ProcessEnv) {
  const key = gateKeyFile();
  const writers = await Promise.all(
    ["one", "two"].map(async (name) => ({ name, process: await startWriter(env) })),
  );
  const results = await Promise.all(
    writers.map(({ name, process }) => process.append({ to, key, writer: name, records: 500 })),
  );
  return results.reduce((lost, result) => lost + (result?.lost ?? 0), 0);
}

async function expectOneChain(store: RecordStore, count: number): Promise<void> {
  const { records, head, findings } = await verifyStream(store, "gate", RING);
  expect({ records, sequence: head?.sequence, findings }).toEqual({
    records: count,
    sequence: count,
    findings: [],
  });
}

describe("Two processes that append 500 records each to one stream leave one unforked chain of 1,000", () => {
  let aws: EmbeddedAws;

  beforeAll(async () => {
    aws = await startAws();
  }, 10 * MINUTE);

  afterAll(() => aws?.stop());

  it(
    "in a folder",
    async () => {
      const dir = temporaryFolder();
      const lost = await twoWriters({ dir });
      expect(lost).toBeGreaterThan(0);
      const store = new FolderRecordStore(dir);
      await expectOneChain(store, 1000);
      expect(await writtenBy(store)).toEqual({ one: oneTo(500), two: oneTo(500) });
    },
    MINUTE,
  );

  it(
    "in a locked bucket",
    async () => {
      const vault = { bucket: "two-writers", region: aws.region };
      await aws.lockedBucket(vault.bucket);
      const lost = await twoWriters(vault, aws.env);
      expect(lost).toBeGreaterThan(0);
      await expectOneChain(new S3RecordStore(vault, aws.s3), 1000);
    },
    3 * MINUTE,
  );

  it.each([
    { dies: "before-put", left: 2 },
    { dies: "after-put", left: 3 },
  ] as const)(
    "and a process killed $dies leaves $left records of three, all valid",
    async ({ dies, left }) => {
      const dir = temporaryFolder();
      const job = { to: { dir }, key: gateKeyFile(), writer: "one", records: 3, dies };
      expect(await (await startWriter()).append(job)).toBeUndefined();
      const store = new FolderRecordStore(dir);
      await expectOneChain(store, left);
      await appendRecord(store, actors.gate.signer, decision());
      await expectOneChain(store, left + 1);
    },
    MINUTE,
  );
});
