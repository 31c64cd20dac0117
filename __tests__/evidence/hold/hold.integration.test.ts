import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectLegalHoldCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { names } from "../../../configs";
import { areasOf, HeldBucket, holdVersions } from "../../../evidence/hold";
import { recordKey, type Role } from "../../../evidence/records";
import { hold, keysFile } from "../../cli/run-records";
import { startAws, type EmbeddedAws } from "../../embedded-aws";
import { repositoryConfigs } from "../../stacks/synthesized";
import { temporaryFolder } from "../../temporary";
import { objectKey } from "../archive/corpus";
import { actors } from "../records/actors";

const environment = repositoryConfigs().environments.find(({ id }) => id === "sandbox");
if (!environment) throw new Error("configs/ declare no sandbox");
const { vaultBucket: Bucket, replicaBucket } = names(environment);

const DAY = "2026-11-10T10:00:00.000Z";
const FORBIDDEN = { $metadata: { httpStatusCode: 403 } };
const KEYS = keysFile();
const before = { ...process.env };
let aws: EmbeddedAws;
let s3: S3Client;

/** A private key's file, as its owner keeps it. */
function keyFile(role: Role): string {
  const file = join(temporaryFolder(), `${role}.pem`);
  const pem = actors[role].privateKey.export({ type: "pkcs8", format: "pem" });
  writeFileSync(file, pem, { mode: 0o600 });
  return file;
}
const APPROVER = keyFile("approver");
const OFFICER = keyFile("security-officer");

const put = async (Key: string, bucket = Bucket) =>
  (await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: "log" }))).VersionId as string;
const isHeld = async (Key: string, VersionId: string, bucket = Bucket) =>
  s3.send(new GetObjectLegalHoldCommand({ Bucket: bucket, Key, VersionId })).then(
    ({ LegalHold }) => LegalHold?.Status === "ON",
    (error: Error) => error.name === "NoSuchObjectLockConfiguration" && false,
  );
const destroy = (Key: string, VersionId: string) =>
  s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId, BypassGovernanceRetention: true }));

const of = (...args: string[]) => hold(...args, "--environment", "sandbox");
const place = (id: string, ...more: string[]) =>
  of(
    "place",
    "--id",
    id,
    "--reason",
    "serious_incident",
    "--actor",
    "anna",
    "--signing-key",
    APPROVER,
    ...more,
  );
const scope = (from: string, to = from, system = "credit-scoring") => [
  "--system",
  system,
  "--from",
  from,
  "--to",
  to,
];
const approve = (id: string) => of("approve", "--id", id, "--actor", "clara", "--signing-key", APPROVER);
const release = (id: string, actor = "bert") =>
  of("release", "--id", id, "--actor", actor, "--signing-key", OFFICER, "--keys", KEYS);

beforeAll(async () => {
  aws = await startAws();
  Object.assign(process.env, aws.env);
  ({ s3 } = aws);
  await aws.lockedBucket(Bucket);
  await aws.lockedBucket(replicaBucket);
}, 600_000);

afterAll(async () => {
  process.env = before;
  await aws?.stop();
});

