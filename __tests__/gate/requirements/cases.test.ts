import type { PromotionFacts } from "../../../gate/facts/promotion-facts";
import { lacking } from "../../../gate/requirements/lacking";
import type { LackingContext } from "../../../gate/requirements/requirement";
import {
  APPROVER,
  context,
  creditScoring,
  MODEL,
  RUN,
  RUN_BEGAN,
  TRAINER,
  versionWhere,
} from "./good-version";

type Requirements = ReturnType<typeof creditScoring>;
type Production = NonNullable<Requirements["system"]["production"]>;

const requiring = (change: Partial<Requirements>): LackingContext =>
  context({ requirements: { ...creditScoring(), ...change } });
const system = (change: Partial<Requirements["system"]>): LackingContext =>
  requiring({ system: { ...creditScoring().system, ...change } });
const production = (change: Partial<Production>): LackingContext =>
  system({ production: { ...(creditScoring().system.production as Production), ...change } });
const since = (committedAt: string): LackingContext =>
  requiring({
    provenance: {
      ...(creditScoring().provenance as { file: string; sha256: string; commit: string }),
      committedAt,
    },
  });

interface Case {
  readonly when: string;
  readonly facts?: PromotionFacts;
  readonly context?: LackingContext;
  /** `requirement: what`, all of them. */
  readonly lacks: readonly string[];
}

