import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { repositoryConfigs } from "../stacks/synthesized";
import { enforcedVault, type EnforcedVault } from "./enforced-vault";
import { KEYS } from "./keys";

const MINUTES = 60_000;
const ROLES = ["exporter", "detector", "approver", "auditor", "gate", "checkpoint-writer"];
const environment = repositoryConfigs().environments.find(({ id }) => id === "sandbox");
if (!environment) throw new Error("configs/ declare no sandbox");

const REFUSED = { $metadata: { httpStatusCode: 403 } };
const TAKEN = { $metadata: { httpStatusCode: 412 } };
const TOMORROW = new Date(Date.now() + 86_400_000);

/**
 * Attempts on the deployed vault, by sessions of its roles, with rights enforced: the embedded AWS judges a role's rights
 * and the bucket's policy. It judges no conditions of a role's rights, no rights to keys and no service control policies,
 * and lets COMPLIANCE retention be shortened, which AWS does not: those are decided in `rights.integration.test.ts`.
 */
describe("Attempts on the deployed vault", () => {
  let vault: EnforcedVault;
  let Bucket: string;
  let versionId: string | undefined;

  const versions = async (Prefix: string) => {
    const { Versions = [], DeleteMarkers = [] } = await vault
      .as("auditor")
      .send(new ListObjectVersionsCommand({ Bucket, Prefix }));
    return { versions: Versions, markers: DeleteMarkers };
  };

  beforeAll(async () => {
    vault = await enforcedVault(environment, ROLES);
    Bucket = vault.bucket;
    const put = new PutObjectCommand({ Bucket, Key: KEYS.archive, Body: "a day of log entries" });
    versionId = (await vault.as("administrator").send(put)).VersionId;
  }, 10 * MINUTES);
  afterAll(() => vault?.stop(), MINUTES);

  const target = () => ({ Bucket, Key: KEYS.archive });
  const version = () => ({ ...target(), VersionId: versionId });
  const attempts = {
    "hide an object behind a delete marker": (s3: S3Client) => s3.send(new DeleteObjectCommand(target())),
    "delete a version": (s3: S3Client) => s3.send(new DeleteObjectCommand(version())),
    "delete a version past its lock": (s3: S3Client) =>
      s3.send(new DeleteObjectCommand({ ...version(), BypassGovernanceRetention: true })),
    "shorten a lock": (s3: S3Client) =>
      s3.send(
        new PutObjectRetentionCommand({
          ...version(),
          BypassGovernanceRetention: true,
          Retention: { Mode: "GOVERNANCE", RetainUntilDate: TOMORROW },
        }),
      ),
    "put an object with a short lock of its own": (s3: S3Client) =>
      s3.send(
        new PutObjectCommand({
          ...target(),
          Body: "",
          ObjectLockMode: "GOVERNANCE",
          ObjectLockRetainUntilDate: TOMORROW,
        }),
      ),
    "set a hold": (s3: S3Client) =>
      s3.send(new PutObjectLegalHoldCommand({ ...version(), LegalHold: { Status: "ON" } })),
    "take a hold off": (s3: S3Client) =>
      s3.send(new PutObjectLegalHoldCommand({ ...version(), LegalHold: { Status: "OFF" } })),
    "overwrite a record": (s3: S3Client) =>
      s3.send(new PutObjectCommand({ Bucket, Key: KEYS.record, Body: "forged" })),
    "overwrite a time stamp": (s3: S3Client) =>
      s3.send(new PutObjectCommand({ Bucket, Key: KEYS.stamp, Body: "forged" })),
    "overwrite a checkpoint": (s3: S3Client) =>
      s3.send(new PutObjectCommand({ Bucket, Key: KEYS.checkpoint, Body: "forged" })),
    "open the bucket by another policy": (s3: S3Client) =>
      s3.send(new PutBucketPolicyCommand({ Bucket, Policy: '{"Version":"2012-10-17","Statement":[]}' })),
    "suspend versioning": (s3: S3Client) =>
      s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Suspended" } })),
    "change the default lock": (s3: S3Client) =>
      s3.send(
        new PutObjectLockConfigurationCommand({
          Bucket,
          ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" },
        }),
      ),
  } as const;
  type What = keyof typeof attempts;
  const all = Object.keys(attempts) as What[];
  const but = (allowed: RegExp) => all.filter((what) => !allowed.test(what));
  const who: Readonly<Record<string, readonly What[]>> = {
    datadog: all,
    exporter: all,
    auditor: all,
    "checkpoint-writer": all,
    administrator: all,
    approver: but(/hold/),
    "evidence-deploy": but(/policy|versioning|default lock|lock of its own/),
  };

  it.each(Object.entries(who).flatMap(([role, refused]) => refused.map((what) => ({ role, what }))))(
    "$role may not $what",
    async ({ role, what }) => expect(attempts[what](vault.as(role))).rejects.toMatchObject(REFUSED),
  );

  it("leave the object as it was: one version, no marker", async () => {
    expect(await versions(KEYS.archive)).toMatchObject({ versions: [{ VersionId: versionId }], markers: [] });
  });

  it("let who has the office do it: a hold is set and lifted by the approver", async () => {
    await attempts["set a hold"](vault.as("approver"));
    await attempts["take a hold off"](vault.as("approver"));
  });

  it.each([
    { role: "exporter", Key: KEYS.record },
    { role: "detector", Key: KEYS.stamp },
    { role: "checkpoint-writer", Key: KEYS.checkpoint },
  ])("let $role take a free place once, and no other role", async ({ role, Key }) => {
    const put = (as: string) =>
      vault.as(as).send(new PutObjectCommand({ Bucket, Key, Body: "first", IfNoneMatch: "*" }));
    await expect(put("gate")).rejects.toMatchObject(REFUSED);
    await put(role);
    await expect(put(role)).rejects.toMatchObject(TAKEN);
  });

  it.each([
    { role: "exporter", may: true },
    { role: "auditor", may: true },
    { role: "detector", may: true },
    { role: "gate", may: false },
    { role: "checkpoint-writer", may: false },
  ])("$role reads the archive: $may", async ({ role, may }) => {
    const read = vault.as(role).send(new GetObjectCommand(version()));
    if (may) await expect(read).resolves.toBeDefined();
    else await expect(read).rejects.toMatchObject(REFUSED);
  });

  it("cannot stop who writes the archive from putting a shorter object over one: the first stays, both are seen", async () => {
    await vault.as("datadog").send(new PutObjectCommand({ ...target(), Body: "a day" }));
    const seen = await versions(KEYS.archive);
    expect(seen.versions.map(({ Size, IsLatest }) => ({ Size, IsLatest }))).toEqual([
      { Size: 5, IsLatest: true },
      { Size: 20, IsLatest: false },
    ]);
    const first = await vault.as("exporter").send(new GetObjectCommand(version()));
    expect(await first.Body?.transformToString()).toBe("a day of log entries");
  });
});
