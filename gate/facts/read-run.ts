import type { z } from "zod";
import type { Upstream } from "../call";
import { get } from "./ask";
import { ifThere } from "./if-there";
import { ExperimentAnswer, LoggedModelAnswer, RunAnswer } from "./mlflow-forms";
import type { LoggedModelFacts, RunFacts } from "./promotion-facts";

type RunForm = z.infer<typeof RunAnswer>["run"];

/** Nothing for a run that is gone: MLflow keeps versions whose run was deleted for good. */
export async function readRun(upstream: Upstream, runId: string): Promise<RunForm | undefined> {
  if (runId === "") return undefined;
  const answer = await ifThere(() => get(upstream, "/api/2.0/mlflow/runs/get", { run_id: runId }, RunAnswer));
  return answer?.run;
}

/** All that MLflow knows of a run, with the name of its experiment; nothing for one that is not there. */
export async function readRunFacts(upstream: Upstream, runId: string): Promise<RunFacts | undefined> {
  const run = await readRun(upstream, runId);
  if (run === undefined) return undefined;
  const experiment = await ifThere(() =>
    get(
      upstream,
      "/api/2.0/mlflow/experiments/get",
      { experiment_id: run.info.experiment_id },
      ExperimentAnswer,
    ),
  );
  return runFacts(run, experiment?.experiment.name ?? "");
}

/** Nothing for a logged model that is not there. */
export async function readLoggedModel(upstream: Upstream, id: string): Promise<LoggedModelFacts | undefined> {
  const answer = await ifThere(() =>
    get(upstream, `/api/2.0/mlflow/logged-models/${id}`, {}, LoggedModelAnswer),
  );
  if (answer === undefined) return undefined;
  const { info, data } = answer.model;
  return {
    id: info.model_id,
    experimentId: info.experiment_id,
    sourceRunId: info.source_run_id,
    status: info.status,
    artifactUri: info.artifact_uri,
    tags: info.tags,
    params: data.params,
    metrics: data.metrics.map(({ key, value, dataset_name, dataset_digest }) => ({
      key,
      value,
      ...(dataset_name !== undefined && { datasetName: dataset_name }),
      ...(dataset_digest !== undefined && { datasetDigest: dataset_digest }),
    })),
  };
}

function runFacts({ info, data, inputs, outputs }: RunForm, experimentName: string): RunFacts {
  return {
    id: info.run_id,
    experimentId: info.experiment_id,
    experimentName,
    status: info.status,
    lifecycleStage: info.lifecycle_stage,
    startTime: info.start_time,
    ...(info.end_time !== undefined && { endTime: info.end_time }),
    userId: info.user_id,
    artifactUri: info.artifact_uri,
    tags: data.tags,
    params: data.params,
    metrics: data.metrics,
    datasets: inputs.dataset_inputs.map(({ tags, dataset }) => ({
      name: dataset.name,
      digest: dataset.digest,
      sourceType: dataset.source_type,
      source: dataset.source,
      schema: dataset.schema,
      profile: dataset.profile,
      tags,
    })),
    outputs: outputs.model_outputs.map((output) => output.model_id),
  };
}
