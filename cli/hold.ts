import { Command, Option } from "commander";
import { approveRelease, listHolds, placeHold, releaseHold, verifyHold } from "./hold-actions";
import { SIGNING_KEY_HELP } from "./signer-of";

/** Options every subcommand has. */
export interface HoldOptions {
  readonly environment: string;
  readonly configs: string;
  readonly keys?: string;
  readonly json: boolean;
}

/** Of those that may work on the replica instead of the vault. */
interface CopyOptions {
  readonly replica: boolean;
}

export interface PlaceOptions extends HoldOptions, CopyOptions {
  readonly id: string;
  readonly system?: string;
  readonly from?: string;
  readonly to?: string;
  readonly reason?: string;
  readonly reference?: string;
  readonly actor?: string;
  readonly role: "approver" | "security-officer";
  readonly signingKey?: string;
  readonly dryRun: boolean;
}

export interface ApproveOptions extends HoldOptions {
  readonly id: string;
  readonly actor: string;
  readonly signingKey: string;
  readonly refuse: boolean;
}

export interface ReleaseOptions extends HoldOptions, CopyOptions {
  readonly id: string;
  readonly actor?: string;
  readonly signingKey?: string;
  readonly keys: string;
  readonly acceptFindings: boolean;
}

export interface ListOptions extends HoldOptions {
  readonly all: boolean;
}

export interface VerifyOptions extends HoldOptions, CopyOptions {
  readonly id: string;
}

const EXIT_CODES = `
Exit codes:
  0  done; nothing was found to be wrong
  1  the input or the environment is at fault
  2  a finding: versions without the hold, doubtful records`;

const PLACE_HELP = `
First a signed record is written (stream holds), then S3's legal hold is set on every version of every object of the
system's period: archive (a day more on either side, as exports read it), the system's checkpoints, and all records,
documentation and time stamps written until then. Archived objects mix the systems of an environment: what other
systems logged in the same objects is held, too. While a hold is on, S3 refuses to delete the version, whoever asks and
whatever its retention says; the lifecycle passes it over.

Run it again with the same --id to go on after a crash, and to hold what has arrived since: the record is found and not
written twice, and needs no other option. Without --to the hold goes on until it is released.
${EXIT_CODES}

Examples:
  $ evidence hold place --environment production --id incident-7 --system credit-scoring --from 2026-11-01 \\
      --reason serious_incident --reference "file 12/26" --dry-run
  $ evidence hold place --environment production --id incident-7 --system credit-scoring --from 2026-11-01 \\
      --reason serious_incident --reference "file 12/26" --actor a.muster --signing-key approver.pem
  $ evidence hold place --environment production --id incident-7`;

const RELEASE_HELP = `
Two people and two keys are needed: an approver has recorded an approval (evidence hold approve), and a security
officer, who is neither that approver nor the person who placed the hold, releases. The hold is then taken off every
version that no other hold in force covers. Nothing is deleted; retention and lifecycle count again. Run it again to go
on after a crash; the record is found then.
${EXIT_CODES}

Examples:
  $ evidence hold approve --environment production --id incident-7 --actor a.muster --signing-key approver.pem
  $ evidence hold release --environment production --id incident-7 --actor b.beispiel \\
      --signing-key security-officer.pem --keys keys.json`;

/** `evidence hold`: what an authority may want to see stays, whatever its retention says (Art 73(6)). */
export function holdCommand(): Command {
  const hold = new Command("hold").description(
    "Keep evidence of an incident or a request from being deleted, whatever its retention says (Art 73(6)).",
  );
  for (const command of [placeCommand(), approveCommand(), releaseCommand(), listCommand(), verifyCommand()])
    hold.addCommand(command.exitOverride().showHelpAfterError("(run with --help for usage)"));
  return hold;
}

function placeCommand(): Command {
  const command = held(new Command("place"))
    .description("Place a hold, go on with one that broke off, or extend it to what has arrived since.")
    .option("--system <id>", "AI system, as in configs/systems/")
    .option("--from <time>", "first day (2026-11-01) or instant (2026-11-01T08:00:00Z)")
    .option("--to <time>", "last day, included, or instant, not included; without it the hold is open-ended")
    .option("--reason <code>", "why, as a code: serious_incident, authority_request, litigation")
    .option("--reference <text>", "number of the incident or the request")
    .option("--actor <who>", "who places it: a login or pseudonym")
    .addOption(
      new Option("--role <role>", "role of the signing key")
        .choices(["approver", "security-officer"])
        .default("approver"),
    )
    .option("--signing-key <key>", `the role's key: ${SIGNING_KEY_HELP}`)
    .option(
      "--dry-run",
      "tell how many versions, bytes and requests, and what they cost; change nothing",
      false,
    )
    .addHelpText("after", PLACE_HELP);
  return copied(keyed(command)).action((options: PlaceOptions) => placeHold(options));
}

function approveCommand(): Command {
  const command = held(new Command("approve"))
    .description("Record an approver's word about releasing a hold.")
    .requiredOption("--actor <who>", "who approves: a login or pseudonym")
    .requiredOption("--signing-key <key>", `an approver's key: ${SIGNING_KEY_HELP}`)
    .option("--refuse", "record that the release is refused; the last word counts", false)
    .addHelpText("after", RELEASE_HELP);
  return keyed(command).action((options: ApproveOptions) => approveRelease(options));
}

function releaseCommand(): Command {
  const command = held(new Command("release"))
    .description("Release a hold that an approver has approved to release.")
    .option("--actor <who>", "who releases it: a login or pseudonym")
    .option("--signing-key <key>", `a security officer's key: ${SIGNING_KEY_HELP}`)
    .requiredOption("--keys <file>", "key ring (keys.json); get it by another way than the records")
    .option("--accept-findings", "release although records of holds are missing or cannot be read", false)
    .addHelpText("after", RELEASE_HELP);
  return copied(command).action((options: ReleaseOptions) => releaseHold(options));
}

function listCommand(): Command {
  const command = placed(new Command("list"))
    .description("List the holds in force, from their records.")
    .option("--all", "released ones, too", false)
    .addHelpText(
      "after",
      `${EXIT_CODES}\n\nExamples:\n  $ evidence hold list --environment production --keys keys.json`,
    );
  return keyed(command).action((options: ListOptions) => listHolds(options));
}

function verifyCommand(): Command {
  const command = held(new Command("verify"))
    .description("Check that every version in a hold's period is held; changes nothing.")
    .addHelpText(
      "after",
      `${EXIT_CODES}\n\nExamples:\n  $ evidence hold verify --environment production --id incident-7 --keys keys.json\n  $ evidence hold verify --environment production --id incident-7 --replica`,
    );
  return copied(keyed(command)).action((options: VerifyOptions) => verifyHold(options));
}

function placed(command: Command): Command {
  return command
    .requiredOption("--environment <id>", "environment whose vault it is, as in configs/environments/")
    .option("--configs <dir>", "folder that holds systems/ and environments/", "configs")
    .option("--json", "print the result as JSON on stdout", false);
}

function held(command: Command): Command {
  return placed(command.requiredOption("--id <id>", "the hold's name, of your choice"));
}

function keyed(command: Command): Command {
  return command.option("--keys <file>", "key ring (keys.json) to verify the records with");
}

function copied(command: Command): Command {
  return command.option("--replica", "work on the replica's copies, by the records copied there", false);
}
