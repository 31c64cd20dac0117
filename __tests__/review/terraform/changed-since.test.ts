import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { planIntoFolder } from "../../../review/terraform";
import type { PlanningRequest } from "../../../review/terraform/planning";
import { temporaryFolder } from "../../temporary";
import { faultOf, Scene } from "./scene";

/** An app of a few lines that synthesizes what `configs/stacks.json` declares, with a package of its own. */
const APP = `
const { mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
require("a-package");
const out = process.env.CDKTF_OUTDIR ?? "cdktf.out";
const declared = JSON.parse(readFileSync(join(process.env.EVIDENCE_CONFIGS ?? "configs", "stacks.json"), "utf8"));
const stacks = {};
for (const [name, declares] of Object.entries(declared)) {
  const dir = join(out, "stacks", name);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "cdk.tf.json"), JSON.stringify({ terraform: {}, "//": { name, declares } }));
  stacks[name] = {
    name, dependencies: [], synthesizedStackPath: "stacks/" + name + "/cdk.tf.json", workingDirectory: "stacks/" + name,
  };
}
writeFileSync(join(out, "manifest.json"), JSON.stringify({ stacks }));
`;
const LOCK = { name: "app", lockfileVersion: 3, packages: { "": { name: "app" } } };
const IDENTITY = { GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@example.org", GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@example.org" }; // prettier-ignore

type Declared = Readonly<Record<string, string>>;

/** A repository whose stacks change from commit to commit. */
class Repository {
  readonly dir = temporaryFolder();

  constructor(declared: Declared) {
    this.#git("init", "--quiet", "--initial-branch=main");
    this.write("cdktf.json", JSON.stringify({ app: "node app.js" }));
    this.write("app.js", APP);
    this.write("package.json", JSON.stringify({ name: "app" }));
    this.write("package-lock.json", JSON.stringify(LOCK));
    this.write(".gitignore", "node_modules\ncdktf.out\n");
    this.write("node_modules/a-package/index.js", "");
    this.commit(declared);
  }

  write(name: string, text: string): void {
    mkdirSync(join(this.dir, name, ".."), { recursive: true });
    writeFileSync(join(this.dir, name), text);
  }

  declare(declared: Declared): void {
    this.write("configs/stacks.json", JSON.stringify(declared));
  }

  commit(declared: Declared): void {
    this.declare(declared);
    this.#git("add", "--all");
    this.#git("commit", "--quiet", "--allow-empty", "--message", "a change");
  }

  branch(name: string): void {
    this.#git("switch", "--quiet", "--create", name);
  }

  switch(name: string): void {
    this.#git("switch", "--quiet", name);
  }

  get head(): string {
    return this.#git("rev-parse", "HEAD");
  }

  get worktrees(): number {
    return this.#git("worktree", "list").split("\n").length;
  }

  synth(): string {
    rmSync(join(this.dir, "cdktf.out"), { recursive: true, force: true });
    execFileSync("node", ["app.js"], { cwd: this.dir });
    return join(this.dir, "cdktf.out");
  }

  #git(...args: string[]): string {
    return execFileSync("git", args, {
      cwd: this.dir,
      encoding: "utf8",
      env: { ...process.env, ...IDENTITY },
    }).trim();
  }
}

/** Plans what has changed in a checkout since a ref. */
async function planSince(repository: Repository, ref: string, more: Partial<PlanningRequest> = {}) {
  const scene = new Scene({});
  const said: string[] = [];
  const planning = await planIntoFolder({
    patterns: [],
    checkout: repository.dir,
    synthesized: repository.synth(),
    mustBeCurrent: true,
    base: { ref },
    out: scene.out,
    parallel: 2,
    refresh: true,
    skipUnavailable: false,
    env: scene.env,
    say: (text) => said.push(text),
    ...more,
  });
  const { planned, unchanged, removed, base } = planning.report;
  return { scene, said, planned: planned.map(({ stack }) => stack), unchanged, removed, base };
}

