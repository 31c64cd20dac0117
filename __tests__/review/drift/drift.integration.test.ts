import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseDocument } from "yaml";
import { stackName } from "../../../configs";
import { FolderRecordStore, readRecords, peekRecord, verifyStream } from "../../../evidence/records";
import { evaluate, readSet, RULES } from "../../../rules";
import { DEFAULT_DIR } from "../../../sandbox/world";
import { findProviders, terraformCliConfig } from "../../../sandbox/world/providers";
import { ensurePython } from "../../../sandbox/world/python";
import { startAws, type EmbeddedAws } from "../../embedded-aws";
import { actors, ringWith } from "../../evidence/records/actors";
import { evidence } from "../../run-evidence";
import { synthesize } from "../../stacks/synthesized";
import { temporaryFolder } from "../../temporary";
import { TrailFolder, trailRecord } from "../trail/trail-folder";

const MINUTES = 60_000;
const VAULT = stackName.evidenceVault("sandbox");
const OTHER = "sandbox-other";
const BUCKET = "ai-act-evidence-sandbox-123456789012";
const PARTS = [
  "",
  "_lifecycle_configuration",
  "_object_lock_configuration",
  "_policy",
  "_public_access_block",
  "_versioning",
];
const LOCK = `${VAULT}/aws_s3_bucket_object_lock_configuration.evidence_vault`;
const POLICY = `${VAULT}/aws_s3_bucket_policy.evidence_vault`;

interface Change {
  readonly cause: string;
  readonly address: string;
  readonly paths: readonly { readonly path: string }[];
  readonly attributions?: readonly { readonly who: string; readonly event: string }[];
}
interface Finding {
  readonly cause: string;
  readonly effect: string;
  readonly rule: string;
  readonly measure?: { readonly before?: number; readonly after?: number };
}
interface Report {
  readonly stacks: readonly {
    readonly stack: string;
    readonly outcome: string;
    readonly problems: readonly { readonly code: string }[];
  }[];
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
  readonly standing: readonly Finding[];
  readonly notLookedAt: readonly { readonly address: string }[];
  readonly record: object | null;
}

