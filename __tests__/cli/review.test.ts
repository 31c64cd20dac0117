import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { planOf } from "../../sandbox/reviews/plan-of";
import { actors } from "../evidence/records/actors";
import { evidence } from "../run-evidence";
import { synthesize } from "../stacks/synthesized";
import { temporaryFolder } from "../temporary";
import { review } from "./run-records";

const { dir: HEAD, stacks } = synthesize();
const STACK = "production-evidence-vault";
const VAULT = stacks[STACK] ?? {};

/** The vault's plan, with the lock shortened or as it is. */
function plan(days?: number): Record<string, unknown> {
  const after = structuredClone(VAULT) as (typeof stacks)[string];
  const lock = after.resource?.["aws_s3_bucket_object_lock_configuration"]?.["evidence_vault"];
  if (days !== undefined)
    (lock as { rule: { default_retention: { days: number } } }).rule.default_retention.days = days;
  return planOf({ stack: STACK, before: VAULT, after });
}

function written(content: string, name = `${STACK}.json`): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}
const planFile = (days?: number) => written(JSON.stringify(plan(days)));
const both = ["--head", HEAD, "--base", HEAD];

describe("evidence review", () => {
  it("passes a plan that changes nothing", async () => {
    const { exitCode, stdout } = await review(planFile(), ...both);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("**Weakens nothing**")]);
  });

  it("fails on a shorter lock, and says by how many days and who must agree", async () => {
    const { exitCode, stdout } = await review(planFile(365), ...both);
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/^\*\*Weakens Art 19\(1\), Art 26\(6\)/m);
    expect(stdout).toContain("3653 -> 365 days");
    expect(stdout).toContain("@example/data-protection");
  });

  it.each([
    ["weakens", 2],
    ["unknown,strengthens", 0],
    ["none", 0],
  ])("fails on what is asked for: --fail-on %s ends with %i", async (effects, code) => {
    expect((await review(planFile(365), ...both, "--fail-on", effects)).exitCode).toBe(code);
  });

  it("writes comment, SARIF and JSON where it is told to", async () => {
    const out = temporaryFolder();
    const at = (name: string) => join(out, name);
    const files = ["--markdown", at("r.md"), "--sarif", at("r.sarif"), "--json-file", at("r.json")];
    await review(planFile(365), ...both, ...files);
    expect(readFileSync(at("r.md"), "utf8")).toMatch(/^<!-- ai-act-evidence: plan review -->/);
    expect(JSON.parse(readFileSync(at("r.sarif"), "utf8"))).toMatchObject({ version: "2.1.0" });
    expect(JSON.parse(readFileSync(at("r.json"), "utf8"))).toMatchObject({ effect: "weakens" });
  });

  it("signs a record that names the plan by the digests of its bytes and of Terraform's own file", async () => {
    const [file, dir, key] = [planFile(365), temporaryFolder(), join(temporaryFolder(), "key.pem")];
    writeFileSync(file.replace(/json$/, "tfplan"), "Terraform's own");
    writeFileSync(key, actors["ci-review"].privateKey.export({ type: "pkcs8", format: "pem" }), {
      mode: 0o600,
    });
    await review(file, ...both, "--dir", dir, "--signing-key", key, "--actor", "anna");
    const [name = ""] = readdirSync(join(dir, "records/ci-review"));
    const envelope = readFileSync(join(dir, "records/ci-review", name), "utf8");
    const { payload } = JSON.parse(envelope) as { payload: string };
    const digest = createHash("sha256").update(readFileSync(file)).digest("hex");
    expect(JSON.parse(Buffer.from(payload, "base64").toString())).toMatchObject({
      subject: [{ name: `plan/${STACK}`, digest: { sha256: digest } }],
      predicate: {
        actor: "anna",
        details: {
          effect: "weakens",
          plans: [
            {
              stack: STACK,
              effect: "weakens",
              sha256: digest,
              planFile: createHash("sha256").update("Terraform's own").digest("hex"),
            },
          ],
        },
      },
    });
  });

  it("prints no secret of a plan, wherever it stands", async () => {
    const secret = "hunter2-hunter2";
    const json = plan(365) as { resource_changes: { change: Record<string, Record<string, unknown>> }[] };
    for (const { change } of json.resource_changes) {
      Object.assign(change["after"] ?? {}, { password: secret, description: secret });
      change["actions"] = ["update"] as never;
    }
    const out = join(temporaryFolder(), "r.json");
    const said = await review(written(JSON.stringify(json)), ...both, "--json-file", out);
    expect(said.stdout + said.stderr + readFileSync(out, "utf8")).not.toContain(secret);
  });
});

