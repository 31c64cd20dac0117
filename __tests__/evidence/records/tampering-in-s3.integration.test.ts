import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import {
  appendRecord,
  readHead,
  readRecord,
  recordKey,
  S3RecordStore,
  verifyRecords,
  verifyStream,
} from "../../../evidence/records";
import { actors, ringWith } from "./actors";
import { startAws, type EmbeddedAws } from "../../embedded-aws";
import { decision, minute, revocation } from "./streams";

const RING = ringWith();
const Key = recordKey("gate", 2);

describe("Records in a locked bucket", () => {
  let aws: EmbeddedAws;
  let buckets = 0;

  beforeAll(async () => {
    aws = await startAws();
  }, 600_000);

  afterAll(() => aws?.stop());

  /** A bucket of its own with three decisions of the gate. */
  async function vault() {
    const Bucket = `records-${++buckets}`;
    await aws.lockedBucket(Bucket);
    const open = () => new S3RecordStore({ bucket: Bucket, region: aws.region }, aws.s3);
    const store = open();
    for (const n of [1, 2, 3]) {
      await appendRecord(store, actors.gate.signer, decision(), { now: () => minute(n) });
    }
    return { Bucket, open };
  }

  it("have no finding when nobody touched them", async () => {
    const { open } = await vault();
    expect(await verifyStream(open(), "gate", RING)).toMatchObject({ records: 3, findings: [] });
  });

  it.each([
    {
      what: "a second version",
      tamper: (Bucket: string) => aws.s3.send(new PutObjectCommand({ Bucket, Key, Body: "forged" })),
      code: "second-version",
    },
    {
      what: "a delete marker",
      tamper: (Bucket: string) => aws.s3.send(new DeleteObjectCommand({ Bucket, Key })),
      code: "delete-marker",
    },
  ])("show $what laid over them, and the first version stays the evidence", async ({ tamper, code }) => {
    const { Bucket, open } = await vault();
    await tamper(Bucket);
    const { records, findings } = await verifyStream(open(), "gate", RING);
    expect(records).toBe(3);
    expect(findings).toMatchObject([{ code, key: Key, versionId: expect.any(String) }]);
  });

  it("are chained to the first version of the last one, whatever lies over it", async () => {
    const { Bucket, open } = await vault();
    const last = recordKey("gate", 3);
    const head = await readHead(open(), "gate");
    await aws.s3.send(new PutObjectCommand({ Bucket, Key: last, Body: "forged" }));
    await aws.s3.send(new DeleteObjectCommand({ Bucket, Key: last }));
    expect(await readHead(open(), "gate")).toEqual(head);
    await appendRecord(open(), actors.gate.signer, decision(), { now: () => minute(4) });
    const { findings } = await verifyStream(open(), "gate", RING);
    expect(findings.map(({ code, key }) => [code, key])).toEqual([
      ["second-version", last],
      ["delete-marker", last],
    ]);
  });

  it("heed the revocations of stream keys", async () => {
    const { open } = await vault();
    const { keyId } = actors.gate;
    const effectiveFrom = minute(3).toISOString();
    const draft = revocation({ keyId, reason: "compromised", effectiveFrom }, { stream: "keys" });
    await appendRecord(open(), actors["security-officer"].signer, draft, { now: () => minute(5) });
    const { streams, findings } = await verifyRecords(open(), RING);
    expect(streams.map(({ stream }) => stream)).toEqual(["gate", "keys"]);
    expect(findings).toMatchObject([{ code: "revoked-key", key: recordKey("gate", 3) }]);
  });

  it("take the lock they are given", async () => {
    const { Bucket } = await vault();
    const until = new Date("2036-11-24T00:00:00.000Z");
    const retention = { mode: "GOVERNANCE", until } as const;
    const store = new S3RecordStore({ bucket: Bucket, region: aws.region, retention }, aws.s3);
    const { key } = await appendRecord(store, actors.gate.signer, decision(), { now: () => minute(4) });
    const VersionId = (await readRecord(store, key))?.stored.versions[0]?.versionId;
    const deleting = aws.s3.send(new DeleteObjectCommand({ Bucket, Key: key, VersionId }));
    await expect(deleting).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });
});
