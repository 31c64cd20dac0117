/**
 * `npm run test:datadog`: the synthesized stacks with the real Datadog provider, against the stand-in. Where the provider
 * is not, nothing is run and nothing has passed: it says SKIPPED, and why. Arguments go to jest.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { providerMissing } from "./provider";

const ROOT = join(__dirname, "../..");

async function main(): Promise<void> {
  const missing = await providerMissing();
  if (missing !== undefined) {
    console.log(`SKIPPED: ${missing}`);
    return;
  }
  const args = ["--selectProjects", "datadog-provider", "--runInBand", "--verbose", ...process.argv.slice(2)];
  const { status } = spawnSync(join(ROOT, "node_modules/.bin/jest"), args, { cwd: ROOT, stdio: "inherit" });
  process.exitCode = status ?? 1;
}

void main();
