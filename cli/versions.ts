import { Command } from "commander";
import { checkVersions } from "./versions-check";
import { SIGNING_KEY_HELP } from "./signer-of";

export interface VersionsOptions {
  readonly environment: string;
  readonly configs: string;
  readonly dir?: string;
  readonly sourceDir?: string;
  readonly keys: string;
  readonly from?: string;
  readonly to?: string;
  readonly mlflow?: string;
  readonly gate?: string;
  readonly graceMinutes: string;
  readonly record: boolean;
  readonly signingKey?: string;
  readonly datadogApi?: string;
  readonly json: boolean;
}

/** Rolling a service over to a new version takes minutes; a process that is restarted an hour later loads the new one. */
const USUAL_GRACE_MINUTES = 60;

const HELP = `
Reads every log entry of the period and holds the model version that each names against the gate's decisions in the vault, and
against MLflow where --mlflow or --gate says where it is (docs/version-check.md):
  unregistered   MLflow does not know the version, or knows another one under its number
  not-approved   no decision had let it into production when it was used
  retired        it was used after it had left production, and the grace for processes that restart was over
  other-digest   another run or other bytes than those that were let in under this number
  not-told       something could not be looked at, or a system in production has no entry at all: nothing is known of it
A version that was in production at the time of the entry is no finding. One that broken glass let in is named.

Without --from and --to it looks at whole UTC days, up to today, from a day before the end of the check before.

With --record the check is an entry of stream detector-version-check, clean or not, signed with the detector's key; and where
DD_API_KEY is set (DD_HOST or --datadog-api for another address), Datadog gets the counts as metric ai_act.versions.findings
and an event for each finding that is new, changed or gone.

Exit codes:
  0  log and decisions agree
  1  the input or the environment is at fault: nothing was compared, or they agree and that could not be recorded or told
  2  they do not agree, or something could not be looked at

Examples:
  $ evidence versions check --environment production --keys keys.json
  $ evidence versions check --environment production --keys keys.json --from 2026-11-01 --to 2026-11-30 \\
      --mlflow http://127.0.0.1:5000
  $ evidence versions check --environment production --keys keys.json --gate https://mlflow.example --record`;

/** `evidence versions`: the model versions that the log names. */
export function versionsCommand(): Command {
  const versions = new Command("versions").description(
    "Check the model versions that the log names against the gate's decisions and MLflow's registry.",
  );
  versions.addCommand(checkCommand().exitOverride().showHelpAfterError("(run with --help for usage)"));
  return versions;
}

function checkCommand(): Command {
  return new Command("check")
    .description("Tell which logged model versions were not let into production when they were used.")
    .requiredOption("--environment <id>", "environment whose log it is, as in configs/environments/")
    .requiredOption("--keys <file>", "key ring (keys.json); get it by another way than the records")
    .option("--configs <dir>", "folder that holds systems/ and environments/", "configs")
    .option(
      "--dir <dir>",
      "folder that holds records/ and documentation/, instead of the environment's vault",
    )
    .option("--source-dir <dir>", "read a local copy of the archive instead of the bucket (default: --dir)")
    .option("--from <time>", "first day (2026-11-01) or instant (2026-11-01T08:00:00Z)")
    .option("--to <time>", "last day, included, or instant, not included")
    .option("--mlflow <url>", "MLflow itself, where it can be reached without the gate")
    .option("--gate <url>", "the gate, with a token in EVIDENCE_TOKEN or MLFLOW_TRACKING_TOKEN")
    .option(
      "--grace-minutes <n>",
      "how long a version may be used after it left production",
      String(USUAL_GRACE_MINUTES),
    )
    .option("--record", "write a signed record of the check, and tell Datadog what is new", false)
    .option("--signing-key <key>", `the detector's key: ${SIGNING_KEY_HELP} (default: the environment's)`)
    .option("--datadog-api <url>", "Datadog's API (default: DD_HOST, else of the environment's site)")
    .option("--json", "print the result as JSON on stdout", false)
    .addHelpText("after", HELP)
    .action((options: VersionsOptions) => checkVersions(options));
}
