import { Command, Option } from "commander";
import { baseUnclear, EXIT, parallelInvalid } from "../errors";
import { parallelPlans, planIntoFolder, type BaseChosen } from "../review/terraform";
import { interruptibly } from "./interruption";
import { printPlanning, progressOfPlans } from "./plan-output";
import { Progress } from "./progress";
import { visible } from "./visible";

interface Options {
  readonly out: string;
  readonly synthesized?: string;
  readonly changedSince?: string;
  readonly base?: string;
  readonly baseOut?: string;
  readonly allowRemoved: boolean;
  readonly skipUnavailable: boolean;
  readonly parallel: number;
  readonly refresh: "true" | "false";
  readonly json: boolean;
}

const SYNTHESIZED = "cdktf.out";

const HELP = `
Plans every stack of a synthesized folder, several at a time. Of each stack three files are left in --out: its plan
(.tfplan), the plan as JSON, which \`evidence review\` reads, and the versions of its providers; and plans.json, which
tells what was planned and what was not. Plans may hold secrets: the folder is closed to others and never committed.
The plans of an earlier run are replaced when this one is through, those of other stacks too: a folder is one run.

--changed-since plans only stacks whose synthesized bytes are not those of the commit where REF and this checkout part.
That commit is synthesized in a folder of its own and left, with its configs, in OUT/base for \`evidence review --base\`.
A stack that was declared there and is not any more is a finding: nobody plans it, and what it holds is left to itself.
cdktf.out must be what the sources say now; a folder that --synthesized names is taken as it is.
Terraform is the one on the PATH, or what TERRAFORM_BINARY_NAME names. A cache of providers (TF_PLUGIN_CACHE_DIR) saves
a download a stack.

Exit codes:
  0  every selected stack is planned, or needs none
  1  a stack could not be planned; the others are
  2  a stack was removed (--allow-removed says that it was meant)

Examples:
  $ evidence plan
  $ evidence plan 'production-*' --parallel 4
  $ evidence plan --changed-since origin/main
  $ evidence plan --base ../before/cdktf.out --synthesized cdktf.out --skip-unavailable --json`;

/** `evidence plan`: what Terraform would change, stack by stack, kept for review and deploy. */
export function planCommand(): Command {
  return new Command("plan")
    .description(
      "Plan all synthesized stacks, or those that changed, and keep the plans for review and deploy.",
    )
    .argument("[stacks...]", "names of stacks, with * for any characters; all when left out")
    .option("--out <dir>", "folder for the plans", "plans")
    .option(
      "--synthesized <dir>",
      `folder of synthesized stacks (default: ${SYNTHESIZED}, checked to be current)`,
    )
    .option("--changed-since <ref>", "plan only what changed since this branch, tag or commit")
    .option("--base <dir>", "plan only what differs from this folder of synthesized stacks")
    .option("--base-out <dir>", "folder for the base's stacks and configs (default: base in --out)")
    .option("--allow-removed", "stacks that are not declared any more are no finding", false)
    .option("--skip-unavailable", "leave out, and name, stacks whose provider is not to be had here", false)
    .option(
      "--parallel <n>",
      "how many stacks at a time (default: by cores and memory)",
      wholeNumber,
      parallelPlans(),
    )
    .addOption(
      new Option("--refresh <bool>", "look at what is deployed, not at the states only")
        .choices(["true", "false"])
        .default("true"),
    )
    .option("--json", "print plans.json on stdout", false)
    .addHelpText("after", HELP)
    .action(run);
}

async function run(patterns: readonly string[], options: Options): Promise<void> {
  const { out, synthesized, skipUnavailable, parallel, refresh } = options;
  const base = baseOf(options);
  const progress = new Progress();
  const planning = await interruptibly((signal) =>
    planIntoFolder({
      patterns,
      checkout: process.cwd(),
      synthesized: synthesized ?? SYNTHESIZED,
      mustBeCurrent: synthesized === undefined,
      out,
      ...(base && { base }),
      parallel,
      refresh: refresh === "true",
      skipUnavailable,
      env: process.env,
      signal,
      say: (text) => console.error(visible(text)),
      progress: (step) => progress.say(progressOfPlans(step)),
    }),
  ).finally(() => progress.done());
  printPlanning(planning, options);
  if (planning.failed.length > 0) process.exitCode = EXIT.user;
  else if (planning.report.removed.length > 0 && !options.allowRemoved) process.exitCode = EXIT.finding;
}

function baseOf({ changedSince: ref, base: folder, baseOut: out }: Options): BaseChosen | undefined {
  if (ref !== undefined && folder !== undefined) throw baseUnclear("--changed-since and --base");
  if (ref === undefined && out !== undefined) throw baseUnclear("--base-out without --changed-since");
  if (ref !== undefined) return { ref, ...(out !== undefined && { out }) };
  return folder === undefined ? undefined : { folder };
}

export function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 256) throw parallelInvalid(text);
  return number;
}
