import {
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FolderRecordStore } from "../../../evidence/records";
import type { Detection } from "../../../review/drift/trail";
import { command } from "../../../sandbox/story/evidence-cli";
import { findProviders, terraformCliConfig } from "../../../sandbox/world/providers";
import { keysFile } from "../../cli/run-records";
import { startAws, type EmbeddedAws } from "../../embedded-aws";
import { actors } from "../../evidence/records/actors";
import { issuedKeys } from "../../issued-keys";
import { evidence } from "../../run-evidence";
import { resource, synthesize } from "../../stacks/synthesized";
import { temporaryFolder } from "../../temporary";
import { applied, DeployRecords } from "./deploy-records";
import { ACCOUNT, REGION } from "./trail-folder";

const MINUTES = 60_000;
const STACK = "sandbox-evidence-vault";
const VAULT = `ai-act-evidence-sandbox-${ACCOUNT}`;
const ENGINEER = `arn:aws:sts::${ACCOUNT}:assumed-role/engineer`;

/** What is deployed of the vault: its bucket, the trail with its own, and two roles. */
const DEPLOYED = [
  "aws_s3_bucket.evidence_vault",
  "aws_s3_bucket_versioning.evidence_vault",
  "aws_s3_bucket_policy.evidence_vault",
  "aws_s3_bucket.evidence_access",
  "aws_cloudtrail.evidence_access",
  "aws_iam_role.vault_exporter",
  "aws_iam_role_policy.vault_exporter",
] as const;

