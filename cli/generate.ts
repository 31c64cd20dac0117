import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generatedFiles as configFiles } from "../configs/generate";
import { generatedFiles as completenessFiles } from "../evidence/completeness/generate";
import { generatedFiles as costFiles } from "../evidence/cost/generate";
import { generatedFiles as eventFiles } from "../evidence/event/generate";
import { generatedFiles as ruleFiles } from "../rules/generate";

/**
 * `npm run generate [-- --check]`: writes every file that is made from code, or with --check fails when one is stale.
 * For maintainers; not part of the `evidence` program.
 */
const root = join(__dirname, "..");
const check = process.argv.includes("--check");
const stale: string[] = [];

for (const { path, content } of [
  ...configFiles,
  ...eventFiles,
  ...completenessFiles,
  ...costFiles,
  ...ruleFiles,
]) {
  const file = join(root, path);
  if (read(file) === content) continue;
  stale.push(path);
  if (check) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

if (check && stale.length > 0) {
  console.error(
    `stale, run \`npm run generate\` and commit:\n${stale.map((path) => `  ${path}`).join("\n")}`,
  );
  process.exitCode = 1;
} else {
  console.error(stale.length > 0 ? `written: ${stale.join(", ")}` : "all generated files are up to date");
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
