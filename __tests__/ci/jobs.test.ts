import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { applyCommand } from "../../cli/apply";
import { checkCommand } from "../../cli/check";
import { driftCommand } from "../../cli/drift";
import { gateCommand } from "../../cli/gate";
import { jobCommand } from "../../cli/job";
import { jobArguments } from "../../cli/job-arguments";
import { planCommand } from "../../cli/plan";
import { reviewCommand } from "../../cli/review";
import { sealCommand } from "../../cli/seal";
import { snapshotCommand } from "../../cli/snapshot";
import { thresholdsCommand } from "../../cli/thresholds";
import { validateCommand } from "../../cli/validate";
import { vaultCommand } from "../../cli/vault";
import { JOBS as SCHEDULED } from "../../configs";
import { temporaryFolder } from "../temporary";
import { runJob, type JobRun, type StandIns } from "./run-job";
import { template, WORKFLOWS } from "./workflow";

const COMMANDS: Readonly<Record<string, () => Command>> = {
  apply: applyCommand,
  check: checkCommand,
  drift: driftCommand,
  gate: gateCommand,
  job: jobCommand,
  plan: planCommand,
  review: reviewCommand,
  seal: sealCommand,
  snapshot: snapshotCommand,
  thresholds: thresholdsCommand,
  validate: validateCommand,
  vault: vaultCommand,
};

/** A checkout of two commits, as of a pull request that was merged for its check. */
function checkout(): string {
  const dir = temporaryFolder();
  const git = (...args: string[]) => execFileSync("git", args, { cwd: dir, stdio: "ignore" });
  git("init", "--quiet");
  for (const name of ["before", "after"]) {
    writeFileSync(join(dir, "configs"), name);
    git("add", "--all");
    git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "--message", name);
  }
  mkdirSync(join(dir, "cdktf.out/stacks/production-evidence-vault"), { recursive: true });
  return dir;
}

const DIGEST = "3c".repeat(32);
const BASE = `docker.io/library/base:1@sha256:${DIGEST}`;

/** `evidence` as it ends well: a plan with two changes, a review. */
const STAND_INS: StandIns = {
  npm: "",
  aws: "",
  // The identity provider: a token for who shows the secret on standard input.
  curl: `grep -q 'client_secret=s%26cret$' && echo '{"access_token":"token"}'`,
  // Says of each image, in the file it is told, by which digest it was pushed.
  docker: `
while [ $# -gt 0 ]; do
  if [ "$1" = --metadata-file ]; then jq -n --arg d "sha256:${DIGEST}" '{"containerimage.digest": $d}' > "$2"; fi
  shift
done`,
  npx: `
case "$3" in
  plan) mkdir -p plans && touch plans/production-evidence-vault.tfplan && echo '{"planned":[{"changes":2},{"changes":0}]}' > plans/plans.json ;;
  review) echo "reviewed" ;;
esac`,
};

const VALUES = {
  BEFORE: "",
  CLIENT_ID: "evidence-reader",
  CLIENT_SECRET: "s&cret",
  GATE_URL: "https://mlflow.example.org",
  JOB: "registry-check",
  TOKEN_URL: "https://login.example.org/token",
  VAULT_ROLE: "arn:aws:iam::210987654321:role/ai-act-evidence-production-detector",
  DD_API_KEY: "key",
  DD_APP_KEY: "key",
  NODE_IMAGE: BASE,
  PYTHON_IMAGE: BASE,
  REGISTRY: "210987654321.dkr.ecr.eu-central-1.amazonaws.com",
  PLANS: "ai-act-evidence/plans/4711-1",
  ROLE: "arn:aws:iam::310987654321:role/evidence-replica-plan",
  STATE_BUCKET: "states",
};

const run = (file: string, job: string, more: Partial<JobRun> = {}) =>
  runJob(file, job, {
    checkout: checkout(),
    standIns: STAND_INS,
    ...more,
    values: { ...VALUES, ...more.values },
  });

/** Arguments of each `npx --no evidence ...`. */
const evidenceLines = ({ calls }: ReturnType<typeof run>) =>
  calls.filter(([program]) => program === "npx").map((call) => call.slice(3));

const JOBS = WORKFLOWS.flatMap(({ file }) =>
  Object.entries(template(file).workflow.jobs)
    .filter(([, { steps }]) => steps.some((step) => step.run?.includes("npx")))
    .map(([job]) => ({ file, job })),
);

