import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Role } from "../../evidence/records";
import { actors } from "../evidence/records/actors";
import { DeployScene } from "../review/terraform/deploy-scene";
import { Scene, writeStacks, type FakeStacks } from "../review/terraform/scene";
import { temporaryFolder } from "../temporary";
import { apply, keysFile, plan } from "./run-records";

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

/** Runs commands with the Terraform of a scene. */
const inEnv = (scene: Scene): void => void Object.assign(process.env, scene.env);

function keyFile(role: Role): string {
  const file = join(temporaryFolder(), `${role}.pem`);
  writeFileSync(file, actors[role].privateKey.export({ type: "pkcs8", format: "pem" }));
  chmodSync(file, 0o600);
  return file;
}

const UNAVAILABLE = { refuses: { init: "Failed to query available provider packages" } };

describe("evidence plan", () => {
  const planned = (stacks: FakeStacks, ...args: string[]) => {
    const scene = new Scene(stacks);
    inEnv(scene);
    return plan("--synthesized", scene.synthesized, "--out", scene.out, ...args);
  };

  it("plans, says how many changes each plan has, and ends with 0", async () => {
    const { exitCode, stdout, stderr } = await planned({ vault: {}, monitoring: { changes: [] } });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toContain("vault: 1 change(s)\n");
    expect(stdout).toContain("monitoring: no change\n");
  });

  it("names a stack that failed, with its reason and where to read more, and ends with 1", async () => {
    const { exitCode, stdout, stderr } = await planned({
      vault: {},
      mlflow: { refuses: { plan: "Invalid index" } },
    });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("vault: 1 change(s)");
    expect(stderr).toMatch(
      /^FAILED mlflow: terraform plan failed\n(?:.*\n)*.*given: {2}Invalid index\n(?:.*\n)*.*plans\/mlflow\.log/,
    );
  });

  it("says loudly what was left out for want of a provider, and ends with 0", async () => {
    const { exitCode, stderr } = await planned({ vault: {}, datadog: UNAVAILABLE }, "--skip-unavailable");
    expect(exitCode).toBe(0);
    expect(stderr).toContain("LEFT OUT datadog: a provider of this stack cannot be had here.");
  });

  it.each([
    { args: [], exitCode: 2, says: "If it is meant: --allow-removed" },
    { args: ["--allow-removed"], exitCode: 0, says: "nobody plans it any more" },
  ])(
    "with $args names a stack that was removed, and ends with $exitCode",
    async ({ args, exitCode, says }) => {
      const base = writeStacks({ vault: {}, "sandbox-monitoring": {} });
      const said = await planned({ vault: {} }, "--base", base, ...args);
      expect(said.exitCode).toBe(exitCode);
      expect(said.stderr).toMatch(/^REMOVED sandbox-monitoring: /);
      expect(said.stderr).toContain(says);
      expect(said.stdout).toContain("1 stack(s) are as they were");
    },
  );

  it("says that what was changed behind Terraform's back is not looked at, when it is not", async () => {
    const { stderr } = await planned({ vault: {} }, "--refresh=false");
    expect(stderr).toContain("NOT REFRESHED");
  });

  it("prints plans.json on stdout", async () => {
    const scene = new Scene({ vault: {} });
    inEnv(scene);
    const { stdout } = await plan("--synthesized", scene.synthesized, "--out", scene.out, "--json");
    expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(join(scene.out, "plans.json"), "utf8")));
  });

  it("shows control characters in what Terraform says, instead of sending them to the terminal", async () => {
    const { stderr } = await planned({ vault: { refuses: { init: "\u001b[2Jgone" } } });
    expect(stderr).toContain("\\u{1b}[2Jgone");
  });

  it.each([
    { args: ["--parallel", "0"], fault: "parallel-invalid" },
    { args: ["--parallel", "many"], fault: "parallel-invalid" },
    { args: ["--refresh", "perhaps"], fault: "commander.invalidArgument" },
    { args: ["--base", "x", "--changed-since", "main"], fault: "base-unclear" },
    { args: ["--base-out", "x"], fault: "base-unclear" },
    { args: ["nothing-*"], fault: "stack-unknown" },
  ])("refuses $args with $fault", async ({ args, fault }) => {
    expect(await planned({ vault: {} }, ...args)).toMatchObject({ exitCode: 1, fault });
  });
});

