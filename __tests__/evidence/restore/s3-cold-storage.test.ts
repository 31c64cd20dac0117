import { HeadObjectCommand, RestoreObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { UnreadableObject } from "../../../evidence/archive";
import { S3ColdStorage } from "../../../evidence/restore";
import { restoreState } from "../../../evidence/restore/state";
import { cold } from "./cold";

const VAULT = { bucket: "vault", region: "eu-central-1", path: "art12" };
const WISH = { tier: "bulk", days: 7 } as const;
const NOW = new Date("2026-11-25T00:00:00Z");

const answering = (answer: unknown) => storage(() => Promise.resolve(answer));
const refusing = (name: string, httpStatusCode = 400) =>
  storage(() => Promise.reject(Object.assign(new Error("no"), { name, $metadata: { httpStatusCode } })));

function storage(send: (command: unknown) => Promise<unknown>): S3ColdStorage {
  return new S3ColdStorage(VAULT, { send } as unknown as S3Client);
}

describe("What S3 says of a restore", () => {
  it.each<[string, string | undefined, object]>([
    ["nothing", undefined, { is: "archived" }],
    ["that it is under way", 'ongoing-request="true"', { is: "under-way" }],
    [
      "that the copy is there, and until when",
      'ongoing-request="false", expiry-date="Fri, 11 Dec 2026 00:00:00 GMT"',
      { is: "restored", until: "2026-12-11T00:00:00.000Z" },
    ],
    [
      "that a copy was there, and has ended",
      'ongoing-request="false", expiry-date="Tue, 24 Nov 2026 23:59:59 GMT"',
      { is: "archived" },
    ],
    ["something in a form not known", 'ongoing-request="false"', { is: "archived" }],
  ])("%s", (_, header, state) => {
    expect(restoreState(header, NOW)).toEqual(state);
  });

  it("is asked of the very version", async () => {
    const sent: unknown[] = [];
    await storage(async (command) => (sent.push(command), { Restore: 'ongoing-request="true"' })).look(
      cold(1),
    );
    expect(sent[0]).toBeInstanceOf(HeadObjectCommand);
    expect(sent).toMatchObject([{ input: { Bucket: "vault", Key: cold(1).key, VersionId: "v1" } }]);
  });
});

describe("Asking S3 for a restore", () => {
  it("names version, speed and days", async () => {
    const sent: unknown[] = [];
    const asked = storage(async (command) => (sent.push(command), { $metadata: { httpStatusCode: 202 } }));
    await expect(asked.ask(cold(1), WISH)).resolves.toBe("asked");
    expect(sent[0]).toBeInstanceOf(RestoreObjectCommand);
    const RestoreRequest = { Days: 7, GlacierJobParameters: { Tier: "Bulk" } };
    expect(sent).toMatchObject([{ input: { Bucket: "vault", VersionId: "v1", RestoreRequest } }]);
  });

  it("is no fault where the copy is there, or a restore under way", async () => {
    await expect(answering({ $metadata: { httpStatusCode: 200 } }).ask(cold(1), WISH)).resolves.toBe(
      "restored",
    );
    await expect(refusing("RestoreAlreadyInProgress", 409).ask(cold(1), WISH)).resolves.toBe("under-way");
  });

  it.each([
    ["that is gone", "NoSuchVersion", 404],
    ["whose class is not restored", "InvalidObjectState", 403],
    ["for which there is no capacity now", "GlacierExpeditedRetrievalNotAvailable", 503],
  ])("tells a version %s apart from a fault of the environment", async (_, name, status) => {
    await expect(refusing(name, status).ask(cold(1), WISH)).rejects.toBeInstanceOf(UnreadableObject);
  });

  it.each<[string, (denied: S3ColdStorage) => Promise<unknown>, string]>([
    ["restoring", (denied) => denied.ask(cold(1), WISH), "s3:RestoreObject"],
    ["looking", (denied) => denied.look(cold(1)), "s3:GetObjectVersion"],
  ])("says which right is needed when %s is denied", async (_, act, right) => {
    await expect(act(refusing("AccessDenied", 403))).rejects.toMatchObject({
      code: "restore-denied",
      problems: [{ where: "s3://vault/art12", needed: expect.stringContaining(right) }],
    });
  });

  it.each([
    ["NoSuchBucket", 404, "archive-bucket-missing"],
    ["ExpiredToken", 403, "aws-credentials-missing"],
    ["ECONNREFUSED", 0, "archive-endpoint-unreachable"],
  ])("tells %s as a fault of the environment", async (name, status, code) => {
    await expect(refusing(name, status).ask(cold(1), WISH)).rejects.toMatchObject({ code });
  });

  it("passes on what it does not know", async () => {
    await expect(refusing("TypeError", 500).look(cold(1))).rejects.toMatchObject({ name: "TypeError" });
  });
});
