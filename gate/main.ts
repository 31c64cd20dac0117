import { Command, CommanderError } from "commander";
import { EXIT, gateCannotListen, UserError } from "../errors";
import { version } from "../package.json";
import { composeGate } from "./compose";
import { jsonLog } from "./log";
import { gateSettings, VARIABLES } from "./settings";

const MORE = `
Variables of the environment (secrets come this way, because every process sees options):
  ${VARIABLES.state}         as --state
  ${VARIABLES.sessionKeys}  keys of sign-in sessions: 32 random bytes each, in base64, separated by commas, newest first
                              (openssl rand -base64 32); the same for all gate tasks
  ${VARIABLES.datadogApiKey}                  key of Datadog's log intake: break-glass and refusals become events; without it nobody is told
  AWS_...                     credentials and endpoint of vault and KMS, as for every AWS tool

What the gate believes of whom stands in the environment's file (docs/gate-identity.md); what production requires in the files of
the systems (docs/what-production-requires.md); which routes are open in docs/gate-routes.md.

Exit codes:
  0  ended as asked (SIGTERM or SIGINT: requests under way are ended first)
  1  settings or the environment are at fault; the message says what to change
  3  a fault of this program

\`npm run build:gate\` makes one program of it, gate/dist/main.cjs, that starts in half a second; it needs node_modules beside it.

Example:
  export ${VARIABLES.state}=postgres://gate@db.internal/mlflow ${VARIABLES.sessionKeys}=$(openssl rand -base64 32)
  gate/dist/main.cjs --environment production --mlflow http://127.0.0.1:5000 --keys keys.json --host 0.0.0.0`;

/** Time for requests under way after SIGTERM: below the 120 s that a container gets at most. */
const DRAIN_MS = 100_000;

function program(): Command {
  return new Command("gate")
    .description("The gate in front of MLflow: the only way to its registry, its runs and its artifacts.")
    .version(version)
    .requiredOption("--environment <id>", "environment whose gate this is, from configs/environments")
    .requiredOption("--mlflow <url>", "where MLflow listens, reachable for the gate alone")
    .requiredOption("--keys <file>", "key ring (keys.json): which keys the readers of records rely on")
    .option("--configs <dir>", "folder that holds systems/, environments/ and thresholds/", "configs")
    .option("--state <place>", "postgres://... shared by all gate tasks; or a folder, for one task alone")
    .option("--signing-key <key>", "EC P-256 key in PEM form, or kms: and a key (default: the environment's)")
    .option("--vault <dir>", "folder that stands in for the environment's vault bucket")
    .option(
      "--vault-role <arn>",
      "IAM role to use vault and KMS with, taken with the credentials of the process (default: those)",
    )
    .option(
      "--vault-may-come-later",
      "start although vault, signing key or key ring cannot be used yet; until then nothing goes to production",
    )
    .option(
      "--provenance <file>",
      "what `evidence thresholds --out` wrote, where there is no git at run time",
    )
    .option("--issuer <url>", "identity provider, where the environment's file says at-run-time")
    .option(
      "--public-url <url>",
      "the gate as browsers see it, where the environment's file says at-run-time",
    )
    .option("--datadog-api <url>", "Datadog's API (default: of the environment's site)")
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--port <number>", "port to listen on; 0 takes a free one", "8080")
    .addHelpText("after", MORE)
    .exitOverride();
}

async function main(args: readonly string[]): Promise<void> {
  const options = program()
    .parse([...args], { from: "user" })
    .opts<Record<string, unknown>>();
  const settings = gateSettings(options, process.env);
  const log = jsonLog(process.stdout);
  const gate = await composeGate(settings, log);
  const { host, port } = settings;
  const url = await gate.app.listen({ host, port }).catch((error: NodeJS.ErrnoException) => {
    throw gateCannotListen(`${host}:${port}`, error.code ?? error.message);
  });
  log("info", { event: "listening", url, pid: process.pid, readyMs: Math.round(process.uptime() * 1000) });
  const stop = (signal: NodeJS.Signals): void => {
    log("info", { event: "stopping", signal });
    setTimeout(() => process.exit(EXIT.ok), DRAIN_MS).unref();
    gate.close().then(
      () => log("info", { event: "stopped" }),
      (error: unknown) => exitFor(error),
    );
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, stop);
}

function exitFor(error: unknown): void {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.user;
  else if (error instanceof UserError) {
    console.error(`gate: ${error.message}`);
    process.exitCode = error.exitCode;
  } else {
    console.error(
      "gate: this is a fault of the program, not of your input. Please report it with what follows.",
    );
    console.error(error);
    process.exitCode = EXIT.bug;
  }
}

main(process.argv.slice(2)).catch(exitFor);
