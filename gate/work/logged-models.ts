import { z } from "zod";
import type { Answer, Call, Handler, JsonObject } from "../call";
import { Refusal } from "../refusal";
import { stampsOf } from "../stamps";
import { idOf, target } from "./ids";
import { made } from "./made";
import type { Work } from "./parts";
import { entriesOf, keyOf, refuseReserved, refuseUserTag, stampedTags } from "./tags";
import { endWrite, send, write } from "./write";

const created = z.object({ model: z.object({ info: z.object({ model_id: z.string() }) }) });

/** Routes that write to a logged model, by method and what follows its id. */
export function loggedModelHandlers(work: Work): Readonly<Record<string, Handler>> {
  return {
    "POST ": (call) => create(work, call),
    "PATCH /<model_id>": (call) => toModel(work, call),
    "DELETE /<model_id>": (call) => toModel(work, call),
    "POST /<model_id>/params": (call) => toModel(work, call),
    "PATCH /<model_id>/tags": (call) => {
      for (const tag of entriesOf(call.body["tags"])) refuseTag(keyOf(tag));
      return toModel(work, call);
    },
    "DELETE /<model_id>/tags/<tag_key>": (call) => {
      refuseTag(call.params["tag_key"] ?? "");
      return toModel(work, call);
    },
  };
}

function refuseTag(key: string): void {
  refuseReserved(key);
  refuseUserTag(key);
}

/** MLflow lets the id in the body win over the one in the path: both are the one that was looked at. */
async function toModel(work: Work, call: Call): Promise<Answer> {
  const id = idOf("model", "model_id", call.params["model_id"]);
  const inBody = call.body["model_id"];
  if (inBody !== undefined && inBody !== id)
    throw new Refusal("INVALID_PARAMETER_VALUE", "field 'model_id': the same as in the address");
  const { method } = call.route;
  return write(work, call, [`model:${id}`], method === "DELETE" ? {} : { ...call.body, model_id: id });
}

/** A model belongs to a run that was made through the gate, in that run's experiment; or to none. */
async function create(work: Work, call: Call): Promise<Answer> {
  const { body, principal } = call;
  const tags = stampedTags(body["tags"], stampsOf(call, work.now()), principal.name);
  const stamped = { ...body, tags: tags as unknown as readonly JsonObject[] };
  const remember = (answer: Answer): Promise<Answer> =>
    made(work, call, answer, created, ({ model }) => target("model", "model_id", model.info.model_id));

  const source = body["source_run_id"];
  if (source === undefined || source === "") return remember(await send(work, call, stamped));
  const run = idOf("run", "source_run_id", source);
  await checkSource(work, run, body["experiment_id"]);
  const under = await work.state.beginWrite([`run:${run}`], principal, call.id);
  let answered = false;
  try {
    const answer = await send(work, call, stamped);
    answered = true;
    return await remember(answer);
  } finally {
    endWrite(under, answered);
  }
}

async function checkSource(work: Work, run: string, experiment: unknown): Promise<void> {
  const origin = await work.origins.run(run);
  if (!origin)
    throw new Refusal("RESOURCE_DOES_NOT_EXIST", `field 'source_run_id': MLflow knows no run ${run}`);
  if (!origin.stamped)
    throw new Refusal(
      "PERMISSION_DENIED",
      `run ${run} was not made through the gate, so that it cannot be told who made it: train in a new run`,
    );
  if (origin.experimentId !== experiment)
    throw new Refusal(
      "INVALID_PARAMETER_VALUE",
      `field 'experiment_id': run ${run} is of experiment ${origin.experimentId}, and a model is where its run is`,
    );
}
