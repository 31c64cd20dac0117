import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { DeleteBucketPolicyCommand, PutBucketPolicyCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { declared, loadConfigs, names } from "../../../configs";
import { startAws, type EmbeddedAws } from "../../embedded-aws";
import { evidence } from "../../run-evidence";
import { temporaryFolder } from "../../temporary";
import { archivedLine, objectKey, packed, TestEmitter } from "../archive/corpus";
import { newKeyFile } from "./bundles";

const { environments } = loadConfigs(path.join(__dirname, "../../../configs"));
const { vaultBucket, signingKeyAlias } = names(declared("environment", environments, "sandbox"));
/** Preinstalled on the systems we support; not packages. */
const OPENSSL = "openssl";
const SHA256SUM = "sha256sum";
const EXPORTER = `kms:${signingKeyAlias("exporter")}`;

/** An hour ago: what is archived more than a day after its time is a finding of the export. Two seconds are one day's. */
const START = `${new Date(Date.now() - 3_600_000).toISOString().slice(0, -"00.000Z".length)}00.000Z`;
const DAY = START.slice(0, "YYYY-MM-DD".length);

let aws: EmbeddedAws;
let kms: KMSClient;

beforeAll(async () => {
  aws = await startAws();
  kms = new KMSClient({
    region: aws.region,
    endpoint: aws.env["AWS_ENDPOINT_URL"]!,
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
  await signingKey(signingKeyAlias("exporter"));
  await aws.lockedBucket(vaultBucket);
  const emitter = new TestEmitter();
  for (const [time, type] of [
    [START, "emitter_start"],
    [new Date(Date.parse(START) + 1000).toISOString(), "emitter_stop"],
  ] as const) {
    const event = emitter.emit(time, type);
    const object = { Key: objectKey(event.time), Body: packed(archivedLine(event)) };
    await aws.s3.send(new PutObjectCommand({ Bucket: vaultBucket, ...object }));
  }
}, 300_000);
afterAll(async () => {
  kms.destroy();
  await aws.stop();
});

/** Makes a key as the vault's stack does. */
async function signingKey(alias: string): Promise<void> {
  const command = new CreateKeyCommand({ KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" });
  const { KeyMetadata } = await kms.send(command);
  await kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: KeyMetadata!.KeyId! }));
}

const exportDay = (out: string, key: string, ...more: string[]) => {
  const whose = ["--system", "credit-scoring", "--environment", "sandbox"];
  const period = ["--from", DAY, "--to", DAY];
  return evidence(["export", ...whose, ...period, "--out", out, "--signing-key", key, ...more], aws.env);
};
const records = (...more: string[]) => evidence(["records", ...more, "--environment", "sandbox"], aws.env);
const recordedExports = () =>
  (JSON.parse(records("list", "--json").stdout) as { stream: string; head: { sequence: number } }[]).find(
    ({ stream }) => stream === "exports",
  )?.head.sequence ?? 0;

/** A key ring with the one public key, as the security officer would write it. */
function keyRing(out: string): string {
  const publicKey = readFileSync(path.join(out, "exporter.pub.pem"), "utf8");
  const { signing_key: key } = JSON.parse(readFileSync(path.join(out, "manifest.json"), "utf8"));
  const file = path.join(temporaryFolder(), "keys.json");
  const entry = {
    keyId: key.fingerprint,
    role: "exporter",
    publicKey,
    validFrom: "2026-01-01T00:00:00.000Z",
  };
  writeFileSync(file, JSON.stringify({ schemaVersion: "1.0.0", keys: [entry] }));
  return file;
}

test("a bundle signed by the exporter's key in KMS verifies with openssl, and its record with the public key", () => {
  const before = recordedExports();
  const out = path.join(temporaryFolder(), "bundle");
  const { code, stdout, stderr } = exportDay(out, EXPORTER, "--reference", "file 12/26", "--json");
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const { record } = JSON.parse(stdout);
  expect(record).toMatchObject({ sequence: before + 1, reference: "file 12/26" });

  const signed = ["-verify", "exporter.pub.pem", "-signature", "SHA256SUMS.sig", "SHA256SUMS"];
  const openssl = spawnSync(OPENSSL, ["dgst", "-sha256", ...signed], { cwd: out, encoding: "utf8" });
  expect(openssl.stdout).toContain("Verified OK");
  expect(evidence(["verify", out]).code).toBe(0);
  const verified = records("verify", "--stream", "exports", "--keys", keyRing(out));
  expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining("no finding") });
  const sha256 = spawnSync(SHA256SUM, ["manifest.json"], { cwd: out, encoding: "utf8" }).stdout.slice(0, 64);
  const shown = JSON.parse(records("show", String(record.sequence), "--stream", "exports").stdout);
  expect(shown.statement.subject).toEqual([{ name: "manifest.json", digest: { sha256 } }]);
}, 120_000);

