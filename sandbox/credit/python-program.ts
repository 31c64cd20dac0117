/** Runs the Python programs of this folder on an embedded world. */
import { spawn, type ChildProcess } from "node:child_process";
import { resolve } from "node:path";
import { creditProgramFailed } from "../../errors";
import { childEnvironment } from "../world/environment";

/** Of a running world, what these programs need. */
export interface ProgramWorld {
  /** The world's folder; files of applications go below it. */
  readonly dir: string;
  readonly python: string;
  readonly variables: Readonly<Record<string, string>>;
}

export type ProgramName = "train.py" | "score.py" | "promote.py";

export interface RunningProgram {
  readonly child: ChildProcess & {
    readonly stdin: NodeJS.WritableStream;
    readonly stdout: NodeJS.ReadableStream;
  };
  /** Resolves when it ended well; else rejects with the user fault `credit-program-failed`. */
  readonly ended: Promise<void>;
}

/** Starts a program; what it says on standard error is shown only when it fails. */
export function startProgram(
  world: ProgramWorld,
  name: ProgramName,
  args: readonly string[],
): RunningProgram {
  const child = spawn(world.python, [resolve(__dirname, name), ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...childEnvironment(world.variables), PYTHONDONTWRITEBYTECODE: "" },
  });
  // A broken pipe follows from the program's end, and that has a fault of its own.
  child.stdin.on("error", () => undefined);
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-4_000)));
  const ended = new Promise<void>((done, fail) => {
    child.once("error", fail);
    child.once("close", (code, signal) => {
      if (code === 0) done();
      else fail(creditProgramFailed(name, signal ?? `exit code ${code}`, said.trimEnd()));
    });
  });
  // Whoever waits for a line waits for this, too; nobody may be waiting yet when it fails.
  ended.catch(() => undefined);
  return { child, ended };
}

/** Runs a program to its end and returns the lines it printed. */
export async function runProgram(
  world: ProgramWorld,
  name: ProgramName,
  args: readonly string[],
): Promise<string[]> {
  const { child, ended } = startProgram(world, name, args);
  child.stdin.end();
  let printed = "";
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (text: string) => (printed += text));
  await ended;
  return printed.split("\n").filter(Boolean);
}
