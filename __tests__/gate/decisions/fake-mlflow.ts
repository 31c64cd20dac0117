import type { Answer, JsonObject, Upstream } from "../../../gate/call";
import { Refusal } from "../../../gate/refusal";

type Request = Parameters<Upstream["send"]>[0];

export interface FakeVersion {
  name: string;
  version: string;
  creation_timestamp: number;
  current_stage: string;
  source: string;
  run_id: string;
  status: string;
  tags: { key: string; value: string }[];
  description?: string;
}

export interface FakeRun {
  experiment_id: string;
  status: string;
  lifecycle_stage: string;
  user_id?: string;
  tags: { key: string; value: string }[];
  metrics: { key: string; value: number; timestamp: number; step: number }[];
  datasets: unknown[];
  outputs: string[];
}

export const RUN = "a".repeat(32);
export const MODEL = `m-${"b".repeat(32)}`;
export const ROOT = `1/models/${MODEL}/artifacts`;

/** MLflow as far as decisions use it, in memory; may be told to wait, to fail or to lie at any request. */
export class FakeMlflow implements Upstream {
  readonly versions = new Map<string, FakeVersion>();
  readonly aliases = new Map<string, string>();
  readonly runs = new Map<string, FakeRun>();
  readonly models = new Map<
    string,
    { source_run_id: string; status: string; tags: { key: string; value: string }[] }
  >();
  readonly files = new Map<string, string>();
  readonly registered = new Map<string, { tags: { key: string; value: string }[]; updated?: number }>();
  /** Changes that reached MLflow, in order. */
  readonly changes: string[] = [];
  readonly bodies: JsonObject[] = [];
  /** Called before each request is served. */
  before: (request: Request) => Promise<void> | void = () => undefined;
  /** Called after a change was made: may throw, as when the answer is lost. */
  after: (request: Request) => Promise<void> | void = () => undefined;
  beforeArtifact: (path: string) => Promise<void> | void = () => undefined;

  constructor() {
    this.registered.set("credit", { tags: [] });
    this.runs.set(RUN, {
      experiment_id: "1",
      status: "FINISHED",
      lifecycle_stage: "active",
      tags: [{ key: "risk", value: "assessed" }],
      metrics: [{ key: "auc", value: 0.8, timestamp: 1, step: 0 }],
      datasets: [],
      outputs: [MODEL],
    });
    this.models.set(MODEL, { source_run_id: RUN, status: "LOGGED_MODEL_READY", tags: [] });
    this.files.set(`${ROOT}/MLmodel`, "flavors: {}");
    this.files.set(`${ROOT}/data/model.pkl`, "weights");
    this.addVersion("1");
  }

  addVersion(version: string, more: Partial<FakeVersion> = {}): FakeVersion {
    const made = {
      name: "credit",
      version,
      creation_timestamp: 1_000 + Number(version),
      current_stage: "None",
      source: `models:/${MODEL}`,
      run_id: RUN,
      status: "READY",
      tags: [],
      ...more,
    };
    this.versions.set(`${made.name}/${version}`, made);
    return made;
  }

  stage(version: string): string | undefined {
    return this.versions.get(`credit/${version}`)?.current_stage;
  }

  async send(request: Request): Promise<Answer> {
    await this.before(request);
    const { method, path } = request;
    const query = (request.query ?? {}) as Record<string, string>;
    const body = (request.body ?? {}) as Record<string, string>;
    const [, rest = ""] = path.split("/api/2.0/");
    const answer = this.#serve(method, rest, query, body);
    if (method !== "GET" && answer.status === 200) {
      this.changes.push(
        `${method} ${rest.replace("mlflow/", "")} ${Object.values(body).map(String).join(" ")}`,
      );
      this.bodies.push(body);
      await this.after(request);
    }
    return answer;
  }

  async artifact(path: string): Promise<AsyncIterable<Uint8Array>> {
    await this.beforeArtifact(path);
    const content = this.files.get(path);
    if (content === undefined) throw new Refusal("RESOURCE_CONFLICT", `no artifact ${path}`);
    return (async function* () {
      yield Buffer.from(content);
    })();
  }

