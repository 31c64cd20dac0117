import { Command, Option } from "commander";
import { writeFileSync } from "node:fs";
import { declared, loadConfigs } from "../configs";
import { EXIT, trailUnnamed, UserError } from "../errors";
import { parsePeriod } from "../evidence/export";
import type { AppendedRecord } from "../evidence/records";
import {
  checkDrift,
  driftMarkdown,
  FAIL_ON,
  failedStacks,
  hasDrift,
  recordDrift,
  type DriftReport,
  type FailOn,
} from "../review/drift";
import { Attributor, readCalls, type CallLogs } from "../review/drift/trail";
import { parallelPlans } from "../review/terraform";
import { readSet, RULES } from "../rules";
import { callLogsOf, withLogs, type LogOptions } from "./call-logs";
import { driftJson, driftText } from "./drift-output";
import { interruptibly } from "./interruption";
import { wholeNumber } from "./plan";
import { progressOfPlans } from "./plan-output";
import { Progress } from "./progress";
import { openStore, placed, regionOf, type PlaceOptions } from "./records-place";
import { SIGNING_KEY_HELP, signerOf } from "./signer-of";
import { visible } from "./visible";

interface Options extends PlaceOptions, LogOptions {
  readonly synthesized?: string;
  readonly inventory: boolean;
  readonly failOn: FailOn;
  readonly who?: string | true;
  readonly markdown?: string;
  readonly jsonFile?: string;
  readonly out?: string;
  readonly actor?: string;
  readonly signingKey?: string;
  readonly parallel: number;
  readonly verbose: boolean;
}

const SYNTHESIZED = "cdktf.out";
const DAY_MS = 86_400_000;
const USUAL_DAYS = 7;

const HELP = `
Plans every stack and tells apart, for each resource: changed or deleted outside Terraform, declared and not applied,
both, changed outside and declared so since, and noise, which means the same in another way of writing. Each is judged by
the rules (docs/rules.md). Nothing is applied. docs/drift.md says what each word means.

--inventory looks from the synthesized stacks and the account alone, whatever the state says: what is declared is imported
into a plan of an empty state that is thrown away. It finds what is missing, what differs, and what has our tags and is
declared nowhere. What cannot be found by what is declared of it is listed as not looked at.

--who reads the environment's trail (CloudTrail; with --datadog-audit also Datadog's) and names who made each change.
With --signing-key a signed record is written (records/detector), also where nothing was found; --environment or --dir
says where.

Exit codes:
  0  nothing found: what is there is what is declared
  1  a stack could not be looked at (the others were), or the input is at fault
  2  drift; with --fail-on weakens only where a duty is weakened, a rule is unmet, or it cannot be told

Examples:
  $ evidence drift 'production-*' example-datadog
  $ evidence drift 'production-*' --environment production --who \\
      --signing-key kms:alias/ai-act-evidence-production-sign-detector --markdown drift.md
  $ evidence drift production-evidence-vault --inventory --json --out drift.json`;

/** `evidence drift`: whether the real thing is what is declared, and if not, who made it so and what that means. */
export function driftCommand(): Command {
  return withLogs(placed(new Command("drift")))
    .description("Compare what is deployed with what is declared, and judge each difference by the rules.")
    .argument("[stacks...]", "names of stacks, with * for any characters; all when left out")
    .option(
      "--synthesized <dir>",
      `folder of synthesized stacks (default: ${SYNTHESIZED}, checked to be current)`,
    )
    .option("--inventory", "look from config and account alone, without the state", false)
    .addOption(
      new Option("--fail-on <what>", "what ends in exit code 2").choices([...FAIL_ON]).default("any"),
    )
    .option(
      "--who [since]",
      `name who made each change, from the trail (default: the last ${USUAL_DAYS} days)`,
    )
    .option("--markdown <file>", "write the report as Markdown there")
    .option("--json-file <file>", "write the report as JSON there")
    .option("--out <file>", "write there what would be printed")
    .option("--actor <who>", "who asked for the check, or the job, for the record")
    .option("--signing-key <key>", `write a signed record of the check: ${SIGNING_KEY_HELP}`)
    .option("--verbose", "list what is noise, and why", false)
    .option(
      "--parallel <n>",
      "how many stacks at a time (default: by cores and memory)",
      wholeNumber,
      parallelPlans(),
    )
    .addHelpText("after", HELP)
    .action(run);
}