/** The real Terraform on the vault's own bucket, and the real AWS CLI against it. */
describe("What was changed behind Terraform's back", () => {
  const work = temporaryFolder();
  const synthesized = join(work, "cdktf.out");
  const stackDir = join(synthesized, "stacks", VAULT);
  const state = join(work, "vault.tfstate");
  const configs = join(work, "configs");
  const records = join(work, "records");
  const key = join(work, "detector.pem");
  const own = synthesize().stacks[VAULT];
  let aws: EmbeddedAws;
  let env: Record<string, string>;
  let cli: string;

  /** Writes the vault's stack, with a change to its resources, and a stack without resources. */
  const declare = (
    change: (resource: Record<string, Record<string, Record<string, unknown>>>) => void = () => undefined,
  ) => {
    const resource = Object.fromEntries(
      PARTS.map((part) => [
        `aws_s3_bucket${part}`,
        {
          evidence_vault: structuredClone(own?.resource?.[`aws_s3_bucket${part}`]?.["evidence_vault"] ?? {}),
        },
      ]),
    );
    change(resource);
    const backend = (path: string) => ({ local: { path } });
    write(VAULT, { ...own, terraform: { ...own?.terraform, backend: backend(state) }, resource });
    write(OTHER, {
      ...own,
      "//": undefined,
      resource: undefined,
      terraform: { ...own?.terraform, backend: backend(join(work, "other.tfstate")) },
    });
    const listed = (name: string) => ({
      name,
      dependencies: [],
      synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
      workingDirectory: `stacks/${name}`,
    });
    const stacks = { [VAULT]: listed(VAULT), [OTHER]: listed(OTHER) };
    writeFileSync(join(synthesized, "manifest.json"), JSON.stringify({ stacks }));
  };
  const write = (stack: string, json: unknown) => {
    const dir = join(synthesized, "stacks", stack);
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, "cdk.tf.json"), JSON.stringify(json));
  };
  const run = (program: string, args: readonly string[], cwd = work) => {
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd,
      encoding: "utf8",
      env: { ...process.env, ...env },
    });
    if (status !== 0) throw new Error(stdout + stderr);
    return stdout;
  };
  const terraform = (...args: string[]) => run("terraform", args, stackDir);
  const awsCli = (...args: string[]) => run(cli, args);
  const drift = (args: readonly string[], more: Record<string, string> = {}) => {
    const said = evidence(["drift", "--synthesized", synthesized, "--configs", configs, "--json", ...args], {
      ...env,
      ...more,
    });
    return { ...said, report: JSON.parse(said.stdout || "{}") as Report };
  };
  const causes = ({ changes }: Report) =>
    changes
      .filter(({ cause }) => cause !== "noise")
      .map(({ cause, address, paths }) =>
        [cause, address.replace(`${VAULT}/`, ""), ...paths.map(({ path }) => path)].join(" "),
      );
  const told = (all: readonly Finding[]) =>
    all.map(({ cause, effect, rule }) => `${cause} ${effect} ${rule}`).sort();

  beforeAll(async () => {
    aws = await startAws();
    cli = join(dirname((await ensurePython(DEFAULT_DIR)).python), "aws");
    const cliConfig = join(work, "terraformrc");
    writeFileSync(cliConfig, terraformCliConfig(await findProviders()));
    env = { ...aws.env, TF_CLI_CONFIG_FILE: cliConfig, CHECKPOINT_DISABLE: "1" };
    writeFileSync(key, actors.detector.privateKey.export({ type: "pkcs8", format: "pem" }));
    chmodSync(key, 0o600);
    declare();
    // What a bucket alone lacks of a vault is agreed to for the time of the test.
    cpSync("configs", configs, { recursive: true });
    const file = join(configs, "environments/sandbox.yaml");
    const document = parseDocument(readFileSync(file, "utf8"));
    const unmet = evaluate(RULES, readSet(synthesized)).verdicts.filter(({ verdict }) => verdict === "unmet");
    const expires = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
    document.set(
      "waivers",
      unmet.map(({ rule, address: resource }) => ({
        rule,
        resource,
        reason: "a bucket alone",
        approver: "tests",
        expires,
      })),
    );
    writeFileSync(file, String(document));
    terraform("init", "-input=false", "-no-color");
    terraform("apply", "-input=false", "-no-color", "-auto-approve");
  }, 5 * MINUTES);
  afterAll(() => aws?.stop(), MINUTES);

  it(
    "is nothing at first: only noise, exit 0, and a signed record that says so",
    async () => {
      const { code, stderr, report } = drift([
        "--dir",
        records,
        "--signing-key",
        key,
        "--actor",
        "nightly/1",
      ]);
      expect(stderr).toContain("recorded: ");
      expect({ code, causes: causes(report), findings: report.findings }).toEqual({
        code: 0,
        causes: [],
        findings: [],
      });
      expect(report.stacks.map(({ outcome }) => outcome)).toEqual(["clean", "clean"]);
      expect(report.changes.length).toBeGreaterThan(0);
      const store = new FolderRecordStore(records);
      expect(await verifyStream(store, "detector", ringWith())).toMatchObject({ records: 1, findings: [] });
      for await (const { bytes } of readRecords(store, "detector")) {
        const peeked = Buffer.isBuffer(bytes) ? peekRecord(bytes) : "none";
        const said = typeof peeked === "string" ? undefined : peeked.said.statement.predicate.details;
        expect(said).toMatchObject({
          check: "drift",
          effect: "neutral",
          stacks: [
            { stack: VAULT, outcome: "clean", console: 0, unapplied: 0 },
            { stack: OTHER, outcome: "clean" },
          ],
        });
        const { findings } = said as unknown as { findings: { cause: string; waived: boolean }[] };
        expect(findings.filter(({ cause, waived }) => cause !== "standing" || !waived)).toEqual([]);
      }
    },
    2 * MINUTES,
  );

  it(
    "says that no record was written where nothing signs",
    () => {
      const { code, stdout, stderr } = evidence(
        ["drift", OTHER, "--synthesized", synthesized, "--configs", configs],
        env,
      );
      expect({ code, first: stdout.split("\n")[0] }).toEqual({
        code: 0,
        first: "Nothing found: 1 stack checked, all as declared",
      });
      expect(stderr).toContain("no record of this check was written");
      expect(stdout).toContain(`${VAULT}: not asked for, and not looked at`);
    },
    MINUTES,
  );

  it(
    "is told apart from what is not applied and from noise, and judged: three changes in the console",
    () => {
      const lock = {
        ObjectLockEnabled: "Enabled",
        Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: 365 } },
      };
      awsCli(
        "s3api",
        "put-object-lock-configuration",
        "--bucket",
        BUCKET,
        "--object-lock-configuration",
        JSON.stringify(lock),
      );
      const policy = JSON.parse(
        awsCli("s3api", "get-bucket-policy", "--bucket", BUCKET, "--query", "Policy", "--output", "text"),
      ) as {
        Statement: { Sid: string }[];
      };
      const Statement = policy.Statement.filter(({ Sid }) => Sid !== "DenyDeletes");
      expect(Statement).toHaveLength(policy.Statement.length - 1);
      awsCli(
        "s3api",
        "put-bucket-policy",
        "--bucket",
        BUCKET,
        "--policy",
        JSON.stringify({ ...policy, Statement }),
      );
      const lifecycle = JSON.parse(
        awsCli("s3api", "get-bucket-lifecycle-configuration", "--bucket", BUCKET),
      ) as {
        Rules: { Expiration?: { Days?: number } }[];
      };
      for (const { Expiration } of lifecycle.Rules) if (Expiration?.Days) Expiration.Days = 30;
      awsCli(
        "s3api",
        "put-bucket-lifecycle-configuration",
        "--bucket",
        BUCKET,
        "--lifecycle-configuration",
        JSON.stringify({ Rules: lifecycle.Rules }),
      );
      declare((resource) => {
        Object.assign(resource["aws_s3_bucket_public_access_block"]?.["evidence_vault"] ?? {}, {
          block_public_policy: false,
        });
      });
      const trail = new TrailFolder();
      trail.deliver([
        trailRecord({
          eventName: "PutBucketObjectLockConfiguration",
          requestParameters: { bucketName: BUCKET },
        }),
      ]);

      const { code, report } = drift(["--dir", records, "--signing-key", key]);
      expect(code).toBe(2);
      expect(causes(report)).toEqual([
        "console aws_s3_bucket_lifecycle_configuration.evidence_vault rule.expiration.days",
        "console aws_s3_bucket_object_lock_configuration.evidence_vault rule.default_retention.days",
        "console aws_s3_bucket_policy.evidence_vault policy",
        "unapplied aws_s3_bucket_public_access_block.evidence_vault block_public_policy",
      ]);
      expect(told(report.findings)).toEqual([
        "console weakens deletes-denied",
        "console weakens expiry-after-lock",
        "console weakens lock-days",
        "unapplied weakens public-access-blocked",
      ]);
      expect(report.findings.find(({ rule }) => rule === "lock-days")?.measure).toMatchObject({
        before: 3653,
        after: 365,
      });
      expect(report.record).not.toBeNull();

      const who = evidence(
        [
          "drift",
          VAULT,
          "--synthesized",
          synthesized,
          "--configs",
          configs,
          "--json",
          "--who",
          "2026-11-24",
          "--environment",
          "sandbox",
          "--trail-dir",
          trail.dir,
        ],
        env,
      );
      const attributed = (JSON.parse(who.stdout) as Report).changes.find(({ address }) => address === LOCK);
      expect(attributed?.attributions).toMatchObject([
        { who: "arn:aws:iam::123456789012:user/mallory", event: "PutBucketObjectLockConfiguration" },
      ]);
    },
    4 * MINUTES,
  );

  it(
    "is found without the state, also where somebody took it out of the state",
    () => {
      declare();
      terraform("state", "rm", "-no-color", LOCK.replace(`${VAULT}/`, ""));
      const blind = drift([VAULT]).report;
      expect(causes(blind)).toContain("unapplied aws_s3_bucket_object_lock_configuration.evidence_vault");
      expect(blind.findings.some(({ rule, measure }) => rule === "lock-days" && measure?.after === 365)).toBe(
        false,
      );

      awsCli("s3api", "delete-bucket-policy", "--bucket", BUCKET);
      const tags = ["environment", "managed-by"].map(
        (name) => `{Key=ai-act:${name},Value=${name === "environment" ? "sandbox" : "ai-act-evidence"}}`,
      );
      awsCli(
        "s3api",
        "create-bucket",
        "--bucket",
        "a-stray",
        "--create-bucket-configuration",
        "LocationConstraint=eu-central-1",
      );
      awsCli("s3api", "put-bucket-tagging", "--bucket", "a-stray", "--tagging", `TagSet=[${tags.join(",")}]`);
      const before = readFileSync(state, "utf8");
      const { code, report } = drift(["--inventory", "--dir", records, "--signing-key", key]);
      expect(code).toBe(2);
      expect(causes(report)).toEqual([
        "missing aws_s3_bucket_policy.evidence_vault",
        "differs aws_s3_bucket_lifecycle_configuration.evidence_vault rule.expiration.days",
        "differs aws_s3_bucket_object_lock_configuration.evidence_vault rule.default_retention.days",
        "undeclared arn:aws:s3:::a-stray",
      ]);
      expect(report.findings.find(({ rule }) => rule === "lock-days")).toMatchObject({
        cause: "differs",
        effect: "weakens",
        measure: { before: 3653, after: 365 },
      });
      expect(report.findings[0]).toMatchObject({
        cause: "missing",
        effect: "weakens",
        rule: "evidence-missing",
      });
      expect(readFileSync(state, "utf8")).toBe(before);
      expect(existsSync(join(stackDir, "no-state.tfstate"))).toBe(false);
    },
    4 * MINUTES,
  );

  it.each([
    [
      "credentials are missing",
      { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" },
      [],
      "credentials-missing",
    ],
    [
      "credentials are missing, without the state",
      { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" },
      ["--inventory"],
      "credentials-missing",
    ],
    ["a newer Terraform wrote the state", undefined, [], "state-of-newer-version"],
  ])(
    "is not known, and said so, where %s; the other stack is checked all the same",
    async (_, more, args, code) => {
      const before = readFileSync(state, "utf8");
      if (!more) writeFileSync(state, JSON.stringify({ ...(JSON.parse(before) as object), version: 5 }));
      const failed = drift([...args, "--dir", records, "--signing-key", key], more);
      writeFileSync(state, before);
      expect(failed.code).toBe(1);
      expect(failed.report.stacks).toMatchObject([
        { stack: VAULT, outcome: "failed", problems: [{ code }] },
        { stack: OTHER, outcome: "clean" },
      ]);
      expect(failed.report.record).not.toBeNull();
      expect(await verifyStream(new FolderRecordStore(records), "detector", ringWith())).toMatchObject({
        findings: [],
      });
    },
    2 * MINUTES,
  );

  it(
    "leaves the policy's address in the report, and never its text",
    () => {
      const { stdout } = drift(["--inventory", VAULT]);
      expect(stdout).toContain(POLICY);
      expect(stdout).not.toContain('aws:SecureTransport\\"');
    },
    2 * MINUTES,
  );
});