describe("What cannot be reviewed is refused in words, and nothing is written", () => {
  const empty = { format_version: "1.2", planned_values: {}, resource_changes: [] };
  const state = { format_version: "1.0", values: { root_module: {} } };
  const huge = () => {
    const path = written("{");
    truncateSync(path, 501 * 2 ** 20);
    return path;
  };
  const cases: [what: string, path: () => string, code: string][] = [
    ["no such file", () => join(temporaryFolder(), `${STACK}.json`), "nothing-to-judge"],
    ["a folder without plans", temporaryFolder, "no-plans"],
    ["an empty file", () => written(""), "not-json"],
    ["a plan in Terraform's own format", () => written("PK\u0003\u0004"), "not-json"],
    ["a plan that was cut off", () => written(JSON.stringify(plan()).slice(0, 5000)), "json-cut-off"],
    ["a state", () => written(JSON.stringify(state)), "state-instead-of-plan"],
    ["a format of another version", () => written(JSON.stringify({ ...empty, format_version: "9.0" })), "unknown-format-version"],
    ["a plan Terraform did not finish", () => written(JSON.stringify({ ...empty, errored: true })), "plan-with-errors"],
    ["a plan of a stack that nobody declares", () => written(JSON.stringify(empty), "elsewhere.json"), "plan-of-unknown-stack"],
    ["a plan of over 500 MB", huge, "too-large-to-judge"],
  ]; // prettier-ignore

  it.each(cases)("%s", async (_, path, code) => {
    const out = join(temporaryFolder(), "review.md");
    const said = await review(path(), ...both, "--markdown", out);
    expect(said).toMatchObject({ exitCode: 1, fault: code, stdout: "" });
    expect(existsSync(out)).toBe(false);
  });

  it("two plans of one stack", async () => {
    expect(await review(planFile(), planFile(), ...both)).toMatchObject({
      exitCode: 1,
      fault: "plan-given-twice",
    });
  });

  describe("a folder of plans that is not what the run that planned left:", () => {
    const digest = (text: string) => createHash("sha256").update(text).digest("hex");
    const synthesized = digest(readFileSync(join(HEAD, "stacks", STACK, "cdk.tf.json"), "utf8"));
    const json = JSON.stringify(plan());

    /** What `evidence plan` leaves. */
    function folder(told: object = {}): string {
      const dir = temporaryFolder();
      const planned = { stack: STACK, sha256: digest(json), planFile: digest(""), synthesized, changes: 0 };
      const report = { schemaVersion: "1.0.0", plannedAt: new Date().toISOString(), terraformVersion: "1.11.4", refreshed: true, planned: [{ ...planned, ...told }], failed: [], leftOut: [], unchanged: [], removed: [] };
      writeFileSync(join(dir, `${STACK}.json`), json);
      writeFileSync(join(dir, "plans.json"), JSON.stringify(report));
      return dir;
    } // prettier-ignore

    it("as it was left, it is reviewed", async () =>
      expect(await review(folder(), ...both)).toMatchObject({ exitCode: 0 }));

    it("a plan is missing", async () => {
      const dir = folder();
      rmSync(join(dir, `${STACK}.json`));
      writeFileSync(join(dir, "sandbox-evidence-vault.json"), json);
      expect(await review(dir, ...both)).toMatchObject({ exitCode: 1, fault: "plan-not-there" });
    });

    it("a plan was changed, or a link leads to another", async () => {
      const dir = folder();
      const file = join(dir, `${STACK}.json`);
      rmSync(file);
      symlinkSync(planFile(4000), file);
      expect(await review(file, ...both)).toMatchObject({ exitCode: 1, fault: "plan-json-not-as-planned" });
    });

    it("other stacks are given than were planned", async () => {
      const dir = folder({ synthesized: digest("another") });
      expect(await review(dir, ...both)).toMatchObject({ exitCode: 1, fault: "stack-not-as-planned" });
    });
  });

  it("an effect that is none", async () => {
    expect(await review(planFile(), "--fail-on", "harms")).toMatchObject({
      exitCode: 1,
      fault: "fail-on-unknown",
    });
  });

  it("without a stack trace, with file, given, needed and fix", () => {
    const { code, stdout, stderr } = evidence(["review", written("{"), ...both]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/needed: .*\n.*fix: /s);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe("Plans that say little", () => {
  it("an empty plan weakens nothing", async () => {
    const path = written(JSON.stringify({ format_version: "1.2", planned_values: {}, resource_changes: [] }));
    const { stdout } = await review(path);
    expect(stdout).toContain("**Weakens nothing**");
  });

  it("a plan of which nothing is known cannot be told, and fails", async () => {
    const change = {
      actions: ["update"],
      before: { bucket: "b", tags: { "ai-act:duties": "Art12 Art19-1" } },
      after: {},
      after_unknown: true,
    };
    const bucket = { address: "aws_s3_bucket.b", mode: "managed", type: "aws_s3_bucket", name: "b", change };
    const json = { format_version: "1.2", planned_values: {}, resource_changes: [bucket] };
    const { exitCode } = await review(written(JSON.stringify(json)));
    expect(exitCode).toBe(2);
  });

  it("OpenTofu's plan is read as Terraform's", async () => {
    const folder = join(temporaryFolder(), "plans");
    mkdirSync(folder);
    writeFileSync(
      join(folder, `${STACK}.json`),
      JSON.stringify({ ...plan(365), terraform_version: "1.10.5", tofu_version: "1.10.5" }),
    );
    expect((await review(folder, ...both)).exitCode).toBe(2);
  });
});
