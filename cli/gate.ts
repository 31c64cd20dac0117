import { Command } from "commander";
import { EXIT, intentsUnreadable, registryPlaceUnclear, registryUnreadable } from "../errors";
import { readKeyRing } from "../evidence/records";
import { compare, type Compared } from "../gate/agreement";
import type { Upstream } from "../gate/call";
import { rulesFrom } from "../gate/decisions";
import { createUpstream, type MlflowServer } from "../gate/door/upstream";
import { readDecisions } from "../gate/ledger";
import { Refusal } from "../gate/refusal";
import { loadRequirements } from "../gate/requirements";
import { openState } from "../gate/state";
import type { Intent } from "../gate/state/gate-state";
import { printCompared } from "./gate-check-output";
import { safeGate } from "./gate-client";
import { Progress } from "./progress";
import { openStore } from "./records-place";

interface CheckOptions {
  readonly environment: string;
  readonly configs: string;
  readonly dir?: string;
  readonly keys: string;
  readonly mlflow?: string;
  readonly gate?: string;
  readonly state?: string;
  readonly json: boolean;
}

const HELP = `
Reads all decisions of the gate from the vault and MLflow's registry as it is now, changes neither, and reports every
disagreement: a version in production that no record let in, one that was let in and is not there, an alias that stands for
another version, a version deleted or made anew, a run deleted, evidence or artifacts changed since. With --state also
decisions of which it is not settled what became of them.

Artifacts of what is in production are read and hashed.

Exit codes:
  0  records and registry agree
  1  the input or the environment is at fault; nothing was compared
  2  they do not agree, or a record cannot be relied on

Examples:
  $ evidence gate check --environment production --keys keys.json --gate https://mlflow.example
  $ evidence gate check --environment production --keys keys.json --mlflow http://mlflow.internal:5000 --json`;

/** `evidence gate`: the gate's records beside what they are about. */
export function gateCommand(): Command {
  const check = new Command("check")
    .description("Compare what the gate recorded with MLflow's registry as it is now.")
    .requiredOption("--environment <id>", "environment of vault and gate")
    .requiredOption("--keys <file>", "key ring (keys.json); get it by another way than the records")
    .option("--configs <dir>", "folder that holds systems/ and environments/", "configs")
    .option("--dir <dir>", "folder that holds records/, instead of the environment's vault")
    .option("--mlflow <url>", "MLflow itself, where it can be reached without the gate")
    .option("--gate <url>", "the gate, with a token in EVIDENCE_TOKEN or MLFLOW_TRACKING_TOKEN")
    .option("--state <url>", "the gate's PostgreSQL, to see decisions that are not settled")
    .option("--json", "print the result as JSON on stdout", false)
    .addHelpText("after", HELP)
    .exitOverride()
    .showHelpAfterError("(run with --help for usage)")
    .action(runCheck);
  return new Command("gate")
    .description("Check the gate in front of MLflow: do its records and the registry agree?")
    .addCommand(check);
}

async function runCheck(options: CheckOptions): Promise<void> {
  const { configs, environment, dir, json } = options;
  const rules = rulesFrom(loadRequirements({ configs, environment }));
  const registry = registryOf(options);
  const progress = new Progress();
  try {
    const ring = await readKeyRing(options.keys);
    const place = dir === undefined ? { environment } : { dir };
    progress.say("reading the gate's records");
    const { decided, doubts } = await readDecisions(openStore({ ...place, configs, json }), ring);
    const intents = options.state === undefined ? [] : await openIntents(options.state);
    progress.say("reading MLflow's registry, and hashing what is in production");
    const compared = await comparing(registry.url, () =>
      compare({ decided, doubts, intents, upstream: registry.upstream, rules }),
    );
    progress.done();
    if (json) console.log(JSON.stringify({ environment, ...compared }, undefined, 2));
    else printCompared(compared);
    if (compared.disagreements.length > 0) process.exitCode = EXIT.finding;
  } finally {
    progress.done();
    await registry.close();
  }
}

interface Registry {
  readonly url: string;
  readonly upstream: Upstream;
  close(): Promise<void>;
}

function registryOf({ mlflow, gate }: CheckOptions): Registry {
  if (mlflow !== undefined && gate === undefined) {
    const upstream = createUpstream(mlflow);
    return { url: mlflow, upstream, close: () => upstream.close() };
  }
  if (gate === undefined || mlflow !== undefined) throw registryPlaceUnclear();
  const { url, token } = safeGate({ gate });
  const server = createUpstream(url);
  return { url, upstream: throughGate(server, token), close: () => server.close() };
}

/** The gate lets whoever has a role read MLflow's own API. */
function throughGate(server: MlflowServer, token: string): Upstream {
  const headers = { authorization: `Bearer ${token}` };
  const open = (path: string, query?: Parameters<Upstream["send"]>[0]["query"]) =>
    server.open({ method: "GET", path, query, headers, reads: true });
  return {
    async send({ path, query }) {
      const { statusCode, body } = await open(path, query);
      return { status: statusCode, contentType: "application/json", body: await body.text() };
    },
    async artifact(path) {
      const encoded = path.split("/").map(encodeURIComponent).join("/");
      const { statusCode, body } = await open(`/api/2.0/mlflow-artifacts/artifacts/${encoded}`);
      if (statusCode === 200) return body;
      throw new Refusal(
        "RESOURCE_CONFLICT",
        `artifact ${path} is answered with ${statusCode}: ${await body.text()}`,
      );
    },
  };
}

async function comparing(url: string, work: () => Promise<Compared>): Promise<Compared> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Refusal ? registryUnreadable(url, error.message) : error;
  }
}

/** A decision may just be under way: what is younger than this is none that was forgotten. */
const UNDER_WAY_MS = 5 * 60_000;

async function openIntents(url: string): Promise<readonly Intent[]> {
  const state = await openState(url);
  try {
    const before = Date.now() - UNDER_WAY_MS;
    return (await state.openIntents()).filter(({ at }) => Date.parse(at) < before);
  } catch (error) {
    throw error instanceof Refusal ? intentsUnreadable(error.message) : error;
  } finally {
    await state.close();
  }
}