async function run(patterns: readonly string[], options: Options): Promise<void> {
  const { signingKey, actor, failOn, who } = options;
  const trail = who === undefined ? undefined : trailOf(options);
  const store = signingKey === undefined ? undefined : openStore(options);
  const signer = signingKey === undefined ? undefined : await signerOf(signingKey, regionOf(options));
  const progress = new Progress();
  const found = await look(patterns, options, progress).finally(() => progress.done());
  if (failedStacks(found).length > 0) process.exitCode = EXIT.user;
  else if (hasDrift(found, failOn)) process.exitCode = EXIT.finding;
  const report = trail ? await attributed(found, trail, progress) : found;
  if (!store || !signer) {
    tell(report, undefined, options);
    console.error("no record of this check was written: there was no --signing-key");
    return;
  }
  const record = await recordDrift(store, signer, report, actor).catch((error: unknown) => {
    // Whatever became of its record, what was found is told first.
    tell(report, undefined, options);
    throw error;
  });
  tell(report, record, options);
  console.error(`recorded: ${record.key}\nhead to remember: ${record.sequence}:${record.sha256}`);
}

function tell(report: DriftReport, record: AppendedRecord | undefined, options: Options): void {
  const { markdown, jsonFile, out, json, verbose } = options;
  if (markdown !== undefined) writeFileSync(markdown, driftMarkdown(report));
  if (jsonFile !== undefined) writeFileSync(jsonFile, `${driftJson(report, record)}\n`);
  const text = json ? driftJson(report, record) : driftText(report, verbose);
  if (out === undefined) console.log(text);
  else writeFileSync(out, `${text}\n`);
}

function look(patterns: readonly string[], options: Options, progress: Progress): Promise<DriftReport> {
  const { synthesized, inventory, parallel, configs } = options;
  const folder = synthesized ?? SYNTHESIZED;
  const judging = {
    declared: readSet(folder),
    rules: RULES,
    waivers: loadConfigs(configs).environments.flatMap(({ waivers }) => waivers),
    today: new Date().toISOString().slice(0, "YYYY-MM-DD".length),
  };
  return interruptibly((signal) =>
    checkDrift({
      mode: inventory ? "inventory" : "state",
      patterns,
      checkout: process.cwd(),
      synthesized: folder,
      mustBeCurrent: synthesized === undefined,
      env: process.env,
      parallel,
      judging,
      signal,
      say: (text) => console.error(visible(text)),
      progress: (step) => progress.say(progressOfPlans(step)),
    }),
  );
}

/** The logs that tell who made changes. @throws UserError before anything is planned, when they are not named */
function trailOf(options: Options): CallLogs {
  const { environment: id, configs, who } = options;
  if (id === undefined) throw trailUnnamed();
  const environment = declared("--environment", loadConfigs(configs).environments, id);
  const now = new Date();
  const since = typeof who === "string" ? who : new Date(now.getTime() - USUAL_DAYS * DAY_MS).toISOString();
  return callLogsOf(environment, parsePeriod(since, now.toISOString()), options);
}

/** The report with who made each change. A log that cannot be read takes nothing from what was found. */
async function attributed(report: DriftReport, logs: CallLogs, progress: Progress): Promise<DriftReport> {
  const attributor = new Attributor(report.changes);
  try {
    const { trail } = await readCalls(logs, (call) => attributor.take(call), {
      onFile: (files) => progress.say(`read ${files} file(s) of the trail`),
    });
    // What the trail does not tell of is not what nobody did.
    for (const { code, where, reason } of trail.findings)
      console.error(visible(`the trail, ${code}: ${where}: ${reason}`));
    return { ...report, changes: attributor.attributed() };
  } catch (fault) {
    if (!(fault instanceof UserError)) throw fault;
    console.error(`who made the changes is not known: ${fault.message}`);
    process.exitCode = EXIT.user;
    return report;
  } finally {
    progress.done();
  }
}
