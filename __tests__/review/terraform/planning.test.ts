import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { planIntoFolder } from "../../../review/terraform";
import type { PlanningRequest } from "../../../review/terraform/planning";
import { temporaryFolder } from "../../temporary";
import { faultOf, Scene, until, writeStacks, type FakeStacks } from "./scene";

const PROVIDER_MISSING =
  "Failed to query available provider packages\n\nCould not retrieve the list of available versions for provider datadog/datadog";

const planned = (scene: Scene, more: Partial<PlanningRequest> = {}) =>
  planIntoFolder({
    patterns: [],
    checkout: temporaryFolder(),
    synthesized: scene.synthesized,
    mustBeCurrent: false,
    out: scene.out,
    parallel: 2,
    refresh: true,
    skipUnavailable: false,
    env: scene.env,
    say: () => undefined,
    ...more,
  });

const THREE: FakeStacks = {
  "production-vault": { changes: ["a.b", "a.c"] },
  "production-monitoring": { changes: [] },
  "sandbox-vault": {},
};

describe("Planning stacks", () => {
  it("leaves plan, JSON and provider versions of each, and tells of them in plans.json", async () => {
    const scene = new Scene(THREE);
    const { report } = await planned(scene);
    expect(readdirSync(scene.out).sort()).toEqual(
      [
        ".gitignore",
        "plans.json",
        ...Object.keys(THREE).flatMap((name) =>
          ["tfplan", "json", "lock.hcl", "log"].map((end) => `${name}.${end}`),
        ),
      ].sort(),
    );
    expect(report).toEqual(JSON.parse(readFileSync(join(scene.out, "plans.json"), "utf8")));
    expect(report).toMatchObject({ terraformVersion: "1.11.4", refreshed: true, failed: [], removed: [] });
    expect(report.planned.map(({ stack, changes }) => [stack, changes])).toEqual([
      ["production-monitoring", 0],
      ["production-vault", 2],
      ["sandbox-vault", 1],
    ]);
  });

  it("keeps plans, which may hold secrets, from other users and out of git", async () => {
    const scene = new Scene(THREE);
    await planned(scene);
    const mode = (file: string) => (statSync(file).mode & 0o777).toString(8);
    expect(mode(scene.out)).toBe("700");
    for (const file of ["plans.json", "sandbox-vault.tfplan", "sandbox-vault.json", "sandbox-vault.log"])
      expect([file, mode(join(scene.out, file))]).toEqual([file, "600"]);
    expect(readFileSync(join(scene.out, ".gitignore"), "utf8").split("\n")).toContain("*");
  });

  it.each([
    { patterns: [], names: ["production-monitoring", "production-vault", "sandbox-vault"] },
    { patterns: ["production-*"], names: ["production-monitoring", "production-vault"] },
    { patterns: ["*-vault"], names: ["production-vault", "sandbox-vault"] },
    { patterns: ["sandbox-vault", "*-monitoring"], names: ["production-monitoring", "sandbox-vault"] },
  ])("plans the stacks that $patterns name, and no others", async ({ patterns, names }) => {
    const scene = new Scene(THREE);
    const { report } = await planned(scene, { patterns });
    expect(report.planned.map(({ stack }) => stack)).toEqual(names);
  });

  it.each(["sandbox", "production-.*", "vault"])("refuses %s, which names no stack", async (pattern) => {
    const fault = await faultOf(planned(new Scene(THREE), { patterns: [pattern] }));
    expect(fault).toMatchObject({ code: "stack-unknown", exitCode: 1 });
    expect(fault.message).toContain("production-vault");
  });

  it("plans no more stacks at a time than it may", async () => {
    const many = Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [name, { takesMs: 100 }]));
    const scene = new Scene(many);
    await planned(scene, { parallel: 2 });
    let running = 0;
    const heights = scene.journal.flatMap((line) => {
      if (/^plan /.test(line)) return [++running];
      if (/^end of plan /.test(line)) running--;
      return [];
    });
    expect(heights).toHaveLength(5);
    expect(Math.max(...heights)).toBe(2);
  });

  it("prepares one stack after the other: a cache of providers is not made for two", async () => {
    const scene = new Scene({ a: { initTakesMs: 50 }, b: { initTakesMs: 50 }, c: { initTakesMs: 50 } });
    await planned(scene, { parallel: 3 });
    const inits = scene.journal.filter((line) => / ?init /.test(line));
    expect(inits).toHaveLength(6);
    inits.forEach((line, at) => expect(/^end/.test(line)).toBe(at % 2 === 1));
  });

  it("goes on when a stack fails, and names it with its reason", async () => {
    const scene = new Scene({
      ...THREE,
      "production-vault": {
        refuses: { plan: "No valid credential sources found: Please see the documentation" },
      },
    });
    const { report, failed } = await planned(scene);
    expect(report.planned).toHaveLength(2);
    expect(report.failed).toEqual([
      {
        stack: "production-vault",
        code: "credentials-missing",
        reason: expect.stringContaining("No valid credential sources found"),
      },
    ]);
    expect(failed[0]?.fault.problems[0]?.fix).toContain("sign in");
    expect(existsSync(join(scene.out, "production-vault.tfplan"))).toBe(false);
    expect(existsSync(join(scene.out, "production-vault.log"))).toBe(true);
  });

  it("keeps nothing of a plan that could not be shown: nobody could review it", async () => {
    const scene = new Scene({ vault: { refuses: { show: "Invalid provider schema" } } });
    expect((await planned(scene)).report).toMatchObject({ planned: [], failed: [{ stack: "vault" }] });
    expect(readdirSync(scene.out).sort()).toEqual([".gitignore", "plans.json", "vault.log"]);
  });

  it.each([
    { skipUnavailable: false, failed: ["monitoring"], leftOut: [] },
    { skipUnavailable: true, failed: [], leftOut: ["monitoring"] },
  ])("with a provider that is not to be had, and skipUnavailable $skipUnavailable, says so", async (each) => {
    const scene = new Scene({ vault: {}, monitoring: { refuses: { init: PROVIDER_MISSING } } });
    const { report } = await planned(scene, { skipUnavailable: each.skipUnavailable });
    const names = (list: readonly { stack: string }[]) => list.map(({ stack }) => stack);
    expect({ failed: names(report.failed), leftOut: names(report.leftOut) }).toEqual({
      failed: each.failed,
      leftOut: each.leftOut,
    });
    expect([...report.failed, ...report.leftOut][0]?.code).toBe("provider-unavailable");
  });

  it("does not leave out a stack that fails for another reason", async () => {
    const scene = new Scene({ vault: { refuses: { init: "Backend configuration changed" } } });
    const { report } = await planned(scene, { skipUnavailable: true });
    expect(report).toMatchObject({ failed: [{ code: "terraform-failed" }], leftOut: [] });
  });

  it("passes on that nothing is to be refreshed, and says so", async () => {
    const scene = new Scene({ vault: {} });
    const { report } = await planned(scene, { refresh: false });
    expect(report.refreshed).toBe(false);
    expect(scene.journal).toContain("not refreshed vault");
  });
});

