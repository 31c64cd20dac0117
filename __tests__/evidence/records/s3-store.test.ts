import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from "@aws-sdk/client-s3";
import { recordKey, S3RecordStore, verifyStream, type StoredKey } from "../../../evidence/records";
import { ringWith } from "./actors";

const VAULT = { bucket: "vault", region: "eu-central-1" };
const KEY = recordKey("gate", 1);
const BYTES = Buffer.from("record");

/** A client that gives the same answer to every request, or refuses it, and remembers what it was asked. */
function answering(answer: (input: unknown) => unknown) {
  const asked: unknown[] = [];
  const send = async (command: { input: unknown }) => {
    asked.push(command);
    return answer(command.input);
  };
  return { client: { send } as unknown as S3Client, asked };
}

function refusing(fault: { name: string; status?: number; code?: string }) {
  const { name, status, code } = fault;
  const metadata = { $metadata: status === undefined ? {} : { httpStatusCode: status } };
  return answering(() => {
    throw Object.assign(new Error("no"), { name, ...(code && { code }), ...metadata });
  });
}

describe("Writing a record to S3", () => {
  it("asks for a key that is free, and for the lock it was given", async () => {
    const { client, asked } = answering(() => ({}));
    const until = new Date("2036-11-24T00:00:00.000Z");
    const store = new S3RecordStore({ ...VAULT, retention: { mode: "COMPLIANCE", until } }, client);
    expect(await store.putIfAbsent(KEY, BYTES)).toEqual({ is: "written" });
    expect((asked[0] as PutObjectCommand).input).toMatchObject({
      Bucket: "vault",
      Key: KEY,
      Body: BYTES,
      IfNoneMatch: "*",
      ObjectLockMode: "COMPLIANCE",
      ObjectLockRetainUntilDate: until,
    });
  });

  it("leaves the lock to the bucket where none was given", async () => {
    const { client, asked } = answering(() => ({}));
    await new S3RecordStore(VAULT, client).putIfAbsent(KEY, BYTES);
    expect((asked[0] as PutObjectCommand).input).not.toHaveProperty("ObjectLockMode");
  });

  it.each([
    { name: "PreconditionFailed", status: 412, is: "taken" },
    { name: "ConditionalRequestConflict", status: 409, is: "unsettled" },
    { name: "SlowDown", status: 503, is: "unsettled" },
    { name: "InternalError", status: 500, is: "unsettled" },
    { name: "TimeoutError", code: "ETIMEDOUT", is: "unsettled" },
    { name: "Error", code: "ECONNRESET", is: "unsettled" },
    { name: "Error", code: "EPIPE", is: "unsettled" },
  ])("is $is when S3 answers $name", async ({ is, ...fault }) => {
    expect(await new S3RecordStore(VAULT, refusing(fault).client).putIfAbsent(KEY, BYTES)).toMatchObject({
      is,
    });
  });

  it.each([
    { name: "AccessDenied", status: 403, code: "records-access-denied" },
    { name: "Unknown", status: 403, code: "records-access-denied" },
    { name: "NoSuchBucket", status: 404, code: "archive-bucket-missing" },
    { name: "CredentialsProviderError", code: "aws-credentials-missing" },
  ])("stops with what to do when S3 answers $name", async ({ name, status, code }) => {
    const { client } = refusing({ name, ...(status && { status }) });
    await expect(new S3RecordStore(VAULT, client).putIfAbsent(KEY, BYTES)).rejects.toMatchObject({ code });
  });
});

type Page = Pick<
  ListObjectVersionsCommandOutput,
  "Versions" | "DeleteMarkers" | "IsTruncated" | "NextKeyMarker" | "NextVersionIdMarker"
>;

async function listed(pages: readonly Page[], after?: string) {
  const { client, asked } = answering(() => pages[asked.length - 1]);
  const keys: StoredKey[] = [];
  for await (const stored of new S3RecordStore(VAULT, client).list("records/gate/", after)) keys.push(stored);
  const inputs = asked.map((command) => (command as ListObjectVersionsCommand).input);
  return {
    keys: keys.map((stored) => [stored.key, ids(stored.versions), ids(stored.deleteMarkers)]),
    inputs,
  };
}

const ids = (versions: StoredKey["versions"]) => versions.map(({ versionId }) => versionId).join();
const version = (Key: string, VersionId: string) => ({ Key, VersionId });

describe("Listing records in S3", () => {
  it("puts the versions of a key together, oldest first, also when a page ends between them", async () => {
    const { keys, inputs } = await listed([
      {
        Versions: [version(KEY, "third"), version(KEY, "second")],
        DeleteMarkers: [version(KEY, "marker")],
        IsTruncated: true,
        NextKeyMarker: KEY,
        NextVersionIdMarker: "second",
      },
      { Versions: [version(KEY, "first"), version(recordKey("gate", 2), "only")] },
    ]);
    expect(keys).toEqual([
      [KEY, "first,second,third", "marker"],
      [recordKey("gate", 2), "only", ""],
    ]);
    expect(inputs[1]).toMatchObject({ KeyMarker: KEY, VersionIdMarker: "second" });
  });

  it("begins behind the key that is known", async () => {
    const { keys, inputs } = await listed([{ Versions: [version(recordKey("gate", 2), "only")] }], KEY);
    expect(inputs).toMatchObject([{ Prefix: "records/gate/", KeyMarker: KEY }]);
    expect(keys).toEqual([[recordKey("gate", 2), "only", ""]]);
  });

  it("is denied with what is needed", async () => {
    const store = new S3RecordStore(VAULT, refusing({ name: "AccessDenied", status: 403 }).client);
    await expect(store.streams()).rejects.toMatchObject({ code: "records-access-denied" });
  });
});

describe("Reading records in S3", () => {
  it.each([
    ["in cold storage", "InvalidObjectState"],
    ["denied", "AccessDenied"],
    ["gone since it was listed", "NoSuchVersion"],
  ])("makes a record that is %s a finding, and never a pass", async (_, name) => {
    const { client } = answering((input) => {
      if ("VersionId" in (input as object)) throw Object.assign(new Error("no"), { name });
      return { Versions: [version(KEY, "only")] };
    });
    const { findings, records } = await verifyStream(new S3RecordStore(VAULT, client), "gate", ringWith());
    expect(records).toBe(1);
    expect(findings).toMatchObject([{ code: "record-unreadable", key: KEY }]);
  });

  it("asks for the one version, not for the latest", async () => {
    const { client, asked } = answering(() => ({ Body: { transformToByteArray: async () => BYTES } }));
    const object = { key: KEY, versionId: "first", bytes: 6, writtenAt: "", deleteMarker: false };
    expect(await new S3RecordStore(VAULT, client).read(object)).toEqual(BYTES);
    expect((asked[0] as GetObjectCommand).input).toEqual({ Bucket: "vault", Key: KEY, VersionId: "first" });
  });
});
