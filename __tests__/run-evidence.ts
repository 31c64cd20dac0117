import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(__dirname, "..");

/** Runs the real program, as a person would, in the repository's folder. */
export function evidence(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const run = spawnSync(process.execPath, [join(ROOT, "cli/bin.mjs"), ...args], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, AWS_MAX_ATTEMPTS: "1", ...env },
  });
  return { code: run.status, stdout: run.stdout, stderr: run.stderr };
}
