import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Ran, Run } from "./run";
import type { Told } from "./share";

/** What a thread is given. */
export interface Share {
  readonly stacks: Run["stacks"];
  /** It tries every `of`-th change, from this one on. */
  readonly part: number;
  readonly of: number;
}

/** Each has all stacks and rules in its memory. */
const MOST_THREADS = 4;

/**
 * Tries all changes on as many threads as there are processors. The outcomes come in the order of the changes, as if one
 * had tried them all.
 */
export async function runShared(
  stacks: Run["stacks"],
  onTried: () => void,
  threads = Math.min(availableParallelism(), MOST_THREADS),
): Promise<Ran> {
  const shares = await Promise.all(
    Array.from({ length: threads }, (_, part) => tryShare({ stacks, part, of: threads }, onTried)),
  );
  const length = shares.reduce((sum, { outcomes }) => sum + outcomes.length, 0);
  const outcomes = Array.from(
    { length },
    (_, index) => shares[index % threads]!.outcomes[Math.floor(index / threads)]!,
  );
  // Whether a row is about a change, tried or not, every thread finds out for itself.
  const [{ unclassified, stale }] = shares as [Ran, ...Ran[]];
  return { outcomes, unclassified, stale };
}

function tryShare(workerData: Share, onTried: () => void): Promise<Ran> {
  const worker = new Worker(join(__dirname, "share.ts"), {
    workerData,
    execArgv: ["--require", require.resolve("tsx/cjs")],
  });
  return new Promise((resolve, reject) => {
    worker.on("message", (told: Told) => ("ran" in told ? resolve(told.ran) : onTried()));
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("a thread ended before it had tried its share")));
  });
}
