import type { z } from "zod";
import type { Upstream } from "../call";
import { loggedModelIn } from "../spellings";
import type { Target } from "../state/gate-state";
import { get } from "./ask";
import { artifactManifest } from "./manifest";
import { DownloadUriAnswer, VersionAnswer, type VersionForm } from "./mlflow-forms";
import type { LoggedModelFacts, PromotionFacts, VersionFacts } from "./promotion-facts";
import { readLoggedModel, readRun, readRunFacts } from "./read-run";
import { servedFrom, targetOf, type Served } from "./served";

/** Which version: a number alone names nothing, because numbers come again after delete and re-create. */
export interface VersionId {
  readonly name: string;
  readonly version: string;
}

/** What MLflow knows of a version: {@link PromotionFacts} without what only the gate knows. */
export type MlflowFacts = Omit<PromotionFacts, "contributors" | "approval">;

/** What a version is made of, read before it is frozen, to know what to freeze. None of it can be changed in MLflow. */
export interface Identity {
  readonly version: VersionFacts;
  readonly served: Served | undefined;
  readonly experimentId: string | undefined;
}

/** @throws Refusal RESOURCE_DOES_NOT_EXIST when there is no such version */
export async function readIdentity(upstream: Upstream, id: VersionId): Promise<Identity> {
  const version = await readVersion(upstream, id);
  const uri = await get(
    upstream,
    "/api/2.0/mlflow/model-versions/get-download-uri",
    query(id),
    DownloadUriAnswer,
  );
  const served = servedFrom(uri.artifact_uri);
  const run = await readRun(upstream, version.run_id);
  return {
    version: versionFacts(version, served),
    served,
    experimentId: run?.info.experiment_id,
  };
}

/**
 * Everything to freeze so that the evidence of a version stays: run, logged models, the version itself, its registered
 * model against deletion and renaming, and the experiment, whose name says what was changed and why.
 */
export function targetsOf({ version, served, experimentId }: Identity): readonly Target[] {
  return [
    ...new Set<Target>([
      `version:${version.name}/${version.version}`,
      `registered-model:${version.name}`,
      ...(version.runId === "" ? [] : [`run:${version.runId}` as const]),
      ...(version.modelId === undefined ? [] : [`model:${version.modelId}` as const]),
      ...(served === undefined ? [] : [targetOf(served)]),
      ...(experimentId === undefined ? [] : [`experiment:${experimentId}` as const]),
    ]),
  ];
}

/**
 * Reads all evidence of a version from MLflow, artifacts included, which are streamed and hashed.
 *
 * The manifest is of what MLflow serves to whoever loads `models:/name/version`. It is absent where that lies anywhere but
 * below the version's own run or logged model behind the gate.
 *
 * @throws Refusal when MLflow cannot be read, or the version is not there
 */
export async function readFacts(upstream: Upstream, id: VersionId): Promise<MlflowFacts> {
  const { version, served } = await readIdentity(upstream, id);
  const [run, model] = await Promise.all([
    readRunFacts(upstream, version.runId),
    version.modelId === undefined ? undefined : readLoggedModel(upstream, version.modelId),
  ]);
  const artifacts =
    served !== undefined && belongs(served, version, model)
      ? await artifactManifest(upstream, served.root)
      : undefined;
  return {
    version,
    ...(run !== undefined && { run }),
    ...(model !== undefined && { model }),
    ...(artifacts !== undefined && { artifacts }),
  };
}

function belongs(served: Served, version: VersionFacts, model: LoggedModelFacts | undefined): boolean {
  if (served.owner.kind === "run") return served.owner.id === version.runId;
  return served.owner.id === model?.id;
}

async function readVersion(upstream: Upstream, id: VersionId): Promise<z.infer<typeof VersionForm>> {
  const answer = await get(upstream, "/api/2.0/mlflow/model-versions/get", query(id), VersionAnswer);
  return answer.model_version;
}

const query = ({ name, version }: VersionId): Record<string, string> => ({ name, version });

function versionFacts(form: z.infer<typeof VersionForm>, served: Served | undefined): VersionFacts {
  const modelId = served?.owner.kind === "model" ? served.owner.id : loggedModelIn(form.source);
  return {
    name: form.name,
    version: form.version,
    createdAt: form.creation_timestamp,
    status: form.status,
    stage: form.current_stage,
    aliases: [...form.aliases].sort(),
    source: form.source,
    runId: form.run_id,
    ...(modelId !== undefined && { modelId }),
    ...(form.description !== "" && { description: form.description }),
    tags: form.tags,
  };
}
