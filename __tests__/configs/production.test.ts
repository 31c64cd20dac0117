import { rmSync } from "node:fs";
import { join } from "node:path";
import { metricNamesOf, readConfigs } from "../../configs";
import { TeamConfigs } from "./team";

const CREDIT = "systems/credit-scoring.yaml";
const THRESHOLDS = "thresholds/credit-scoring.yaml";
const ACCURACY = ["production", "instructionsForUse", "accuracy"] as const;

const problemsOf = (team: TeamConfigs) => readConfigs(team.dir).problems;

describe("What production requires of a system", () => {
  it("may be left out: then no version of it goes to production, and the rest works", () => {
    expect(problemsOf(new TeamConfigs().set(CREDIT, ["production"], undefined))).toEqual([]);
  });

  it("protects the usual aliases and takes versioned objects of S3, unless the config says otherwise", () => {
    const { configs } = readConfigs(new TeamConfigs().dir);
    expect(configs.systems[0]?.production).toMatchObject({
      protectedAliases: ["champion", "production"],
      datasets: { sources: ["s3"] },
      furtherTags: [],
    });
  });

  const refused: {
    what: string;
    change: (team: TeamConfigs) => TeamConfigs;
    problem: { code: string; where: RegExp; field: string; given: RegExp; needed: RegExp; fix: RegExp };
  }[] = [
    {
      what: "without thresholds",
      change: (team) => {
        rmSync(join(team.dir, THRESHOLDS));
        return team;
      },
      problem: {
        code: "thresholds-missing",
        where: /credit-scoring\.yaml:\d+$/,
        field: "production",
        given: /no thresholds\/credit-scoring\.yaml/,
        needed: /set before the runs they judge \(Art 9\(8\)\)/,
        fix: /write thresholds\/credit-scoring\.yaml/,
      },
    },
    {
      what: "with a threshold lower than what deployers are told",
      change: (team) => team.set(THRESHOLDS, ["metrics", 0, "min"], 0.6),
      problem: {
        code: "threshold-as-declared",
        where: /thresholds\/credit-scoring\.yaml:\d+$/,
        field: "metrics[0]",
        given: /^test_roc_auc min 0\.6 \(bound at 95 %\)$/,
        needed:
          /^test_roc_auc min 0\.68 \(bound at 95 %\), as .*instructionsForUse\.accuracy.*\(Art 15\(3\)\)$/,
        fix: /write the same in both/,
      },
    },
    {
      what: "with a threshold for fewer groups than declared",
      change: (team) => team.set(THRESHOLDS, ["metrics", 1, "groups"], undefined),
      problem: {
        code: "threshold-as-declared",
        where: /thresholds\/credit-scoring\.yaml:\d+$/,
        field: "metrics[1]",
        given: /^test_recall_of_defaults min 0\.25$/,
        needed: /for each of sex female\/male/,
        fix: /write the same in both/,
      },
    },
    {
      what: "with a declared metric that nothing is held against",
      change: (team) => team.set(THRESHOLDS, ["metrics", 1], undefined),
      problem: {
        code: "declared-accuracy-held",
        where: /thresholds\/credit-scoring\.yaml:\d+$/,
        field: "metrics",
        given: /nothing for test_recall_of_defaults min 0\.25 for each of sex female\/male/,
        needed: /a threshold for every metric/,
        fix: /add test_recall_of_defaults/,
      },
    },
    {
      what: "with a threshold that nobody declared and nobody says why",
      change: (team) => team.set(THRESHOLDS, ["metrics", 3, "notDeclared"], undefined),
      problem: {
        code: "threshold-declared",
        where: /thresholds\/credit-scoring\.yaml:\d+$/,
        field: "metrics[3]",
        given: /^test_brier_score max 0\.2, which systems\/credit-scoring\.yaml does not declare$/,
        needed: /or notDeclared with a reason/,
        fix: /declare it there/,
      },
    },
    {
      what: "with a threshold that is declared and said not to be",
      change: (team) => team.set(THRESHOLDS, ["metrics", 0, "notDeclared"], "An internal number"),
      problem: {
        code: "threshold-declared-or-not",
        where: /thresholds\/credit-scoring\.yaml:\d+$/,
        field: "metrics[0]",
        given: /^test_roc_auc with notDeclared/,
        needed: /one or the other/,
        fix: /remove notDeclared/,
      },
    },
    {
      what: "with thresholds in a file of another name",
      change: (team) => {
        team.copy(THRESHOLDS, "thresholds/credit.yaml");
        rmSync(join(team.dir, THRESHOLDS));
        return team;
      },
      problem: {
        code: "thresholds-named-as-system",
        where: /thresholds\/credit\.yaml:\d+$/,
        field: "system",
        given: /"credit-scoring"/,
        needed: /the file's own name/,
        fix: /rename the file to credit-scoring\.yaml/,
      },
    },
    {
      what: "with a threshold without a limit, which every result passes",
      change: (team) => team.set(THRESHOLDS, ["metrics", 3, "max"], undefined),
      problem: {
        code: "threshold-has-limit",
        where: /thresholds\/credit-scoring\.yaml:\d+$/,
        field: "metrics[3]",
        given: /test_brier_score/,
        needed: /min, max or both/,
        fix: /add min or max/,
      },
    },
    {
      what: "with a threshold that no result can pass",
      change: (team) => team.set(THRESHOLDS, ["metrics", 3, "min"], 0.3),
      problem: {
        code: "limits-ordered",
        where: /thresholds\/credit-scoring\.yaml:\d+$/,
        field: "metrics[3].min",
        given: /0\.3/,
        needed: /not above max \(0\.2\)/,
        fix: /lower min/,
      },
    },
    {
      what: "with two thresholds for one metric",
      change: (team) => team.set(THRESHOLDS, ["metrics", 3, "metric"], "test_roc_auc"),
      problem: {
        code: "metric-once",
        where: /thresholds\/credit-scoring\.yaml:\d+$/,
        field: "metrics[3].metric",
        given: /"test_roc_auc"/,
        needed: /each metric once/,
        fix: /both min and max/,
      },
    },
    {
      what: "with a threshold on the training set",
      change: (team) => team.set(THRESHOLDS, ["metrics", 3, "metric"], "training_brier_score"),
      problem: {
        code: "wrong-value",
        where: /thresholds\/credit-scoring\.yaml:\d+$/,
        field: "metrics[3].metric",
        given: /"training_brier_score"/,
        needed: /a metric of the test set: `test_`/,
        fix: /correct the value/,
      },
    },
    {
      what: "with a limit that is no number",
      change: (team) => team.set(THRESHOLDS, ["metrics", 3, "max"], NaN),
      problem: {
        code: "wrong-type",
        where: /thresholds\/credit-scoring\.yaml:\d+$/,
        field: "metrics[3].max",
        given: /null/,
        needed: /number/,
        fix: /correct the value/,
      },
    },
    {
      what: "with a risk assessment that expires before it was made",
      change: (team) => team.set(CREDIT, ["production", "riskAssessments", 0, "validUntil"], "2026-11-02"),
      problem: {
        code: "assessment-valid-after-it-was-made",
        where: /systems\/credit-scoring\.yaml:\d+$/,
        field: "production.riskAssessments[0].validUntil",
        given: /"2026-11-02"/,
        needed: /a day after assessedOn \(2026-11-02\)/,
        fix: /correct one of the two dates/,
      },
    },
    {
      what: "with two documents of one id",
      change: (team) =>
        team.set(CREDIT, ["production", "dataGovernance", 1], {
          id: "DG-german-credit-1",
          reference: "Another",
        }),
      problem: {
        code: "reference-once",
        where: /systems\/credit-scoring\.yaml:\d+$/,
        field: "production.dataGovernance[1].id",
        given: /"DG-german-credit-1"/,
        needed: /each id once/,
        fix: /an id of its own/,
      },
    },
    {
      what: "without declared accuracy",
      change: (team) => team.set(CREDIT, [...ACCURACY], undefined),
      problem: {
        code: "missing-field",
        where: /systems\/credit-scoring\.yaml:\d+$/,
        field: "production.instructionsForUse.accuracy",
        given: /\(nothing\)/,
        needed: /Art 15\(3\)/,
        fix: /add production\.instructionsForUse\.accuracy/,
      },
    },
    {
      what: "with an alias that looks like another",
      change: (team) => team.set(CREDIT, ["production", "protectedAliases"], ["ch\u0430mpion"]),
      problem: {
        code: "wrong-value",
        where: /systems\/credit-scoring\.yaml:\d+$/,
        field: "production.protectedAliases[0]",
        given: /champion|ch.mpion/,
        needed: /letters, digits/,
        fix: /correct the value/,
      },
    },
    {
      what: "with files of some machine as data and no reason",
      change: (team) => team.set(CREDIT, ["production", "datasets"], { localFiles: {} }),
      problem: {
        code: "missing-field",
        where: /systems\/credit-scoring\.yaml:\d+$/,
        field: "production.datasets.localFiles.basis",
        given: /\(nothing\)/,
        needed: /Why a file on some machine/,
        fix: /add production\.datasets\.localFiles\.basis/,
      },
    },
    {
      what: "with a field that is misspelt",
      change: (team) => team.set(CREDIT, ["production", "protectedAlias"], ["champion"]),
      problem: {
        code: "unknown-key",
        where: /systems\/credit-scoring\.yaml:\d+$/,
        field: "production.protectedAlias",
        given: /champion/,
        needed: /protectedAliases/,
        fix: /`protectedAliases`/,
      },
    },
  ];

  it.each(refused)("is refused $what", ({ change, problem }) => {
    const matching = Object.entries(problem).map(
      ([key, value]) =>
        [key, typeof value === "string" ? value : (expect.stringMatching(value) as string)] as const,
    );
    expect(problemsOf(change(new TeamConfigs()))).toContainEqual(
      expect.objectContaining(Object.fromEntries(matching)),
    );
  });
});

test("the names of the metrics that a threshold asks for are those that MLflow takes", () => {
  const groups = [{ attribute: "sex", values: ["female", "male"] }];
  expect(metricNamesOf({ metric: "test_recall", min: 0.2, max: 0.9, groups })).toEqual([
    { name: "test_recall", min: 0.2 },
    { name: "test_recall", max: 0.9 },
    { name: "test_recall/sex/female", min: 0.2, group: "female of sex" },
    { name: "test_recall/sex/female", max: 0.9, group: "female of sex" },
    { name: "test_recall/sex/male", min: 0.2, group: "male of sex" },
    { name: "test_recall/sex/male", max: 0.9, group: "male of sex" },
  ]);
  expect(
    metricNamesOf({ metric: "test_gap", min: -0.1, max: 0.1, confidencePercent: 90 }).map(({ name }) => name),
  ).toEqual(["test_gap/lower/90", "test_gap/upper/90"]);
});