describe("A change in the console, on an account that has a trail", () => {
  const dir = temporaryFolder();
  const stackDir = join(dir, "stacks", STACK);
  const records = new DeployRecords();
  const keys = keysFile();
  const window = { startedAt: "", endedAt: "" };
  let aws: EmbeddedAws;
  let terraform: (...args: string[]) => Promise<string>;
  let as: (role: string) => S3Client;

  beforeAll(async () => {
    aws = await startAws();
    const cliConfig = join(dir, "terraformrc");
    writeFileSync(cliConfig, terraformCliConfig(await findProviders()));
    mkdirSync(stackDir, { recursive: true });
    const { json, manifest } = smallStack();
    writeFileSync(join(stackDir, "cdk.tf.json"), JSON.stringify(json));
    writeFileSync(join(dir, "manifest.json"), JSON.stringify(manifest));
    const env = { ...process.env, ...aws.env, TF_CLI_CONFIG_FILE: cliConfig, CHECKPOINT_DISABLE: "1" };
    terraform = async (...args) => {
      const { status, stdout, stderr } = await command("terraform", args, { cwd: stackDir, env });
      if (status !== 0) throw new Error(stdout + stderr);
      return stdout;
    };
    await terraform("init", "-input=false", "-no-color");
    window.startedAt = new Date().toISOString();
    await terraform("apply", "-input=false", "-auto-approve", "-no-color");
    window.endedAt = new Date().toISOString();
    const roles = { engineer: `arn:aws:iam::${ACCOUNT}:role/engineer`, exporter: `arn:aws:iam::${ACCOUNT}:role/ai-act-evidence-sandbox-exporter` };
    const issued = await issuedKeys(aws, temporaryFolder(), roles);
    as = (role) =>
      new S3Client({ endpoint: aws.env["AWS_ENDPOINT_URL"] ?? "", region: REGION, forcePathStyle: true, credentials: issued.get(role)! });
  }, 4 * MINUTES); // prettier-ignore
  afterAll(() => aws?.stop(), MINUTES);

  /** `evidence detect` on everything up to now. */
  function detect(recordsDir: string, ...args: readonly string[]) {
    const period = ["--from", new Date(Date.now() - 10 * MINUTES).toISOString(), "--to", new Date(Date.now() + 2_000).toISOString()];
    const all = ["detect", dir, "--environment", "sandbox", "--keys", keys, "--records-dir", recordsDir, ...period, "--json"];
    const { code, stdout, stderr } = evidence([...all, ...args], aws.env);
    if (stdout === "") throw new Error(stderr);
    return { code, stderr, detection: JSON.parse(stdout) as Detection };
  } // prettier-ignore

  it(
    "is a deployment's, as far as its signed record goes",
    async () => {
      const without = detect(new DeployRecords().dir);
      expect(without.code).toBe(2);
      expect(without.detection.findings).toContainEqual(
        expect.objectContaining({ call: "cloudtrail:PutEventSelectors", via: "terraform" }),
      );
      await records.add(
        applied({ ...window, principal: `arn:aws:sts::${ACCOUNT}:user/moto`, addresses: [...DEPLOYED] }),
      );
      const { code, detection } = detect(records.dir);
      expect(detection.findings).toEqual([]);
      expect(detection.calls.inDeployments).toBeGreaterThan(0);
      expect(code).toBe(0);
    },
    MINUTES,
  );

  it("is named with who made it, when, and how; ordinary work beside it is not", async () => {
    const engineer = as("engineer");
    await as("exporter").send(
      new PutObjectCommand({ Bucket: VAULT, Key: "records/exports/000000000001.dsse.json", Body: "{}", IfNoneMatch: "*" }),
    );
    const denied = engineer.send(new DeleteObjectCommand({ Bucket: VAULT, Key: "records/exports/000000000001.dsse.json" }));
    await expect(denied).rejects.toThrow();
    await engineer.send(new PutBucketVersioningCommand({ Bucket: VAULT, VersioningConfiguration: { Status: "Suspended" } }));
    await engineer.send(new DeleteBucketPolicyCommand({ Bucket: VAULT }));
    const { code, detection } = detect(records.dir);
    const told = detection.findings.map(({ kind, call, error, addresses }) => [kind, call, error, addresses]);
    // Within a second a log has no order.
    expect(told.sort(([, a], [, b]) => (String(a) < String(b) ? -1 : 1))).toEqual([
      ["unmatched", "s3:DeleteBucketPolicy", undefined, [`${STACK}/aws_s3_bucket_policy.evidence_vault`]],
      ["attempt", "s3:DeleteObject", "AccessDenied", [`${STACK}/aws_s3_bucket.evidence_vault`]],
      ["unmatched", "s3:PutBucketVersioning", undefined, [`${STACK}/aws_s3_bucket_versioning.evidence_vault`]],
    ]);
    for (const { who, via, first } of detection.findings) {
      expect(who).toContain(ENGINEER);
      expect(via).toBe("sdk");
      expect(Date.now() - Date.parse(first)).toBeLessThan(2 * MINUTES);
    }
    expect(detection.calls.ordinary).toBe(1);
    expect(code).toBe(2);
  }, MINUTES); // prettier-ignore

  it("is not explained by a deployment of another time, nor by another's", async () => {
    const now = new Date().toISOString();
    const anHourBefore = (time: string) => new Date(Date.parse(time) - 60 * MINUTES).toISOString();
    const { startedAt, endedAt } = window;
    for (const changes of [
      { startedAt: anHourBefore(startedAt), endedAt: anHourBefore(endedAt), principal: `${ENGINEER}/ci` },
      { startedAt, endedAt: now, principal: `arn:aws:iam::${ACCOUNT}:user/somebody` },
    ]) {
      const other = new DeployRecords();
      await other.add(applied({ ...changes, addresses: [...DEPLOYED] }));
      const { detection } = detect(other.dir);
      expect(detection.findings.map(({ call }) => call)).toContain("s3:PutBucketVersioning");
    }
    const theirs = new DeployRecords();
    await theirs.add(applied({ startedAt, endedAt: now, principal: `${ENGINEER}/ci`, addresses: [...DEPLOYED] }));
    expect(detect(theirs.dir).detection.findings.map(({ call }) => call)).not.toContain("s3:PutBucketVersioning");
  }, MINUTES); // prettier-ignore

  it("is told by evidence drift with who made it", () => {
    const args = ["drift", STACK, "--synthesized", dir, "--environment", "sandbox", "--who", "--json"];
    const { stdout, stderr } = evidence(args, { ...aws.env, TF_CLI_CONFIG_FILE: join(dir, "terraformrc") });
    if (stdout === "") throw new Error(stderr);
    const { changes } = JSON.parse(stdout) as { changes: { address: string; attributions?: { who: string; event: string }[] }[] };
    const versioning = changes.find(({ address }) => address === `${STACK}/aws_s3_bucket_versioning.evidence_vault`);
    expect(versioning?.attributions?.[0]).toMatchObject({
      ...{ who: expect.stringContaining(ENGINEER), event: "PutBucketVersioning", source: "cloudtrail" },
    });
  }, 2 * MINUTES); // prettier-ignore

  it(
    "is recorded, signed by the detector",
    async () => {
      const key = join(dir, "detector.pem");
      writeFileSync(key, actors.detector.privateKey.export({ type: "pkcs8", format: "pem" }), {
        mode: 0o600,
      });
      const { code, stderr } = detect(records.dir, "--signing-key", key);
      expect([code, stderr]).toEqual([2, expect.stringContaining("records/detector/000000000001.dsse.json")]);
      const verified = evidence([
        "records",
        "verify",
        "--dir",
        records.dir,
        "--keys",
        keys,
        "--stream",
        "detector",
      ]);
      expect(verified.code).toBe(0);
      expect(await new FolderRecordStore(records.dir).streams()).toContain("detector");
    },
    MINUTES,
  );
});

/** The synthesized stack's own resources, without what a small part of it lacks, and the manifest of it alone. */
function smallStack() {
  const synthesized = synthesize();
  const stack = synthesized.stacks[STACK];
  const resources: Record<string, Record<string, unknown>> = {
    aws_iam_role: { engineer: { name: "engineer", assume_role_policy: '{"Version":"2012-10-17","Statement":[]}' } },
  };
  for (const address of DEPLOYED) {
    const [type = "", name = ""] = address.split(".");
    const values = structuredClone(resource(stack, type, name));
    for (const left of ["depends_on", "kms_key_id", "lifecycle", "//"]) delete values[left];
    (resources[type] ??= {})[name] = values;
  }
  const whole = JSON.parse(readFileSync(join(synthesized.dir, "manifest.json"), "utf8")) as { stacks: Record<string, object> };
  const manifest = { ...whole, stacks: { [STACK]: { ...whole.stacks[STACK], dependencies: [] } } };
  return { json: { ...stack, data: undefined, resource: resources }, manifest };
} // prettier-ignore
