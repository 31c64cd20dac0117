import { loadConfigs, readConfigs } from "../../../configs";
import { join } from "node:path";
import type { PromotionFacts } from "../../../gate/facts/promotion-facts";
import type { LackingContext, SystemRequirements } from "../../../gate/requirements/requirement";
import { METRICS } from "../measured";

/** Nothing here is compared with the real clock: a run of a day in the life of the config's assessments. */
export const NOW = new Date("2026-12-01T12:00:00.000Z");
export const RUN_BEGAN = Date.parse("2026-12-01T10:00:00.000Z");
const RUN_ENDED = Date.parse("2026-12-01T10:05:00.000Z");
export const THRESHOLDS_SINCE = "2026-11-20T09:00:00.000Z";

export const RUN = "a59b0000000000000000000000000001";
export const MODEL = "m-98a10000000000000000000000000002";
export const TRAINER = "https://login.example.org#anna";
export const APPROVER = "https://login.example.org#ben";
export const EXPERIMENT = "credit-scoring/features-for-higher-recall/CHG-1042/annex-iii-5b";

const CONFIGS = join(__dirname, "../../../configs");

/** The credit system of this repository's configs, with thresholds that stand since before the run. */
export function creditScoring(): SystemRequirements {
  const system = loadConfigs(CONFIGS).systems.find(({ id }) => id === "credit-scoring");
  const thresholds = readConfigs(CONFIGS).thresholds.find(({ value }) => value.system === "credit-scoring");
  if (!system || !thresholds) throw new Error("configs/ declare credit-scoring with thresholds");
  return {
    system,
    inEnvironment: true,
    thresholds: thresholds.value,
    provenance: {
      file: "credit-scoring.yaml",
      sha256: "0".repeat(64),
      commit: "c".repeat(40),
      committedAt: THRESHOLDS_SINCE,
    },
  };
}

export const context = (over: Partial<LackingContext> = {}): LackingContext => ({
  requirements: creditScoring(),
  step: "promotion",
  at: NOW,
  ...over,
});

const dataset = (name: string, digit: string): NonNullable<PromotionFacts["run"]>["datasets"][number] => ({
  name: `german-credit-${name}`,
  digest: digit.repeat(8),
  sourceType: "s3",
  source: JSON.stringify({ uri: `s3://lake/credit/${name}.csv` }),
  schema: "{}",
  profile: "{}",
  tags: { "mlflow.data.context": name, sha256: digit.repeat(64), version_id: `version-${digit}` },
});

const wrote = (target: `run:${string}` | `model:${string}` | `version:${string}/${string}`) => ({
  principal: TRAINER,
  name: "anna",
  kind: "person" as const,
  target,
  since: new Date(RUN_BEGAN).toISOString(),
});

const STAMP = { "evidence.created_by": TRAINER, "evidence.created_by_name": "anna" };

/** A version that lacks nothing. */
export function goodVersion(): PromotionFacts {
  return {
    version: {
      name: "credit-scoring",
      version: "3",
      createdAt: RUN_ENDED,
      status: "READY",
      stage: "None",
      aliases: [],
      source: `models:/${MODEL}`,
      runId: RUN,
      modelId: MODEL,
      tags: STAMP,
    },
    run: {
      id: RUN,
      experimentId: "7",
      experimentName: EXPERIMENT,
      status: "FINISHED",
      lifecycleStage: "active",
      startTime: RUN_BEGAN,
      endTime: RUN_ENDED,
      userId: "anna",
      artifactUri: `mlflow-artifacts:/7/${RUN}/artifacts`,
      tags: {
        ...STAMP,
        "ai_act.system": "credit-scoring",
        "ai_act.intended_purpose": creditScoring().system.regulatory.intendedPurpose,
        "ai_act.change_reason": "Recall of defaults was too low among young applicants",
        "ai_act.change_class": "predetermined",
        "ai_act.change_id": "CHG-1042",
        "ai_act.risk_assessment": "RA-2026-014",
        "ai_act.data_governance": "DG-german-credit-1",
        "ai_act.code_commit": "d7d733b0".repeat(5),
        "ai_act.regulatory_context": "annex-iii-5b",
      },
      params: {},
      metrics: Object.entries(METRICS).map(([key, value]) => ({
        key,
        value,
        timestamp: RUN_BEGAN + 60_000,
        step: 0,
      })),
      datasets: [dataset("training", "1"), dataset("validation", "2"), dataset("test", "3")],
      outputs: [MODEL],
    },
    model: {
      id: MODEL,
      experimentId: "7",
      sourceRunId: RUN,
      status: "LOGGED_MODEL_READY",
      artifactUri: `mlflow-artifacts:/7/models/${MODEL}/artifacts`,
      tags: STAMP,
      params: {},
      metrics: [],
    },
    artifacts: {
      files: [
        { path: "MLmodel", bytes: 900, sha256: "4".repeat(64) },
        { path: "model.pkl", bytes: 9000, sha256: "5".repeat(64) },
      ],
      sha256: "6".repeat(64),
    },
    contributors: [wrote(`run:${RUN}`), wrote(`model:${MODEL}`), wrote("version:credit-scoring/3")],
    approval: {
      id: "approval-1",
      record: "records/gate/00000007.dsse.json",
      approver: APPROVER,
      approverName: "ben",
      approverKind: "person",
      approverGroups: ["ml-approvers", "credit-release-approvers"],
      at: "2026-12-01T11:00:00.000Z",
      modification: {
        class: "predetermined",
        why: "Retraining as planned in the technical documentation, 2(f)",
      },
    },
  };
}

type Deep<T> = T extends readonly (infer U)[]
  ? Deep<U>[]
  : T extends object
    ? { -readonly [K in keyof T]: Deep<T[K]> }
    : T;

/** A good version in which something was changed. */
export function versionWhere(change: (facts: Deep<PromotionFacts>) => void): PromotionFacts {
  const facts = structuredClone(goodVersion()) as Deep<PromotionFacts>;
  change(facts);
  return facts as PromotionFacts;
}
