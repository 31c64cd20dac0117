import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sha256Hex, canonicalString } from "../../../evidence/event";
import { peekRecord, readRecord } from "../../../evidence/records";
import { detect, keysFile } from "../../cli/run-records";
import { actors } from "../../evidence/records/actors";
import { synthesize } from "../../stacks/synthesized";
import { temporaryFolder } from "../../temporary";
import { session } from "./calls";
import { DeployRecords } from "./deploy-records";
import { ACCOUNT, TrailFolder, trailRecord } from "./trail-folder";

const { dir: STACKS } = synthesize();
const KEYS = keysFile();
const VAULT = `ai-act-evidence-sandbox-${ACCOUNT}`;
const MORNING = ["--from", "2026-11-24T10:00:00Z", "--to", "2026-11-24T11:00:00Z"];

const suspended = (changes: Readonly<Record<string, unknown>> = {}) =>
  trailRecord({ requestParameters: { bucketName: VAULT, versioning: "" }, ...changes });

/** `evidence detect` on a copy of a trail and a folder of records. */
async function run(records: readonly unknown[], ...args: readonly string[]) {
  const trail = new TrailFolder();
  trail.deliver(records);
  const deploys = new DeployRecords();
  await deploys.add();
  const all = [
    "--environment",
    "sandbox",
    "--keys",
    KEYS,
    "--trail-dir",
    trail.dir,
    "--records-dir",
    deploys.dir,
  ];
  const said = await detect(STACKS, ...all, ...MORNING, ...args);
  return { ...said, deploys };
}

