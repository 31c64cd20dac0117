import type { PromotionFacts } from "../../../gate/facts/promotion-facts";
import type { LackingContext } from "../../../gate/requirements/requirement";
import { APPROVER, context, creditScoring, MODEL, RUN, TRAINER, versionWhere } from "./good-version";

interface Case {
  readonly facts?: PromotionFacts;
  readonly context?: LackingContext;
  readonly what: string;
  readonly fix: string;
}

/** Of each requirement a version that lacks it and one of which it cannot be told; the good version meets all. */
export interface Trio {
  readonly requirement: string;
  readonly lacks: Case;
  /** Left out where the facts always tell. */
  readonly cannotTell?: Pick<Case, "facts" | "context" | "what">;
}

const NO_RUN = versionWhere((facts) => delete (facts as { run?: unknown }).run);
const RUN_UNREAD = "Cannot tell: the run of this version could not be read.";
const { system, inEnvironment, provenance } = creditScoring();
const NO_THRESHOLDS = context({ requirements: { system, inEnvironment, provenance } });
const THRESHOLDS_UNREAD = "Cannot tell: the system has no thresholds.";
const NO_CONFIG = context({ requirements: undefined });
const CONFIG_UNREAD = "Cannot tell: no config says what production requires of this registered model.";
const NO_DATASETS = versionWhere(({ run }) => (run!.datasets = []));
const NO_APPROVAL = versionWhere((facts) => delete (facts as { approval?: unknown }).approval);