describe("evidence apply", () => {
  const scene = async (stacks: FakeStacks = { vault: {} }) => {
    const planned = await DeployScene.planned(stacks);
    inEnv(planned);
    return planned;
  };
  const applied = ({ out, records, synthesized }: DeployScene, ...args: string[]) =>
    apply(out, "--dir", records, "--synthesized", synthesized, "--keys", keysFile(), ...args);
  const signed = (role: Role = "ci-deploy") => ["--signing-key", keyFile(role)];

  it("applies, names the record and the review, and says so the second time", async () => {
    const planned = await scene();
    await planned.review();
    const first = await applied(planned, ...signed(), "--actor", "ci");
    expect(first).toMatchObject({ exitCode: 0, stderr: "" });
    expect(first.stdout).toContain(
      "vault APPLIED: 1 added, 0 changed, 0 destroyed\n  record:   records/ci-deploy/000000000002.dsse.json",
    );
    expect(first.stdout).toContain("review:   ci-review 1 of ");
    const second = await applied(planned, ...signed());
    expect(second).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("vault was applied before"),
    });
    expect(planned.applied).toEqual(["vault"]);
  });

  it("tells in a dry run what may be applied and why, needs no key for it, and applies nothing", async () => {
    const planned = await scene();
    await planned.review({ effects: { vault: "weakens" } });
    await planned.decide("vault");
    const { exitCode, stdout } = await applied(planned, "--dry-run");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^vault may be applied\n {2}review: {3}ci-review 1 of .*: weakens\n {2}approval: approver 1 of .*, of plan\/vault\n$/,
    );
    expect(planned.applied).toEqual([]);
  });

  it("prints the result as JSON, and nothing of what a plan holds", async () => {
    const planned = await scene({ vault: { declares: "a secret" } });
    await planned.review();
    const { stdout } = await applied(planned, ...signed(), "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      plans: [{ stack: "vault", outcome: "applied", counts: { added: 1 } }],
    });
    expect(stdout).not.toContain("a secret");
  });

  it("tells what was applied before it tells what failed, and ends with 1", async () => {
    const planned = await scene({ a: { dependencies: ["b"], refuses: { apply: "Invalid index" } }, b: {} });
    await planned.review();
    const { exitCode, fault, stdout } = await applied(planned, ...signed());
    expect({ exitCode, fault }).toEqual({ exitCode: 1, fault: "terraform-failed" });
    expect(stdout).toContain("b APPLIED: 1 added");
    expect(stdout).toContain("a FAILED: 0 added");
    expect(existsSync(planned.file("a.apply.log"))).toBe(true);
  });

  it("tells which stacks have no plan and so are not applied", async () => {
    const planned = await scene({ vault: {}, mlflow: { refuses: { plan: "Invalid index" } } });
    await planned.review();
    const { exitCode, stderr } = await applied(planned, ...signed());
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: "not planned, and so not applied: mlflow: terraform plan failed: Invalid index\n",
    });
  });

  it("refuses what was not reviewed with exit code 2", async () => {
    const planned = await scene();
    expect(await applied(planned, ...signed())).toMatchObject({ exitCode: 2, fault: "plans-not-cleared" });
    expect(planned.applied).toEqual([]);
  });

  it.each([
    { what: "another role's key", args: () => signed("ci-review"), fault: "signing-key-not-entitled" },
    { what: "no key", args: () => [], fault: "commander.error" },
    { what: "a review age of no days", args: () => [...signed(), "--max-review-age-days", "0"], fault: "review-age-invalid" },
    { what: "a review age of a year", args: () => [...signed(), "--max-review-age-days", "365"], fault: "review-age-invalid" },
    { what: "two places of records", args: () => [...signed(), "--environment", "sandbox"], fault: "records-place-unclear" },
  ])("refuses $what with $fault, and applies nothing", async ({ args, fault }) => {
    const planned = await scene();
    await planned.review();
    expect(await applied(planned, ...args())).toMatchObject({ exitCode: 1, fault });
    expect(planned.applied).toEqual([]);
  }); // prettier-ignore
});
