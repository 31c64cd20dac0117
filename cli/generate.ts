import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generatedFiles as configFiles } from "../configs/generate";
import { generatedFiles as completenessFiles } from "../evidence/completeness/generate";
import { generatedFiles as costFiles } from "../evidence/cost/generate";
import { generatedFiles as eventFiles } from "../evidence/event/generate";
import { generatedFiles as riskRegisterFiles } from "../evidence/risk-register/generate";
import { generatedFiles as requirementFiles } from "../gate/requirements/generate";
import { generatedFiles as gateRouteFiles } from "../gate/routes/page";
import { generatedFiles as driftFiles } from "../review/drift/generate";
import { generatedFiles as reviewFiles } from "../review/render/generate";
import { generatedFiles as ruleFiles } from "../rules/generate";
import { generatedFiles as referenceFiles } from "./reference/generate";

/**
 * `npm run generate [-- --check]`: writes every file that is made from code, or with --check fails when one is stale.
 * Further modules with `generatedFiles` are named by their paths from the root, because this room may not import theirs.
 * For maintainers; not part of the `evidence` program.
 */
const root = join(__dirname, "..");
const options = process.argv.slice(2);
const check = options.includes("--check");

interface GeneratedFile {
  readonly path: string;
  readonly content: string;
}

async function generate(): Promise<void> {
  const stale: string[] = [];
  for (const { path, content } of await generatedFiles()) {
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
}

async function generatedFiles(): Promise<readonly GeneratedFile[]> {
  const further = options.filter((option) => !option.startsWith("--"));
  const modules = await Promise.all(
    further.map(
      (path) =>
        import(join(root, path)) as Promise<{
          generatedFiles: readonly GeneratedFile[] | Promise<readonly GeneratedFile[]>;
        }>,
    ),
  );
  return [
    ...configFiles,
    ...eventFiles,
    ...completenessFiles,
    ...costFiles,
    ...riskRegisterFiles,
    ...ruleFiles,
    ...reviewFiles,
    ...driftFiles,
    ...gateRouteFiles,
    ...requirementFiles,
    ...referenceFiles,
    ...(await Promise.all(modules.map((module) => module.generatedFiles))).flat(),
  ];
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

void generate();