  #serve(method: string, path: string, query: Record<string, string>, body: Record<string, string>): Answer {
    switch (`${method} ${path}`) {
      case "GET mlflow/model-versions/get": {
        const version = this.versions.get(`${query.name}/${query.version}`);
        return version === undefined ? missing("Model Version") : ok({ model_version: this.#shown(version) });
      }
      case "GET mlflow/model-versions/get-download-uri": {
        const version = this.versions.get(`${query.name}/${query.version}`);
        if (version === undefined) return missing("Model Version");
        const uri = version.source.replace(/^models:\/(m-.*)$/, "mlflow-artifacts:/1/models/$1/artifacts");
        return ok({ artifact_uri: uri });
      }
      case "GET mlflow/model-versions/search": {
        const [, key, value] = /^(name|run_id)='(.*)'$/.exec(query.filter ?? "") ?? [];
        const all = [...this.versions.values()].filter((one) => one[key as "name" | "run_id"] === value);
        return ok({ model_versions: all.map((one) => this.#shown(one)) });
      }
      case "GET mlflow/registered-models/get": {
        const model = this.registered.get(query.name ?? "");
        if (model === undefined) return missing("Registered Model");
        return ok({ registered_model: this.#model(query.name ?? "") });
      }
      case "GET mlflow/registered-models/search":
        if (query.filter?.startsWith("tags.")) return ok({});
        return ok({ registered_models: [...this.registered.keys()].map((name) => this.#model(name)) });
      case "GET mlflow/runs/get": {
        const run = this.runs.get(query.run_id ?? "");
        return run === undefined ? missing("Run") : ok({ run: shownRun(query.run_id ?? "", run) });
      }
      case "GET mlflow/experiments/get":
        return ok({ experiment: { name: "credit/retraining" } });
      case "GET mlflow-artifacts/artifacts":
        return ok({ files: this.#list(query.path ?? "") });
      case "POST mlflow/model-versions/transition-stage": {
        const version = this.versions.get(`${body.name}/${body.version}`);
        if (version === undefined) return missing("Model Version");
        if (String(body.archive_existing_versions) === "true")
          for (const other of this.versions.values())
            if (other !== version && other.current_stage === body.stage) other.current_stage = "Archived";
        version.current_stage = body.stage ?? "";
        return ok({ model_version: this.#shown(version) });
      }
      case "POST mlflow/registered-models/alias":
        this.aliases.set(body.alias ?? "", body.version ?? "");
        return ok({});
      case "DELETE mlflow/registered-models/alias":
        this.aliases.delete(body.alias ?? "");
        return ok({});
      case "POST mlflow/model-versions/create": {
        const number = String(this.versions.size + 1);
        const { tags } = body as never as { tags: { key: string; value: string }[] };
        const made = this.addVersion(number, {
          name: body.name ?? "",
          source: body.source ?? "",
          run_id: body.run_id ?? "",
          tags,
        });
        return ok({ model_version: this.#shown(made) });
      }
    }
    const [, id] = /^mlflow\/logged-models\/(m-[0-9a-f]+)$/.exec(path) ?? [];
    if (method === "GET" && id !== undefined) {
      const model = this.models.get(id);
      if (model === undefined) return missing("Logged model");
      const info = {
        model_id: id,
        experiment_id: "1",
        artifact_uri: `mlflow-artifacts:/1/models/${id}/artifacts`,
        ...model,
      };
      return ok({ model: { info, data: {} } });
    }
    // Tags, descriptions, renames: the tests look at what was sent.
    return method === "GET" ? missing(path) : ok({});
  }

  #model(name: string): unknown {
    const aliases = [...this.aliases].map(([alias, version]) => ({ alias, version }));
    const { tags, updated = 0 } = this.registered.get(name) ?? { tags: [] };
    return { name, tags, last_updated_timestamp: updated, ...(name === "credit" && { aliases }) };
  }

  #shown(version: FakeVersion): unknown {
    const aliases = [...this.aliases].filter(([, one]) => one === version.version).map(([alias]) => alias);
    return { ...version, ...(aliases.length > 0 && version.name === "credit" && { aliases }) };
  }

  #list(folder: string): unknown[] {
    const below = [...this.files].filter(([path]) => path.startsWith(`${folder}/`));
    const names = new Map<string, unknown>();
    for (const [path, content] of below) {
      const [name = "", ...deeper] = path.slice(folder.length + 1).split("/");
      const isFolder = deeper.length > 0;
      names.set(
        name,
        isFolder ? { path: name, is_dir: true } : { path: name, is_dir: false, file_size: content.length },
      );
    }
    return [...names.values()];
  }
}

function shownRun(id: string, run: FakeRun): unknown {
  const { experiment_id, status, lifecycle_stage } = run;
  return {
    info: {
      ...{
        run_id: id,
        experiment_id,
        status,
        lifecycle_stage,
        start_time: 1,
        end_time: 2,
        user_id: run.user_id ?? "trainer",
      },
      artifact_uri: `mlflow-artifacts:/1/${id}/artifacts`,
    },
    data: { tags: run.tags, metrics: run.metrics },
    inputs: { dataset_inputs: run.datasets },
    outputs: { model_outputs: run.outputs.map((model_id) => ({ model_id })) },
  };
}

function ok(body: unknown): Answer {
  return { status: 200, contentType: "application/json", body: JSON.stringify(body) };
}

function missing(what: string): Answer {
  const body = { error_code: "RESOURCE_DOES_NOT_EXIST", message: `${what} not found` };
  return { status: 404, contentType: "application/json", body: JSON.stringify(body) };
}
