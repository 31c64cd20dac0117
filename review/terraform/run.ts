import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { terraformMissing } from "../../errors";

/** Only the owner reads what Terraform writes: plans, their JSON and its words may hold secrets. */
export const OWNER_ONLY = 0o600;
/** How much of the end of what Terraform says is kept for a message. */
const KEPT_CHARACTERS = 4_000;

/** One run of Terraform. */
export interface TerraformCall {
  readonly args: readonly string[];
  /** Folder with the stack's `cdk.tf.json`. */
  readonly stackDir: string;
  readonly env: NodeJS.ProcessEnv;
  /** File to which everything Terraform says is added. */
  readonly logFile: string;
  /** File that takes stdout as it comes, instead of log and lines: a plan's JSON may be larger than a text can be. */
  readonly stdoutFile?: string;
  /** Asks Terraform to stop as it is wont to: what is under way is ended, the state is written. */
  readonly signal?: AbortSignal | undefined;
  readonly onLine?: (line: string) => void;
}

/** How a run ended. */
export interface TerraformEnd {
  readonly status: number | null;
  /** The end of what it said on stderr. */
  readonly words: string;
}

/** The program: Terraform, or what `TERRAFORM_BINARY_NAME` names, as for cdktf. */
export const terraformProgram = (env: NodeJS.ProcessEnv): string =>
  env["TERRAFORM_BINARY_NAME"] ?? "terraform";

/**
 * Runs Terraform to its end, whatever that is.
 *
 * @throws UserError when there is no Terraform
 */
export async function runTerraform(call: TerraformCall): Promise<TerraformEnd> {
  const { args, stackDir, env, logFile, stdoutFile, signal, onLine } = call;
  if (signal?.aborted) return { status: null, words: "" };
  await mkdir(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: "a", mode: OWNER_ONLY });
  log.write(`\n$ terraform ${args.join(" ")}   (${new Date().toISOString()})\n`);
  const target = stdoutFile === undefined ? undefined : await open(stdoutFile, "w", OWNER_ONLY);
  try {
    const child = spawn(terraformProgram(env), args, {
      cwd: stackDir,
      env: environmentOf(env),
      stdio: ["ignore", target?.fd ?? "pipe", "pipe"],
      // In a group of its own: a terminal's Ctrl-C goes to this program, which passes it on once and records the end.
      detached: signal !== undefined,
    });
    const stop = () => child.kill("SIGINT");
    signal?.addEventListener("abort", stop);
    let words = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      words = (words + text).slice(-KEPT_CHARACTERS);
      log.write(text);
    });
    child.stdout?.pipe(log, { end: false });
    const lines = child.stdout && createInterface({ input: child.stdout });
    lines?.on("line", (line) => onLine?.(line));
    const read = lines ? once(lines, "close") : undefined;
    try {
      const [status] = (await once(child, "close")) as [number | null];
      await read;
      return { status, words };
    } catch (error) {
      throw didNotStart(error) ? terraformMissing(`${terraformProgram(env)} (${error.code})`) : error;
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  } finally {
    await target?.close();
    await new Promise<void>((resolve) => log.end(resolve));
  }
}

/** Stacks run side by side: a folder for Terraform's data that all share would mix up their backends. */
function environmentOf({ TF_DATA_DIR: _, ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, TF_IN_AUTOMATION: "1", TF_INPUT: "0" };
}

/** Not there, or not to be run by this user. */
const didNotStart = (error: unknown): error is NodeJS.ErrnoException =>
  ["ENOENT", "EACCES"].includes((error as NodeJS.ErrnoException).code ?? "");
