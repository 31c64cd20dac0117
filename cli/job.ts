import { Command } from "commander";
import { declared, JOBS, loadConfigs } from "../configs";
import { EXIT, jobUnknown } from "../errors";
import { environmentKey } from "../evidence/signing";
import { jobArguments } from "./job-arguments";
import { sendHeartbeat } from "./job-heartbeat";
import { runEvidence } from "./job-run";
import { SIGNING_KEY_HELP } from "./signer-of";
import { withVaultRole } from "./vault-role";

export interface JobOptions {
  readonly environment: string;
  readonly configs: string;
  readonly keys: string;
  readonly vaultRole?: string;
  readonly signingKey?: string;
  readonly mlflow?: string;
  readonly gate?: string;
  readonly dir?: string;
  readonly dryRun: boolean;
}

const HELP = `
Jobs:
${JOBS.map(({ id, does }) => `  ${id.padEnd(20)} ${does}`).join("\n")}

Runs the job's command, and then tells Datadog that it ran (metric ai_act.evidence.job): also where it found something, because
then it has done its work; not where it failed. A monitor a job alerts when that has not been told for too long. What stands
behind -- goes to the command as it is. docs/schedules.md says when each runs, and where.

Variables of the environment:
  DD_API_KEY   sends the heartbeat; without it none is sent
  DD_APP_KEY   of an account that reads; for jobs that ask Datadog
  DD_HOST      Datadog's API (default: that of the environment's site)
  AWS_...      credentials, as for every AWS tool

Exit codes: those of the job's command; 1 also where all was well and the heartbeat could not be sent.

Examples:
  $ evidence job chain-check --environment production
  $ evidence job registry-check --environment production --mlflow http://127.0.0.1:5000 \\
      --vault-role arn:aws:iam::210987654321:role/ai-act-evidence-production-detector
  $ evidence job drift --environment production -- 'production-*' example-datadog --markdown drift.md`;

/** `evidence job`: what runs by itself, with its heartbeat. */
export function jobCommand(): Command {
  return new Command("job")
    .description("Run a scheduled job, and tell Datadog that it ran.")
    .argument("<id>", `which: ${JOBS.map(({ id }) => id).join(", ")}`)
    .argument("[more...]", "behind --: options of the job's own command")
    .requiredOption("--environment <id>", "environment it is for, as in configs/environments/")
    .option("--configs <dir>", "folder that holds systems/ and environments/", "configs")
    .option("--keys <file>", "key ring (keys.json)", "keys.json")
    .option("--vault-role <arn>", "role of the vault to take first, with the credentials there are")
    .option(
      "--signing-key <key>",
      `the detector's: ${SIGNING_KEY_HELP} (default: the environment's key for the detector)`,
    )
    .option("--mlflow <url>", "MLflow that reads the database, for jobs that ask it")
    .option("--gate <url>", "the gate in its place, with a token in EVIDENCE_TOKEN")
    .option("--dir <folder>", "folder that stands in for the vault")
    .option("--dry-run", "print the command, and run nothing", false)
    .addHelpText("after", HELP)
    .action(run);
}

async function run(id: string, more: readonly string[], options: JobOptions): Promise<void> {
  const job = JOBS.find((each) => each.id === id);
  if (!job)
    throw jobUnknown(
      id,
      JOBS.map((each) => each.id),
    );
  const { environment: named, configs, vaultRole, dryRun } = options;
  const environment = declared("--environment", loadConfigs(configs).environments, named);
  const { seals } = environment;
  const signingKey = options.signingKey ?? environmentKey(environment, job.role);
  const args = [...jobArguments(job, { ...options, signingKey, ...(seals && { seals }) }), ...more];
  if (dryRun) return console.log(["evidence", ...args].join(" "));
  const code = await withVaultRole(
    { role: vaultRole, session: `evidence-job-${id}`, region: environment.aws.region },
    (env) => runEvidence(args, env),
  );
  const finished = code === EXIT.ok || code === EXIT.finding;
  const told =
    !finished || (await sendHeartbeat(environment, id, code === EXIT.finding ? "finding" : "clean"));
  process.exitCode = code === EXIT.ok && !told ? EXIT.user : code;
  if (!finished) console.error(`the job failed (exit ${code}): no heartbeat is sent`);
}