describe("An evidence hold", () => {
  const key = objectKey(DAY);
  let versions: string[];

  it("is planned without changing anything: versions, bytes, requests and their price", async () => {
    versions = [await put(key), await put(key)];
    const planned = await of(
      ...[
        "place",
        "--id",
        "incident-7",
        "--reason",
        "serious_incident",
        ...scope("2026-11-10"),
        "--dry-run",
        "--json",
      ],
    );
    expect(planned.exitCode).toBe(0);
    const { plans, cost } = JSON.parse(planned.stdout) as {
      plans: { area: string; versions: number; bytes: number }[];
      cost: { usd: number };
    };
    expect(plans[0]).toMatchObject({ area: "archive", versions: 2, bytes: 6 });
    expect(cost.usd).toBeGreaterThan(0);
    expect(await isHeld(key, versions[0]!)).toBe(false);
    expect((await of("list")).stdout).toContain("no hold in");
  });

  it("says everything that is missing to place it", async () => {
    const said = await of("place", "--id", "incident-7", "--system", "credit-scoring");
    expect(said).toMatchObject({ exitCode: 1, fault: "hold-options-missing" });
  });

  it("is recorded and set on every version of every object of the period, and on nothing else", async () => {
    const outside = objectKey("2026-11-20T10:00:00.000Z");
    const outsideVersion = await put(outside);
    const checkpoint = "checkpoints/credit-scoring/dt=20261110/e.1.dsse.json";
    const checkpointVersion = await put(checkpoint);
    const { exitCode, stdout } = await place("incident-7", ...scope("2026-11-10"), "--keys", KEYS);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining(recordKey("holds", 1))]);
    expect(stdout).toContain("what other systems logged in them is held, too");
    for (const version of versions) expect(await isHeld(key, version)).toBe(true);
    expect(await isHeld(checkpoint, checkpointVersion)).toBe(true);
    expect(await isHeld(outside, outsideVersion)).toBe(false);
    const check = await of("verify", "--id", "incident-7", "--keys", KEYS);
    expect([check.exitCode, check.stdout]).toEqual([0, expect.not.stringContaining("not verified")]);
  });

  it("refuses destruction, even to who may bypass governance, one by one and in bulk", async () => {
    // moto refuses as AWS does; AWS would tell the same in its own words.
    await expect(destroy(key, versions[0]!)).rejects.toMatchObject(FORBIDDEN);
    const bulk = new DeleteObjectsCommand({
      Bucket,
      Delete: { Objects: versions.map((VersionId) => ({ Key: key, VersionId })) },
      BypassGovernanceRetention: true,
    });
    expect((await s3.send(bulk)).Errors?.map(({ Code }) => Code)).toContain("AccessDenied");
    const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: key }));
    expect(Versions).toHaveLength(2);
  });

  it("does not keep a version without it: what has no hold and no lock goes", async () => {
    const free = objectKey("2026-11-21T10:00:00.000Z");
    await destroy(free, await put(free));
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: free }));
    expect(Versions).toEqual([]);
  });

  it("finds what arrived late, and takes it in when it is placed again, without a second record", async () => {
    const late = objectKey("2026-11-10T11:00:00.000Z");
    const version = await put(late);
    const check = await of("verify", "--id", "incident-7", "--keys", KEYS);
    expect([check.exitCode, check.stdout]).toEqual([
      2,
      expect.stringContaining(`${late} (version ${version}) [not-held]`),
    ]);
    const again = await of("place", "--id", "incident-7", "--keys", KEYS, "--json");
    const archive = (JSON.parse(again.stdout) as { areas: object[] }).areas[0];
    expect(archive).toMatchObject({ area: "archive", changed: 1, already: 2 });
    expect((await of("verify", "--id", "incident-7")).exitCode).toBe(0);
    const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: "records/holds/" }));
    expect(Versions).toHaveLength(1);
  });

  it("finds a hold that somebody took off, and a delete marker that was laid", async () => {
    const [VersionId] = versions;
    await s3.send(
      new PutObjectLegalHoldCommand({ Bucket, Key: key, VersionId, LegalHold: { Status: "OFF" } }),
    );
    const { VersionId: marker } = await s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
    const { exitCode, stdout } = await of("verify", "--id", "incident-7");
    expect(exitCode).toBe(2);
    expect(stdout).toContain(`${key} (version ${VersionId}) [not-held]`);
    expect(stdout).toContain(`${key} (version ${marker}) [delete-marker]`);
    await s3.send(new DeleteObjectCommand({ Bucket, Key: key, VersionId: marker }));
    expect((await of("place", "--id", "incident-7")).exitCode).toBe(0);
  });

  it("cannot be placed again as another one, nor with a key that its readers would not heed", async () => {
    const other = await of("place", "--id", "incident-7", "--system", "cv-screening");
    expect(other).toMatchObject({ exitCode: 1, fault: "hold-differs" });
    const wrongKey = await of(
      ...["place", "--id", "other", "--reason", "audit", "--actor", "anna", "--signing-key", OFFICER],
      ...[...scope("2026-11-10"), "--keys", KEYS],
    );
    expect(wrongKey).toMatchObject({ exitCode: 1, fault: "signing-key-not-entitled" });
  });
});

describe("Releasing a hold", () => {
  const [shared, own] = [objectKey("2026-10-02T10:00:00.000Z"), objectKey("2026-10-05T10:00:00.000Z")];
  let sharedVersion: string;
  let ownVersion: string;

  it("needs a second person, and an approval", async () => {
    [sharedVersion, ownVersion] = [await put(shared), await put(own)];
    await place("first", ...scope("2026-10-01", "2026-10-05"));
    await place("second", ...scope("2026-10-01", "2026-10-02", "cv-screening"));
    expect(await release("first")).toMatchObject({ exitCode: 1, fault: "hold-release-refused" });
    expect((await approve("first")).exitCode).toBe(0);
    for (const actor of ["anna", "clara"])
      expect(await release("first", actor)).toMatchObject({ exitCode: 1, fault: "hold-release-refused" });
    expect(await isHeld(own, ownVersion)).toBe(true);
  });

  it("lets go only what no other hold in force covers, and deletes nothing", async () => {
    const { exitCode, stdout } = await release("first");
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("Nothing was deleted")]);
    expect([await isHeld(shared, sharedVersion), await isHeld(own, ownVersion)]).toEqual([true, false]);
    const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: "art12/dt=202610" }));
    expect(Versions).toHaveLength(2);
    const released = JSON.parse((await of("list", "--all", "--json", "--keys", KEYS)).stdout) as {
      holds: { id: string; released?: { actor: string } }[];
    };
    expect(released.holds.find(({ id }) => id === "first")).toMatchObject({ released: { actor: "bert" } });
  });

  it("can be run again after a crash: the record is found, and nobody need sign", async () => {
    const again = await of("release", "--id", "first", "--keys", KEYS, "--json");
    expect(again.exitCode).toBe(0);
    expect((JSON.parse(again.stdout) as { areas: object[] }).areas[0]).toMatchObject({ changed: 0, kept: 1 });
  });

  it("makes the name free for nothing else", async () => {
    for (const command of [of("place", "--id", "first"), of("verify", "--id", "first"), approve("first")])
      expect(await command).toMatchObject({ exitCode: 1, fault: "hold-released" });
  });

  it("is refused while records of holds are missing, for one of them may have placed another hold", async () => {
    expect((await approve("second")).exitCode).toBe(0);
    const Key = recordKey("holds", 1);
    const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }));
    const VersionId = Versions?.[0]?.VersionId;
    await s3.send(new PutObjectLegalHoldCommand({ Bucket, Key, VersionId, LegalHold: { Status: "OFF" } }));
    await destroy(Key, VersionId!);
    expect(await release("second")).toMatchObject({ exitCode: 2, fault: "hold-records-hidden" });
    expect(await isHeld(shared, sharedVersion)).toBe(true);
  });
});