/** A key file of the detector. */
function signingKey(): string {
  const file = join(temporaryFolder(), "detector.pem");
  writeFileSync(file, actors.detector.privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  return file;
}

describe("evidence detect", () => {
  it("ends well when a recorded deployment explains every call", async () => {
    const { exitCode, stdout } = await run([suspended(session("evidence-deploy"))]);
    expect(stdout).toContain("each is explained");
    expect(stdout).toContain("1 in 1 recorded deployment(s)");
    expect(exitCode).toBe(0);
  });

  it("names a call that none explains: what, on what, who, when, which event", async () => {
    const record = suspended();
    const { exitCode, stdout } = await run([record]);
    for (const part of [
      "changed outside a deployment: s3:PutBucketVersioning",
      "sandbox-evidence-vault/aws_s3_bucket_versioning.evidence_vault",
      `arn:aws:iam::${ACCOUNT}:user/mallory (cli)`,
      "2026-11-24T10:20:30.000Z",
      String(record["eventID"]),
    ])
      expect(stdout).toContain(part);
    expect(exitCode).toBe(2);
  });

  it("says what it did not see: hours without a log, other regions, Datadog, ids without a state", async () => {
    const { stdout } = await run([suspended(session("evidence-deploy"))]);
    expect(stdout).toContain('eu-west-1: no log seen from 2026-11-24T10:00:00.000Z to 2026-11-24T11:00:00.000Z, which is not "nobody called"');
    for (const part of ["--datadog-audit", "--state", "regions other than eu-central-1, eu-west-1, us-east-1"])
      expect(stdout).toContain(part);
  }); // prettier-ignore

  it("fails on a period without any log: nobody knows what was called", async () => {
    const trail = new TrailFolder();
    trail.put("AWSLogs/x", Buffer.alloc(0));
    const args = ["--environment", "sandbox", "--keys", KEYS, "--trail-dir", trail.dir];
    const { exitCode, stdout } = await detect(
      STACKS,
      ...args,
      "--records-dir",
      new DeployRecords().dir,
      ...MORNING,
    );
    expect(stdout).toContain("No log file seen");
    expect(exitCode).toBe(2);
  });

  it("writes the same as JSON and as Markdown, in which no name in the log can become markup", async () => {
    const markdown = join(temporaryFolder(), "detector.md");
    const who = `arn:aws:sts::${ACCOUNT}:assumed-role/x/<img src=x>|@admins`;
    const record = suspended({ userIdentity: { type: "AssumedRole", arn: who } });
    const { stdout } = await run([record], "--json", "--markdown", markdown);
    expect(JSON.parse(stdout)).toMatchObject({
      environment: "sandbox",
      calls: { onEvidence: 1, unmatched: 1 },
      findings: [{ kind: "unmatched", who }],
    });
    const written = readFileSync(markdown, "utf8");
    expect(written).toContain("**1 call(s) on evidence from");
    expect(written.replace(/`[^`]*`/g, "")).not.toMatch(/<img|@admins/);
  });

  it("shows what a log says without letting it move the cursor", async () => {
    const record = suspended({ userIdentity: { type: "IAMUser", arn: "arn:\u001b[2J" } });
    expect((await run([record])).stdout).not.toContain("\u001b");
  });

  it.each([
    ["with a finding", suspended(), 2, 1],
    ["without one: that somebody looked is worth knowing", suspended(session("evidence-deploy")), 0, 0],
  ])("records a check %s, signed, with the digest of the report", async (_, record, exitCode, findings) => {
    const said = await run([record], "--json", "--signing-key", signingKey());
    expect(said.exitCode).toBe(exitCode);
    const stored = await readRecord(said.deploys.store, "records/detector/000000000001.dsse.json");
    const peeked = peekRecord(stored?.bytes as Buffer);
    if (typeof peeked === "string") throw new Error(peeked);
    expect(peeked.said.kind).toBe("drift-check");
    expect(peeked.said.statement).toMatchObject({
      subject: [
        { name: "calls/sandbox", digest: { sha256: sha256Hex(canonicalString(JSON.parse(said.stdout))) } },
      ],
      predicate: { role: "detector", details: { check: "calls", findings: { length: findings } } },
    });
  });

  it("records also what a log says in other letters, and what there is too much of", async () => {
    const many = Array.from({ length: 900 }, (_, index) =>
      suspended({ userIdentity: { type: "IAMUser", arn: `arn:aws:iam::${ACCOUNT}:user/ünï-${index}\n${"x".repeat(300)}` } }),
    );
    const said = await run(many, "--json", "--signing-key", signingKey());
    const stored = await readRecord(said.deploys.store, "records/detector/000000000001.dsse.json");
    const peeked = peekRecord(stored?.bytes as Buffer);
    if (typeof peeked === "string") throw new Error(peeked);
    const { findings, findingsLeftOut } = peeked.said.statement.predicate.details as { findings: unknown[]; findingsLeftOut: number };
    expect(findings.length).toBeGreaterThan(20);
    expect(findings.length + findingsLeftOut).toBe(900);
  }); // prettier-ignore

  it.each<[what: string, code: string, args: readonly string[]]>([
    ["an environment that no config declares", "not-declared", ["--environment", "nowhere", "--keys", KEYS]],
    ["a folder of log files that is not there", "trail-folder-missing", ["--environment", "sandbox", "--keys", KEYS, "--trail-dir", "/nowhere"]],
    ["a period that has not begun", "detect-period-ahead", ["--environment", "sandbox", "--keys", KEYS, "--trail-dir", "/tmp", "--from", "2999-01-01", "--to", "2999-01-02"]],
    ["a period that ends before it begins", "period-reversed", ["--environment", "sandbox", "--keys", KEYS, "--trail-dir", "/tmp", "--from", "2026-11-02", "--to", "2026-11-01"]],
    ["a key ring that is not there", "key-ring-missing", ["--environment", "sandbox", "--keys", "/nowhere.json", "--trail-dir", "/tmp"]],
    ["Datadog's keys left out", "datadog-keys-missing", ["--environment", "sandbox", "--keys", KEYS, "--trail-dir", "/tmp", "--datadog-audit"]],
    ["stacks that are not there", "nothing-to-judge", ["--environment", "sandbox", "--keys", KEYS, "--trail-dir", "/tmp", "--records-dir", "/tmp"]],
  ])("refuses %s in words", async (_, code, args) => {
    const { DD_API_KEY, DD_APP_KEY } = process.env;
    delete process.env["DD_API_KEY"];
    const stacks = code === "nothing-to-judge" ? "/nowhere" : STACKS;
    const { exitCode, fault } = await detect(stacks, ...args);
    expect([fault, exitCode]).toEqual([code, 1]);
    Object.assign(process.env, { ...(DD_API_KEY && { DD_API_KEY }), ...(DD_APP_KEY && { DD_APP_KEY }) });
  }); // prettier-ignore
});