export const TRIOS: readonly Trio[] = [
  {
    requirement: "system-declared",
    lacks: {
      context: NO_CONFIG,
      what: 'No AI system in the configs has the registered model "credit-scoring".',
      fix: "Declare it in configs/systems/<id>.yaml, or register the model under the declared name.",
    },
  },
  {
    requirement: "version-ready",
    lacks: {
      facts: versionWhere(({ version }) => (version.status = "PENDING_REGISTRATION")),
      what: 'The version\'s status is "PENDING_REGISTRATION"; READY is needed.',
      fix: "Wait until it is registered, or register the model again.",
    },
  },
  {
    requirement: "source-belongs",
    lacks: {
      facts: versionWhere(({ version }) => (version.source = "s3://evil/model")),
      what: `The version's source "s3://evil/model" is neither a logged model nor below the artifacts of its run ${RUN}.`,
      fix: "Register the logged model of the run: mlflow.register_model(model_info.model_uri, name).",
    },
    cannotTell: {
      facts: versionWhere((facts) => delete (facts as { model?: unknown }).model),
      what: "Cannot tell: the logged model of this version could not be read.",
    },
  },
  {
    requirement: "made-through-gate",
    lacks: {
      facts: versionWhere(({ version }) => (version.tags = { "evidence.created_by": APPROVER })),
      what: `The version is stamped with "${APPROVER}", whom the gate did not see writing to it.`,
      fix: "Train and register again through the gate: what went past it has no known author.",
    },
    cannotTell: { facts: NO_RUN, what: RUN_UNREAD },
  },
  {
    requirement: "run-finished",
    lacks: {
      facts: versionWhere(({ run }) => (run!.status = "RUNNING")),
      what: 'The run\'s status is "RUNNING"; FINISHED is needed.',
      fix: `End it: MlflowClient().set_terminated("${RUN}").`,
    },
    cannotTell: { facts: NO_RUN, what: RUN_UNREAD },
  },
  {
    requirement: "model-ready",
    lacks: {
      facts: versionWhere(({ run }) => (run!.outputs = [])),
      what: `The logged model "${MODEL}" is not among the outputs of run ${RUN}.`,
      fix: "Log the model again inside the run, and register that one.",
    },
    cannotTell: {
      facts: versionWhere((facts) => delete (facts as { model?: unknown }).model),
      what: "Cannot tell: the logged model of this version could not be read.",
    },
  },
  {
    requirement: "artifacts-listed",
    lacks: {
      facts: versionWhere(({ artifacts }) => artifacts!.files.shift()),
      what: "The model has no file MLmodel.",
      fix: "Log the model again with mlflow.<flavour>.log_model(...) through the gate, and register that one.",
    },
    cannotTell: {
      facts: versionWhere((facts) => delete (facts as { artifacts?: unknown }).artifacts),
      what: "Cannot tell: the files of the model could not be read below its logged model or run.",
    },
  },
  {
    requirement: "experiment-named",
    lacks: {
      facts: versionWhere(
        ({ run }) => (run!.experimentName = "Credit-Scoring/feature-for-Higher Recall/chg-1042/annex III 5b"),
      ),
      what:
        'The experiment\'s name "Credit-Scoring/feature-for-Higher Recall/chg-1042/annex III 5b" is not of the form ' +
        "<system>/<what>-for-<why>/<change id>/<regulatory context>: the system has to be small letters and digits in words " +
        "joined by single hyphens, a letter first, 32 characters at the most.",
      fix:
        'The nearest valid name is "credit-scoring/features-for-higher-recall/CHG-1042/annex-iii-5b". Where all runs of the ' +
        "experiment are of this change: " +
        'MlflowClient().rename_experiment("7", "credit-scoring/features-for-higher-recall/CHG-1042/annex-iii-5b"); ' +
        "else train again under that name.",
    },
    cannotTell: { context: NO_CONFIG, what: CONFIG_UNREAD },
  },
  {
    requirement: "run-tagged",
    lacks: {
      facts: versionWhere(({ run }) => (run!.tags["ai_act.code_commit"] = "main")),
      what: 'Tag ai_act.code_commit "main" is not a whole commit id in small hexadecimal digits.',
      fix: `MlflowClient().set_tag("${RUN}", "ai_act.code_commit", "output of \`git rev-parse HEAD\`").`,
    },
    cannotTell: { facts: NO_RUN, what: RUN_UNREAD },
  },
  {
    requirement: "datasets-logged",
    lacks: {
      facts: versionWhere(({ run }) => delete run!.datasets[2]!.tags["sha256"]),
      what: 'Data set "german-credit-test" has no tag sha256 with 64 hexadecimal digits.',
      fix: 'Give the SHA-256 of the file or export: mlflow.log_input(dataset, context="…", tags={"sha256": "…", "version_id": "…"}).',
    },
    cannotTell: { facts: NO_RUN, what: RUN_UNREAD },
  },
  {
    requirement: "datasets-kept",
    lacks: {
      facts: versionWhere(({ run }) => (run!.datasets[0]!.sourceType = "code")),
      what: 'Data set "german-credit-training" has no source: MLflow kept the name of the program alone.',
      fix: 'Log it in a new run from s3 with the tag version_id: mlflow.data.from_pandas(data, source="s3://bucket/key").',
    },
    cannotTell: { facts: NO_DATASETS, what: "Cannot tell: no data set is logged." },
  },
  {
    requirement: "test-set-apart",
    lacks: {
      facts: versionWhere(({ run }) => (run!.datasets[2]!.tags["sha256"] = "1".repeat(64))),
      what: 'Data set "german-credit-training" (training) has the same SHA-256 as "german-credit-test" (test).',
      fix: "Split the data before training, and log each part from its own file in a new run.",
    },
    cannotTell: { facts: NO_DATASETS, what: "Cannot tell: no test set is logged." },
  },
  {
    requirement: "metrics-logged",
    lacks: {
      facts: versionWhere(
        ({ run }) => (run!.metrics = run!.metrics.filter(({ key }) => !key.endsWith("/male"))),
      ),
      what: "Metric test_recall_of_defaults/sex/male is not logged.",
      fix: 'Log them on the test set in a new run: mlflow.log_metrics({"test_recall_of_defaults/sex/male": …}).',
    },
    cannotTell: { context: NO_THRESHOLDS, what: THRESHOLDS_UNREAD },
  },
  {
    requirement: "metrics-of-test-set",
    lacks: {
      facts: versionWhere(
        ({ model }) =>
          (model!.metrics = [
            {
              key: "test_brier_score",
              value: 0.1,
              datasetName: "german-credit-training",
              datasetDigest: "11111111",
            },
          ]),
      ),
      what: 'Metric test_brier_score of the logged model was measured on data set "german-credit-training", which is not the test set.',
      fix: "Measure it on the test set in a new run: mlflow.log_metrics(values, dataset=test_set).",
    },
    cannotTell: { facts: NO_DATASETS, what: "Cannot tell: no test set is logged." },
  },
  {
    requirement: "thresholds-reached",
    lacks: {
      facts: versionWhere(({ run }) => (run!.metrics[3]!.value = 0.205)),
      what: "Metric test_recall_of_defaults/sex/male (male of sex) is 0.205; at least 0.25 is needed.",
      fix: "Improve the model and train again; a threshold that is changed now judges later runs only.",
    },
    cannotTell: {
      facts: versionWhere(({ run }) => (run!.metrics = [])),
      what: "Cannot tell: no metric with a threshold is logged as a number.",
    },
  },
  {
    requirement: "thresholds-older",
    lacks: {
      facts: versionWhere(({ run }) => (run!.startTime = Date.parse("2026-11-20T08:59:59.000Z"))),
      what:
        "The thresholds stand since 2026-11-20T09:00:00.000Z (commit cccccccccccc of credit-scoring.yaml), and the run began " +
        "at 2026-11-20T08:59:59.000Z.",
      fix: "Train again: these thresholds judge runs that begin after them.",
    },
    cannotTell: {
      context: context({
        requirements: {
          ...creditScoring(),
          provenance: { file: "credit-scoring.yaml", unknownBecause: "git is not installed here" },
        },
      }),
      what: "Cannot tell: since when credit-scoring.yaml stands is not known: git is not installed here.",
    },
  },
  {
    requirement: "thresholds-declared",
    lacks: {
      context: context({
        requirements: {
          ...creditScoring(),
          thresholds: {
            ...creditScoring().thresholds!,
            metrics: creditScoring().thresholds!.metrics.map((each) =>
              each.metric === "test_approval_gap_by_sex" ? { ...each, max: 0.5 } : each,
            ),
          },
        },
      }),
      what: "The instructions for use declare test_approval_gap_by_sex max 0.15, and no threshold says so.",
      fix: "Write the same in configs/thresholds/credit-scoring.yaml, by a reviewed change.",
    },
    cannotTell: { context: NO_THRESHOLDS, what: THRESHOLDS_UNREAD },
  },
  {
    requirement: "risk-assessed",
    lacks: {
      context: context({ at: new Date("2027-11-02T00:00:00Z") }),
      what: "Risk assessment RA-2026-014 was valid until 2027-11-01, and today is 2027-11-02.",
      fix: "Assess again, and add the assessment to production.riskAssessments in configs/systems/credit-scoring.yaml.",
    },
    cannotTell: {
      facts: versionWhere(({ run }) => (run!.tags["ai_act.risk_assessment"] = "RA-1999-001")),
      what: "Cannot tell: the run's tag ai_act.risk_assessment names none that the config declares.",
    },
  },
  {
    requirement: "oversight-assessed",
    lacks: {
      context: context({ at: new Date("2026-11-01T23:59:59Z") }),
      what: "The assessment of the oversight measures is dated 2026-11-02, and today is 2026-11-01.",
      fix: "Correct production.oversight in configs/systems/credit-scoring.yaml.",
    },
    cannotTell: { context: NO_CONFIG, what: CONFIG_UNREAD },
  },
  {
    requirement: "approved",
    lacks: {
      facts: NO_APPROVAL,
      what: "No approval stands for this version in its present state.",
      fix: "Ask an approver who took no part: evidence approve credit-scoring 3.",
    },
  },
  {
    requirement: "approved-by-another",
    lacks: {
      facts: versionWhere(({ approval }) => (approval!.approver = TRAINER)),
      what: '"ben" took part in this version: wrote to the run, the logged model, the version.',
      fix: "Ask an approver who took no part.",
    },
    cannotTell: { facts: NO_APPROVAL, what: "Cannot tell: nobody has approved." },
  },
  {
    requirement: "modification-assessed",
    lacks: {
      facts: versionWhere(({ approval, run }) => {
        approval!.modification.class = "substantial";
        run!.tags["ai_act.change_class"] = "substantial";
      }),
      what: "The change is a substantial modification, and no conformity assessment is named.",
      fix: "Carry out the conformity assessment (Art 43(4)), and approve again with --conformity-assessment.",
    },
    cannotTell: {
      facts: NO_APPROVAL,
      what: "Cannot tell: the assessment comes with the approval, and there is none.",
    },
  },
];