describe("Planning what changed since a commit", () => {
  it.each([
    { what: "one stack", now: { a: "1", b: "2" }, planned: ["b"], unchanged: ["a"], removed: [] },
    { what: "nothing", now: { a: "1", b: "1" }, planned: [], unchanged: ["a", "b"], removed: [] },
    {
      what: "a new stack",
      now: { a: "1", b: "1", c: "1" },
      planned: ["c"],
      unchanged: ["a", "b"],
      removed: [],
    },
    { what: "a stack that went", now: { a: "1" }, planned: [], unchanged: ["a"], removed: ["b"] },
  ])("plans what is needed when $what changed, and names the rest", async ({ now, what: _, ...expected }) => {
    const repository = new Repository({ a: "1", b: "1" });
    const base = { ref: "main", commit: repository.head };
    repository.branch("change");
    repository.commit(now);
    const { planned, unchanged, removed, ...rest } = await planSince(repository, "main");
    expect({ planned, unchanged, removed }).toEqual(expected);
    expect(rest.base).toEqual(base);
  });

  it("sees what is not committed yet", async () => {
    const repository = new Repository({ a: "1", b: "1" });
    repository.declare({ a: "2", b: "1" });
    expect((await planSince(repository, "HEAD")).planned).toEqual(["a"]);
  });

  it("compares with where the change departed, not with what others have done on the branch since", async () => {
    const repository = new Repository({ a: "1" });
    const departed = repository.head;
    repository.branch("change");
    repository.commit({ a: "2" });
    repository.switch("main");
    repository.commit({ a: "1", theirs: "1" });
    repository.switch("change");
    const { planned, removed, base, said } = await planSince(repository, "main");
    expect({ planned, removed, base }).toEqual({
      planned: ["a"],
      removed: [],
      base: { ref: "main", commit: departed },
    });
    expect(said[1]).toContain("where main and this checkout part");
  });

  it("leaves the base's stacks and configs for the review, and no work tree", async () => {
    const repository = new Repository({ a: "1" });
    repository.commit({ a: "2" });
    const { scene } = await planSince(repository, "HEAD~1");
    const read = (file: string) => readFileSync(join(scene.out, "base", file), "utf8");
    expect(read("cdktf.out/stacks/a/cdk.tf.json")).toContain('"declares":"1"');
    expect(read("configs/stacks.json")).toBe('{"a":"1"}');
    expect(repository.worktrees).toBe(1);
  });

  it("leaves them in a folder that is named, and replaces there what an earlier run left", async () => {
    const repository = new Repository({ a: "1" });
    repository.commit({ a: "2" });
    const out = temporaryFolder();
    mkdirSync(join(out, "cdktf.out/stacks/of-before"), { recursive: true });
    const { scene } = await planSince(repository, "HEAD~1", { base: { ref: "HEAD~1", out } });
    expect(readdirSync(join(out, "cdktf.out/stacks"))).toEqual(["a"]);
    expect(existsSync(join(scene.out, "base"))).toBe(false);
    writeFileSync(join(out, "mine"), "");
    const again = planSince(repository, "HEAD~1", { base: { ref: "HEAD~1", out } });
    expect((await faultOf(again)).code).toBe("base-folder-foreign");
  });

  it("installs the packages of a base whose lock file is another one, and says so", async () => {
    const repository = new Repository({ a: "1" });
    repository.write("app.js", APP.replace('require("a-package");', ""));
    repository.write("package-lock.json", JSON.stringify({ ...LOCK, version: "0.9.0" }));
    repository.commit({ a: "1" });
    repository.write("package-lock.json", JSON.stringify(LOCK));
    repository.commit({ a: "2" });
    const { planned, said } = await planSince(repository, "HEAD~1");
    expect(planned).toEqual(["a"]);
    expect(said).toContain("the base has other packages: installing them (npm ci)");
  });

  it.each([
    {
      where: "in the checkout by its full path",
      configs: (dir: string) => join(dir, "configs"),
      planned: ["a"],
    },
    { where: "in the checkout by a path in it", configs: () => "configs", planned: ["a"] },
    { where: "outside of it: both sides are synthesized from them", configs: () => outside(), planned: [] },
  ])("takes the base's own configs where a variable names them $where", async ({ configs, planned }) => {
    const repository = new Repository({ a: "1" });
    repository.commit({ a: "2" });
    const scene = new Scene({});
    const env = { ...scene.env, EVIDENCE_CONFIGS: configs(repository.dir) };
    const said: string[] = [];
    const synthesized = temporaryFolder();
    execFileSync("node", ["app.js"], { cwd: repository.dir, env: { ...env, CDKTF_OUTDIR: synthesized } });
    const since = await planSince(repository, "HEAD~1", { env, synthesized, say: (text) => said.push(text) });
    expect(since.planned).toEqual(planned);
    expect(said.some((text) => text.includes("lies outside the checkout"))).toBe(planned.length === 0);
  });

  it("compares with a folder that was synthesized before, without git", async () => {
    const repository = new Repository({ a: "1", b: "1" });
    const folder = temporaryFolder();
    execFileSync("node", ["app.js"], { cwd: repository.dir, env: { ...process.env, CDKTF_OUTDIR: folder } });
    repository.declare({ a: "2" });
    const { planned, removed, base } = await planSince(repository, "", { base: { folder } });
    expect({ planned, removed, base }).toEqual({ planned: ["a"], removed: ["b"], base: { ref: folder } });
  });
});

