import { z } from "zod";
import type { Answer, Call, Handler } from "../call";
import { Refusal } from "../refusal";
import { target } from "./ids";
import { made } from "./made";
import type { Work } from "./parts";
import { entriesOf, keyOf, refuseReserved } from "./tags";
import { send, write } from "./write";

const created = z.object({ experiment_id: z.string() });

/** Routes that write to an experiment, by the last part of their path. */
export function experimentHandlers(work: Work): Readonly<Record<string, Handler>> {
  const toExperiment: Handler = (call) =>
    write(work, call, [target("experiment", "experiment_id", call.body["experiment_id"])]);
  const tagged: Handler = (call) => {
    refuseReserved(keyOf(call.body));
    return toExperiment(call);
  };
  return {
    create: (call) => create(work, call),
    delete: toExperiment,
    restore: toExperiment,
    update: (call) => {
      checkName("new_name", call.body["new_name"]);
      return toExperiment(call);
    },
    "set-experiment-tag": tagged,
    "delete-experiment-tag": tagged,
  };
}

async function create(work: Work, call: Call): Promise<Answer> {
  const { body } = call;
  checkName("name", body["name"]);
  const { artifact_location: location, ...rest } = body;
  if (location !== undefined && location !== "")
    throw new Refusal(
      "PERMISSION_DENIED",
      "field 'artifact_location': artifacts lie behind the gate, where MLflow puts them: what is evidence is not changed there. Leave it out",
    );
  for (const tag of entriesOf(body["tags"])) refuseReserved(keyOf(tag));
  const answer = await send(work, call, rest);
  return made(work, call, answer, created, ({ experiment_id: id }) =>
    target("experiment", "experiment_id", id),
  );
}

/** Two names that look the same would be two experiments, and a reviewer reads one. */
function checkName(field: string, name: unknown): void {
  if (typeof name !== "string" || name === "") return; // MLflow says that it is needed.
  const confusing =
    /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/u.test(name) ||
    /[^\P{Zs} ]/u.test(name) ||
    /^ | $| {2}/.test(name) ||
    name !== name.normalize("NFC");
  if (!confusing) return;
  throw new Refusal(
    "INVALID_PARAMETER_VALUE",
    `field '${field}': no control or invisible characters, no white space but single blanks between words, and letters in their composed form (NFC): ${JSON.stringify(name).slice(0, 120)}`,
  );
}