describe("The jobs of the workflows", () => {
  it.each(JOBS)(
    "$file: $job runs to its end, and calls evidence as it wants to be called",
    async ({ file, job }) => {
      const outcome = run(file, job);
      expect(outcome.failed).toBeUndefined();
      const lines = evidenceLines(outcome);
      expect(lines.length).toBeGreaterThan(0);
      expect(await Promise.all(lines.map(refusalOf))).toEqual(lines.map(() => ""));
    },
  );

  it("would be refused with an option that evidence does not have, or without one that it needs", async () => {
    expect(await refusalOf(["plan", "--since", "main"])).toMatch(/unknown option '--since'/);
    expect(await refusalOf(["apply", "plans"])).toMatch(/required option '--keys/);
    expect(await refusalOf(["undo"])).toMatch(/no command/);
  });

  it("plans what differs from the branch the pull request goes to, and reviews just that", () => {
    const lines = evidenceLines(run("plan-review.yml", "plan"));
    const [plan = [], review = []] = lines;
    expect(plan).toEqual(expect.arrayContaining(["--changed-since", "HEAD^1", "production-evidence-vault"]));
    expect(review.slice(0, 2)).toEqual(["review", "plans"]);
  });

  it("leaves patterns of stacks to evidence, whatever files lie about", () => {
    const dir = checkout();
    writeFileSync(join(dir, "production-art72-monitoring-decoy"), "");
    const [plan = []] = evidenceLines(run("plan-review.yml", "plan", { checkout: dir }));
    expect(plan).toContain("production-art72-monitoring-*");
  });

  it("reviews what is declared where no stack's plan changes", () => {
    const standIns = { ...STAND_INS, npx: 'if [ "$3" = plan ]; then mkdir -p plans; fi' };
    const [, review = []] = evidenceLines(run("plan-review.yml", "plan", { standIns }));
    expect(review.slice(0, 2)).toEqual(["review", "--base"]);
  });

  it.each([
    ["plan-review.yml", "declared", "check", "Judge what is declared"],
    ["plan-review.yml", "plan", "plan", "Plan the stacks that change"],
    ["plan-review.yml", "plan", "review", "Review the plans"],
    ["deploy.yml", "review", "review", "Review the plans, and record it"],
    ["deploy.yml", "apply", "apply", "Apply these plans, and record it"],
    ["deploy.yml", "copy", "job", "Copy what Datadog has now into the vault"],
    ["scheduled-jobs.yml", "run", "job", "Run the job, and tell Datadog that it ran"],
    ["nightly-drift.yml", "drift", "job", "Look for drift, and record what was found or that nothing was"],
  ])("%s: %s fails where `evidence %s` finds something", (file, job, command, step) => {
    const standIns = { ...STAND_INS, npx: `${STAND_INS["npx"]}\nif [ "$3" = ${command} ]; then exit 2; fi` };
    expect(run(file, job, { standIns }).failed).toMatchObject({ step, status: 2 });
  });

  it("says by which digests the environment's file names the images that were pushed", () => {
    const { failed, summary, calls } = run("images.yml", "build");
    expect(failed).toBeUndefined();
    for (const image of ["mlflow", "gate", "jobs"])
      expect(summary).toContain(
        `      ${image}: 210987654321.dkr.ecr.eu-central-1.amazonaws.com/ai-act-evidence-production/${image}@sha256:${DIGEST}\n`,
      );
    const built = calls.filter(([program, , what]) => program === "docker" && what === "build");
    expect(built.map((call) => call[call.indexOf("--file") + 1])).toEqual(
      ["mlflow", "gate", "jobs"].map((image) => `images/${image}/Dockerfile`),
    );
  });

  it.each(["PYTHON_IMAGE", "NODE_IMAGE"])("builds on no base that is not named by its digest: %s", (name) => {
    const { failed, calls } = run("images.yml", "build", { values: { [name]: "docker.io/library/base:1" } });
    expect(failed).toMatchObject({ step: "Build and push", words: expect.stringContaining("by digest") });
    expect(calls.filter(([program]) => program === "docker")).toEqual([]);
  });

  it("starts each scheduled job at the hour that is declared, whoever starts it; the drift check has its own workflow", () => {
    const { on } = template("scheduled-jobs.yml").workflow;
    const { schedule, workflow_dispatch: byHand } = on as {
      schedule: readonly { cron: string }[];
      workflow_dispatch: { inputs: { job: { options: readonly string[] } } };
    };
    const here = SCHEDULED.filter(({ runsIn }) => runsIn === "anywhere");
    expect(schedule.map(({ cron }) => cron)).toEqual(here.map(({ cron }) => cron));
    expect(byHand.inputs.job.options).toEqual(here.map(({ id }) => id));
    for (const { id, cron } of here)
      for (const JOB of [id, cron]) {
        const [line = []] = evidenceLines(run("scheduled-jobs.yml", "run", { values: { JOB } }));
        expect(line.slice(0, 2)).toEqual(["job", id]);
      }
    const nightly = template("nightly-drift.yml").workflow.on["schedule"];
    expect(nightly).toEqual(SCHEDULED.filter(({ runsIn }) => runsIn === "ci").map(({ cron }) => ({ cron })));
  });

  it("runs no job where an hour is none of a job's", () => {
    const { failed, calls } = run("scheduled-jobs.yml", "run", { values: { JOB: "0 0 * * *" } });
    expect(failed).toMatchObject({ words: expect.stringContaining("no job for: 0 0 * * *") });
    expect(calls.filter(([program]) => program === "npx")).toEqual([]);
  });

  it("shows the reader's secret to the identity provider alone, and in no argument", () => {
    const { calls, failed } = run("scheduled-jobs.yml", "run");
    expect(failed).toBeUndefined();
    expect(JSON.stringify(calls)).not.toMatch(/s(&|%26)cret/);
  });

  it("tells a fork that nothing was planned", () => {
    expect(run("plan-review.yml", "declared").summary).toMatch(
      /A fork gets no credentials: nothing was planned/,
    );
  });

  it("hands the plans of the review on, and how much they change", () => {
    expect(run("deploy.yml", "review").outputs).toBe("changes=2\nplans=ai-act-evidence/plans/4711-1\n");
  });

  it.each([
    ["the commit before the push", (dir: string) => commit(dir, "HEAD^1")],
    ["the parent, when started by hand", () => ""],
    ["the parent, for a branch that is new", () => "0".repeat(40)],
    ["the parent, for what is no commit at all", () => "--exec=touch me"],
  ])("compares a deploy with %s", (_, before) => {
    const dir = checkout();
    const { failed } = run("deploy.yml", "review", { checkout: dir, values: { BEFORE: before(dir) } });
    expect(failed).toBeUndefined();
    const worktrees = execFileSync("git", ["worktree", "list", "--porcelain"], {
      cwd: dir,
      encoding: "utf8",
    });
    expect(worktrees.match(/^HEAD .*$/gm)).toEqual([
      `HEAD ${commit(dir, "HEAD")}`,
      `HEAD ${commit(dir, "HEAD^1")}`,
    ]);
  });

  it("overrides the role of the replica's provider alone", () => {
    const dir = checkout();
    run("plan-review.yml", "plan", { checkout: dir });
    const file = join(dir, "cdktf.out/stacks/production-evidence-vault/override.tf.json");
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
      provider: { aws: [{ alias: "replica", assume_role: [{ role_arn: VALUES.ROLE }] }] },
    });
  });
});