describe("The folder of plans", () => {
  it("holds one run: plans of stacks that were not planned again are gone, people's files stay", async () => {
    const scene = new Scene(THREE);
    await planned(scene);
    writeFileSync(join(scene.out, "notes.md"), "mine");
    mkdirSync(join(scene.out, "records"));
    await planned(scene, { patterns: ["sandbox-*"] });
    expect(
      readdirSync(scene.out)
        .filter((name) => !name.startsWith("sandbox-"))
        .sort(),
    ).toEqual([".gitignore", "notes.md", "plans.json", "records"]);
  });

  it("keeps the plans of the run before when a run is interrupted", async () => {
    const scene = new Scene({ a: {}, b: {} });
    await planned(scene);
    const before = readFileSync(join(scene.out, "plans.json"), "utf8");
    writeStacks({ a: { takesMs: 20_000 }, b: {} }, scene.synthesized);
    const controller = new AbortController();
    const run = planned(scene, { parallel: 1, signal: controller.signal });
    void until(() => scene.journal.filter((line) => line === "plan a").length === 2).then(() =>
      controller.abort(),
    );
    expect((await faultOf(run)).code).toBe("planning-interrupted");
    expect(readFileSync(join(scene.out, "plans.json"), "utf8")).toBe(before);
    expect(readdirSync(scene.out).filter((name) => name.startsWith(".unfinished"))).toEqual([]);
    expect(scene.journal).toContain("interrupted plan a");
  });

  it("takes away what a run that was killed left, and leaves alone that of one that is under way", async () => {
    const scene = new Scene({ vault: {} });
    await planned(scene);
    mkdirSync(join(scene.out, ".unfinished-999999999-abc"));
    await planned(scene);
    expect(readdirSync(scene.out).filter((name) => name.startsWith(".unfinished"))).toEqual([]);
    mkdirSync(join(scene.out, `.unfinished-${process.pid}-abc`));
    expect((await faultOf(planned(scene))).code).toBe("plans-folder-busy");
  });

  it.each([
    { what: "other things", make: (out: string) => mkdirSync(join(out, "src"), { recursive: true }) },
    { what: "a .gitignore of its own", make: (out: string) => (mkdirSync(out), writeFileSync(join(out, ".gitignore"), "*.log")) },
    { what: "a file of that name", make: (out: string) => writeFileSync(out, "") },
  ])("is not one that holds $what: it would be cleared", async ({ make }) => {
    const scene = new Scene({ vault: {} });
    make(scene.out);
    expect((await faultOf(planned(scene))).code).toBe("plans-folder-foreign");
    expect(scene.journal).toEqual([]);
  }); // prettier-ignore
});

