import { Command } from "commander";
import { runChain } from "./chain-run";

/** Options of `evidence chain`. */
export interface ChainOptions {
  readonly environment?: string;
  readonly configs: string;
  readonly event?: string;
  readonly input?: string;
  readonly key?: string;
  readonly scope?: string;
  readonly inputDigest?: string;
  readonly caseDigest?: string;
  readonly model?: string;
  readonly system?: string;
  readonly from?: string;
  readonly to?: string;
  readonly keys?: string;
  readonly mlflow?: string;
  readonly gate?: string;
  readonly dir?: string;
  readonly sourceDir?: string;
  readonly bundle?: string;
  readonly timestampCa?: string;
  readonly html?: string;
  readonly json: boolean;
}

const HELP = `
Follows one log entry to its archived object and lock, the model version, the run, its data sets and risk assessment, the
approval and the gate's decision, the monitors and alerts of that day, the risk register, and the reviewed infrastructure.
Each link is met, broken, missing, or cannot be told, with the reason and what was read (docs/chain.md).

Read from the vault alone; with --mlflow or --gate also held against MLflow as it is now; with --bundle from a bundle alone,
offline. An event, input or case is looked up in the index of the seals; a version or a period is read from the archive. Of
entries that are alike (same version, run and files) one is followed.
--input hashes a JSON file as the application did; without its key the digest cannot be made again.

Exit codes:
  0  every link is met
  1  the input or the environment is at fault; nothing was followed
  2  a link is broken, missing, or cannot be told

Examples:
  $ evidence chain --environment production --keys keys.json --event 019cd18b-0c00-7000-8000-00000000000a
  $ evidence chain --environment production --keys keys.json --system credit-scoring --input applicant.json --key input.key
  $ evidence chain --environment production --keys keys.json --model credit-scoring:3 --from 2026-11-01 --to 2026-11-30
  $ evidence chain --environment production --keys keys.json --system credit-scoring --from 2026-11-24 --to 2026-11-24 \\
      --gate https://mlflow.example --html chain.html
  $ evidence chain --bundle answer-12-26 --keys keys.json --event 019cd18b-0c00-7000-8000-00000000000a`;

/** `evidence chain`: from one log line to the approver. */
export function chainCommand(): Command {
  return new Command("chain")
    .description("Follow one log entry to the approver, link by link, and say whether each holds.")
    .option("--environment <id>", "environment whose log it is; a bundle names its own")
    .option("--event <id>", "the event with this id")
    .option("--input <file>", "the input, as JSON, of which the application logged a keyed digest")
    .option("--key <file>", "the key it was hashed with: 32 bytes or more, as they are or in Base64")
    .option("--scope <name>", "scope of the input reference (default: of --system's config)")
    .option("--input-digest <hex>", "entries with this digest of the input")
    .option("--case-digest <hex>", "entries of one person's case, by the case's digest")
    .option("--model <name:version>", "entries of a registered model version")
    .option("--system <id>", "AI system: with --from and --to all its versions; else only its entries answer")
    .option("--from <time>", "first day (2026-11-01) or instant")
    .option("--to <time>", "last day, included, or instant, not included")
    .option(
      "--keys <file>",
      "key ring (keys.json); get it by another way than the records. Left out only with --bundle",
    )
    .option("--mlflow <url>", "MLflow itself: also hold everything against what it shows now")
    .option(
      "--gate <url>",
      "the same through the gate, with a token in EVIDENCE_TOKEN or MLFLOW_TRACKING_TOKEN",
    )
    .option("--dir <dir>", "folder that holds records/ and documentation/ instead of the bucket")
    .option("--source-dir <dir>", "local copy of the archive instead of the bucket")
    .option("--bundle <dir>", "an answer to an authority, or an export bundle: nothing else is read")
    .option("--timestamp-ca <file>", "certificates (PEM) of the time-stamp authorities of the seals")
    .option("--html <file>", "write the chain as a page that stands alone")
    .option("--json", "print the answer as JSON on stdout", false)
    .option("--configs <dir>", "folder that holds systems/ and environments/", "configs")
    .addHelpText("after", HELP)
    .action((options: ChainOptions, command: Command) =>
      runChain(options, { configsGiven: command.getOptionValueSource("configs") !== "default" }),
    );
}
