import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DocumentSources } from "../../cli/documents-input";
import { loadConfigs } from "../../configs";
import {
  documentFiles,
  documentsOf,
  folderOf,
  type DocumentFile,
  type DocumentsInput,
} from "../../evidence/documents";
import { createApp } from "../../stacks/app";

const CONFIGS = join(__dirname, "../../configs");
/** Whose documents the repository shows. It has no records, so that these stand in them as missing. */
const ENVIRONMENT = "production";

/** Documents of the repository's own systems, from what its configs synthesize to; paths from the repository root. */
export const generatedFiles: Promise<readonly DocumentFile[]> = generate();

async function generate(): Promise<readonly DocumentFile[]> {
  const dir = mkdtempSync(join(tmpdir(), "ai-act-evidence-documents-"));
  try {
    const stacks = join(dir, "out");
    mkdirSync(stacks);
    createApp(loadConfigs(CONFIGS), stacks).synth();
    const sources = new DocumentSources({ configs: CONFIGS, stacks });
    const inputs = sources.systemsIn(ENVIRONMENT).map((system) => sources.input(ENVIRONMENT, system));
    const files = await Promise.all(
      inputs.map(async (input) => documentFiles(input, await documentsOf(input))),
    );
    return [{ path: "README.md", content: index(inputs) }, ...files.flat()].map(({ path, content }) => ({
      path: `docs/generated/${path}`,
      content,
    }));
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** The page that leads to those of each system. */
function index(inputs: readonly DocumentsInput[]): string {
  return [
    "# Generated documents",
    "Made by `npm run generate` for the systems of this repository, which are made up; do not edit. What they are made from, and how to make your own: [the documents of Annex IV](../annex-iv.md).",
    inputs
      .map((input) => `- [${input.system.title}, ${input.environment.id}](${folderOf(input)}/README.md)`)
      .join("\n"),
    "",
  ].join("\n\n");
}
