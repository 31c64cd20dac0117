import { Command } from "commander";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { names } from "../configs";
import { EXIT, streamNotFound } from "../errors";
import { readKeyRing } from "../evidence/records";
import { mustBeUsable, witnessAt } from "../evidence/seal";
import { verifyVault } from "../evidence/vault-check";
import { Progress } from "./progress";
import { printVaultCheck } from "./vault-output";
import { vaultOf } from "./vault-of";

interface VerifyOptions {
  readonly environment: string;
  readonly configs: string;
  readonly keys: string;
  readonly dir?: string;
  readonly timestampCa?: string;
  readonly witness?: string;
  readonly json: boolean;
}

const HELP = `
Checks every stream of records (as "records verify"), the seals (as "seal verify", without reading the archive again), the copies
of what Datadog knew (as "snapshot verify"), and that each document a record names is in the vault and is what was kept.
Nothing is asked of MLflow or Datadog. Where seals were time-stamped, give --timestamp-ca.

Exit codes:
  0  all of it is as it was written
  1  the input or the environment is at fault; something was not checked
  2  a finding

Examples:
  $ evidence vault verify --environment production --keys keys.json
  $ evidence vault verify --environment production --keys keys.json --timestamp-ca tsa-ca.pem --witness seals.ndjson --json`;

/** `evidence vault`: all of the vault that is signed or named by a signature. */
export function vaultCommand(): Command {
  const verify = new Command("verify")
    .description("Check all records, seals, copies and documents of a vault in one go. Meant to run daily.")
    .requiredOption("--environment <id>", "environment whose vault it is, as in configs/environments/")
    .requiredOption("--keys <file>", "key ring (keys.json); get it by another way than the records")
    .option("--configs <dir>", "folder that holds systems/ and environments/", "configs")
    .option("--dir <dir>", "folder that holds records/ and documentation/ instead of the bucket")
    .option("--timestamp-ca <file>", "certificates (PEM) of the time-stamp authorities, former ones included")
    .option("--witness <place>", "URL (GET) or file with the heads that the witness was told")
    .option("--json", "print the result as JSON on stdout", false)
    .addHelpText("after", HELP)
    .exitOverride()
    .showHelpAfterError("(run with --help for usage)")
    .action(run);
  return new Command("vault").description("Check a vault as a whole.").addCommand(verify);
}

async function run(options: VerifyOptions): Promise<void> {
  const { environment, records, documents } = vaultOf(options);
  const ring = await readKeyRing(options.keys);
  const { timestampCa, witness } = options;
  if (timestampCa !== undefined) await mustBeUsable(timestampCa);
  // No record at all: never to be taken for "nothing wrong".
  if ((await records.streams()).length === 0) throw streamNotFound(records.name, "(all)", []);
  const work = await mkdtemp(path.join(tmpdir(), "evidence-vault-"));
  const progress = new Progress();
  try {
    const checked = await verifyVault({
      ...{ environment: environment.id, records, documents, ring, work, timestampCa },
      archivePath: names(environment).archivePath,
      witness: witness === undefined ? undefined : witnessAt(witness),
      onProgress: (doing) => progress.say(doing),
    });
    progress.done();
    if (options.json) console.log(JSON.stringify(checked, undefined, 2));
    else printVaultCheck(checked);
    if (checked.findings.length > 0) process.exitCode = EXIT.finding;
  } finally {
    progress.done();
    await rm(work, { recursive: true, force: true });
  }
}
