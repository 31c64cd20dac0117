import { execFileSync } from "node:child_process";

/** A table of what was measured; every ratio in it is of one run on one machine. */
export interface Result {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly notes: readonly string[];
}

/** What one piece of work took in a process of its own. */
export interface Cost {
  readonly seconds: number;
  /** The most memory the process held at a time, threads included. */
  readonly megabytes: number;
}

/** Runs a script of this folder in a process of its own, and gives what it prints as JSON. */
export function inChild<T>(script: string, ...args: string[]): T {
  const output = execFileSync(process.execPath, ["--require", require.resolve("tsx/cjs"), script, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(output) as T;
}

/** Does some work and prints what it cost, for `inChild`. */
export async function printCost(work: () => Promise<unknown>): Promise<void> {
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1000;
  const cost: Cost = { seconds, megabytes: process.resourceUsage().maxRSS / 1024 };
  console.log(JSON.stringify(cost));
}