function outside(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "stacks.json"), '{"a":"3"}');
  return folder;
}

describe("Planning what changed refuses", () => {
  const repository = new Repository({ a: "1" });
  repository.write("app.js", "process.stderr.write('configs are wrong'); process.exit(1)");
  repository.commit({ a: "1" });
  repository.write("app.js", APP);
  repository.commit({ a: "2" });

  it.each([
    { what: "a ref that is not there", ref: "origin/main", code: "base-unknown", says: "whole history" },
    { what: "a ref that looks like an option", ref: "--all", code: "base-unknown", says: "--all" },
    {
      what: "a base that cannot be synthesized",
      ref: "HEAD~1",
      code: "synthesis-failed",
      says: "configs are wrong",
    },
  ])("$what, and leaves nothing behind", async ({ ref, code, says }) => {
    const out = join(temporaryFolder(), "plans");
    const fault = await faultOf(planSince(repository, ref, { out }));
    expect(fault).toMatchObject({ code, exitCode: 1, message: expect.stringContaining(says) });
    expect(readdirSync(out)).toEqual([".gitignore"]);
    expect(repository.worktrees).toBe(1);
  });

  it("synthesized stacks that are not what the sources say now", async () => {
    const synthesized = temporaryFolder();
    execFileSync("node", ["app.js"], {
      cwd: repository.dir,
      env: { ...process.env, CDKTF_OUTDIR: synthesized },
    });
    writeFileSync(join(synthesized, "stacks/a/cdk.tf.json"), "{}");
    const fault = await faultOf(planSince(repository, "HEAD", { synthesized }));
    expect(fault).toMatchObject({ code: "synthesized-stale", exitCode: 1 });
    expect(fault.problems[0]).toMatchObject({ given: "other bytes in a", fix: "run `npm run synth`" });
  });

  it("a checkout that does not say how it is synthesized", async () => {
    const fault = await faultOf(planSince(repository, "HEAD", { checkout: temporaryFolder() }));
    expect(fault.code).toBe("app-undeclared");
  });

  it("a checkout that is in no repository, when a ref is named", async () => {
    const run = planSince(repository, "HEAD", { checkout: temporaryFolder(), mustBeCurrent: false });
    expect((await faultOf(run)).code).toBe("base-unknown");
  });
});