test("a finished bundle without its record gets it from the same command; with its record it is left alone", () => {
  const before = recordedExports();
  const out = path.join(temporaryFolder(), "bundle");
  expect(JSON.parse(exportDay(out, EXPORTER, "--no-record", "--json").stdout).record).toBeNull();
  expect(recordedExports()).toBe(before);
  const manifest = readFileSync(path.join(out, "manifest.json"));

  const again = exportDay(out, EXPORTER);
  expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining("recorded: records/exports/") });
  expect(readFileSync(path.join(out, "manifest.json"))).toEqual(manifest);
  expect(recordedExports()).toBe(before + 1);

  const third = exportDay(out, EXPORTER);
  expect(third).toMatchObject({ code: 1, stderr: expect.stringContaining("[bundle-exists]") });
  expect(recordedExports()).toBe(before + 1);
}, 120_000);

test("a record that the store refuses leaves the bundle, told as such; once it is let in, the same command writes it", async () => {
  const before = recordedExports();
  const out = path.join(temporaryFolder(), "bundle");
  const denied = {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: `arn:aws:s3:::${vaultBucket}/records/*`,
  };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [denied] });
  await aws.s3.send(new PutBucketPolicyCommand({ Bucket: vaultBucket, Policy }));
  const refused = exportDay(out, EXPORTER);
  await aws.s3.send(new DeleteBucketPolicyCommand({ Bucket: vaultBucket }));
  expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining(`bundle: ${out}`) });
  expect(refused.stdout).not.toContain("recorded:");
  expect(refused.stderr).toContain("[export-not-recorded]");
  expect(refused.stderr).toContain("[records-access-denied]");
  expect(evidence(["verify", out]).code).toBe(0);

  expect(exportDay(out, EXPORTER)).toMatchObject({ code: 0, stdout: expect.stringContaining("recorded: ") });
  expect(recordedExports()).toBe(before + 1);
}, 120_000);

test.each<[string, (out: string) => void, string[]]>([
  ["that does not verify", (out) => writeFileSync(path.join(out, "counts.json"), "[]"), []],
  ["of another request", () => undefined, ["--reference", "13/26"]],
])(
  "a bundle %s is not recorded",
  (_, change, more) => {
    const before = recordedExports();
    const out = path.join(temporaryFolder(), "bundle");
    exportDay(out, EXPORTER, "--no-record");
    change(out);
    const { code, stderr } = exportDay(out, EXPORTER, ...more);
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining("[bundle-exists]") });
    expect(recordedExports()).toBe(before);
  },
  120_000,
);

test("with a key file an export is recorded only when asked", () => {
  const before = recordedExports();
  const key = newKeyFile();
  expect(exportDay(path.join(temporaryFolder(), "b"), key).code).toBe(0);
  expect(recordedExports()).toBe(before);
  expect(exportDay(path.join(temporaryFolder(), "b"), key, "--record").code).toBe(0);
  expect(recordedExports()).toBe(before + 1);
}, 120_000);

test("a key in KMS that does not exist is the user's fault, told before anything is read", () => {
  const { code, stderr } = exportDay(path.join(temporaryFolder(), "bundle"), "kms:alias/nobody");
  expect(code).toBe(1);
  expect(stderr).toContain("[kms-key-unusable]");
  expect(stderr).toContain("NotFoundException");
}, 60_000);

test("KMS that does not answer is told as such", () => {
  const out = path.join(temporaryFolder(), "bundle");
  const args = ["--system", "credit-scoring", "--environment", "sandbox", "--from", DAY, "--to", DAY];
  const nowhere = { ...aws.env, AWS_ENDPOINT_URL: "http://127.0.0.1:9" };
  const { code, stderr } = evidence(["export", ...args, "--out", out, "--signing-key", EXPORTER], nowhere);
  expect(code).toBe(1);
  expect(stderr).toContain("[kms-unreachable]");
}, 60_000);