const commit = (dir: string, rev: string): string =>
  execFileSync("git", ["rev-parse", rev], { cwd: dir, encoding: "utf8" }).trim();

/** Why the real program would refuse a command line; empty when it takes it. Nothing is done. */
async function refusalOf([name = "", ...args]: readonly string[]): Promise<string> {
  const command = COMMANDS[name]?.();
  if (!command) return "no command";
  let words = "";
  let inner: readonly string[] | undefined;
  const take = (one: Command): void => {
    one.exitOverride().configureOutput({ writeErr: (text) => (words += text) });
    if (one.commands.length === 0)
      one.action((...given: readonly unknown[]) => {
        if (name === "job") inner = commandOfJob(given);
      });
    one.commands.forEach(take);
  };
  take(command);
  await command.parseAsync(args, { from: "user" }).catch(() => undefined);
  // What a job hands on has to be taken, too.
  return inner === undefined ? words : words + (await refusalOf(inner));
}

function commandOfJob([id, more, options]: readonly unknown[]): readonly string[] {
  const job = SCHEDULED.find((each) => each.id === id);
  if (!job) throw new Error(`no job ${String(id)}`);
  const place = options as Parameters<typeof jobArguments>[1];
  return [
    ...jobArguments(job, { ...place, signingKey: "kms:alias/detector" }),
    ...(more as readonly string[]),
  ];
}
