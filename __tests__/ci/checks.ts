import { ACTIONS } from "./actions";
import { workflowOf, type Job, type Step, type Workflow } from "./workflow";

/** What we ask of a workflow besides what its linter does. Empty where all is well. */
export function problemsOf(text: string): readonly string[] {
  const workflow = workflowOf(text);
  return [
    ...ofWorkflow(workflow),
    ...Object.entries(workflow.jobs).flatMap(([name, job]) => [
      ...ofJob(job).map((problem) => `job ${name}: ${problem}`),
      ...job.steps.flatMap((step, index) =>
        ofStep(step, text).map((problem) => `job ${name}, step ${index + 1}: ${problem}`),
      ),
    ]),
  ];
}

const STRICT = /^bash --noprofile --norc -euo pipefail \{0\}$/;
const LONGEST_MINUTES = 120;

function ofWorkflow({ on, permissions, concurrency, defaults }: Workflow): string[] {
  const problems = [];
  if ("pull_request_target" in on || "workflow_run" in on)
    problems.push("runs with rights on an event that a fork starts");
  if (!permissions || Object.keys(permissions).length > 0)
    problems.push("gives rights to all jobs: a job names its own");
  if (!concurrency) problems.push("may run twice at a time");
  else if (concurrency["cancel-in-progress"] && !("pull_request" in on))
    problems.push("may be cut off while it deploys or records");
  if (!STRICT.test(defaults?.run?.shell ?? "")) problems.push("goes on after an error in a script");
  return problems;
}

function ofJob(job: Job): string[] {
  const problems = [];
  if (!job.permissions) problems.push("names no rights");
  for (const [scope, right] of Object.entries(job.permissions ?? {}))
    if (scope === "contents" && right === "write") problems.push("may write to the repository");
  if (!((job["timeout-minutes"] ?? Infinity) <= LONGEST_MINUTES)) problems.push("may run for ever");
  const runsOurCode = job.steps.some(({ run = "" }) => /\b(npm|npx|node)\b/.test(run));
  const writes = Object.entries(job.permissions ?? {}).some(
    ([scope, right]) => right === "write" && scope !== "id-token",
  );
  if (runsOurCode && writes) problems.push("runs code of the change with a token that writes");
  return problems;
}

function ofStep({ uses, with: inputs = {}, run, shell }: Step, text: string): string[] {
  const problems = [];
  if (run?.includes("${{")) problems.push("puts an expression into a script: give it as env");
  if (shell !== undefined) problems.push("has a shell of its own");
  if (uses !== undefined) problems.push(...ofAction(uses, inputs, text));
  if (uses?.startsWith("actions/checkout@") && inputs["persist-credentials"] !== false)
    problems.push("leaves the token on the disk");
  if (uses?.startsWith("actions/setup-node@") && inputs["package-manager-cache"] !== false)
    problems.push("takes packages from a cache that other runs write");
  return problems;
}

function ofAction(uses: string, inputs: Readonly<Record<string, unknown>>, text: string): string[] {
  const [name = "", ref = ""] = uses.split("@");
  if (!/^[0-9a-f]{40}$/.test(ref)) return [`${name} is not pinned to a commit`];
  const pinned = ACTIONS[name];
  if (!pinned) return [`${name} is not among the actions that were looked at`];
  const unknown = Object.keys(inputs).filter((input) => !pinned.inputs.includes(input));
  return [
    ...(pinned.commit === ref ? [] : [`${name} is pinned to another commit than was looked at`]),
    ...(alwaysFollowed(text, uses, ` # ${pinned.tag}\n`) ? [] : [`${name} does not name its tag`]),
    ...unknown.map((input) => `${name} takes no ${input}`),
  ];
}

function alwaysFollowed(text: string, what: string, by: string): boolean {
  return text
    .split(what)
    .slice(1)
    .every((rest) => rest.startsWith(by));
}
