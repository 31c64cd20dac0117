import { Command } from "commander";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { EXIT, documentsNotWritten, documentsRecordsUnclear } from "../errors";
import {
  documentFiles,
  documentsOf,
  firstDifference,
  folderOf,
  type DocumentFile,
  type DocumentsInput,
  type DocumentsVault,
  type GeneratedDocument,
} from "../evidence/documents";
import { readKeyRing } from "../evidence/records";
import { DocumentSources } from "./documents-input";
import { documentsJson, documentsText, type Made, type Stale } from "./documents-output";
import { Progress } from "./progress";
import { vaultOf } from "./vault-of";

interface Options {
  readonly environment?: string;
  readonly system?: string;
  readonly configs: string;
  readonly stacks: string;
  readonly out: string;
  readonly vault: boolean;
  readonly dir?: string;
  readonly keys?: string;
  readonly check: boolean;
  readonly json: boolean;
}

const HELP = `
Writes <out>/<environment>/<system>/<document>.md and .html: points 2, 3, 6 and 9 of Annex IV, the logging plan, the page about
logs for deployers (Art 13(3)(f)), which resource serves which article, and what is not covered. Synthesize first (npm run synth).
What cannot be told is listed in each document as missing, with who supplies it.
Records of releases, reviews and deploys come from a vault, with --vault or --dir, and count by the keys of --keys.

Exit codes:
  0  written; with --check: the files are what would be written
  1  the input or the environment is at fault
  2  with --check: a file is stale, missing, or not generated any more

Examples:
  $ evidence documents --environment production
  $ evidence documents --environment production --check
  $ evidence documents --environment production --system credit-scoring --vault --keys keys.json --out annex-iv`;

/** `evidence documents`: the documents of Annex IV, from what is declared, deployed and recorded. */
export function documentsCommand(): Command {
  return new Command("documents")
    .description("Generate the documents of Annex IV, or check that those in a folder are up to date.")
    .option("--environment <id>", "environment; all when left out")
    .option("--system <id>", "AI system; all that run in the environment when left out")
    .option("--configs <dir>", "folder that holds systems/ and environments/", "configs")
    .option("--stacks <dir>", "folder of synthesized stacks", "cdktf.out")
    .option("--out <dir>", "folder of the documents", path.join("docs", "generated"))
    .option("--vault", "read the records of each environment's vault", false)
    .option("--dir <dir>", "read the records of a folder that holds records/ and documentation/")
    .option("--keys <file>", "key ring (keys.json) by which records count; had from elsewhere than the vault")
    .option("--check", "write nothing; fail where a file is stale", false)
    .option("--json", "print what was made or found as JSON on stdout", false)
    .addHelpText("after", HELP)
    .action(run);
}

async function run(options: Options): Promise<void> {
  const sources = new DocumentSources(options);
  const vaultFor = await vaults(options);
  const environments =
    options.environment === undefined
      ? sources.configs.environments.map(({ id }) => id)
      : [options.environment];
  const progress = new Progress();
  const made: Made[] = [];
  const files: DocumentFile[] = [];
  try {
    for (const environment of environments)
      for (const system of options.system === undefined ? sources.systemsIn(environment) : [options.system]) {
        progress.say(`documents of ${system} in ${environment}`);
        const input = sources.input(environment, system, vaultFor(environment));
        const documents = await documentsOf(input);
        files.push(...documentFiles(input, documents));
        made.push(...documents.map((document) => madeOf(input, document)));
      }
  } finally {
    progress.done();
  }
  const stale = options.check
    ? [...staleIn(options.out, files), ...foldersLeft(options, sources, environments)]
    : [];
  if (!options.check) write(options.out, files);
  const told = { out: options.out, check: options.check, made, stale };
  console.log(options.json ? documentsJson(told) : documentsText(told));
  if (stale.length > 0) process.exitCode = EXIT.finding;
}

const madeOf = (input: DocumentsInput, { name, title, elements }: GeneratedDocument): Made => ({
  environment: input.environment.id,
  system: input.system.id,
  name,
  title,
  path: `${folderOf(input)}/${name}.md`,
  elements,
});

/** The vault of each environment; of none where no records were asked for. */
async function vaults({
  vault,
  dir,
  keys,
  configs,
}: Options): Promise<(environment: string) => DocumentsVault | undefined> {
  const wanted = [
    ...(vault ? ["--vault"] : []),
    ...(dir === undefined ? [] : ["--dir"]),
    ...(keys === undefined ? [] : ["--keys"]),
  ];
  if (wanted.length === 0) return () => undefined;
  if (keys === undefined || vault === (dir !== undefined)) throw documentsRecordsUnclear(wanted.join(", "));
  const ring = await readKeyRing(keys);
  return (environment) => {
    const { records, documents } = vaultOf({ environment, configs, ...(dir !== undefined && { dir }) });
    return { records, documents, ring };
  };
}

function write(out: string, files: readonly DocumentFile[]): void {
  for (const { path: name, content } of files) {
    const file = path.join(out, name);
    try {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw documentsNotWritten(file, code ?? message);
    }
  }
}

/** Files that are not what would be written, that are not there, and that would not be written any more. */
function staleIn(out: string, files: readonly DocumentFile[]): readonly Stale[] {
  const differing = files.flatMap(({ path: name, content }): Stale[] => {
    const found = read(path.join(out, name));
    if (found === undefined) return [{ path: name, why: "missing" }];
    const difference = firstDifference(content, found);
    return difference ? [{ path: name, why: "differs", difference }] : [];
  });
  const generated = new Set(files.map(({ path: name }) => name));
  const folders = [...new Set(files.map(({ path: name }) => path.posix.dirname(name)))];
  const left = folders.flatMap((folder) =>
    namesIn(path.join(out, folder))
      .map((name) => `${folder}/${name}`)
      .filter((name) => !generated.has(name))
      .map((name): Stale => ({ path: name, why: "not generated" })),
  );
  return [...differing, ...left];
}

/** Folders of systems and environments that are not declared any more: only where all of them were asked for. */
function foldersLeft(
  { out, environment, system }: Options,
  sources: DocumentSources,
  environments: readonly string[],
): readonly Stale[] {
  if (system !== undefined) return [];
  const left = (folder: string, known: readonly string[]) =>
    namesIn(path.join(out, folder))
      .filter((name) => !known.includes(name) && isFolder(path.join(out, folder, name)))
      .map((name): Stale => ({ path: path.posix.join(folder, name), why: "not generated" }));
  return [
    ...(environment === undefined ? left("", environments) : []),
    ...environments.flatMap((each) => left(each, sources.systemsIn(each))),
  ];
}

function read(file: string): string | undefined {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file, "utf8") : undefined;
}

const isFolder = (name: string): boolean => statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;

const namesIn = (folder: string): readonly string[] => (isFolder(folder) ? readdirSync(folder).sort() : []);
