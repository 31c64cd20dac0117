import { closest } from "fastest-levenshtein";
import { Command, Option } from "commander";
import { declared, loadConfigs, names, type Environment } from "../configs";
import {
  athenaEmulated,
  athenaReadsNoFolder,
  EXIT,
  queryParametersInvalid,
  queryStopped,
  queryUnknown,
  type Problem,
} from "../errors";
import type { Archive } from "../evidence/export";
import {
  AthenaEngine,
  bindQuery,
  CATALOGUE,
  databaseName,
  DuckDbEngine,
  runQuery,
  type CatalogueQuery,
  type QueryEngine,
} from "../evidence/queries";
import { archiveOf } from "./archive-of";
import { Progress } from "./progress";
import { printCatalogue, printReport, printsCsv, printsJson, printsTable } from "./query-output";

interface Options {
  readonly environment?: string;
  readonly param?: readonly string[];
  readonly engine?: QueryEngine["name"];
  readonly sourceDir?: string;
  readonly configs: string;
  readonly json: boolean;
  readonly csv: boolean;
}

const HELP = `
Every query needs --param from=... and --param to=...: dates (to is included) or instants (to is not). One day more on
either side is read. Without --engine, DuckDB answers for an emulated environment and Athena for a real one. DuckDB
reads all versions of the objects, in this process; Athena the newest ones, in AWS, at a price that is printed.

Exit codes:
  0  answered, also when the answer has no rows
  1  not answered: the input or the environment is at fault
  2  answered, but objects it read are damaged or were written over; or nothing at all is archived for the period

Examples:
  $ evidence query list
  $ evidence query overrides --environment production \\
      --param system=credit-scoring --param from=2026-11-01 --param to=2026-11-30
  $ evidence query event-chain --environment production --csv \\
      --param event=01939d00-0000-7000-8000-000000000001 --param from=2026-11-24 --param to=2026-11-24`;

/** `evidence query`: asks a question of the catalogue about the archived events of an environment. */
export function queryCommand(): Command {
  const command: Command = new Command("query");
  return (
    command
      .description("Ask one question of the catalogue about the archived events, in DuckDB or Athena.")
      .argument("<name>", "name of the query; evidence query list shows them")
      // Not a required option: commander would then ask for it in `query list`, too.
      .option("--environment <id>", "environment whose vault is read, as in configs/environments/; required")
      .option("--param <name=value>", "a parameter of the query; as often as needed", gather)
      .addOption(new Option("--engine <name>", "what runs the query").choices(["duckdb", "athena"]))
      .addOption(
        new Option("--json", "print rows and report as JSON on stdout").default(false).conflicts("csv"),
      )
      .addOption(new Option("--csv", "print rows as CSV on stdout, the report on stderr").default(false))
      .option("--source-dir <dir>", "read a local copy of the archive instead of the bucket")
      .option("--configs <dir>", "folder that holds systems/ and environments/", "configs")
      .addHelpText("after", HELP)
      // So that what follows "list" is for list.
      .enablePositionalOptions()
      .addCommand(listCommand())
      .action(async (name: string, { environment, ...options }: Options) => {
        if (environment === undefined)
          command.error("error: required option '--environment <id>' not specified");
        await ask(queryNamed(name), environment, options);
      })
  );
}

function listCommand(): Command {
  return new Command("list")
    .description("List the queries: what each answers, for which duties, with which parameters.")
    .option("--json", "print the list with the SQL texts as JSON on stdout", false)
    .exitOverride()
    .showHelpAfterError()
    .action(({ json }: { json: boolean }) => printCatalogue(CATALOGUE, json));
}

async function ask(query: CatalogueQuery, environmentId: string, options: Options): Promise<void> {
  const given = parametersOf(query, options.param ?? []);
  const bound = bindQuery(query, given);
  const environment = environmentAsked(options.configs, environmentId, given["system"]);
  const archive = archiveOf(environment, options.sourceDir);
  const engine = engineOf(environment, options, archive);
  const sink = options.json ? printsJson(bound, engine.name) : options.csv ? printsCsv() : printsTable();
  const progress = new Progress();
  const interrupt = new AbortController();
  const stop = () => interrupt.abort(queryStopped());
  process.once("SIGINT", stop);
  try {
    const running = { signal: interrupt.signal, progress: (words: string) => progress.say(words) };
    const report = await runQuery(bound, archive, engine, sink, running);
    await sink.end(report);
    printReport(bound, engine.name, report);
    process.exitCode = report.findings.length > 0 ? EXIT.finding : EXIT.ok;
  } finally {
    process.off("SIGINT", stop);
    progress.done();
  }
}

function queryNamed(name: string): CatalogueQuery {
  const known = CATALOGUE.map((query) => query.name);
  const found = CATALOGUE.find((query) => query.name === name);
  if (found === undefined) throw queryUnknown(name, closest(name, known));
  return found;
}

function gather(one: string, others: readonly string[] = []): string[] {
  return [...others, one];
}

function parametersOf(query: CatalogueQuery, texts: readonly string[]): Record<string, string> {
  const problems: Problem[] = [];
  const given = new Map<string, string>();
  for (const text of texts) {
    const at = text.indexOf("=");
    const name = text.slice(0, at);
    if (at > 0 && !given.has(name)) given.set(name, text.slice(at + 1));
    else
      problems.push({
        code: at > 0 ? "parameter-repeated" : "parameter-malformed",
        where: "--param",
        given: JSON.stringify(text.slice(0, 150)),
        needed: at > 0 ? "each parameter once" : "name=value",
        fix: at > 0 ? `keep one --param ${name}` : "write it like --param from=2026-11-01",
      });
  }
  if (problems.length > 0) throw queryParametersInvalid(query.name, problems);
  return Object.fromEntries(given);
}

/** The environment's config; also the place where unknown names are refused. */
function environmentAsked(folder: string, id: string, system: string | undefined): Environment {
  const { environments, systems } = loadConfigs(folder);
  const environment = declared("--environment", environments, id);
  if (system !== undefined) declared("--param system", systems, system);
  return environment;
}

function engineOf(
  environment: Environment,
  { engine, sourceDir }: Options,
  { source, path }: Archive,
): QueryEngine {
  const { emulated, region } = environment.aws;
  const chosen = engine ?? (emulated || sourceDir !== undefined ? "duckdb" : "athena");
  if (chosen === "duckdb") return new DuckDbEngine(source, path);
  if (sourceDir !== undefined) throw athenaReadsNoFolder();
  if (emulated) throw athenaEmulated(environment.id);
  const { queryWorkgroup: workgroup } = names(environment);
  return new AthenaEngine({ database: databaseName(environment.id), workgroup, region });
}
