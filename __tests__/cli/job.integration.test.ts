import { execFile } from "node:child_process";
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { callerOf } from "../../cli/caller";
import { withVaultRole } from "../../cli/vault-role";
import { names } from "../../configs";
import { S3DocumentStore } from "../../evidence/documentation";
import { verifySnapshots } from "../../evidence/monitoring";
import { S3RecordStore } from "../../evidence/records";
import { startDatadogStandIn, type DatadogStandIn } from "../../sandbox/datadog/server";
import { startAws, type EmbeddedAws } from "../embedded-aws";
import { actors, keyRingDocument, ringWith } from "../evidence/records/actors";
import { MemorySink } from "../sandbox/memory-sink";
import { repositoryConfigs } from "../stacks/synthesized";
import { temporaryFolder } from "../temporary";

const ROOT = join(__dirname, "../..");

describe("a scheduled job on an environment's vault", () => {
  const environment = repositoryConfigs().environments.find(({ id }) => id === "sandbox");
  if (!environment) throw new Error("configs/ declare no sandbox");
  const Bucket = names(environment).vaultBucket;
  const role = names(environment).vaultRoleArn("detector");
  const before = { ...process.env };
  let aws: EmbeddedAws;
  let datadog: DatadogStandIn;

  beforeAll(async () => {
    aws = await startAws();
    Object.assign(process.env, aws.env);
    await aws.lockedBucket(Bucket);
    datadog = await startDatadogStandIn({
      ...{ stacksDir: temporaryFolder(), apiKey: "key", sink: new MemorySink(), flushIntervalMs: 3_600_000 },
      applicationKeys: { "application-key": "jobs@example.org" },
    });
  }, 600_000);

  afterAll(async () => {
    process.env = before;
    await datadog?.stop();
    await aws?.stop();
  });

  it("takes the vault's role first, under a name by which CloudTrail tells which job it was, and leaves nothing behind", async () => {
    let profile = "";
    const caller = await withVaultRole(
      { role, session: "evidence-job-seal", region: aws.region },
      async (env) => {
        profile = env["AWS_CONFIG_FILE"] ?? "";
        const outside = process.env;
        process.env = env;
        return callerOf(aws.region).finally(() => (process.env = outside));
      },
    );
    expect(caller).toEqual({
      arn: "arn:aws:sts::123456789012:assumed-role/ai-act-evidence-sandbox-detector/evidence-job-seal",
    });
    expect([profile === "", existsSync(profile)]).toEqual([false, false]);
  });

  it("copies what Datadog knows into the bucket, from where it can be checked with Datadog gone", async () => {
    const dir = temporaryFolder();
    const [keys, signingKey] = [join(dir, "keys.json"), join(dir, "detector.pem")];
    writeFileSync(keys, JSON.stringify(keyRingDocument()));
    writeFileSync(signingKey, actors.detector.privateKey.export({ type: "pkcs8", format: "pem" }));
    chmodSync(signingKey, 0o600);
    const run = (job: string) =>
      new Promise<{ code: number | null; said: string }>((resolve) => {
        const args = [
          ...[join(ROOT, "cli/bin.mjs"), "job", job, "--environment", "sandbox", "--keys", keys],
          ...["--signing-key", signingKey, "--vault-role", role],
        ];
        const keysOfDatadog = { DD_API_KEY: "key", DD_APP_KEY: "application-key", DD_HOST: datadog.url };
        const child = execFile(
          process.execPath,
          args,
          { cwd: ROOT, env: { ...process.env, ...keysOfDatadog } },
          (_error, stdout, stderr) => resolve({ code: child.exitCode, said: stdout + stderr }),
        );
      });
    expect(await run("monitoring-snapshot")).toMatchObject({ code: 0 });
    expect(await run("chain-check")).toMatchObject({
      code: 0,
      said: expect.stringContaining(
        "1 streams, 1 records, 0 seals, 5 documents, 1 copies of Datadog: 0 finding(s)",
      ),
    });
    const vault = { bucket: Bucket, region: aws.region, forcePathStyle: true };
    expect(
      await verifySnapshots({
        ...{ records: new S3RecordStore(vault, aws.s3), documents: new S3DocumentStore(vault, aws.s3) },
        ...{ ring: ringWith(), environment: "sandbox" },
      }),
    ).toMatchObject({ records: 1, documents: 5, findings: [] });
  }, 120_000);
});
