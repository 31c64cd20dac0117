import { spawn } from "node:child_process";
import { once } from "node:events";

/** How a program ended, and what it said. */
export interface CommandEnd {
  /** `null` where it was killed; the code of the fault, for example `ENOENT`, where it did not start. */
  readonly status: number | string | null;
  readonly stdout: string;
  /** The end of all it said, on both of its outputs. */
  readonly words: string;
}

const KEPT_CHARACTERS = 2_000;

/** Runs a program to its end, whatever that is. For programs that say little on stdout. */
export async function runCommand(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly shell?: boolean },
): Promise<CommandEnd> {
  const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let words = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    words = (words + text).slice(-KEPT_CHARACTERS);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-KEPT_CHARACTERS);
  });
  try {
    const [status] = (await once(child, "close")) as [number | null];
    return { status, stdout, words: words.trim() };
  } catch (error) {
    return { status: (error as NodeJS.ErrnoException).code ?? "error", stdout, words: String(error) };
  }
}
