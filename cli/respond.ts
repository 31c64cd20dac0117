import { Command, Option } from "commander";
import { declared, loadConfigs, type Environment } from "../configs";
import {
  caseDigestInvalid,
  modelVersionUnclear,
  requestReferenceEmpty,
  respondScopeUnclear,
} from "../errors";
import { FolderDocumentStore, S3DocumentStore } from "../evidence/documentation";
import {
  checkExportRecord,
  parseInstant,
  parsePeriod,
  planExport,
  type ExportRecord,
} from "../evidence/export";
import {
  FolderRecordStore,
  mustBeEntitled,
  readKeyRing,
  S3RecordStore,
  vaultBucketOf,
} from "../evidence/records";
import {
  LANGUAGES,
  planResponse,
  Redactions,
  respond,
  type Language,
  type ResponseManifest,
  type ResponseRequest,
  type ResponseSources,
  type Scope,
} from "../evidence/respond";
import { mustBeReadable, S3ColdStorage } from "../evidence/restore";
import { archiveOf, vaultLocation } from "./archive-of";
import { recordsOf } from "./export-recording";
import { Progress } from "./progress";
import { printResponse, printResponsePlan, responseExit, responseProgress } from "./respond-output";
import { respondParts } from "./respond-parts";
import { recordAnswerLeftBehind, recordResponse } from "./respond-recording";
import { SIGNING_KEY_HELP, signerOf, signsInKms } from "./signer-of";
import { witnessesOf } from "./witnesses";

interface Options {
  readonly system: string;
  readonly environment: string;
  readonly from: string;
  readonly to: string;
  readonly reference: string;
  readonly keys: string;
  readonly modelVersion?: string;
  readonly caseDigest?: string;
  readonly language: Language;
  readonly redactions?: string;
  readonly out?: string;
  readonly signingKey?: string;
  readonly timestampCa?: string;
  readonly independentCount?: string;
  readonly stacks: string;
  readonly createdAt?: Date;
  readonly configs: string;
  readonly sourceDir?: string;
  readonly dryRun: boolean;
  readonly leaveCold: boolean;
  readonly record?: boolean;
  readonly force: boolean;
  readonly json: boolean;
}

const HELP = `
One folder, signed as a whole: the export of the log with its report (or, for one person's case, that person's entries and
nobody else's), the records with the documents they name, the chain from log entries to approval and infrastructure, generated
extracts of the technical documentation, a cover page in the language asked for (index.html) that names what is in, what is
missing and what was kept back, and VERIFY.md: how to check all of it with bash, sha256sum and openssl.
Records about other systems, other times and the requests of others are left out, and named with their digests, so that every
stream can still be followed. --redactions keeps back more: a YAML list of item, reason and basis; --dry-run lists the items.
Chain and documents are worked out from what is handed over, so that nothing kept back comes out by them. docs/respond.md.

Exit codes:
  0  the answer is written; nothing was found to be wrong
  1  no answer, or no record of it, is written: the input or the environment is at fault
  2  the answer is written, with findings, a broken chain, or without any log entry

Examples:
  $ evidence respond --system credit-scoring --environment production --from 2026-11-01 --to 2026-11-30 \\
      --reference "12/26" --keys keys.json --dry-run
  $ evidence respond --system credit-scoring --environment production --from 2026-11-01 --to 2026-11-30 \\
      --reference "12/26" --language de --keys keys.json --timestamp-ca tsa.pem \\
      --signing-key kms:alias/ai-act-evidence-production-sign-exporter --out answer-12-26
  $ evidence respond --system credit-scoring --environment production --from 2026-11-01 --to 2026-11-30 \\
      --reference "12/26" --keys keys.json --case-digest 1f0e… --signing-key exporter.pem --out answer-case`;

/** `evidence respond`: everything an authority asked for, in one signed folder. */
export function respondCommand(): Command {
  const command = new Command("respond")
    .description(
      "Answer an authority's request with one signed folder: log, chain, records, documents, cover.",
    )
    .requiredOption("--system <id>", "AI system, as in configs/systems/")
    .requiredOption("--environment <id>", "environment whose vault is read, as in configs/environments/")
    .requiredOption("--from <time>", "first day (2026-11-01) or instant (2026-11-01T08:00:00Z)")
    .requiredOption("--to <time>", "last day, included, or instant, not included")
    .requiredOption("--reference <text>", "the request's reference, printed in the answer")
    .requiredOption("--keys <file>", "public keys that may sign records, checkpoints and seals (keys.json)")
    .option("--model-version <name:version>", "follow the chain of this registered version only")
    .option("--case-digest <hex>", "one person's case, by its keyed digest: that person's entries only")
    .addOption(
      new Option("--language <code>", "of cover page and VERIFY.md").choices([...LANGUAGES]).default("en"),
    )
    .option("--redactions <file>", "what to keep back, with reason and basis (YAML)")
    .option("--out <dir>", "folder to make; required but with --dry-run")
    .option("--signing-key <key>", `${SIGNING_KEY_HELP}; required but with --dry-run`)
    .option("--timestamp-ca <file>", "certificates (PEM) of the time-stamp authorities of the seals")
    .option("--independent-count <file>", "how many events another source than the log counted (JSON)")
    .option("--stacks <dir>", "synthesized stacks that the documents are generated from", "cdktf.out")
    .option("--dry-run", "tell what would be read and what would be in, and write nothing", false)
    .option(
      "--leave-cold",
      "answer without what lies unrestored in a cold storage class; each is a finding",
      false,
    )
    .option("--record", "record the answer in the vault, also where no KMS key signs")
    .option("--no-record", "do not record the answer")
    .option("--force", "replace the answer at --out", false)
    .option("--json", "print the result as JSON on stdout", false)
    .option("--source-dir <dir>", "read a local copy of the vault instead of the bucket")
    .option("--configs <dir>", "folder that holds systems/ and environments/", "configs")
    .option("--created-at <time>", "instant to write into the answer, to make the same one again", (text) =>
      parseInstant("--created-at", text),
    )
    .addHelpText("after", HELP)
    .action((options: Options) => run(command, options));
  return command;
}

