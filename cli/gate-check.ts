import { Command } from "commander";
import { EXIT, intentsUnreadable, registryUnreadable } from "../errors";
import { readKeyRing } from "../evidence/records";
import { look, noted, readEarlierCheck, type Compared, type Looking } from "../gate/agreement";
import { rulesFrom } from "../gate/decisions";
import { Refusal } from "../gate/refusal";
import { loadRequirements } from "../gate/requirements";
import { openState } from "../gate/state";
import type { GateState } from "../gate/state/gate-state";
import { printChecked } from "./gate-check-output";
import { keepCheck, type Kept } from "./check-kept";
import { keepingRegistry } from "./gate-check-record";
import { registryOf, type RegistryOptions } from "./gate-registry";
import { Progress } from "./progress";
import { SIGNING_KEY_HELP } from "./signer-of";
import { vaultOf } from "./vault-of";

export interface CheckOptions extends RegistryOptions {
  readonly environment: string;
  readonly configs: string;
  readonly dir?: string;
  readonly keys: string;
  readonly state?: string;
  readonly record: boolean;
  readonly signingKey?: string;
  readonly datadogApi?: string;
  readonly json: boolean;
}

const HELP = `
Reads all decisions of the gate from the vault and MLflow's registry as it is now, changes neither, and reports every
disagreement (docs/registry-check.md): a version in production that no record let in, one that was let in and is not there,
an alias that stands for another version, a version deleted or made anew, a run deleted, evidence or artifacts changed since,
a stamp that is missing or was not written by the gate, a database that was brought back from an earlier time; and what could
not be looked at. With --state also decisions of which it is not settled what became of them, and makers the gate never saw.

Artifacts of what is in production are read and hashed. What is found is looked at a second time before it is reported.

With --record the check is an entry of stream detector-registry-check, clean or not, signed with the detector's key; and where
DD_API_KEY is set (DD_HOST or --datadog-api for another address), Datadog gets the counts as metric ai_act.registry.findings
and an event for each finding that is new, changed or gone.

Exit codes:
  0  records and registry agree
  1  the input or the environment is at fault: nothing was compared, or they agree and that could not be recorded or told
  2  they do not agree, a record cannot be relied on, or something could not be looked at

Examples:
  $ evidence gate check --environment production --keys keys.json --gate https://mlflow.example
  $ evidence gate check --environment production --keys keys.json --mlflow http://127.0.0.1:5000 --record`;

/** `evidence gate check` */
export function checkRegistryCommand(): Command {
  return new Command("check")
    .description("Compare what the gate recorded with MLflow's registry as it is now.")
    .requiredOption("--environment <id>", "environment of vault and gate")
    .requiredOption("--keys <file>", "key ring (keys.json); get it by another way than the records")
    .option("--configs <dir>", "folder that holds systems/ and environments/", "configs")
    .option("--dir <dir>", "folder that holds records/, instead of the environment's vault")
    .option("--mlflow <url>", "MLflow itself, where it can be reached without the gate")
    .option("--gate <url>", "the gate, with a token in EVIDENCE_TOKEN or MLFLOW_TRACKING_TOKEN")
    .option("--state <url>", "the gate's PostgreSQL: what is not settled, and who made what")
    .option("--record", "write a signed record of the check, and tell Datadog what is new", false)
    .option("--signing-key <key>", `the detector's key: ${SIGNING_KEY_HELP} (default: the environment's)`)
    .option("--datadog-api <url>", "Datadog's API (default: DD_HOST, else of the environment's site)")
    .option("--json", "print the result as JSON on stdout", false)
    .addHelpText("after", HELP)
    .exitOverride()
    .showHelpAfterError("(run with --help for usage)")
    .action(runCheck);
}

async function runCheck(options: CheckOptions): Promise<void> {
  const { configs, environment: id, json, record } = options;
  const { environment, records, documents } = vaultOf(options);
  const rules = rulesFrom(loadRequirements({ configs, environment: id }));
  const registry = registryOf(options);
  const progress = new Progress();
  const at = new Date();
  let state: GateState | undefined;
  try {
    const ring = await readKeyRing(options.keys);
    if (options.state !== undefined) state = await openState(options.state);
    const earlier = await readEarlierCheck(records, ring, id);
    progress.say("reading the gate's records and MLflow's registry, and hashing what is in production");
    const { upstream } = registry;
    const compared = await looking(registry.url, {
      records,
      documents,
      ring,
      upstream,
      rules,
      earlier,
      ...(state && { state: ofState(state) }),
    });
    const notes = noted(compared.disagreements, earlier, at.toISOString());
    const systemOf = (model: string) => rules.of(model)?.system;
    const kept: Kept = record
      ? await keepCheck(
          keepingRegistry({ options, environment, at, ring, records, compared, notes, systemOf }),
        )
      : { problems: [], remarks: [] };
    progress.done();
    printChecked({ environment: id, compared, notes, kept }, json);
    process.exitCode = exitCodeOf(compared, kept);
  } finally {
    progress.done();
    await state?.close();
    await registry.close();
  }
}

function exitCodeOf({ disagreements }: Compared, { problems }: Kept): number {
  if (disagreements.length > 0) return EXIT.finding;
  return problems.length > 0 ? EXIT.user : EXIT.ok;
}

async function looking(url: string, parts: Looking): Promise<Compared> {
  try {
    return await look(parts);
  } catch (error) {
    throw error instanceof Refusal ? registryUnreadable(url, error.message) : error;
  }
}

/** Says of its database what would else be said of MLflow. */
function ofState(state: GateState): NonNullable<Looking["state"]> {
  const asked = async <T>(ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask();
    } catch (error) {
      throw error instanceof Refusal ? intentsUnreadable(error.message) : error;
    }
  };
  return {
    openIntents: () => asked(() => state.openIntents()),
    contributors: (targets) => asked(() => state.contributors(targets)),
  };
}
