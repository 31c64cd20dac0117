import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { declared, loadConfigs, stackName, type Environment } from "../configs";
import { detectPeriodAhead, EXIT } from "../errors";
import { parsePeriod } from "../evidence/export";
import { FolderRecordStore, mustBeEntitled, readKeyRing, type RecordStore } from "../evidence/records";
import { detect, DUE_AFTER_MS, hasFindings, recordDetection } from "../review/drift/trail";
import { detectionMarkdown } from "../review/drift/trail/markdown";
import { readSet, ResourceSet } from "../rules";
import { callLogsOf, withLogs, type LogOptions } from "./call-logs";
import { detectionJson, detectionText } from "./detect-output";
import { recordsOf } from "./export-recording";
import { Progress } from "./progress";
import { SIGNING_KEY_HELP, signerOf } from "./signer-of";

interface Options extends LogOptions {
  readonly environment: string;
  readonly keys: string;
  readonly from?: string;
  readonly to?: string;
  readonly state?: readonly string[];
  readonly recordsDir?: string;
  readonly signingKey?: string;
  readonly markdown?: string;
  readonly configs: string;
  readonly json: boolean;
}

/** A day, and the hour before it that the last check could not see yet. */
const USUAL_MS = 25 * 3_600_000;

const HELP = `
Every call that changed something, or tried to, on a resource of the stacks is held against the signed records of
deployments (records/ci-deploy): same stack, same address, while the deployment ran, by the one who ran it. What the
stacks give a role to do with objects is its ordinary work. What nothing explains is named, with who, when and event.
Keys that AWS made up an id for are known by their states: give them with --state (terraform show -json), each called
as its stack. Without --from and --to the last 25 hours are read, but for the two in which files are still delivered.
With --signing-key a signed record is written (records/detector), also where nothing was found.

Exit codes:
  0  every call is explained, and the log is whole as far as it shows
  1  logs or records cannot be read, or the input is at fault
  2  a call that nothing explains, or something in the log that is not as it should be

Examples:
  $ evidence detect cdktf.out --environment production --keys keys.json \\
      --state states/production-evidence-vault.json
  $ evidence detect cdktf.out --environment production --keys keys.json --from 2026-11-24 --to 2026-11-24 \\
      --datadog-audit --signing-key kms:alias/ai-act-evidence-production-sign-detector --markdown detector.md
  $ evidence detect cdktf.out --environment production --keys keys.json --trail-dir trail-copy --json`;

/** `evidence detect`: calls on evidence that no recorded deployment explains. */
export function detectCommand(): Command {
  return withLogs(new Command("detect"))
    .description(
      "Find calls that changed evidence outside a deployment: CloudTrail and Datadog against records.",
    )
    .argument("<stacks>", "folder of synthesized stacks (cdktf.out)")
    .requiredOption("--environment <id>", "environment to look at, as in configs/environments/")
    .requiredOption("--keys <file>", "key ring (keys.json) that may sign records of deployments")
    .option("--from <time>", "first day (2026-11-24) or instant (2026-11-24T08:00:00Z)")
    .option("--to <time>", "last day, included, or instant, not included")
    .option("--state <file...>", "states of the stacks, as JSON, each called as its stack")
    .option("--records-dir <dir>", "folder that holds records/, in place of the vault")
    .option("--signing-key <key>", `write a signed record of the check: ${SIGNING_KEY_HELP}`)
    .option("--markdown <file>", "write the report as Markdown there")
    .option("--configs <dir>", "folder that holds systems/ and environments/", "configs")
    .option("--json", "print the report as JSON on stdout", false)
    .addHelpText("after", HELP)
    .action(run);
}

async function run(stacks: string, options: Options): Promise<void> {
  const { configs, environment: id, keys, state = [], signingKey, markdown, json } = options;
  const environment = declared("--environment", loadConfigs(configs).environments, id);
  const now = new Date();
  const logs = callLogsOf(environment, periodOf(options, now), options);
  const ring = await readKeyRing(keys);
  const store = storeOf(options, environment);
  const signer = signingKey === undefined ? undefined : await signerOf(signingKey, environment.aws.region);
  if (signer) mustBeEntitled(ring, signer, "detector");
  const progress = new Progress();
  const request = {
    environment: id,
    declared: only(environment, readSet(stacks)),
    states: state.length > 0 ? together(state.map(readSet)) : undefined,
    ...{ store, ring, logs },
  };
  const detection = await detect(request, {
    now,
    onFile: (files) => progress.say(`read ${files} file(s) of the trail`),
  }).finally(() => progress.done());
  if (markdown !== undefined) writeFileSync(markdown, `${detectionMarkdown(detection)}\n`);
  console.log(json ? detectionJson(detection) : detectionText(detection));
  if (signer) {
    const { key, sequence, sha256 } = await recordDetection(store, signer, detection);
    console.error(`recorded: ${key}\nhead to remember: ${sequence}:${sha256}`);
  }
  if (hasFindings(detection)) process.exitCode = EXIT.finding;
}

/** The period asked for; by default what was not looked at by a check a day ago, and is whole by now. */
function periodOf({ from, to }: Options, now: Date) {
  const end = to ?? new Date(now.getTime() - DUE_AFTER_MS).toISOString();
  const start = from ?? new Date(Date.parse(end) - USUAL_MS).toISOString();
  const period = parsePeriod(start, end);
  if (period.from >= now.toISOString()) throw detectPeriodAhead(period.from, now.toISOString());
  return period;
}

function storeOf({ recordsDir }: Options, environment: Environment): RecordStore {
  return recordsDir === undefined ? recordsOf(environment) : new FolderRecordStore(recordsDir);
}

/** The stacks of an environment, and those of its Datadog organisation. */
function only({ id, datadog }: Environment, set: ResourceSet): ResourceSet {
  const { evidenceVault, art12Logging, guardrails, terraformState, mlflow, datadogOrganisation } = stackName;
  const ofEnvironment = [evidenceVault, art12Logging, guardrails, terraformState, mlflow].map((name) =>
    name(id),
  );
  const ours = new Set([...ofEnvironment, datadogOrganisation(datadog.org)]);
  const isOurs = (stack: string) => ours.has(stack) || stack.startsWith(stackName.art72Monitoring(id, ""));
  return new ResourceSet(
    set.resources.filter(({ stack }) => isOurs(stack)),
    set.stacks.filter(({ name }) => isOurs(name)),
    false,
  );
}

function together(sets: readonly ResourceSet[]): ResourceSet {
  return new ResourceSet(
    sets.flatMap(({ resources }) => resources),
    sets.flatMap(({ stacks }) => stacks),
    false,
  );
}
