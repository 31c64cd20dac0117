import { GetObjectLockConfigurationCommand, ListBucketsCommand } from "@aws-sdk/client-s3";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { names } from "../../configs";
import { appendRecord, S3RecordStore, type Role } from "../../evidence/records";
import { readPlansReport } from "../../review/terraform/plans-file";
import { DEFAULT_DIR } from "../../sandbox/world";
import { findProviders, terraformCliConfig } from "../../sandbox/world/providers";
import { ensurePython } from "../../sandbox/world/python";
import { startAws, type EmbeddedAws } from "../embedded-aws";
import { actors, keyRingDocument } from "../evidence/records/actors";
import { evidence } from "../run-evidence";
import { repositoryConfigs } from "../stacks/synthesized";
import { temporaryFolder } from "../temporary";

const MINUTES = 60_000;
const STACK = "sandbox-small";
const DIGEST_OF_NOTHING = "0".repeat(64);

/** A stack with one bucket under lock, in an embedded AWS that also holds the records. */
describe("A change, from its plan to its deploy, with the real Terraform", () => {
  const work = temporaryFolder();
  const synthesized = join(work, "cdktf.out");
  const stackDir = join(synthesized, "stacks", STACK);
  const state = join(work, "state.tfstate");
  const plans = join(work, "plans");
  const keys = join(work, "keys.json");
  const environment = repositoryConfigs().environments.find(({ id }) => id === "sandbox");
  if (!environment) throw new Error("configs/ declare no sandbox");
  const vault = names(environment).vaultBucket;
  let aws: EmbeddedAws;
  let env: Record<string, string>;
  let python: string;

  /** Declares a stack with these locked buckets. */
  const declare = (...buckets: string[]) => {
    const resources = <T>(of: (bucket: string) => T) =>
      Object.fromEntries(buckets.map((name) => [name, of(name)]));
    const stack = {
      terraform: {
        backend: { local: { path: state } },
        required_providers: { aws: { source: "aws", version: ">= 5.100, < 7" } },
      },
      provider: { aws: [{ region: "eu-central-1", s3_use_path_style: true, max_retries: 2 }] },
      resource: {
        aws_s3_bucket: resources((bucket) => ({ bucket, object_lock_enabled: true })),
        aws_s3_bucket_object_lock_configuration: resources((bucket) => ({
          bucket: `\${aws_s3_bucket.${bucket}.id}`,
          rule: { default_retention: { mode: "GOVERNANCE", days: 3653 } },
        })),
      },
    };
    mkdirSync(stackDir, { recursive: true });
    writeFileSync(join(stackDir, "cdk.tf.json"), JSON.stringify(stack));
    const listed = {
      name: STACK,
      dependencies: [],
      synthesizedStackPath: `stacks/${STACK}/cdk.tf.json`,
      workingDirectory: `stacks/${STACK}`,
    };
    writeFileSync(join(synthesized, "manifest.json"), JSON.stringify({ stacks: { [STACK]: listed } }));
  };
  const key = (role: Role) => join(work, `${role}.pem`);
  const plan = (out = plans, more: Record<string, string> = {}) =>
    evidence(["plan", "--synthesized", synthesized, "--out", out], { ...env, ...more });
  const apply = (from = plans, more: readonly string[] = ["--signing-key", key("ci-deploy")]) =>
    evidence(
      ["apply", from, "--synthesized", synthesized, "--environment", "sandbox", "--keys", keys, ...more],
      env,
    );
  const sha256 = async (from = plans) =>
    (await readPlansReport(from)).planned[0]?.sha256 ?? DIGEST_OF_NOTHING;
  const buckets = async () => {
    const { Buckets = [] } = await aws.s3.send(new ListBucketsCommand({}));
    return Buckets.map(({ Name }) => Name).filter((name) => name !== vault);
  };
  /** Records a review of the plans in a folder. */
  const review = async (effect: "neutral" | "weakens", from = plans) => {
    const digest = await sha256(from);
    const store = new S3RecordStore({ bucket: vault, region: aws.region, forcePathStyle: true }, aws.s3);
    await appendRecord(store, actors["ci-review"].signer, {
      stream: "ci-review",
      kind: "plan-review",
      role: "ci-review",
      subject: [{ name: `plan/${STACK}`, digest: { sha256: digest } }],
      details: {
        effect,
        weakens: effect === "weakens" ? 1 : 0,
        unknown: 0,
        strengthens: 0,
        neutral: 0,
        waivers: 0,
        brokenRules: [],
        plans: [{ stack: STACK, sha256: digest, effect }],
        findings: [],
        findingsLeftOut: 0,
      },
    });
  };

  beforeAll(async () => {
    aws = await startAws();
    await aws.lockedBucket(vault);
    ({ python } = await ensurePython(DEFAULT_DIR));
    const cliConfig = join(work, "terraformrc");
    writeFileSync(cliConfig, terraformCliConfig(await findProviders()));
    env = { ...aws.env, TF_CLI_CONFIG_FILE: cliConfig, CHECKPOINT_DISABLE: "1" };
    writeFileSync(keys, JSON.stringify(keyRingDocument()));
    for (const role of ["ci-deploy", "approver"] as const) {
      writeFileSync(key(role), actors[role].privateKey.export({ type: "pkcs8", format: "pem" }));
      chmodSync(key(role), 0o600);
    }
    declare("first");
  }, 5 * MINUTES);
  afterAll(() => aws?.stop(), MINUTES);

  it(
    "is planned, and not applied before it is reviewed",
    async () => {
      expect(plan()).toMatchObject({ code: 0, stdout: expect.stringContaining(`${STACK}: 2 change(s)`) });
      const refused = apply();
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("[plan-not-reviewed]") });
      expect(await buckets()).toEqual([]);
    },
    3 * MINUTES,
  );

  it(
    "is not applied while it weakens a duty and nobody approved it",
    async () => {
      await review("weakens");
      const refused = apply();
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("[plan-approval-missing]") });
      expect(await buckets()).toEqual([]);
    },
    3 * MINUTES,
  );

  it(
    "is applied once it is approved, and recorded",
    async () => {
      const details = join(work, "approval.json");
      writeFileSync(details, JSON.stringify({ decision: "approved", about: "plan", reference: "change 31" }));
      const approved = evidence(
        ["records", "add", "--environment", "sandbox", "--kind", "approval", "--role", "approver", "--actor", "a.muster", "--details", details, "--subject", `plan/${STACK}=${await sha256()}`, "--signing-key", key("approver"), "--keys", keys],
        env,
      ); // prettier-ignore
      expect(approved).toMatchObject({ code: 0 });
      const applied = apply();
      expect(applied).toMatchObject({
        code: 0,
        stdout: expect.stringContaining("APPLIED: 2 added, 0 changed, 0 destroyed"),
      });
      expect(await buckets()).toEqual(["first"]);
      const lock = await aws.s3.send(new GetObjectLockConfigurationCommand({ Bucket: "first" }));
      expect(lock.ObjectLockConfiguration?.Rule?.DefaultRetention).toMatchObject({ Days: 3653 });
      const shown = evidence(
        ["records", "show", "--environment", "sandbox", "--stream", "ci-deploy", "2"],
        env,
      );
      for (const text of ["applied", "aws_s3_bucket.first", await sha256()])
        expect(shown.stdout).toContain(text);
      expect(evidence(["records", "verify", "--environment", "sandbox", "--keys", keys], env)).toMatchObject({
        code: 0,
      });
    },
    4 * MINUTES,
  );

  it(
    "is not applied a second time",
    async () => {
      expect(apply()).toMatchObject({ code: 0, stdout: expect.stringContaining("was applied before") });
    },
    2 * MINUTES,
  );

  it(
    "leaves nothing to plan",
    () => {
      expect(plan(join(work, "again"))).toMatchObject({
        code: 0,
        stdout: expect.stringContaining(`${STACK}: no change`),
      });
    },
    2 * MINUTES,
  );

  describe("when it was tampered with after its review,", () => {
    const other = join(work, "other");
    const file = (name: string) => join(plans, `${STACK}.${name}`);
    const kept = (name: string) => join(work, `kept.${name}`);
    const restore = () => {
      for (const name of ["tfplan", "json"]) copyFileSync(kept(name), file(name));
    };

    beforeAll(async () => {
      declare("first", "evil");
      plan(other);
      declare("first", "second");
      plan();
      await review("neutral");
      for (const name of ["tfplan", "json"]) copyFileSync(file(name), kept(name));
    }, 4 * MINUTES);
    afterEach(restore);

    it.each([
      { what: "the plan was exchanged", from: ["tfplan"], code: 2, says: "plan-json-changed" },
      { what: "the plan was exchanged with its JSON", from: ["tfplan", "json"], code: 2, says: "plan-not-reviewed" },
      { what: "the JSON was exchanged", from: ["json"], code: 2, says: "plan-json-changed" },
    ])("because $what, nothing is applied", async ({ from, code, says }) => {
      for (const name of from) copyFileSync(join(other, `${STACK}.${name}`), file(name));
      expect(apply()).toMatchObject({ code, stderr: expect.stringContaining(`[${says}]`) });
      expect(await buckets()).toEqual(["first"]);
    }, 2 * MINUTES); // prettier-ignore

    /** Names another version of Terraform in a saved plan, which is a ZIP file. */
    const OTHER_VERSION = `
import sys, zipfile
source = zipfile.ZipFile(sys.argv[1]); entries = [(i.filename, source.read(i)) for i in source.infolist()]; source.close()
with zipfile.ZipFile(sys.argv[1], "w") as target:
    for name, data in entries:
        target.writestr(name, data.replace(sys.argv[2].encode(), b"9.99.9") if name == "tfplan" else data)
`;
    it.each([
      {
        what: "it is cut off",
        change: () => truncateSync(file("tfplan"), 1_500),
        says: "plan-file-unreadable",
      },
      {
        what: "a state lies in its place",
        change: () => copyFileSync(state, file("tfplan")),
        says: "state-instead-of-plan",
      },
      {
        what: "another version of Terraform made it",
        change: async () => {
          const { terraformVersion } = await readPlansReport(plans);
          spawnSync(python, ["-c", OTHER_VERSION, file("tfplan"), terraformVersion]);
        },
        says: "plan-of-other-version",
      },
    ])("because $what, nothing is applied, in one clear word", async ({ change, says }) => {
      await change();
      const refused = apply();
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining(`[${says}]`) });
      expect(refused.stderr.match(/\[[a-z-]+\]/g)).toHaveLength(1);
      expect(await buckets()).toEqual(["first"]);
    }, 2 * MINUTES); // prettier-ignore
  });

  it(
    "is refused by Terraform itself when the state has changed since, and the record says so",
    async () => {
      const late = join(work, "late");
      declare("first", "second");
      plan(late);
      await review("neutral", late);
      expect(apply()).toMatchObject({ code: 0 });
      const stale = apply(late);
      expect(stale).toMatchObject({ code: 1, stderr: expect.stringContaining("[plan-stale]") });
      const shown = evidence(
        ["records", "show", "--environment", "sandbox", "--stream", "ci-deploy", "6"],
        env,
      );
      expect(shown.stdout).toContain("plan_stale");
    },
    4 * MINUTES,
  );

  it(
    "is not planned without credentials, in one clear word",
    () => {
      const without = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", HOME: work, AWS_PROFILE: "" };
      const { code, stderr } = plan(join(work, "without"), without);
      expect(code).toBe(1);
      expect(stderr).toContain("[credentials-missing]");
      expect(stderr).toContain("No valid credential sources found");
    },
    2 * MINUTES,
  );

  it(
    "is not planned while another run holds the lock of its state",
    async () => {
      const holder = spawn(python, [
        "-c",
        "import fcntl, sys; f = open(sys.argv[1], 'r+'); fcntl.lockf(f, fcntl.LOCK_EX); print('held', flush=True); sys.stdin.read()",
        state,
      ]);
      await once(holder.stdout, "data");
      try {
        const { code, stderr } = plan(join(work, "locked"));
        expect({ code, stderr }).toMatchObject({
          code: 1,
          stderr: expect.stringContaining("[state-locked]"),
        });
      } finally {
        await ended(holder);
      }
    },
    2 * MINUTES,
  );
});

async function ended(child: ChildProcess): Promise<void> {
  child.kill();
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}
