import { z } from "zod";
import type { System } from "../../../configs";
import { FIRST_RELEASE, trainingFor } from "../../../sandbox/credit/change";
import type { GateWorld } from "./gate-world";
import { runPython } from "./python-clients";

const made = z.object({ model: z.string(), version: z.string(), run_id: z.string() });
export type MadeVersion = z.infer<typeof made>;

/** Above every threshold of configs/thresholds/credit-scoring.yaml. */
const METRICS = {
  "test_roc_auc/lower/95": 0.9,
  test_recall_of_defaults: 0.8,
  "test_recall_of_defaults/sex/female": 0.8,
  "test_recall_of_defaults/sex/male": 0.8,
  test_approval_gap_by_sex: 0.01,
  test_brier_score: 0.1,
};

/** Versions that lack nothing but an approval, one for each system, made by anna with this Python's MLflow client. */
export async function makeWholeVersions(
  gate: GateWorld,
  python: string,
  systems: readonly System[],
): Promise<MadeVersion[]> {
  const { commit } = gate.world.repository;
  const orders = systems.map((system) => ({
    ...trainingFor(system, FIRST_RELEASE, commit),
    metrics: METRICS,
  }));
  const env = await gate.as("anna");
  const { status, stdout, stderr } = await runPython(
    python,
    "whole_versions.py",
    [],
    env,
    JSON.stringify(orders),
  );
  if (status !== 0) throw new Error(`whole_versions.py ended with ${status}: ${stderr.slice(-2_000)}`);
  return stdout.split("\n").filter(Boolean).map((line) => made.parse(JSON.parse(line))); // prettier-ignore
}

/** As `evidence approve` does it, after a look at the status. */
export async function approve(
  gate: GateWorld,
  login: string,
  { model, version }: MadeVersion,
): Promise<Response> {
  const { MLFLOW_TRACKING_TOKEN } = await gate.as(login);
  const headers = { authorization: `Bearer ${MLFLOW_TRACKING_TOKEN}`, "content-type": "application/json" };
  const api = `${gate.world.urls.gate}/evidence/v1`;
  const status = await fetch(`${api}/status/${model}/${version}`, { headers });
  const { key } = (await status.json()) as { key: { evidenceSha256: string; artifactSha256: string } };
  return fetch(`${api}/approvals`, {
    method: "POST",
    headers,
    body: JSON.stringify({
      ...{ name: model, version, evidenceSha256: key.evidenceSha256, artifactSha256: key.artifactSha256 },
      modification: {
        class: FIRST_RELEASE.class,
        why: FIRST_RELEASE.reason,
        conformityAssessment: "CA-2026-1, internal control",
      },
    }),
  });
}
