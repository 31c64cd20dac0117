import { spawn } from "node:child_process";
import { join } from "node:path";
import { storyUnexpected } from "../../errors";

/** What a command said and how it ended. */
export interface CommandResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const EVIDENCE = join(__dirname, "../../cli/bin.mjs");

/** Runs `evidence` as a person would, in a process of its own. */
export const evidence = (args: readonly string[], env: NodeJS.ProcessEnv): Promise<CommandResult> =>
  command(process.execPath, [EVIDENCE, ...args], { env });

/** Runs any program to its end; its exit code is the caller's to judge. */
export function command(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const said = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status: status ?? 1, ...said }));
  });
}

/** Ends the story when a command did not come out as it must, with all it said. */
export function expectStatus(
  what: string,
  { status, stdout, stderr }: CommandResult,
  expected: number,
): void {
  if (status !== expected)
    throw storyUnexpected(what, `exit ${expected}`, `exit ${status}\n${stdout}${stderr}`);
}
