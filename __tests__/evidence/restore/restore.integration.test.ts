import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { PutObjectCommand, type StorageClass } from "@aws-sdk/client-s3";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { loadConfigs, names, type Environment } from "../../../configs";
import { startAws, type EmbeddedAws } from "../../embedded-aws";
import { evidence } from "../../run-evidence";
import { temporaryFolder } from "../../temporary";
import { archivedLine, objectKey, packed, TestEmitter } from "../archive/corpus";
import { eventsIn, newKeyFile } from "../export/bundles";

const ROOT = path.join(__dirname, "../../..");
const RUNBOOK = path.join(ROOT, "docs/runbooks/restore-from-cold-storage.md");
const KEY = objectKey("2026-12-24T08:00:00.000Z");

let aws: EmbeddedAws;
let vault: ReturnType<typeof names>;

beforeAll(async () => {
  aws = await startAws();
  vault = names(
    loadConfigs(path.join(ROOT, "configs")).environments.find(({ id }) => id === "sandbox") as Environment,
  );
  await aws.lockedBucket(vault.vaultBucket);
  const emitter = new TestEmitter();
  const [first, second, third] = ["08", "09", "10"].map((hour) =>
    archivedLine(emitter.emit(`2026-12-24T${hour}:00:00.000Z`)),
  );
  // Two versions of one key, both cold, in different classes; one object that is not.
  await put(KEY, packed(first!), "DEEP_ARCHIVE");
  await put(KEY, packed(first!, second!), "GLACIER");
  await put(objectKey("2026-12-24T10:00:00.000Z"), packed(third!), "STANDARD");
}, 300_000);
afterAll(() => aws.stop());

const put = (Key: string, Body: Buffer, StorageClass: StorageClass) =>
  aws.s3.send(new PutObjectCommand({ Bucket: vault.vaultBucket, Key, Body, StorageClass }));

const DAY = [
  "--system",
  "credit-scoring",
  "--environment",
  "sandbox",
  "--from",
  "2026-12-24",
  "--to",
  "2026-12-24",
];
const restore = (...more: string[]) => evidence(["restore", ...DAY, ...more], aws.env);
const exportDay = (out: string, ...more: string[]) =>
  evidence(["export", ...DAY, "--out", out, "--signing-key", newKeyFile(), ...more], aws.env);

/** How the embedded AWS lets restores take their time. */
async function restoresTake(transition: object): Promise<void> {
  const url = `${aws.env["AWS_ENDPOINT_URL"]}/moto-api/state-manager/set-transition`;
  const body = JSON.stringify({ model_name: "s3::keyrestore", transition });
  await fetch(url, { method: "POST", body, headers: { "content-type": "application/json" } });
}

test("an export of cold objects stops before it makes anything, with the command to run", () => {
  const out = path.join(temporaryFolder(), "bundle");
  const { code, stderr } = exportDay(out);
  expect(code).toBe(1);
  expect(stderr).toContain("[archive-is-cold]");
  expect(stderr).toContain("2 of 3 object version(s) in DEEP_ARCHIVE, GLACIER without a restored copy");
  expect(stderr).toContain(`evidence restore ${DAY.join(" ")}`);
  expect([out, `${out}.partial`].filter((folder) => existsSync(folder))).toEqual([]);
}, 120_000);

test("a dry run of the export tells objects, bytes and cost by storage class, and that some must be restored", () => {
  const { code, stdout } = evidence(["export", ...DAY, "--dry-run"], aws.env);
  expect(code).toBe(0);
  expect(stdout).toMatch(/ {2}DEEP_ARCHIVE: 1 object version\(s\)/);
  expect(stdout).toContain(": only restored copies are read; evidence restore --dry-run");
  expect(stdout).toMatch(/about 0\.\d+ USD read inside the region, 0\.\d+ USD downloaded over the internet/);
  const { cost, storage_classes: classes } = JSON.parse(
    evidence(["export", ...DAY, "--dry-run", "--json"], aws.env).stdout,
  );
  expect(classes).toHaveLength(3);
  expect(cost).toMatchObject({ currency: "USD", region: "eu-central-1", complete: true });
  expect(cost.usd_to_internet).toBeGreaterThan(cost.usd_in_region);
}, 120_000);

test("left cold, the objects are findings of the bundle", () => {
  const out = path.join(temporaryFolder(), "bundle");
  const { code, stdout } = exportDay(out, "--leave-cold", "--json");
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ findings: { "object-unreadable": 2 }, counts: { events: 1 } });
}, 120_000);

