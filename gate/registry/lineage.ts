import type { Upstream } from "../call";
import { get, LoggedModelAnswer, RunAnswer, servedFrom, VersionAnswer } from "../facts";
import { Refusal } from "../refusal";
import { loggedModelIn } from "../spellings";

/** What a client says a version is made of. */
export interface GivenSource {
  readonly source: string;
  readonly runId?: string;
  readonly modelId?: string;
}

/** What it is made of: forwarded instead of what was said. */
export interface Lineage {
  readonly source: string;
  readonly runId: string;
  readonly modelId?: string;
  /** Tags of the version that is copied: stock clients send them along. */
  readonly copiedTags: Readonly<Record<string, string>>;
}

const VERSION = /^models:\/([A-Za-z0-9][A-Za-z0-9._-]{0,127})\/([1-9][0-9]{0,8})$/;
/** Copies of copies. */
const MAX_COPIES = 8;

/**
 * Finds out what a version would really be made of. MLflow takes any address beside any run; here source, run and logged
 * model belong together, or the version is not made. A copy of another version is made of what that one is made of.
 *
 * @throws Refusal INVALID_PARAMETER_VALUE saying what does not fit; RESOURCE_DOES_NOT_EXIST
 */
export async function lineageOf(
  upstream: Pick<Upstream, "send" | "artifact">,
  given: GivenSource,
  copies = 0,
): Promise<Lineage> {
  const modelId = loggedModelIn(given.source);
  if (modelId !== undefined) return ofLoggedModel(upstream, given, modelId);
  const [, name, version] = VERSION.exec(given.source) ?? [];
  if (name !== undefined && version !== undefined && copies < MAX_COPIES) {
    const path = "/api/2.0/mlflow/model-versions/get";
    const { model_version: copied } = await get(upstream, path, { name, version }, VersionAnswer);
    fits("run_id", given.runId, copied.run_id);
    const source = { source: copied.source, ...(copied.run_id !== "" && { runId: copied.run_id }) };
    const lineage = await lineageOf(upstream, source, copies + 1);
    fits("model_id", given.modelId, lineage.modelId ?? "");
    return { ...lineage, copiedTags: copied.tags };
  }
  const served = servedFrom(given.source);
  if (served?.owner.kind === "model")
    return ofLoggedModel(upstream, { ...given, source: `models:/${served.owner.id}` }, served.owner.id);
  if (served?.owner.kind === "run") {
    fits("model_id", given.modelId, "");
    return ofRun(upstream, given, served.owner.id, served.root);
  }
  throw new Refusal(
    "INVALID_PARAMETER_VALUE",
    "field 'source': a version is made of a logged model (models:/m-…), of another version (models:/name/1), or of a folder of its run's artifacts behind the gate. " +
      "Use mlflow.register_model(model_info.model_uri, name) or mlflow.register_model(f'runs:/{run_id}/model', name), which find the address themselves.",
  );
}

async function ofLoggedModel(
  upstream: Pick<Upstream, "send" | "artifact">,
  given: GivenSource,
  id: string,
): Promise<Lineage> {
  const { model } = await get(upstream, `/api/2.0/mlflow/logged-models/${id}`, {}, LoggedModelAnswer);
  const { status, source_run_id: run } = model.info;
  if (run === "")
    throw new Refusal(
      "INVALID_PARAMETER_VALUE",
      `field 'source': logged model ${id} belongs to no run, so that nothing tells how it was made. Log it inside a run (with mlflow.start_run(): …)`,
    );
  if (!/^(LOGGED_MODEL_)?READY$/.test(status))
    throw new Refusal(
      "INVALID_PARAMETER_VALUE",
      `field 'source': logged model ${id} is not ready (${status})`,
    );
  fits("model_id", given.modelId, id);
  fits("run_id", given.runId, run);
  return { source: `models:/${id}`, runId: run, modelId: id, copiedTags: {} };
}

async function ofRun(
  upstream: Pick<Upstream, "send" | "artifact">,
  { runId, source }: GivenSource,
  owner: string,
  root: string,
): Promise<Lineage> {
  if (runId === undefined)
    throw new Refusal("INVALID_PARAMETER_VALUE", "field 'run_id' is missing: the source is of a run");
  fits("run_id", runId, owner);
  const { run } = await get(upstream, "/api/2.0/mlflow/runs/get", { run_id: owner }, RunAnswer);
  const [experiment] = root.split("/");
  if (run.info.lifecycle_stage !== "active" || run.info.experiment_id !== experiment)
    throw new Refusal(
      "INVALID_PARAMETER_VALUE",
      `field 'source': ${source} is not of the active run ${owner}`,
    );
  return { source, runId: owner, copiedTags: {} };
}

function fits(field: string, given: string | undefined, found: string): void {
  if (given === undefined || given === "" || given === found) return;
  throw new Refusal(
    "INVALID_PARAMETER_VALUE",
    `field '${field}': the source belongs to ${found === "" ? "none" : found}; leave the field out, or give that`,
  );
}
