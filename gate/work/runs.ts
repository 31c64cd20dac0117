import { z } from "zod";
import type { Answer, Call, Handler, JsonObject } from "../call";
import { get, RunAnswer } from "../facts";
import { Refusal } from "../refusal";
import { stampsOf } from "../stamps";
import type { Target } from "../state/gate-state";
import { confirmDatasets } from "./datasets";
import { idOf, target } from "./ids";
import { made } from "./made";
import type { Work } from "./parts";
import { entriesOf, isUserTag, keyOf, refuseReserved, refuseUserTag, stampedTags } from "./tags";
import { send, write } from "./write";

const created = z.object({ run: z.object({ info: z.object({ run_id: z.string() }) }) });

/** Routes that write to a run, by the last part of their path. */
export function runHandlers(work: Work): Readonly<Record<string, Handler>> {
  const toRun: Handler = (call) => write(work, call, [runOf(call)]);
  return {
    create: (call) => create(work, call),
    update: toRun,
    delete: toRun,
    restore: toRun,
    "log-parameter": toRun,
    "log-metric": (call) => write(work, call, targetsOf(call, [call.body])),
    "log-batch": (call) => logBatch(work, call),
    "log-inputs": (call) => logInputs(work, call),
    "log-model": (call) => logModel(work, call),
    outputs: (call) => write(work, call, targetsOf(call, entriesOf(call.body["models"]))),
    "set-tag": (call) => setTag(work, call),
    "delete-tag": (call) => {
      refuseReserved(keyOf(call.body));
      refuseUserTag(keyOf(call.body));
      return toRun(call);
    },
  };
}

const runOf = ({ body }: Call): Target => target("run", "run_id", body["run_id"]);

/** The run, and every logged model that entries of the request write to with it. */
function targetsOf(call: Call, entries: readonly JsonObject[]): readonly Target[] {
  const models = entries
    .map((entry) => entry["model_id"])
    // MLflow takes an empty text for none.
    .filter((id) => id !== undefined && id !== "")
    .map((id) => target("model", "model_id", id));
  return [...new Set([runOf(call), ...models])];
}

/** Whoever the client says it is: the run is stamped with whom the token names. */
async function create(work: Work, call: Call): Promise<Answer> {
  const { body, principal } = call;
  const tags = stampedTags(body["tags"], stampsOf(call, work.now()), principal.name);
  const stamped = { ...body, user_id: principal.name, tags: tags as unknown as readonly JsonObject[] };
  const answer = await send(work, call, stamped);
  return made(work, call, answer, created, ({ run }) => target("run", "run_id", run.info.run_id));
}

async function logBatch(work: Work, call: Call): Promise<Answer> {
  const { body } = call;
  const metrics = entriesOf(body["metrics"]);
  for (const { run_id: id } of metrics)
    if (id !== undefined && id !== "" && id !== body["run_id"])
      throw new Refusal(
        "INVALID_PARAMETER_VALUE",
        "field 'metrics.run_id': the run of the request, or left out",
      );
  for (const { key, value } of tagsOf(body)) {
    refuseReserved(key);
    if (isUserTag(key)) await refuseOtherUser(work, call, key, value);
  }
  return write(work, call, targetsOf(call, metrics));
}

const tagsOf = (body: JsonObject): readonly { key: string; value: unknown }[] =>
  entriesOf(body["tags"]).map((tag) => ({ key: keyOf(tag), value: tag["value"] }));

async function setTag(work: Work, call: Call): Promise<Answer> {
  const key = keyOf(call.body);
  refuseReserved(key);
  if (isUserTag(key)) await refuseOtherUser(work, call, key, call.body["value"]);
  return write(work, call, [runOf(call)]);
}

/** Some tools copy all tags of a run onto itself: what is there already may be said again. */
async function refuseOtherUser(work: Work, { body }: Call, key: string, value: unknown): Promise<void> {
  const id = idOf("run", "run_id", body["run_id"]);
  const { run } = await get(work.upstream, "/api/2.0/mlflow/runs/get", { run_id: id }, RunAnswer);
  if (run.data.tags[key] !== value) refuseUserTag(key);
}

async function logInputs(work: Work, call: Call): Promise<Answer> {
  for (const dataset of entriesOf(call.body["datasets"]))
    for (const tag of entriesOf(dataset["tags"])) refuseReserved(keyOf(tag));
  for (const model of entriesOf(call.body["models"])) idOf("model", "model_id", model["model_id"]);
  // A model that is an input is read, not written to.
  const answer = await write(work, call, [runOf(call)]);
  if (answer.status === 200) await confirmDatasets(work, call);
  return answer;
}

/** Clients of MLflow 2 say here which model a run has. */
async function logModel(work: Work, call: Call): Promise<Answer> {
  const run = runOf(call);
  const { run_id: id } = modelOf(call.body["model_json"]);
  if (id !== call.body["run_id"])
    throw new Refusal("INVALID_PARAMETER_VALUE", "field 'model_json': its run_id is the run of the request");
  return write(work, call, [run]);
}

function modelOf(text: unknown): { readonly run_id?: unknown } {
  try {
    const model: unknown = JSON.parse(String(text));
    if (typeof model === "object" && model !== null && !Array.isArray(model)) return model;
  } catch {
    // Said below.
  }
  throw new Refusal("INVALID_PARAMETER_VALUE", "field 'model_json': the JSON of an MLmodel file");
}
