import { Argument, Command, Option } from "commander";
import { INCIDENT_KINDS, type IncidentEntry, type IncidentKindCode } from "../evidence/records";
import { INCIDENT_RULES } from "../regulation";
import { listIncidents, recordStep, showStatus } from "./incident-actions";
import { SIGNING_KEY_HELP } from "./signer-of";

/** Options every subcommand has. */
export interface IncidentOptions {
  readonly environment: string;
  readonly configs: string;
  readonly dir?: string;
  readonly json: boolean;
}

export interface RecordOptions extends IncidentOptions {
  readonly id: string;
  readonly system?: string;
  readonly at?: string;
  readonly kind?: IncidentKindCode;
  readonly link?: "established" | "likely" | "excluded";
  readonly to?: string;
  readonly report?: "initial" | "complete";
  readonly outcome?: "reported" | "not-reportable";
  readonly words?: string;
  readonly reference?: string;
  readonly alert?: string;
  readonly actor: string;
  readonly role: "approver" | "security-officer";
  readonly signingKey?: string;
  readonly keys: string;
  readonly dryRun: boolean;
}

export interface ReadOptions extends IncidentOptions {
  readonly keys: string;
  readonly system?: string;
}

export interface StatusOptions extends ReadOptions {
  readonly id?: string;
}

const STEPS = [
  "aware",
  "classified",
  "causal-link",
  "notice",
  "closed",
] as const satisfies readonly IncidentEntry["art73"][];

const RECORD_HELP = `
Steps, and what each takes besides --id, --words and --actor:
  aware        --system --kind [--at] [--reference] [--alert]   somebody has become aware; the days are counted from --at
  classified   --kind                    it is of another kind, too: the earliest of the dates counts
  causal-link  --link [--at]             established, likely (its reasonable likelihood), or excluded
  notice       --to --report [--at] [--reference]   what was sent to the authority; a first report may be incomplete
  closed       --outcome [--at]          reported (a notice was recorded), or not-reportable (no link is established or likely); what is
                                        recorded of it later opens it again

${INCIDENT_RULES.clock} ${INCIDENT_RULES.due}
${INCIDENT_RULES.evidence} (Articles 73(2) to (6).)

Each step is a signed record in the stream of the role. It cannot be taken back, and a later one cannot move the clock to a
later day. No names of people concerned and no data about them: --words says what happened to the system.

Exit codes:
  0  the record stands
  1  nothing was written: the input or the environment is at fault

Examples:
  $ evidence incident record aware --environment production --id inc-7 --system credit-scoring --kind serious-incident \\
      --actor b.beispiel --role security-officer --signing-key officer.pem --keys keys.json
  $ evidence incident record notice --environment production --id inc-7 --to "market surveillance authority" \\
      --report initial --actor b.beispiel --role security-officer --signing-key officer.pem --keys keys.json`;

const STATUS_HELP = `
Every record is verified; one that does not count is named with the reason.

Exit codes:
  0  nothing is due yet, or it was sent
  1  the input or the environment is at fault
  2  a report is overdue or due at once, a record of an incident does not count, or its records do not fit together

Examples:
  $ evidence incident status --environment production --keys keys.json
  $ evidence incident status --environment production --keys keys.json --id inc-7 --json`;

/** `evidence incident`: serious incidents as people record them, and the dates of Art 73. */
export function incidentCommand(): Command {
  const incident = new Command("incident").description(
    "Record what is known of a serious incident (Art 73), and tell by when what is due.",
  );
  for (const command of [recordCommand(), statusCommand(), listCommand()])
    incident.addCommand(command.exitOverride().showHelpAfterError("(run with --help for usage)"));
  return incident;
}

function recordCommand(): Command {
  return placed(new Command("record"))
    .description("Append a signed record of one step: awareness, causal link, a notice sent, the end.")
    .addArgument(new Argument("<step>", "what is recorded").choices(STEPS))
    .requiredOption("--id <id>", "the incident's name, of your choice; the same for all its steps")
    .option("--system <id>", "AI system, as in configs/systems/")
    .option("--at <time>", "when it happened, an instant (2026-11-24T08:00:00Z); default: now")
    .addOption(new Option("--kind <kind>", "kind of incident: it decides the days").choices(INCIDENT_KINDS))
    .addOption(new Option("--link <what>", "the causal link").choices(["established", "likely", "excluded"]))
    .option("--to <authority>", "whom the notice was sent to")
    .addOption(new Option("--report <which>", "which report the notice is").choices(["initial", "complete"]))
    .addOption(new Option("--outcome <what>", "how it ends").choices(["reported", "not-reportable"]))
    .option("--words <text>", "what happened, or why, in one line")
    .option("--reference <text>", "number of the incident, or of the authority's file")
    .option("--alert <text>", "id or link of the alert that led to it")
    .requiredOption("--actor <who>", "who records it: a login or pseudonym")
    .addOption(
      new Option("--role <role>", "role of the signing key")
        .choices(["approver", "security-officer"])
        .default("security-officer"),
    )
    .option("--signing-key <key>", `the role's key: ${SIGNING_KEY_HELP}; not needed with --dry-run`)
    .requiredOption(
      "--keys <file>",
      "key ring (keys.json): earlier steps are verified, and the key is one its readers heed",
    )
    .option("--dry-run", "print what would be recorded, and write nothing", false)
    .addHelpText("after", RECORD_HELP)
    .action((step: (typeof STEPS)[number], options: RecordOptions) => recordStep(step, options));
}

function statusCommand(): Command {
  return reading(new Command("status"))
    .description("Tell of each incident that is not closed by when what is due, and what is late.")
    .option("--id <id>", "this incident alone, with all its records")
    .addHelpText("after", STATUS_HELP)
    .action((options: StatusOptions) => showStatus(options));
}

function listCommand(): Command {
  return reading(new Command("list"))
    .description("List all incidents, closed ones too, with their records.")
    .addHelpText("after", "\nExamples:\n  $ evidence incident list --environment production --keys keys.json")
    .action((options: ReadOptions) => listIncidents(options));
}

function reading(command: Command): Command {
  return placed(command)
    .requiredOption("--keys <file>", "key ring (keys.json); get it by another way than the records")
    .option("--system <id>", "of this AI system alone");
}

function placed(command: Command): Command {
  return command
    .requiredOption("--environment <id>", "environment whose vault it is, as in configs/environments/")
    .option("--dir <dir>", "folder that holds records/ instead of the bucket")
    .option("--configs <dir>", "folder that holds systems/ and environments/", "configs")
    .option("--json", "print the result as JSON on stdout", false);
}
