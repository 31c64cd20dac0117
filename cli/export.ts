import { Command } from "commander";
import { declared, loadConfigs } from "../configs";
import { EXIT } from "../errors";
import {
  exportBundle,
  FINDING_KINDS,
  parseInstant,
  parsePeriod,
  pemSigner,
  planExport,
  type Archive,
  type ExportPlan,
  type ExportProgress,
  type ExportRequest,
  type FindingCode,
  type Manifest,
} from "../evidence/export";
import { archiveOf } from "./archive-of";
import { Progress } from "./progress";
import { visible } from "./visible";

interface Options {
  readonly system: string;
  readonly environment: string;
  readonly from: string;
  readonly to: string;
  readonly out?: string;
  readonly signingKey?: string;
  readonly reference?: string;
  readonly createdAt?: Date;
  readonly configs: string;
  readonly sourceDir?: string;
  readonly dryRun: boolean;
  readonly force: boolean;
  readonly json: boolean;
}

const HELP = `
A date is a whole UTC day and --to includes it; an instant (RFC 3339, with its zone) is exact and --to excludes it.
Every version of every archived object is read, and a day more on either side of the period.
AWS credentials, profile and AWS_ENDPOINT_URL are taken from the environment. What is wrong in the archive does not
stop the export: it is named in the bundle.

Exit codes:
  0  the bundle is written; nothing was found to be wrong
  1  nothing is written: the input or the environment is at fault
  2  the bundle is written, with findings, or without any event

Examples:
  $ evidence export --system credit-scoring --environment production \\
      --from 2026-11-01 --to 2026-11-30 --reference "authority's file 12/26" \\
      --signing-key exporter.pem --out credit-scoring-2026-11
  $ evidence export --system credit-scoring --environment production \\
      --from 2026-11-24T08:00:00Z --to 2026-11-24T09:00:00Z --dry-run
  $ openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out exporter.pem && chmod 600 exporter.pem`;

/** `evidence export`: the events of one system and period as a signed bundle that others can verify. */
export function exportCommand(): Command {
  const command = new Command("export")
    .description(
      "Answer a request for the logs of one AI system and period with a signed bundle, from the vault.",
    )
    .requiredOption("--system <id>", "AI system, as in configs/systems/")
    .requiredOption("--environment <id>", "environment whose vault is read, as in configs/environments/")
    .requiredOption("--from <time>", "first day (2026-11-01) or instant (2026-11-01T08:00:00Z)")
    .requiredOption("--to <time>", "last day, included, or instant, not included")
    .option("--out <dir>", "folder to make; required but with --dry-run")
    .option("--signing-key <file>", "EC P-256 private key in PEM form; required but with --dry-run")
    .option("--reference <text>", "the request's reference, printed in the bundle")
    .option("--dry-run", "tell how many objects and bytes would be read, and read none", false)
    .option("--force", "replace the bundle at --out", false)
    .option("--json", "print the result as JSON on stdout", false)
    .option("--source-dir <dir>", "read a local copy of the archive instead of the bucket")
    .option("--configs <dir>", "folder that holds systems/ and environments/", "configs")
    .option("--created-at <time>", "instant to write into the bundle, to make the same one again", (text) =>
      parseInstant("--created-at", text),
    )
    .addHelpText("after", HELP)
    .action(async (options: Options) => {
      const request = requestOf(options);
      const archive = archiveAsked(options);
      if (options.dryRun) printPlan(await planExport(request, archive), options.json);
      else await run(command, options, request, archive);
    });
  return command;
}

async function run(
  command: Command,
  options: Options,
  request: ExportRequest,
  archive: Archive,
): Promise<void> {
  const { out, signingKey, force, createdAt = new Date(), json } = options;
  if (out === undefined) command.error("error: required option '--out <dir>' not specified");
  if (signingKey === undefined) command.error("error: required option '--signing-key <file>' not specified");
  const signer = await pemSigner(signingKey);
  const progress = new Progress();
  const target = { out, force, signer, createdAt };
  const manifest = await exportBundle(request, archive, target, (step) =>
    progress.say(inWords(step)),
  ).finally(() => progress.done());
  print(out, manifest, json);
  process.exitCode = Object.keys(manifest.findings).length === 0 ? EXIT.ok : EXIT.finding;
}

function requestOf({ system, environment, from, to, reference }: Options): ExportRequest {
  const period = parsePeriod(from, to);
  return { system, environment, period, ...(reference === undefined ? {} : { reference }) };
}

/** The archive that is asked for; also the place where unknown names are refused. */
function archiveAsked({ configs: folder, environment: id, system, sourceDir }: Options): Archive {
  const { environments, systems } = loadConfigs(folder);
  const environment = declared("--environment", environments, id);
  declared("--system", systems, system);
  return archiveOf(environment, sourceDir);
}

function inWords({ stage, done, total, bytes }: ExportProgress): string {
  if (stage !== "reading")
    return { listing: "listing objects", arranging: "arranging events", writing: "writing the bundle" }[
      stage
    ];
  return `reading objects: ${done} of ${total}, ${megabytes(bytes ?? 0)}`;
}

function printPlan(plan: ExportPlan, json: boolean): void {
  if (json) console.log(JSON.stringify(plan, null, 2));
  else {
    console.log(
      `would read ${plan.object_versions} object version(s), ${megabytes(plan.object_bytes)}, of the days ${plan.first_day} to ${plan.last_day}`,
    );
  }
}

function print(out: string, { files: _, ...manifest }: Manifest, json: boolean): void {
  if (json) {
    console.log(JSON.stringify({ out, ...manifest }, null, 2));
    return;
  }
  const { counts, completeness, findings, request, signing_key: key } = manifest;
  const lines = [
    `${request.system} in ${request.environment}, ${request.period.from} up to ${request.period.to}`,
    counts.events === 0
      ? "no event in the period: whether the system was idle or its events were lost is not known"
      : `${counts.events} event(s) of ${counts.emitters} emitter(s); ${counts.empty_days} day(s) without an event`,
    `completeness, level ${completeness.level}: ${completeness.holds}: ${completeness.because}`,
    ...Object.entries(findings).map(
      ([code, total]) => `finding: ${FINDING_KINDS[code as FindingCode].title}: ${total} [${code}]`,
    ),
    `signed with the key ${key.fingerprint}`,
    `bundle: ${out} (open report.html, or run: evidence verify ${out})`,
  ];
  console.log(lines.map(visible).join("\n"));
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
