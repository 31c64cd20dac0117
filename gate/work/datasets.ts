import type { Call, JsonObject } from "../call";
import { get, RunAnswer } from "../facts";
import { Refusal } from "../refusal";
import { idOf } from "./ids";
import type { Work } from "./parts";
import { entriesOf } from "./tags";

/** Autologging names the script as source, which differs with every commit; no decision takes it for a source anyway. */
const NO_SOURCE = "code";

/**
 * MLflow knows a data set by experiment, name and digest, and keeps the source that was told first: a second run with other
 * data of the same name and digest (of pandas: of the first 10,000 rows) would show the data of the first.
 * @throws Refusal RESOURCE_CONFLICT where MLflow now shows another source than was sent
 */
export async function confirmDatasets(work: Work, { body }: Call): Promise<void> {
  const sent = entriesOf(body["datasets"])
    .map((input) => input["dataset"] as JsonObject | undefined)
    .filter((dataset) => dataset !== undefined && dataset["source_type"] !== NO_SOURCE);
  if (sent.length === 0) return;
  const id = idOf("run", "run_id", body["run_id"]);
  const { run } = await get(work.upstream, "/api/2.0/mlflow/runs/get", { run_id: id }, RunAnswer);
  for (const dataset of sent) {
    const { name = "", digest = "", source_type: type = "", source = "" } = dataset ?? {};
    const shown = run.inputs.dataset_inputs.find(
      (input) => input.dataset.name === name && input.dataset.digest === digest,
    )?.dataset;
    if (!shown || (shown.source === source && shown.source_type === type)) continue;
    throw new Refusal(
      "RESOURCE_CONFLICT",
      `data set '${String(name)}' with digest ${String(digest)} is in this experiment already, from another source, and MLflow shows that one for this run: ${shown.source.slice(0, 200)}. Log it under another name, for example with its version: mlflow.data.from_pandas(…, name="${String(name)}-<version>"), in a new run`,
    );
  }
}
