import type { Target } from "../../../gate/state/gate-state";
import { AUDIENCE } from "../../../sandbox/issuer/people";
import { startComposed } from "../composed";
import { type LocalIssuer, startLocalIssuer } from "../identity/local-issuer";
import { type RealMlflow, startMlflow } from "./real-mlflow";

/** Who attacks: with a token of the issuer, so that only what the gate decides stands in the way. */
export const WHO = {
  nobody: undefined,
  reader: { sub: "p-reader", preferred_username: "dan", groups: ["ml-readers"] },
  trainer: { sub: "p-trainer", preferred_username: "anna", groups: ["ml-engineers"] },
  /** Trains and approves, and made the version. */
  both: { sub: "p-both", preferred_username: "emil", groups: ["ml-engineers", "ml-approvers"] },
  program: { sub: "ci-trainer", client_id: "ci-trainer", groups: ["ml-programs"] },
} as const;
export type Who = keyof typeof WHO;

/** What attacks aim at. */
export interface Aim extends Made {
  readonly port: number;
  readonly tokens: Readonly<Record<Who, string | undefined>>;
  readonly issuer: LocalIssuer;
}

interface Made {
  /** Registered model whose version 1 is in production, by stage and by alias, and frozen. Version 2 lacks everything. */
  readonly model: string;
  readonly experiment: string;
  /** Of version 1, frozen. */
  readonly run: string;
  readonly loggedModel: string;
  /** Of version 2. */
  readonly newRun: string;
  readonly newLoggedModel: string;
}

export interface Besieged {
  readonly aim: Aim;
  readonly mlflow: RealMlflow;
  stop(): Promise<void>;
}

/** The whole gate before a real MLflow, with one version in production. */
export async function besieged(): Promise<Besieged> {
  const mlflow = await startMlflow();
  try {
    const made = await inProduction(mlflow.url);
    const issuer = await startLocalIssuer(() => new Date());
    const { gate, port } = await startComposed({ mlflow: mlflow.url, issuer: issuer.url });
    await gate.state.freeze(frozen(made), "promotion:of-version-1");
    return {
      aim: { port, ...made, tokens: await tokensOf(issuer), issuer },
      mlflow,
      async stop() {
        await gate.close();
        await issuer.stop();
        await mlflow.stop();
      },
    };
  } catch (error) {
    await mlflow.stop();
    throw error;
  }
}

const frozen = ({ model, experiment, run, loggedModel }: Made): Target[] => [
  `run:${run}`,
  `model:${loggedModel}`,
  `version:${model}/1`,
  `registered-model:${model}`,
  `experiment:${experiment}`,
];

async function tokensOf(issuer: LocalIssuer): Promise<Aim["tokens"]> {
  const signed = Object.entries(WHO).map(async ([who, claims]) => [
    who,
    claims && (await issuer.sign({ aud: AUDIENCE, client_id: "cli", jti: who, ...claims })),
  ]);
  return Object.fromEntries(await Promise.all(signed)) as Aim["tokens"];
}

/** Makes, straight in MLflow, what the gate has to guard: version 1 in production, version 2 fresh from training. */
async function inProduction(url: string): Promise<Made> {
  const ask = async <T>(method: string, path: string, body: unknown): Promise<T> => {
    const response = await fetch(`${url}/api/2.0/mlflow/${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  const model = "credit-scoring";
  const { experiment_id: experiment } = await ask<{ experiment_id: string }>("POST", "experiments/create", {
    name: "e",
  });
  await ask("POST", "registered-models/create", { name: model });
  const trained = async (): Promise<{ run: string; loggedModel: string }> => {
    const created = await ask<{ run: { info: { run_id: string } } }>("POST", "runs/create", {
      experiment_id: experiment,
      user_id: "anna",
      start_time: 1,
    });
    const run = created.run.info.run_id;
    const logged = await ask<{ model: { info: { model_id: string } } }>("POST", "logged-models", {
      experiment_id: experiment,
      name: "model",
      source_run_id: run,
    });
    const loggedModel = logged.model.info.model_id;
    for (const path of [`models/${loggedModel}`, run])
      await fetch(`${url}/api/2.0/mlflow-artifacts/artifacts/${experiment}/${path}/artifacts/MLmodel`, {
        method: "PUT",
        body: "flavors: {}",
      });
    await ask("PATCH", `logged-models/${loggedModel}`, {
      model_id: loggedModel,
      status: "LOGGED_MODEL_READY",
    });
    await ask("POST", "runs/outputs", { run_id: run, models: [{ model_id: loggedModel, step: 0 }] });
    await ask("POST", "runs/log-metric", { run_id: run, key: "auc", value: 0.7, timestamp: 1, step: 0 });
    await ask("POST", "runs/update", { run_id: run, status: "FINISHED", end_time: 2 });
    const source = `models:/${loggedModel}`;
    await ask("POST", "model-versions/create", { name: model, source, run_id: run, model_id: loggedModel });
    return { run, loggedModel };
  };
  const first = await trained();
  const second = await trained();
  await ask("POST", "model-versions/transition-stage", { name: model, version: "1", stage: "Production" });
  await ask("POST", "registered-models/alias", { name: model, alias: "champion", version: "1" });
  return { model, experiment, ...first, newRun: second.run, newLoggedModel: second.loggedModel };
}