async function run(command: Command, options: Options): Promise<void> {
  const { out, signingKey, force, json, createdAt = new Date() } = options;
  const asked = await askedOf(options);
  const { environment, request, sources } = asked;
  if (options.dryRun) {
    const archive = await planExport(request, sources.archive);
    printResponsePlan(await planResponse(request, sources), archive, json);
    return;
  }
  if (out === undefined) command.error("error: required option '--out <dir>' not specified");
  if (signingKey === undefined) command.error("error: required option '--signing-key <key>' not specified");
  const signer = await signerOf(signingKey, environment.aws.region);
  mustBeEntitled(sources.ring, signer, "exporter");
  const records = (options.record ?? signsInKms(signingKey)) ? recordsOf(environment) : undefined;
  if (records !== undefined) {
    await checkExportRecord(records, request);
    const left = force ? undefined : await recordAnswerLeftBehind(out, asRecorded(request), signer, records);
    if (left !== undefined) return end(out, left.manifest, left.record, json);
  }
  await refuseCold(options, asked);
  const witnesses = await witnessesOf(options, environment, request.period);
  const progress = new Progress();
  const target = { out, force, signer, createdAt };
  const parts = respondParts({
    ...{ configs: options.configs, stacks: options.stacks, environment, system: request.system },
    ...{ scope: request.scope, period: request.period, ring: sources.ring, createdAt },
    ...{ timestampCa: options.timestampCa, fromCopy: options.sourceDir !== undefined },
  });
  const manifest = await respond({ ...request, witnesses }, { ...sources, ...parts }, target, (step) =>
    progress.say(responseProgress(step)),
  ).finally(() => progress.done());
  if (records === undefined) return end(out, manifest, undefined, json);
  const record = await recordResponse(records, signer, out, manifest).catch((error: unknown) => {
    // Whatever became of its record, the answer is there: that is told first.
    end(out, manifest, undefined, json);
    throw error;
  });
  end(out, manifest, record, json);
}

function end(out: string, manifest: ResponseManifest, record: ExportRecord | undefined, json: boolean): void {
  printResponse(out, manifest, record, json);
  process.exitCode = responseExit(manifest);
}

interface Asked {
  readonly environment: Environment;
  readonly request: ResponseRequest;
  readonly sources: Omit<ResponseSources, "chain" | "generate">;
}

async function askedOf(options: Options): Promise<Asked> {
  const { reference, language, sourceDir } = options;
  if (reference.trim() === "") throw requestReferenceEmpty();
  const { environments, systems } = loadConfigs(options.configs);
  const environment = declared("--environment", environments, options.environment);
  const { id: system, registeredModel } = declared("--system", systems, options.system);
  const vault = vaultBucketOf(environment);
  return {
    environment,
    request: {
      ...{ reference, system, registeredModel, environment: environment.id, language },
      period: parsePeriod(options.from, options.to),
      scope: scopeOf(options),
      redactions:
        options.redactions === undefined ? new Redactions([]) : await Redactions.read(options.redactions),
    },
    sources: {
      archive: archiveOf(environment, sourceDir),
      records: sourceDir === undefined ? new S3RecordStore(vault) : new FolderRecordStore(sourceDir),
      documents: sourceDir === undefined ? new S3DocumentStore(vault) : new FolderDocumentStore(sourceDir),
      ring: await readKeyRing(options.keys),
    },
  };
}

function scopeOf({ modelVersion, caseDigest }: Options): Scope {
  if (modelVersion !== undefined && caseDigest !== undefined) throw respondScopeUnclear();
  if (caseDigest !== undefined) {
    if (!/^[0-9a-f]{64}$/.test(caseDigest)) throw caseDigestInvalid(caseDigest);
    return { by: "case", digest: caseDigest };
  }
  if (modelVersion === undefined) return { by: "period" };
  const [, model, version] =
    /^([A-Za-z0-9][A-Za-z0-9._-]{0,127}):([1-9][0-9]{0,8})$/.exec(modelVersion) ?? [];
  if (model === undefined || version === undefined) throw modelVersionUnclear(modelVersion);
  return { by: "version", model, version };
}

function asRecorded(request: ResponseRequest): ResponseManifest["request"] {
  const { reference, system, environment, period, scope, language } = request;
  return { reference, system, environment, period, scope, language };
}

/** Hours are not to be spent on an answer that misses what a restore would bring back. */
async function refuseCold(
  { sourceDir, leaveCold, system, from, to }: Options,
  { environment, request, sources }: Asked,
): Promise<void> {
  if (sourceDir !== undefined || leaveCold) return;
  const command = `evidence restore --system ${system} --environment ${environment.id} --from ${from} --to ${to}`;
  await mustBeReadable(
    request.period,
    sources.archive,
    new S3ColdStorage(vaultLocation(environment)),
    command,
  );
}