test("a dry run of the restore tells class, waiting time and cost, and asks S3 for nothing", () => {
  const result = JSON.parse(restore("--dry-run", "--json").stdout);
  expect(result).toMatchObject({ dry_run: true, asked: 0, object_versions: 3, readable: false });
  expect(
    result.options.map(
      ({ storage_class, tier }: { storage_class: string; tier: string }) => `${storage_class} ${tier}`,
    ),
  ).toEqual(expect.arrayContaining(["GLACIER expedited", "DEEP_ARCHIVE bulk"]));
  expect(JSON.parse(restore("--dry-run", "--json").stdout).cold).toEqual(result.cold);
}, 120_000);

test("a speed that DEEP_ARCHIVE does not have is refused before anything is asked", () => {
  const { code, stderr } = restore("--tier", "expedited");
  expect(code).toBe(1);
  expect(stderr).toContain("[restore-tier-not-offered]");
  expect(JSON.parse(restore("--dry-run", "--json").stdout).cold).toMatchObject([
    { archived: { objects: 1 } },
    { archived: { objects: 1 } },
  ]);
}, 120_000);

test("every cold version is restored, an overwritten one too; asked again nothing is asked twice; then the export is whole", async () => {
  await restoresTake({ progression: "time", seconds: 3_600 });
  const begun = restore("--days", "3");
  expect(begun).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("asked S3 to restore 2 object version(s)"),
  });
  const again = JSON.parse(restore("--days", "3", "--json").stdout);
  expect(again).toMatchObject({ asked: 0, readable: false, failures: [] });
  expect(again.cold).toMatchObject([{ under_way: { objects: 1 } }, { under_way: { objects: 1 } }]);
  const early = exportDay(path.join(temporaryFolder(), "early"));
  expect(early.stderr).toContain("2 of them being restored");

  await restoresTake({ progression: "immediate" });
  const back = restore("--wait");
  expect(back.stdout).toContain("everything can be read: evidence export reads it now");
  const out = path.join(temporaryFolder(), "bundle");
  const { code, stdout } = exportDay(out, "--json");
  // Two versions of one key are a finding of their own.
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    findings: { "several-versions": 1 },
    counts: { duplicates: 1 },
  });
  expect(eventsIn(out).map(({ emitter }) => emitter.sequence)).toEqual([1, 2, 3]);
}, 180_000);

test("a vault that is not there is told as such", () => {
  const args = [
    "--system",
    "credit-scoring",
    "--environment",
    "sandbox",
    "--from",
    "2026-12-24",
    "--to",
    "2026-12-24",
  ];
  const { code, stderr } = evidence(["restore", ...args], {
    ...aws.env,
    AWS_ENDPOINT_URL: "http://127.0.0.1:9",
  });
  expect(code).toBe(1);
  expect(stderr).toContain("[archive-endpoint-unreachable]");
}, 60_000);

test("the runbook's commands, as they stand there, bring a cold month back and export it", async () => {
  await exporterKey();
  const emitter = new TestEmitter("scoring-api.2a1b");
  for (const [day, type] of [
    ["10", "emitter_start"],
    ["11", "emitter_stop"],
  ] as const) {
    const event = emitter.emit(`2026-11-${day}T08:00:00.000Z`, type);
    await put(objectKey(event.time), packed(archivedLine(event)), "DEEP_ARCHIVE");
  }
  const blocks = readFileSync(RUNBOOK, "utf8").matchAll(/^ *```sh\n(.*?)^ *```$/gms);
  const commands = [...blocks].map(([, block]) => block!.replaceAll("production", "sandbox"));
  expect(commands).toHaveLength(4);
  const folder = temporaryFolder();
  for (const command of commands) {
    const npx = `npx() { shift; ${process.execPath} ${ROOT}/cli/bin.mjs "$@"; }`;
    const configs = `ln -sfn ${ROOT}/configs configs`;
    const { status, stdout, stderr } = spawnSync("bash", ["-c", `${npx}\n${configs}\n${command}`], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, ...aws.env },
    });
    expect({ command, status, stdout, stderr }).toMatchObject({ status: 0 });
  }
  expect(eventsIn(path.join(folder, "credit-scoring-2026-11"))).toHaveLength(2);
}, 180_000);

/** The exporter's key, as the vault's stack makes it. */
async function exporterKey(): Promise<void> {
  const kms = new KMSClient({
    region: aws.region,
    endpoint: aws.env["AWS_ENDPOINT_URL"]!,
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
  const { KeyMetadata } = await kms.send(
    new CreateKeyCommand({ KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" }),
  );
  await kms.send(
    new CreateAliasCommand({
      AliasName: vault.signingKeyAlias("exporter"),
      TargetKeyId: KeyMetadata!.KeyId!,
    }),
  );
  kms.destroy();
}
