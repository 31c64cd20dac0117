import { Command, Option } from "commander";
import { snapshotOptionInvalid } from "../errors";
import { PARTS, SETTLED_AFTER_MINUTES } from "../evidence/monitoring";
import { SIGNING_KEY_HELP } from "./signer-of";
import { listSnapshots, showSnapshot, takeMonitoring, verifyMonitoring } from "./snapshot-actions";

/** Options every subcommand has. */
export interface SnapshotOptions {
  readonly environment: string;
  readonly configs: string;
  readonly dir?: string;
  readonly json: boolean;
}

export interface TakeOptions extends SnapshotOptions {
  readonly keys: string;
  readonly signingKey?: string;
  readonly since?: string;
  readonly settledAfterMinutes: number;
  readonly actor?: string;
  readonly dryRun: boolean;
}

export interface ShowOptions extends SnapshotOptions {
  readonly what?: string;
}

export interface CheckOptions extends SnapshotOptions {
  readonly keys: string;
}

const EXIT_CODES = `
Exit codes:
  0  all of it
  1  the input or the environment is at fault
  2  something is missing, lost, or not to be relied on`;

const TAKE_HELP = `
Copies what the product has in the organisation and in this environment:
${PARTS.map(({ what, title, keptDays }) => `  ${what.padEnd(18)} ${title}${keptDays === undefined ? "" : ` (Datadog keeps it ${keptDays} days)`}`).join("\n")}
Each goes as canonical JSON into the vault below documentation/, under its digest, and one signed record a week of it names them
(records/detector-monitoring). Periods join: what a night missed, the next one asks for again. What Datadog did not answer is
named as missing, never taken for empty. Headers, tokens, keys and where somebody sat are left out.

Keys of Datadog: DD_API_KEY, and DD_APP_KEY that may read monitors, events, objectives and the Audit Trail.
${EXIT_CODES}

Examples:
  $ evidence snapshot monitoring --environment production --keys keys.json --dry-run
  $ evidence snapshot monitoring --environment production --keys keys.json --since 2026-09-01   # the first time`;

const examples = (...lines: string[]): string =>
  `${EXIT_CODES}\n\nExamples:\n${lines.map((line) => `  $ evidence snapshot ${line}`).join("\n")}`;

/** `evidence snapshot`: what Datadog knew, in the vault. */
export function snapshotCommand(): Command {
  const snapshot = new Command("snapshot").description(
    "Copy what Datadog knows into the vault, and read it back when Datadog has forgotten it or is gone.",
  );
  for (const subcommand of [monitoringCommand(), listCommand(), showCommand(), verifyCommand()])
    snapshot.addCommand(subcommand.exitOverride().showHelpAfterError("(run with --help for usage)"));
  return snapshot;
}

function monitoringCommand(): Command {
  return placed(new Command("monitoring"))
    .description(
      "Copy monitors, alerts, objectives with their results, and audit events. Meant to run daily.",
    )
    .requiredOption("--keys <file>", "key ring (keys.json): which earlier copies are gone by")
    .option(
      "--signing-key <key>",
      `the detector's: ${SIGNING_KEY_HELP} (default: the environment's key for the detector)`,
    )
    .option("--since <time>", "where the first copy of all begins: a day or an instant (default: a day ago)")
    .option(
      "--settled-after-minutes <n>",
      "minutes after which Datadog's searches have everything: the copy ends so long ago",
      minutes,
      SETTLED_AFTER_MINUTES,
    )
    .option("--actor <who>", "who asked for it, or the job, for the record")
    .option("--dry-run", "read all of it, and keep nothing", false)
    .addHelpText("after", TAKE_HELP)
    .action((options: TakeOptions) => takeMonitoring(options));
}

function listCommand(): Command {
  return placed(new Command("list"))
    .description("List the copies, taken at their word. Verifies nothing.")
    .addHelpText("after", examples("list --environment production"))
    .action((options: SnapshotOptions) => listSnapshots(options));
}

function showCommand(): Command {
  return placed(new Command("show"))
    .description(
      "Show what one copy holds, as JSON. The documents' digests are checked, not the record's signature.",
    )
    .argument("<number>", "the record's number in its stream")
    .addOption(
      new Option("--what <part>", "print the entries of this part").choices(PARTS.map(({ what }) => what)),
    )
    .addHelpText("after", examples("show 12 --environment production --what alerts"))
    .action((number: string, options: ShowOptions) => showSnapshot(number, options));
}

function verifyCommand(): Command {
  return placed(new Command("verify"))
    .description("Check all copies without asking Datadog: records, documents, and that the periods join.")
    .requiredOption("--keys <file>", "key ring (keys.json); get it by another way than the records")
    .addHelpText("after", examples("verify --environment production --keys keys.json"))
    .action((options: CheckOptions) => verifyMonitoring(options));
}

function placed(command: Command): Command {
  return command
    .requiredOption("--environment <id>", "environment whose vault it is, as in configs/environments/")
    .option("--dir <dir>", "folder that holds records/ and documentation/ instead of the bucket")
    .option("--configs <dir>", "folder that holds systems/ and environments/", "configs")
    .option("--json", "print the result as JSON on stdout", false);
}

function minutes(given: string): number {
  if (!/^[0-9]{1,4}$/.test(given))
    throw snapshotOptionInvalid("--settled-after-minutes", given, "a whole number of minutes from 0");
  return Number(given);
}