describe("A hold on thousands of versions", () => {
  const period = { from: "2026-08-10T00:00:00.000Z", to: "2026-08-11T00:00:00.000Z" };
  const area = areasOf({ system: "credit-scoring", period })[0]!;
  const COUNT = 1_030;

  it("that broke off is gone on with, over more versions than S3 lists at once", async () => {
    const keys = Array.from({ length: COUNT }, (_, n) => objectKey("2026-08-10T10:00:00.000Z", `n${n}`));
    while (keys.length > 0) await Promise.all(keys.splice(0, 32).map((key) => put(key)));
    let calls = 0;
    const dying = {
      send: (command: never) => {
        if ((command as object) instanceof PutObjectLegalHoldCommand && ++calls > 400)
          return Promise.reject(new Error("killed"));
        return s3.send(command);
      },
    } as Pick<S3Client, "send">;
    const location = { bucket: Bucket, region: aws.region };
    await expect(
      holdVersions(new HeldBucket(location, dying), area, { held: true, askFirst: false }),
    ).rejects.toThrow("killed");
    const outcome = await holdVersions(new HeldBucket(location, s3), area, { held: true, askFirst: true });
    expect(outcome.versions).toBe(COUNT);
    expect(outcome.already + outcome.changed).toBe(COUNT);
    expect(outcome.already).toBeGreaterThanOrEqual(400);
    expect(outcome.gone).toEqual([]);
  }, 120_000);

  it("names versions that were deleted between listing and holding", async () => {
    const absent = { key: "art12/x", versionId: "none", bytes: 0, writtenAt: DAY, deleteMarker: false };
    const bucket = new HeldBucket({ bucket: Bucket, region: aws.region }, s3);
    expect(await bucket.setHold(absent, true)).toBe("gone");
    expect(await bucket.isHeld(absent)).toBe("gone");
  });
});

describe("In the replica", () => {
  const key = objectKey(DAY);

  it("no hold is placed whose record has not arrived there", async () => {
    const said = await of("place", "--id", "incident-7", "--replica");
    expect(said).toMatchObject({ exitCode: 1, fault: "hold-not-found" });
  });

  it("a hold that replication did not bring is found, and set by hand", async () => {
    // S3 replicates legal holds from source to replica; moto does not, which is the case that is tried here.
    const version = await put(key, replicaBucket);
    const { stdout } = await place("replicated", ...scope("2026-11-10"), "--json");
    const { record } = JSON.parse(stdout) as { record: string };
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: record }));
    const copy = (await Body?.transformToByteArray()) ?? "";
    await s3.send(new PutObjectCommand({ Bucket: replicaBucket, Key: record, Body: copy }));
    const check = () => of("verify", "--id", "replicated", "--replica");
    expect((await check()).exitCode).toBe(2);
    expect((await of("place", "--id", "replicated", "--replica")).exitCode).toBe(0);
    expect(await isHeld(key, version, replicaBucket)).toBe(true);
    expect((await check()).exitCode).toBe(0);
  });
});

describe("What a person must change is said when", () => {
  it.each<[string, () => Promise<unknown>, string]>([
    ["the hold is not there", () => of("verify", "--id", "nowhere"), "hold-not-found"],
    [
      "the system is not declared",
      () => place("x", ...scope("2026-11-10", "2026-11-10", "moon")),
      "not-declared",
    ],
    ["the period is none", () => place("x", ...scope("2026-11-10", "2026-11-01")), "period-reversed"],
  ])(
    "%s",
    async (_, command, fault) => {
      expect(await command()).toMatchObject({ exitCode: 1, fault });
    },
    60_000,
  );

  it("the bucket has no lock, or the right to hold is missing", async () => {
    const refusing = (name: string) => {
      const send = () => Promise.reject(Object.assign(new Error(name), { name }));
      return new HeldBucket({ bucket: "b", region: "eu-central-1" }, { send } as Pick<S3Client, "send">);
    };
    const version = { key: "k", versionId: "v", bytes: 0, writtenAt: DAY, deleteMarker: false };
    await expect(refusing("InvalidRequest").setHold(version, true)).rejects.toMatchObject({
      code: "bucket-without-lock",
    });
    await expect(refusing("AccessDenied").setHold(version, true)).rejects.toMatchObject({
      code: "legal-hold-denied",
    });
  });
});
