import { Command, Option } from "commander";
import { ATLASSIAN_HELP } from "./atlassian-access";
import { deliverAlerts, serveDoor } from "./risk-register-actions";
import { SIGNING_KEY_HELP } from "./signer-of";

/** Options of both subcommands. */
export interface RegisterOptions {
  readonly environment: string;
  readonly keys: string;
  readonly configs: string;
  readonly dir?: string;
  readonly signingKey?: string;
}

export interface ServeOptions extends RegisterOptions {
  readonly host: string;
  readonly port: string;
}

export interface DeliverOptions extends RegisterOptions {
  readonly source: "datadog" | "vault";
  readonly from?: string;
  readonly to?: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

const SERVE_HELP = `
Takes each alert of post-market monitoring from Datadog's webhook and keeps one Jira issue, or one comment in Confluence, for
everything from the alert to its recovery (Art 9(2)(c), Art 72). Each alert is noted in the vault before the register is asked
(records/detector-risk-register), so that none is lost and none is there twice: docs/risk-register.md.

  RISK_REGISTER_TOKEN   what Datadog must send; the same value as the custom variable of its webhooks
${ATLASSIAN_HELP}
GET /health says how many alerts wait for the register.

Exit codes:
  0  ended as asked (SIGTERM or SIGINT)
  1  settings or the environment are at fault

Example:
  $ evidence risk-register serve --environment production --keys keys.json --host 0.0.0.0 --port 8090`;

const DELIVER_HELP = `
Reads the alerts of a period from Datadog (DD_API_KEY, DD_APP_KEY with events_read), or from their copies in the vault, and brings
into the register what no record knows of, and what waits. Run it as often as you like: what is there is left alone.
${ATLASSIAN_HELP}

Exit codes:
  0  the register has all of them
  1  the input or the environment is at fault
  2  an alert still waits, an event cannot be understood, or a copy of a part of the period is not there; in a dry run: the door
     missed one

Examples:
  $ evidence risk-register deliver --environment production --keys keys.json --dry-run
  $ evidence risk-register deliver --environment production --keys keys.json --source vault --from 2026-09-01 --to 2026-10-01`;

/** `evidence risk-register`: alerts become entries of the risk register. */
export function riskRegisterCommand(): Command {
  const register = new Command("risk-register").description(
    "Keep one entry of the risk register (Jira or Confluence) for each alert, from its trigger to its recovery (Art 9).",
  );
  for (const subcommand of [serveCommand(), deliverCommand()])
    register.addCommand(subcommand.exitOverride().showHelpAfterError("(run with --help for usage)"));
  return register;
}

function serveCommand(): Command {
  return placed(new Command("serve"))
    .description("The door that Datadog's webhook calls. Runs until it is told to end.")
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--port <number>", "port to listen on; 0 takes a free one", "8090")
    .addHelpText("after", SERVE_HELP)
    .action((options: ServeOptions) => serveDoor(options));
}

function deliverCommand(): Command {
  return placed(new Command("deliver"))
    .description("Bring into the register what the door missed. Meant to run daily.")
    .addOption(
      new Option("--source <where>", "where alerts are read")
        .choices(["datadog", "vault"])
        .default("datadog"),
    )
    .option("--from <time>", "first day or instant (default: two days ago)")
    .option("--to <time>", "first instant no longer asked for; a day includes it (default: now)")
    .option("--dry-run", "say what is missing, and bring nothing", false)
    .option("--json", "print the result as JSON on stdout", false)
    .addHelpText("after", DELIVER_HELP)
    .action((options: DeliverOptions) => deliverAlerts(options));
}

function placed(command: Command): Command {
  return command
    .requiredOption("--environment <id>", "environment whose alerts they are, as in configs/environments/")
    .requiredOption("--keys <file>", "key ring (keys.json): which earlier records are gone by")
    .option(
      "--signing-key <key>",
      `the detector's: ${SIGNING_KEY_HELP} (default: the environment's key for the detector)`,
    )
    .option("--dir <dir>", "folder that holds records/ and documentation/ instead of the bucket")
    .option("--configs <dir>", "folder that holds systems/ and environments/", "configs");
}
