import type { Answer, Call, Handlers, JsonObject, Upstream } from "../../../gate/call";
import type { Principal } from "../../../gate/principal";
import { Refusal } from "../../../gate/refusal";
import { ROUTES } from "../../../gate/routes/table";
import type { GateState, Target } from "../../../gate/state/gate-state";
import { workHandlers } from "../../../gate/work";

export const RUN = "1".repeat(32);
export const OTHER_RUN = "2".repeat(32);
export const UNSTAMPED_RUN = "3".repeat(32);
export const UNKNOWN_RUN = "f".repeat(32);
export const MODEL = `m-${"a".repeat(32)}`;
export const OTHER_MODEL = `m-${"b".repeat(32)}`;
export const UNKNOWN_MODEL = `m-${"f".repeat(32)}`;
export const AT = new Date("2026-03-01T10:00:00.000Z");

export const anna: Principal = {
  issuer: "https://login.test.example.org",
  subject: "p-1",
  name: "anna",
  kind: "person",
  roles: new Set(["trainer"]),
  groups: new Set(["engineers"]),
  via: "bearer",
};

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body?: JsonObject;
}

/** The handlers of work between a state in memory and an MLflow that answers what a test says. */
export interface Workshop {
  readonly handlers: Handlers;
  readonly frozen: Set<Target>;
  /** Targets of the writes that began, in order. */
  readonly begun: (readonly Target[])[];
  /** How many of them have not ended. */
  open(): number;
  readonly contributed: Target[];
  /** What reached MLflow and changes something. */
  readonly sent: Sent[];
  /** Paths that were asked for by GET. */
  readonly asked: string[];
  /** Answers of MLflow by id of route; `{}` otherwise. An error is thrown. */
  readonly answers: Record<string, { status?: number; body: unknown } | Error>;
  call(
    id: string,
    body?: JsonObject,
    params?: Record<string, string>,
    query?: Record<string, string>,
  ): Promise<Answer>;
  /** An upload up to its first byte; then its end. */
  upload(path: string): Promise<(outcome: { status?: number }) => Promise<void>>;
  uploadFromPage(query: Record<string, string>): Promise<unknown>;
}

const runAnswer = (id: string, experiment: string, tags: readonly string[], more: object = {}): object => ({
  run: {
    info: {
      run_id: id,
      experiment_id: experiment,
      status: "RUNNING",
      lifecycle_stage: "active",
      start_time: 1,
      artifact_uri: `mlflow-artifacts:/${experiment}/${id}/artifacts`,
    },
    data: { tags: tags.map((key) => ({ key, value: key === "mlflow.user" ? "anna" : "x" })) },
    ...more,
  },
});
const modelAnswer = (id: string, artifactUri: string): object => ({
  model: { info: { model_id: id, experiment_id: "7", artifact_uri: artifactUri, tags: [] } },
});

export function workshop(): Workshop {
  const frozen = new Set<Target>();
  const begun: (readonly Target[])[] = [];
  const contributed: Target[] = [];
  const sent: Sent[] = [];
  const asked: string[] = [];
  const answers: Workshop["answers"] = {};
  let open = 0;

  const state: Pick<GateState, "beginWrite" | "contributed"> = {
    beginWrite: async (targets) => {
      const cold = targets.find((target) => frozen.has(target));
      if (cold) throw new Refusal("RESOURCE_CONFLICT", `${cold} is frozen`);
      begun.push(targets);
      open += 1;
      return {
        end: async () => {
          open -= 1;
        },
      };
    },
    contributed: async (targets) => void contributed.push(...targets),
  };

  const runs: Record<string, object> = {
    [RUN]: runAnswer(RUN, "7", ["evidence.created_by", "mlflow.user"]),
    [OTHER_RUN]: runAnswer(OTHER_RUN, "8", ["evidence.created_by"]),
    [UNSTAMPED_RUN]: runAnswer(UNSTAMPED_RUN, "7", ["mlflow.user"]),
  };
  const models: Record<string, object> = {
    [MODEL]: modelAnswer(MODEL, `mlflow-artifacts:/7/models/${MODEL}/artifacts`),
    [OTHER_MODEL]: modelAnswer(OTHER_MODEL, `s3://elsewhere/7/models/${OTHER_MODEL}/artifacts`),
  };
  const json = (status: number, body: unknown): Answer => ({
    status,
    contentType: "application/json",
    body: JSON.stringify(body),
  });
  const known = (answer: object | undefined): Answer =>
    answer
      ? json(200, answer)
      : json(404, { error_code: "RESOURCE_DOES_NOT_EXIST", message: "no such thing" });

  const upstream: Upstream = {
    send: async ({ method, path, query, body }) => {
      const said = answers[`${method} ${path}`];
      if (method === "GET") {
        asked.push(path);
        if (said && !(said instanceof Error)) return json(said.status ?? 200, said.body);
        return path.endsWith("/runs/get")
          ? known(runs[String(query?.["run_id"])])
          : known(models[path.split("/").at(-1) ?? ""]);
      }
      sent.push({ method, path, ...(body && { body }) });
      if (said instanceof Error) throw said;
      return json(said?.status ?? 200, said?.body ?? {});
    },
    artifact: () => Promise.reject(new Error("not asked for here")),
  };

  const handlers = workHandlers({ state, upstream, now: () => AT });
  const callOf = (
    id: string,
    body: JsonObject,
    params: Record<string, string>,
    query: Record<string, string>,
  ): Call => {
    const route = ROUTES.find((known) => known.id === id);
    if (!route) throw new Error(`no route ${id}`);
    const lists = Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]]));
    return { id: "call-1", route, params, query: lists, body, principal: anna };
  };
  return {
    handlers,
    frozen,
    begun,
    open: () => open,
    contributed,
    sent,
    asked,
    answers,
    call: async (id, body = {}, params = {}, query = {}) => {
      const handler = handlers.json[id];
      if (!handler) throw new Error(`no handler for ${id}`);
      return handler(callOf(id, body, params, query));
    },
    upload: async (path) => {
      const id = "PUT /api/2.0/mlflow-artifacts/artifacts/<path:artifact_path>";
      return handlers.streams[id]!(callOf(id, {}, { artifact_path: path }, {}));
    },
    uploadFromPage: async (query) => {
      const id = "POST /ajax-api/2.0/mlflow/upload-artifact";
      return handlers.streams[id]!(callOf(id, {}, {}, query));
    },
  };
}
