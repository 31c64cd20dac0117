import { canonicalString, sha256Hex } from "../../evidence/event";
import { Refusal } from "../refusal";
import type { ApprovalKey } from "../state/gate-state";
import type { LoggedModelFacts, RunFacts, VersionFacts } from "./promotion-facts";
import type { MlflowFacts } from "./read-facts";

/** Written by MLflow on the logged model when another version is made of it: says nothing of this one. */
const WRITTEN_LATER: ReadonlySet<string> = new Set(["mlflow.modelVersions"]);

/**
 * The evidence a decision rests on, part by part.
 *
 * Covered: of the version name, number, time of creation, status, source, run, logged model, description and tags; of the
 * run everything MLflow keeps (experiment and its name, status, times, user, tags, parameters, last metrics, dataset
 * inputs, outputs); the logged model whole. Not covered, because a promotion changes it: stage, aliases, time of the last
 * update. Artifacts have a digest of their own, the manifest's.
 */
export function evidenceParts({ version, run, model }: MlflowFacts): Readonly<Record<string, unknown>> {
  return {
    version: versionEvidence(version),
    ...(run !== undefined && runEvidence(run)),
    ...(model !== undefined && modelEvidence(model)),
  };
}

/** SHA-256 of each part, in canonical JSON: by them it can be told later what changed. */
export function partDigests(facts: MlflowFacts): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(evidenceParts(facts)).map(([part, content]) => [
      part,
      sha256Hex(canonicalString(content)),
    ]),
  );
}

/** SHA-256 of the canonical JSON (RFC 8785) of {@link evidenceParts}. */
export function evidenceDigest(facts: MlflowFacts): string {
  return sha256Hex(canonicalString(evidenceParts(facts)));
}

/**
 * What an approval of this version, as it is now, is for.
 * @throws Refusal when its artifacts are not served from below its own run or logged model: then nothing can be approved
 */
export function approvalKeyOf(facts: MlflowFacts): ApprovalKey {
  const { version, artifacts } = facts;
  if (artifacts === undefined)
    throw new Refusal(
      "PERMISSION_DENIED",
      `EU AI Act gate: version ${version.version} of '${version.name}' serves artifacts that are not those of its own run or logged model behind the gate (source ${version.source}). ` +
        "Register it again from the run that made it: mlflow.register_model(f'runs:/{run_id}/model', name).",
    );
  return {
    name: version.name,
    version: version.version,
    createdAt: version.createdAt,
    runId: version.runId,
    modelId: version.modelId ?? "",
    evidenceSha256: evidenceDigest(facts),
    artifactSha256: artifacts.sha256,
  };
}

function versionEvidence({ stage: _stage, aliases: _aliases, ...fixed }: VersionFacts): unknown {
  return fixed;
}

function runEvidence({ tags, params, metrics, datasets, ...run }: RunFacts): Record<string, unknown> {
  return {
    run,
    "run tags": tags,
    parameters: params,
    // MLflow promises no order.
    metrics: sorted(metrics),
    datasets: sorted(datasets),
  };
}

function modelEvidence({ tags, metrics, ...model }: LoggedModelFacts): Record<string, unknown> {
  const fixed = Object.fromEntries(Object.entries(tags).filter(([key]) => !WRITTEN_LATER.has(key)));
  return { "logged model": { ...model, tags: fixed, metrics: sorted(metrics) } };
}

function sorted(items: readonly unknown[]): readonly unknown[] {
  return items
    .map((item) => ({ item, text: canonicalString(item) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ item }) => item);
}
