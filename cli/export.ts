import { Command } from "commander";
import { declared, loadConfigs, type Environment } from "../configs";
import { EXIT } from "../errors";
import { readCost } from "../evidence/cost";
import {
  checkExportRecord,
  exportBundle,
  parseInstant,
  parsePeriod,
  planExport,
  recordExport,
  type Archive,
  type ExportRecord,
  type ExportRequest,
  type Manifest,
} from "../evidence/export";
import { mustBeReadable, S3ColdStorage } from "../evidence/restore";
import { archiveOf, vaultLocation } from "./archive-of";
import { printExport, printPlan, progressInWords } from "./export-output";
import { recordLeftBehind, recordsOf } from "./export-recording";
import { Progress } from "./progress";
import { SIGNING_KEY_HELP, signerOf, signsInKms } from "./signer-of";
import { witnessesOf } from "./witnesses";

interface Options {
  readonly system: string;
  readonly environment: string;
  readonly from: string;
  readonly to: string;
  readonly out?: string;
  readonly signingKey?: string;
  readonly reference?: string;
  readonly keyRing?: string;
  readonly timestampCa?: string;
  readonly independentCount?: string;
  readonly createdAt?: Date;
  readonly configs: string;
  readonly sourceDir?: string;
  readonly dryRun: boolean;
  readonly leaveCold: boolean;
  /** Whether the export is recorded; undefined where neither --record nor --no-record is given. */
  readonly record?: boolean;
  readonly force: boolean;
  readonly json: boolean;
}

const HELP = `
A date is a whole UTC day and --to includes it; an instant (RFC 3339, with its zone) is exact and --to excludes it.
Every version of every archived object is read, and a day more on either side of the period.
AWS credentials, profile and AWS_ENDPOINT_URL are taken from the environment. What is wrong in the archive does not
stop the export: it is named in the bundle.
Completeness is judged from the events alone (level 1), from checkpoints that emitters put into the vault, with
--key-ring (level 2), and from a count by another source, with --independent-count (level 3): docs/completeness.md.
What was read is compared with the vault's seals (docs/seals.md), which are put into the bundle: with --key-ring, and
with --timestamp-ca as to when they were made. A local copy (--source-dir) has seals where it holds records/.
An export is recorded in the vault (records/exports) by the digest of the bundle's manifest, after the bundle is
finished: always where a KMS key signs, else with --record. Should the record fail, the same command writes it alone.

Exit codes:
  0  the bundle is written; nothing was found to be wrong
  1  no bundle, or no record of it, is written: the input or the environment is at fault
  2  the bundle is written, with findings, or without any event

Examples:
  $ evidence export --system credit-scoring --environment production \\
      --from 2026-11-01 --to 2026-11-30 --reference "authority's file 12/26" \\
      --signing-key exporter.pem --out credit-scoring-2026-11
  $ evidence export --system credit-scoring --environment production \\
      --from 2026-11-01 --to 2026-11-30 --reference "12/26" \\
      --signing-key kms:alias/ai-act-evidence-production-sign-exporter --out credit-scoring-2026-11
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
    .option("--signing-key <key>", `${SIGNING_KEY_HELP}; required but with --dry-run`)
    .option("--reference <text>", "the request's reference, printed in the bundle")
    .option("--key-ring <file>", "keys that may sign emitters' checkpoints and seals (keys.json)")
    .option("--timestamp-ca <file>", "certificates (PEM) of the time-stamp authorities of the seals")
    .option("--independent-count <file>", "how many events another source than the log counted (JSON)")
    .option("--dry-run", "tell objects, bytes and cost of what would be read, and read none", false)
    .option(
      "--leave-cold",
      "export without what lies unrestored in a cold storage class; each is a finding",
      false,
    )
    .option("--record", "record the export in the vault, also where no KMS key signs")
    .option("--no-record", "do not record the export")
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
      const environment = environmentAsked(options);
      const archive = archiveOf(environment, options.sourceDir);
      if (options.dryRun) await plan(options, request, environment, archive);
      else await run(command, options, request, environment, archive);
    });
  return command;
}

async function plan(
  { sourceDir, json }: Options,
  request: ExportRequest,
  { aws }: Environment,
  archive: Archive,
): Promise<void> {
  const planned = await planExport(request, archive);
  const amount = {
    region: aws.region,
    listRequests: planned.list_requests,
    byClass: planned.storage_classes.map((total) => ({
      storageClass: total.storage_class,
      objects: total.object_versions,
      bytes: total.object_bytes,
    })),
  };
  const cost = sourceDir === undefined ? (readCost(amount) ?? "no-prices") : "local-copy";
  printPlan(planned, cost, { json, emulated: aws.emulated });
}

async function run(
  command: Command,
  options: Options,
  request: ExportRequest,
  environment: Environment,
  archive: Archive,
): Promise<void> {
  const { out, signingKey, force, createdAt = new Date(), json } = options;
  if (out === undefined) command.error("error: required option '--out <dir>' not specified");
  if (signingKey === undefined) command.error("error: required option '--signing-key <key>' not specified");
  const signer = await signerOf(signingKey, environment.aws.region);
  const witnesses = await witnessesOf(options, environment, request.period);
  const records = (options.record ?? signsInKms(signingKey)) ? recordsOf(environment) : undefined;
  if (records !== undefined) {
    await checkExportRecord(records, request);
    const left = force ? undefined : await recordLeftBehind(out, request, signer, records);
    if (left !== undefined) return end(out, left.manifest, left.record, json);
  }
  await refuseCold(options, request, environment, archive);
  const progress = new Progress();
  const target = { out, force, signer, createdAt };
  const manifest = await exportBundle({ ...request, ...witnesses }, archive, target, (step) =>
    progress.say(progressInWords(step)),
  ).finally(() => progress.done());
  if (records === undefined) return end(out, manifest, undefined, json);
  const recorded = await recordExport(records, signer, out, manifest).catch((error: unknown) => {
    // Whatever became of its record, the bundle is there: that is told first.
    end(out, manifest, undefined, json);
    throw error;
  });
  end(out, manifest, recorded, json);
}

function end(out: string, manifest: Manifest, record: ExportRecord | undefined, json: boolean): void {
  printExport(out, manifest, record, json);
  process.exitCode = Object.keys(manifest.findings).length === 0 ? EXIT.ok : EXIT.finding;
}

/** Hours are not to be spent on a bundle that misses what a restore would bring back. */
async function refuseCold(
  { sourceDir, leaveCold, system, from, to }: Options,
  { period }: ExportRequest,
  environment: Environment,
  archive: Archive,
): Promise<void> {
  if (sourceDir !== undefined || leaveCold) return;
  const command = `evidence restore --system ${system} --environment ${environment.id} --from ${from} --to ${to}`;
  await mustBeReadable(period, archive, new S3ColdStorage(vaultLocation(environment)), command);
}

function requestOf({ system, environment, from, to, reference }: Options): ExportRequest {
  const period = parsePeriod(from, to);
  return { system, environment, period, ...(reference === undefined ? {} : { reference }) };
}

/** The environment that is asked for; also the place where unknown names are refused. */
function environmentAsked({ configs: folder, environment: id, system }: Options): Environment {
  const { environments, systems } = loadConfigs(folder);
  const environment = declared("--environment", environments, id);
  declared("--system", systems, system);
  return environment;
}
