import { createHash } from "node:crypto";
import { METRICS } from "../measured";

/** What an ML engineer's client does, by REST: enough of it to make a version that may go to production, or one that may not. */
export interface Training {
  readonly experiment: string;
  readonly run: string;
  readonly model: string;
  readonly version: string;
}

export interface TrainingOptions {
  readonly commit: string;
  /** Tags of the run that are left out. */
  readonly without?: readonly string[];
  /** Bytes of the model: other weights, other digest. */
  readonly weights: string;
  /** As a client of MLflow 2, which keeps the model among the run's artifacts. @default false */
  readonly mlflow2?: boolean;
}

const NAME = "credit-scoring";
export const EXPERIMENT = "credit-scoring/retraining-for-first-release/CHG-1042/annex-iii-5b";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const TAGS = (commit: string): Readonly<Record<string, string>> => ({
  "ai_act.system": NAME,
  "ai_act.intended_purpose":
    "Estimates the probability that a natural person repays a consumer loan, to support a credit officer's decision.",
  "ai_act.change_reason": "first release of the scoring model",
  "ai_act.change_class": "substantial",
  "ai_act.change_id": "CHG-1042",
  "ai_act.risk_assessment": "RA-2026-014",
  "ai_act.data_governance": "DG-german-credit-1",
  "ai_act.code_commit": commit,
  "ai_act.regulatory_context": "annex-iii-5b",
});

/** A client of MLflow's REST API at the gate, with a token. */
export class RestClient {
  constructor(
    readonly url: string,
    private readonly token: string,
  ) {}

  async ask<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T> {
    const { status, said } = await this.raw(method, path, body);
    if (status !== 200) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(said)}`);
    return said as T;
  }

  async raw(method: string, path: string, body?: unknown): Promise<{ status: number; said: unknown }> {
    const response = await fetch(`${this.url}/api/2.0/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, said: text.startsWith("{") ? JSON.parse(text) : text };
  }

  /** Trains, logs and registers. */
  async train({ commit, without = [], weights, mlflow2 = false }: TrainingOptions): Promise<Training> {
    const experiment = await this.#experiment();
    const { run } = await this.ask<{ run: { info: { run_id: string } } }>("POST", "mlflow/runs/create", {
      experiment_id: experiment,
      user_id: "whoever",
      start_time: Date.now(),
      tags: [{ key: "mlflow.user", value: "somebody else" }],
    });
    const id = run.info.run_id;
    const tags = Object.entries(TAGS(commit)).filter(([key]) => !without.includes(key));
    const metrics = Object.entries(METRICS).map(([key, value]) => ({
      key,
      value,
      timestamp: Date.now(),
      step: 0,
    }));
    await this.ask("POST", "mlflow/runs/log-batch", {
      run_id: id,
      metrics,
      tags: tags.map(([key, value]) => ({ key, value })),
      params: [{ key: "C", value: "1.0" }],
    });
    await this.ask("POST", "mlflow/runs/log-inputs", { run_id: id, datasets: datasets() });
    const model = mlflow2 ? "" : await this.#log(experiment, id, weights);
    if (mlflow2) await this.#files(`${experiment}/${id}/artifacts/model`, id, weights);
    await this.ask("POST", "mlflow/runs/update", { run_id: id, status: "FINISHED", end_time: Date.now() });
    await this.raw("POST", "mlflow/registered-models/create", { name: NAME });
    const source = mlflow2
      ? { source: `mlflow-artifacts:/${experiment}/${id}/artifacts/model`, run_id: id }
      : { source: `models:/${model}`, model_id: model };
    const { model_version: made } = await this.ask<{ model_version: { version: string } }>(
      "POST",
      "mlflow/model-versions/create",
      { name: NAME, ...source },
    );
    return { experiment, run: id, model, version: made.version };
  }

  async #experiment(): Promise<string> {
    const made = await this.raw("POST", "mlflow/experiments/create", { name: EXPERIMENT });
    if (made.status === 200) return (made.said as { experiment_id: string }).experiment_id;
    const path = `mlflow/experiments/get-by-name?experiment_name=${encodeURIComponent(EXPERIMENT)}`;
    const found = await this.ask<{ experiment: { experiment_id: string } }>("GET", path);
    return found.experiment.experiment_id;
  }

  async #log(experiment: string, run: string, weights: string): Promise<string> {
    const { model } = await this.ask<{ model: { info: { model_id: string } } }>(
      "POST",
      "mlflow/logged-models",
      {
        experiment_id: experiment,
        name: "model",
        source_run_id: run,
      },
    );
    const id = model.info.model_id;
    await this.#files(`${experiment}/models/${id}/artifacts`, id, weights);
    await this.ask("PATCH", `mlflow/logged-models/${id}`, { model_id: id, status: "LOGGED_MODEL_READY" });
    await this.ask("POST", "mlflow/runs/outputs", { run_id: run, models: [{ model_id: id, step: 0 }] });
    return id;
  }

  async #files(root: string, id: string, weights: string): Promise<void> {
    const folder = `mlflow-artifacts/artifacts/${root}`;
    await this.upload(`${folder}/MLmodel`, `flavors: {}\nmodel_id: ${id}\n`);
    await this.upload(`${folder}/data/model.pkl`, weights);
  }

  async upload(path: string, text: string): Promise<number> {
    const response = await fetch(`${this.url}/api/2.0/${path}`, {
      method: "PUT",
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/octet-stream" },
      body: text,
    });
    await response.text();
    return response.status;
  }
}

function datasets(): unknown[] {
  return ["training", "validation", "test"].map((context) => ({
    tags: [
      { key: "mlflow.data.context", value: context },
      { key: "sha256", value: sha256(context) },
      { key: "version_id", value: `version-of-${context}` },
    ],
    dataset: {
      name: `german-credit-${context}`,
      digest: sha256(context).slice(0, 8),
      source_type: "s3",
      source: JSON.stringify({ uri: `s3://lake/german-credit/${context}.parquet` }),
      schema: "{}",
      profile: JSON.stringify({ num_rows: 200 }),
    },
  }));
}