const CASES: Readonly<Record<string, readonly Case[]>> = {
  "A system": [
    {
      when: "that is retired",
      context: system({ status: "retired" }),
      lacks: ["system-declared: The AI system credit-scoring is retired."],
    },
    {
      when: "that runs elsewhere",
      context: requiring({ inEnvironment: false }),
      lacks: ["system-declared: The AI system credit-scoring does not run in the environment of this gate."],
    },
    {
      when: "that asks for a tag of its own",
      context: production({ furtherTags: ["cost_centre"] }),
      lacks: ["run-tagged: Tag cost_centre is missing or empty."],
    },
  ],
  "A run": [
    {
      when: "that failed",
      facts: versionWhere(({ run }) => (run!.status = "FAILED")),
      lacks: ['run-finished: The run\'s status is "FAILED"; FINISHED is needed.'],
    },
    {
      when: "that was deleted",
      facts: versionWhere(({ run }) => (run!.lifecycleStage = "deleted")),
      lacks: ['run-finished: The run\'s lifecycle stage is "deleted"; active is needed.'],
    },
    {
      when: "that ends tomorrow",
      facts: versionWhere(({ run }) => (run!.endTime = Date.parse("2026-12-02T00:00:00Z"))),
      lacks: [
        "run-finished: The run began at 2026-12-01T10:00:00.000Z and ended at 2026-12-02T00:00:00.000Z, which is not before now.",
      ],
    },
    {
      when: "under another user than the gate saw",
      facts: versionWhere(({ run }) => (run!.userId = "ceo")),
      lacks: ['made-through-gate: The run\'s user is "ceo", and the gate saw "anna" create it.'],
    },
    {
      when: "of another change than its experiment",
      facts: versionWhere(({ run }) => (run!.tags["ai_act.change_id"] = "CHG-7")),
      lacks: [
        'run-tagged: Tag ai_act.change_id "CHG-7" is not what the experiment\'s name says, "CHG-1042".',
      ],
    },
    {
      when: "in an experiment of another system",
      facts: versionWhere(
        ({ run }) => (run!.experimentName = "cv-screening/data-for-x/CHG-1042/annex-iii-5b"),
      ),
      lacks: [
        'experiment-named: The experiment\'s name "cv-screening/data-for-x/CHG-1042/annex-iii-5b" is not of the form ' +
          "<system>/<what>-for-<why>/<change id>/<regulatory context>: it names the system cv-screening, and the registered model is of credit-scoring.",
      ],
    },
    {
      when: "in an experiment of a context that the config does not know",
      facts: versionWhere(
        ({ run }) => (run!.experimentName = "credit-scoring/data-for-x/CHG-1042/annex-iii-4a"),
      ),
      lacks: [
        'experiment-named: The experiment\'s name "credit-scoring/data-for-x/CHG-1042/annex-iii-4a" is not of the form ' +
          "<system>/<what>-for-<why>/<change id>/<regulatory context>: the regulatory context annex-iii-4a is not one of annex-iii-5b.",
        'run-tagged: Tag ai_act.regulatory_context "annex-iii-5b" is not what the experiment\'s name says, "annex-iii-4a".',
      ],
    },
    {
      when: "of code that was no commit, whatever commit was named afterwards",
      facts: versionWhere(({ run }) => (run!.tags["ai_act.code_uncommitted"] = "train.py differ")),
      lacks: [
        'run-tagged: The training code was no commit, as tag ai_act.code_uncommitted says: "train.py differ".',
      ],
    },
    {
      when: "of code that was no commit",
      facts: versionWhere(({ run }) => {
        run!.tags["ai_act.code_uncommitted"] = "train.py differ from commit 0123456789ab";
        delete run!.tags["ai_act.code_commit"];
      }),
      lacks: [
        'run-tagged: The training code was no commit, as tag ai_act.code_uncommitted says: "train.py differ from commit 0123456789ab".',
      ],
    },
    {
      when: "for another purpose than the intended one",
      facts: versionWhere(({ run }) => (run!.tags["ai_act.intended_purpose"] = "Marketing")),
      lacks: [
        'run-tagged: Tag ai_act.intended_purpose "Marketing" is not the intended purpose that the config declares.',
      ],
    },
  ],
  "A logged model": [
    {
      when: "that was not uploaded whole",
      facts: versionWhere(({ model }) => (model!.status = "LOGGED_MODEL_UPLOAD_FAILED")),
      lacks: [
        'model-ready: The logged model\'s status is "LOGGED_MODEL_UPLOAD_FAILED"; LOGGED_MODEL_READY is needed.',
      ],
    },
    {
      when: "other than the one the source names",
      facts: versionWhere(({ version }) => (version.modelId = "m-1")),
      lacks: [`source-belongs: The source names the model ${MODEL}, and "m-1" was read.`],
    },
    {
      when: "of another experiment than its run",
      facts: versionWhere(({ model }) => (model!.experimentId = "8")),
      lacks: ['source-belongs: The logged model is of experiment "8", its run of "7".'],
    },
    {
      when: "without the gate's stamp",
      facts: versionWhere(({ model }) => (model!.tags = {})),
      lacks: [
        "made-through-gate: The logged model was not made through the gate: it has no tag evidence.created_by.",
      ],
    },
    {
      when: "with a file that has no digest",
      facts: versionWhere(({ artifacts }) => (artifacts!.files[1]!.sha256 = "unknown")),
      lacks: ['artifacts-listed: The file "model.pkl" has no SHA-256.'],
    },
  ],
  Thresholds: [
    {
      when: "that a result just reaches",
      facts: versionWhere(({ run }) => (run!.metrics[0]!.value = 0.68)),
      lacks: [],
    },
    {
      when: "that a result just misses",
      facts: versionWhere(({ run }) => (run!.metrics[0]!.value = 0.6799999)),
      lacks: ["thresholds-reached: Metric test_roc_auc/lower/95 is 0.6799999; at least 0.68 is needed."],
    },
    {
      when: "of the moment before the run began",
      context: since(new Date(RUN_BEGAN - 1).toISOString()),
      lacks: [],
    },
    {
      when: "of the very moment the run began",
      context: since(new Date(RUN_BEGAN).toISOString()),
      lacks: [
        "thresholds-older: The thresholds stand since 2026-12-01T10:00:00.000Z (commit cccccccccccc of credit-scoring.yaml), and the run began at 2026-12-01T10:00:00.000Z.",
      ],
    },
    {
      when: "of a commit that is yet to come",
      context: since("2031-01-01T00:00:00.000Z"),
      lacks: [
        "thresholds-older: Cannot tell: the commit of credit-scoring.yaml has no time that can be: 2031-01-01T00:00:00.000Z.",
      ],
    },
    {
      when: "against a run whose creation the gate stamped before them",
      facts: versionWhere(({ run }) => (run!.tags["evidence.created_at"] = "2026-11-19T00:00:00.000Z")),
      lacks: [
        "thresholds-older: The thresholds stand since 2026-11-20T09:00:00.000Z (commit cccccccccccc of credit-scoring.yaml), and the run began at 2026-11-19T00:00:00.000Z.",
      ],
    },
    {
      when: "against a run that the gate did not see",
      facts: versionWhere((facts) => (facts.contributors = facts.contributors.slice(1))),
      lacks: [
        `made-through-gate: The run is stamped with "${TRAINER}", whom the gate did not see writing to it.`,
        "metrics-logged: Cannot tell: the gate did not see the run begin, and the run's own time is its client's word.",
        "thresholds-older: Cannot tell: the gate did not see the run begin, and the run's own time is its client's word.",
      ],
    },
  ],
  "A risk assessment": [
    {
      when: "that is dated tomorrow",
      context: context({
        at: new Date("2026-12-01T12:00:00Z"),
        requirements: production({
          riskAssessments: [
            { id: "RA-2026-014", reference: "x", assessedOn: "2026-12-02", validUntil: "2027-12-01" },
          ],
        }).requirements,
      }),
      lacks: ["risk-assessed: Risk assessment RA-2026-014 is dated 2026-12-02, and today is 2026-12-01."],
    },
    {
      when: "on its last day",
      context: production({
        riskAssessments: [
          { id: "RA-2026-014", reference: "x", assessedOn: "2026-11-01", validUntil: "2026-12-01" },
        ],
      }),
      lacks: [],
    },
  ],
  "An approval": [
    {
      when: "by a program",
      facts: versionWhere(({ approval }) => (approval!.approverKind = "service")),
      lacks: ['approved-by-another: "ben" is a program, and only a person approves.'],
    },
    {
      when: "by somebody who approves other systems",
      facts: versionWhere(({ approval }) => (approval!.approverGroups = ["ml-approvers"])),
      lacks: [
        'approved-by-another: "ben" is in none of the groups that may approve credit-scoring: credit-release-approvers.',
      ],
    },
    {
      when: "by somebody of the environment's approvers, where the system names none of its own",
      facts: versionWhere(({ approval }) => (approval!.approverGroups = [])),
      context: production({ approvers: undefined }),
      lacks: [],
    },
    {
      when: "by somebody who uploaded a file",
      facts: versionWhere(({ contributors }) =>
        contributors.push({
          principal: APPROVER,
          name: "ben",
          kind: "person",
          target: `model:${MODEL}`,
          since: "2026-12-01T10:01:00Z",
        }),
      ),
      lacks: ['approved-by-another: "ben" took part in this version: wrote to the logged model.'],
    },
    {
      when: "by somebody whom the gate stamped as maker before it died",
      facts: versionWhere((facts) => {
        facts.version.tags = { ...facts.version.tags, "evidence.created_by": APPROVER };
        facts.contributors[2]!.principal = APPROVER;
        facts.contributors[2]!.target = "version:credit-scoring/3";
      }),
      lacks: ['approved-by-another: "ben" took part in this version: wrote to the version.'],
    },
    {
      when: "that is dated after now",
      facts: versionWhere(({ approval }) => (approval!.at = "2026-12-01T13:00:00.000Z")),
      lacks: [
        'approved: The approval "approval-1" is dated "2026-12-01T13:00:00.000Z", which is not before now.',
      ],
    },
    {
      when: "without a date",
      facts: versionWhere(({ approval }) => (approval!.at = "")),
      lacks: ['approved: The approval "approval-1" is dated "", which is not before now.'],
    },
    {
      when: "of another class of change than the trainer said",
      facts: versionWhere(({ approval }) => {
        approval!.modification.class = "substantial";
        approval!.modification.conformityAssessment = "CA-2026-2";
      }),
      lacks: [
        'modification-assessed: The approver assessed the change as substantial, and the run\'s tag ai_act.change_class says "predetermined".',
      ],
    },
    {
      when: "of a substantial modification with its conformity assessment",
      facts: versionWhere(({ approval, run }) => {
        run!.tags["ai_act.change_class"] = "substantial";
        approval!.modification.class = "substantial";
        approval!.modification.conformityAssessment = "CA-2026-2";
      }),
      lacks: [],
    },
    {
      when: "that gives no reason",
      facts: versionWhere(({ approval }) => (approval!.modification.why = "   ok    ")),
      lacks: ["modification-assessed: The assessment of the change gives no reason."],
    },
  ],
};

describe.each(Object.entries(CASES))("%s", (_, cases) => {
  it.each(cases)("$when", ({ facts = versionWhere(() => undefined), context: given = context(), lacks }) => {
    expect(lacking(facts, given).map(({ requirement, what }) => `${requirement}: ${what}`)).toEqual(lacks);
  });
});

test("a run that failed is not to be ended again but trained again", () => {
  const [lack] = lacking(
    versionWhere(({ run }) => (run!.status = "KILLED")),
    context(),
  );
  expect(lack?.fix).toBe("Train again: a run that failed or was killed is no test report.");
});

test("where another risk assessment is valid it is offered, to whom it covers the change", () => {
  const { requirements } = production({
    riskAssessments: [
      { id: "RA-2026-014", reference: "x", assessedOn: "2026-01-01", validUntil: "2026-06-30" },
      { id: "RA-2026-099", reference: "y", assessedOn: "2026-07-01", validUntil: "2027-06-30" },
    ],
  });
  const [lack] = lacking(
    versionWhere(() => undefined),
    context({ requirements }),
  );
  expect(lack?.fix).toBe(
    `If RA-2026-099 covers this change: MlflowClient().set_tag("${RUN}", "ai_act.risk_assessment", "RA-2026-099").`,
  );
});
