import { createHash } from "node:crypto";
import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { documentKey, keepDocument, S3DocumentStore, type Document } from "../../../evidence/documentation";
import { startAws, type EmbeddedAws } from "../../embedded-aws";

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const BYTES = Buffer.from("weights".repeat(500_000));
const DOCUMENT: Document = { sha256: sha256(BYTES), bytes: BYTES.length };

async function* inPieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

describe("Documentation in a locked bucket", () => {
  let aws: EmbeddedAws;
  let buckets = 0;

  beforeAll(async () => {
    aws = await startAws();
  }, 600_000);

  afterAll(() => aws?.stop());

  async function vault() {
    const Bucket = `documents-${++buckets}`;
    await aws.lockedBucket(Bucket);
    return { Bucket, store: new S3DocumentStore({ bucket: Bucket, region: aws.region }, aws.s3) };
  }

  async function textOf(source: AsyncIterable<Uint8Array> | undefined): Promise<string | undefined> {
    if (source === undefined) return undefined;
    const all: Uint8Array[] = [];
    for await (const chunk of source) all.push(chunk);
    return sha256(Buffer.concat(all));
  }

  it("is streamed there once, and comes back byte for byte", async () => {
    const { store } = await vault();
    let opened = 0;
    const open = async () => {
      opened++;
      return inPieces(BYTES);
    };
    expect(await store.has(DOCUMENT)).toBe(false);
    expect(await keepDocument(store, DOCUMENT, open)).toBe(true);
    expect(await keepDocument(store, DOCUMENT, open)).toBe(false);
    expect(opened).toBe(1);
    expect(await textOf(await store.read(DOCUMENT.sha256))).toBe(DOCUMENT.sha256);
    expect(await store.read("0".repeat(64))).toBeUndefined();
  });

  it("is kept when two keep it at the same time", async () => {
    const { store, Bucket } = await vault();
    const put = () =>
      new S3DocumentStore({ bucket: Bucket, region: aws.region }, aws.s3).put(DOCUMENT, async () =>
        inPieces(BYTES),
      );
    await Promise.all([put(), put(), put()]);
    expect(await textOf(await store.read(DOCUMENT.sha256))).toBe(DOCUMENT.sha256);
  });

  it.each([
    { what: "of another content", bytes: Buffer.from(BYTES).fill(0, 5, 6) },
    { what: "cut short", bytes: BYTES.subarray(1) },
    { what: "that go on", bytes: Buffer.concat([BYTES, BYTES]) },
  ])("takes no bytes $what for a document, and keeps nothing of them", async ({ bytes }) => {
    const { store } = await vault();
    await expect(store.put(DOCUMENT, async () => inPieces(bytes))).rejects.toMatchObject({
      code: "document-changed",
    });
    expect(await store.has(DOCUMENT)).toBe(false);
  });

  it("is not taken for another that somebody put under its digest", async () => {
    const { store, Bucket } = await vault();
    await aws.s3.send(new PutObjectCommand({ Bucket, Key: documentKey(DOCUMENT.sha256), Body: "forged" }));
    await expect(store.has(DOCUMENT)).rejects.toMatchObject({ code: "document-changed" });
    await expect(textOf(await store.read(DOCUMENT.sha256))).rejects.toMatchObject({
      code: "document-changed",
    });
  });

  it("stays what it was under a later version, and under a delete marker", async () => {
    const { store, Bucket } = await vault();
    await store.put(DOCUMENT, async () => inPieces(BYTES));
    const Key = documentKey(DOCUMENT.sha256);
    await aws.s3.send(new PutObjectCommand({ Bucket, Key, Body: "forged" }));
    await aws.s3.send(new DeleteObjectCommand({ Bucket, Key }));
    expect(await store.has(DOCUMENT)).toBe(true);
    expect(await textOf(await store.read(DOCUMENT.sha256))).toBe(DOCUMENT.sha256);
  });

  it("of a vault that is not there is refused in words", async () => {
    const store = new S3DocumentStore({ bucket: "no-such-vault", region: aws.region }, aws.s3);
    await expect(store.put(DOCUMENT, async () => inPieces(BYTES))).rejects.toMatchObject({
      code: "archive-bucket-missing",
    });
  });

  it("too long for one put is refused before a byte moves", async () => {
    const { store } = await vault();
    const huge = { sha256: "0".repeat(64), bytes: 6 * 1024 ** 3 };
    await expect(store.put(huge, async () => inPieces(BYTES))).rejects.toMatchObject({
      code: "document-too-long",
    });
  });
});
