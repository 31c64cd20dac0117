import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runChecks } from "./check";
import { providerMissing } from "./datadog-provider/provider";
import type { Tally } from "./mutants/report";

/**
 * `npm test`: checks, then unit tests, then integration tests against real servers and Terraform, then the Datadog stacks
 * with the real provider where it is found, then mutants of the rules, each to its end. The last line is the total of
 * all; it also goes to `.sandbox/test-totals.json` for CI. What was skipped is counted apart: it did not pass.
 */
interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const ROOT = join(__dirname, "..");
const RESULTS = join(ROOT, ".sandbox");

interface Suite {
  readonly name: string;
  readonly args: readonly string[];
  /** Why it cannot be run here. */
  readonly missing?: () => Promise<string | undefined>;
}

/** Two workers: most integration tests wait for Terraform. */
const SUITES: readonly Suite[] = [
  { name: "unit", args: ["--selectProjects", "unit", "--maxWorkers", "2"] },
  { name: "integration", args: ["--selectProjects", "integration", "--maxWorkers", "2"] },
  {
    name: "datadog-provider",
    args: ["--selectProjects", "datadog-provider", "--runInBand"],
    missing: providerMissing,
  },
];

async function runSuite({ name, args, missing }: Suite): Promise<Totals> {
  const reason = await missing?.();
  if (reason !== undefined) {
    console.error(`SKIPPED: ${reason}`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const outputFile = join(RESULTS, `${name}-results.json`);
  rmSync(outputFile, { force: true });
  const jest = join(ROOT, "node_modules/.bin/jest");
  const { status } = spawnSync(jest, [...args, "--json", `--outputFile=${outputFile}`], {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const result = readResult(outputFile);
  // A suite that did not load counts no test; it must still count as a failure, and so must a crash of jest.
  const failed = result ? result.numFailedTests + result.numRuntimeErrorTestSuites : 1;
  return {
    passed: result?.numPassedTests ?? 0,
    failed: status !== 0 && failed === 0 ? 1 : failed,
    skipped: result?.numPendingTests ?? 0,
  };
}

/** Every weakening change seen and every benign one passed over counts as passed; see `npm run test:mutants`. */
function runMutants(): Totals {
  const outputFile = join(RESULTS, "mutants-results.json");
  rmSync(outputFile, { force: true });
  const tsx = join(ROOT, "node_modules/.bin/tsx");
  const { status } = spawnSync(tsx, ["__tests__/mutants/main.ts", "--quiet", "--json", outputFile], {
    cwd: ROOT,
    stdio: ["ignore", "inherit", "inherit"],
  });
  try {
    const { tally, stale } = JSON.parse(readFileSync(outputFile, "utf8")) as {
      tally: Tally;
      stale: readonly string[];
    };
    const passed = tally.killed + tally.benign - tally.falseAlarms;
    const failed =
      tally.mutants - tally.killed + tally.falseAlarms + tally.unclassified + tally.broken + stale.length;
    return { passed, failed: status !== 0 && failed === 0 ? 1 : failed, skipped: 0 };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

interface JestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

function readResult(file: string): JestResult | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as JestResult;
  } catch {
    return undefined;
  }
}

async function main(): Promise<void> {
  mkdirSync(RESULTS, { recursive: true });
  const results: [string, Totals][] = [["checks", { ...runChecks(), skipped: 0 }]];
  for (const suite of SUITES) {
    console.error(`\n== ${suite.name} tests`);
    results.push([suite.name, await runSuite(suite)]);
  }
  console.error("\n== mutants of the rules");
  results.push(["mutants", runMutants()]);
  const sum = (count: keyof Totals) => results.reduce((total, [, totals]) => total + totals[count], 0);
  const total: Totals = { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
  writeFileSync(join(RESULTS, "test-totals.json"), JSON.stringify(total));
  console.log();
  for (const [name, { passed, failed, skipped }] of results)
    console.log(`  ${name.padEnd(16)} ${passed} ok, ${failed} not ok, ${skipped} not run`);
  if (total.skipped > 0) console.log(`${total.skipped} skipped: SKIPPED above says why`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

void main();
