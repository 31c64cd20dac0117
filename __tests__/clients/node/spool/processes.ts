import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import type { ApplicationJob } from "./application";

/** The application in Node; in another language it does the same job and says the same. */
const IN_NODE: readonly string[] = [
  process.execPath,
  "--require",
  "tsx/cjs",
  require.resolve("./application"),
];

/** An application in a process of its own. */
export interface RunningApplication {
  /** What it has said. */
  readonly said: readonly string[];
  /** Numbers of the events whose calls were answered. */
  readonly answered: () => number[];
  /** Waits until it has said so many lines that begin with this. */
  readonly until: (beginning: string, times?: number) => Promise<void>;
  readonly signal: (name: NodeJS.Signals) => void;
  /** Kills it as a machine does that runs out of memory: it learns nothing of it. */
  readonly kill: () => Promise<void>;
  /** Waits for its end. */
  readonly end: () => Promise<void>;
  /** From now on no file of it may grow beyond so many bytes, as on a full disk; `unlimited` ends that. */
  readonly limitFiles: (bytes: number | "unlimited") => void;
}

/** @param program command and first arguments of the application */
export function startApplication(job: ApplicationJob, program = IN_NODE): RunningApplication {
  const [command, ...args] = program;
  const child = spawn(command!, [...args, JSON.stringify(job)], {
    cwd: path.join(__dirname, "../../../.."),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => said.push(line));
  const ended = once(child, "close");
  const count = (beginning: string) => said.filter((line) => line.startsWith(beginning)).length;
  return {
    said,
    answered: () => said.flatMap((line) => /^ok ([0-9]+)$/.exec(line)?.[1] ?? []).map(Number),
    until: async (beginning, times = 1) => {
      while (count(beginning) < times) {
        const isOver = await Promise.race([once(lines, "line").then(() => false), ended.then(() => true)]);
        if (isOver && count(beginning) < times)
          throw new Error(
            `it ended before it said ${beginning} ${times} time(s): ${said.slice(-5).join("; ")}`,
          );
      }
    },
    signal: (name) => void child.kill(name),
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
    end: async () => void (await ended),
    limitFiles: (bytes) => void execFileSync("prlimit", [`--pid=${child.pid}`, `--fsize=${bytes}:unlimited`]),
  };
}
