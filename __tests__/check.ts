import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** What is checked without running the product: types, lint with the rooms' borders, dead code, format, stale files. */
const CHECKS = [
  { name: "types", command: ["tsc", "-p", "."] },
  { name: "lint and borders of the rooms", command: ["eslint", "."] },
  { name: "dead code and unused packages", command: ["knip"] },
  { name: "format", command: ["prettier", "--check", "--log-level", "warn", "."] },
  {
    name: "generated files are up to date",
    command: [
      "tsx",
      "cli/generate.ts",
      "sandbox/reviews/examples.ts",
      "constructs/art72-monitoring/generate.ts",
      "sandbox/documents/generate.ts",
      "--check",
    ],
  },
] as const;

const ROOT = join(__dirname, "..");

/** Runs all checks, each to its end, and counts. */
export function runChecks(): { passed: number; failed: number } {
  let failed = 0;
  for (const { name, command } of CHECKS) {
    const [program, ...args] = command;
    const { status } = spawnSync(join(ROOT, "node_modules/.bin", program), args, {
      cwd: ROOT,
      stdio: "inherit",
    });
    if (status !== 0) failed++;
    console.error(`${status === 0 ? "✓" : "✗"} ${name}`);
  }
  return { passed: CHECKS.length - failed, failed };
}

if (require.main === module) {
  const { failed } = runChecks();
  if (failed > 0) process.exitCode = 1;
}