describe("Planning refuses", () => {
  it.each([
    { what: "a folder without stacks", folder: () => temporaryFolder(), code: "stacks-not-synthesized" },
    {
      what: "a manifest that was cut off",
      folder: () => {
        const folder = writeStacks({ vault: {} });
        writeFileSync(join(folder, "manifest.json"), '{"stacks": {');
        return folder;
      },
      code: "synthesized-unreadable",
    },
    {
      what: "a stack whose JSON is missing",
      folder: () => {
        const folder = writeStacks({ vault: {} });
        writeFileSync(
          join(folder, "manifest.json"),
          readFileSync(join(folder, "manifest.json"), "utf8").replace("cdk.tf.json", "gone.json"),
        );
        return folder;
      },
      code: "synthesized-unreadable",
    },
    {
      what: "a stack whose plan would be called plans.json",
      folder: () => writeStacks({ plans: {} }),
      code: "synthesized-unreadable",
    },
  ])("$what", async ({ folder, code }) => {
    const scene = new Scene({});
    expect(await faultOf(planned(scene, { synthesized: folder() }))).toMatchObject({ code, exitCode: 1 });
  });

  it.each([
    { what: "no Terraform", env: { TERRAFORM_BINARY_NAME: "no-such-terraform" }, code: "terraform-missing" },
    { what: "a Terraform that is too old", env: { FAKE_VERSION_SAYS: '{"terraform_version":"1.4.7"}' }, code: "terraform-unfit" },
    { what: "a program that is no Terraform", env: { FAKE_VERSION_SAYS: "GNU bash, version 5.2" }, code: "terraform-unfit" },
  ])("$what, before any stack is touched", async ({ env, code }) => {
    const scene = new Scene({ vault: {} });
    const fault = await faultOf(planned(scene, { env: { ...scene.env, ...env } }));
    expect(fault.code).toBe(code);
    expect(scene.journal.filter((line) => line.startsWith("init"))).toEqual([]);
  }); // prettier-ignore

  it("a Terraform it may not run", async () => {
    const scene = new Scene({ vault: {} });
    chmodSync(scene.env["TERRAFORM_BINARY_NAME"] ?? "", 0o644);
    expect(await faultOf(planned(scene))).toMatchObject({
      code: "terraform-missing",
      message: expect.stringContaining("EACCES"),
    });
  });
});
