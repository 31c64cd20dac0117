import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { temporaryFolder } from "../temporary";
import { template, type Step } from "./workflow";

/** A program that stands for the real one: a script of bash. What it was called with is written down first. */
export type StandIns = Readonly<Record<string, string>>;

export interface JobRun {
  /** Folder in which the steps run, as the checkout would be. */
  readonly checkout: string;
  readonly standIns: StandIns;
  /** Values of the variables that the runner takes from expressions, by the variable's name. */
  readonly values?: Readonly<Record<string, string>>;
  /** Steps to leave out, by name: those whose `if` says no. */
  readonly without?: readonly string[];
}

export interface JobOutcome {
  /** Program and arguments of each call of a stand-in, in their order. */
  readonly calls: readonly (readonly string[])[];
  /** Name and status of the step that failed, if one did. */
  readonly failed?: { readonly step: string; readonly status: number | null; readonly words: string };
  readonly summary: string;
  readonly outputs: string;
}

/**
 * Runs a job's scripts as the runner would: each in the workflow's own shell, until one fails. Actions are left out: they
 * are others' programs. So are conditions: `without` says which steps they leave out.
 */
export function runJob(
  file: string,
  name: string,
  { checkout, standIns, values = {}, without = [] }: JobRun,
): JobOutcome {
  const { workflow } = template(file);
  const job = workflow.jobs[name];
  if (!job) throw new Error(`${file} has no job ${name}`);
  const runner = temporaryFolder();
  const files = {
    calls: join(runner, "calls"),
    summary: join(runner, "summary"),
    outputs: join(runner, "outputs"),
  };
  const env = {
    ...process.env,
    ...workflow.env,
    PATH: `${programs(join(runner, "bin"), standIns, files.calls)}${delimiter}${process.env["PATH"]}`,
    RUNNER_TEMP: runner,
    GITHUB_STEP_SUMMARY: files.summary,
    GITHUB_OUTPUT: files.outputs,
    GITHUB_REPOSITORY: "example/ai-evidence",
    GITHUB_RUN_ID: "4711",
    GITHUB_RUN_ATTEMPT: "1",
  };
  const shell = (workflow.defaults?.run?.shell ?? "").replace("{0}", join(runner, "script.sh")).split(" ");
  const failed = job.steps
    .filter((step) => step.run !== undefined && !without.includes(step.name ?? ""))
    .map((step) => () => runStep(step, shell, checkout, { ...env, ...given(step, values) }))
    .reduce<JobOutcome["failed"]>((failure, run) => failure ?? run(), undefined);
  const calls = read(files.calls)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as string[]);
  return { calls, ...(failed && { failed }), summary: read(files.summary), outputs: read(files.outputs) };
}

function runStep(
  { name = "", run = "" }: Step,
  shell: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
) {
  const [program = "", ...args] = shell;
  writeFileSync(args.at(-1) ?? "", run);
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: "utf8" });
  return status === 0 ? undefined : { step: name, status, words: stdout + stderr };
}

/** What the runner would put in place of expressions must be given: a forgotten one is no empty text. */
function given({ env = {} }: Step, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([name, text]) => {
      const value = text.includes("${{") ? values[name] : text;
      if (value === undefined) throw new Error(`no value is given for ${name}: ${text}`);
      return [name, value];
    }),
  );
}

function programs(bin: string, standIns: StandIns, calls: string): string {
  mkdirSync(bin);
  for (const [name, script] of Object.entries(standIns)) {
    const path = join(bin, name);
    const written = `jq --null-input --compact-output '$ARGS.positional' --args -- ${name} "$@" >> '${calls}'`;
    writeFileSync(path, `#!/usr/bin/env bash\nset -euo pipefail\n${written}\n${script}\n`);
    chmodSync(path, 0o755);
  }
  return bin;
}

const read = (file: string): string => (existsSync(file) ? readFileSync(file, "utf8") : "");
