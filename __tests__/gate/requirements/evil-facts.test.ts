import type { PromotionFacts } from "../../../gate/facts/promotion-facts";
import { explain } from "../../../gate/requirements/explain";
import { lacking } from "../../../gate/requirements/lacking";
import { context, goodVersion, MODEL, RUN, versionWhere } from "./good-version";

const told = (facts: PromotionFacts) =>
  lacking(facts, context()).map(({ requirement, what }) => `${requirement}: ${what}`);
const requirementsOf = (facts: PromotionFacts) => [
  ...new Set(lacking(facts, context()).map(({ requirement }) => requirement)),
];

test.each<[string, number | string]>([
  ["NaN as MLflow sends it", "NaN"],
  ["NaN", NaN],
  ["infinity as a text", "Infinity"],
  ["infinity", Infinity],
  ["a number too large to be one", 1e309],
  ["a good number as a text", "0.99"],
  ["an empty text", ""],
])("a metric that is %s passes no threshold", (_, value) => {
  const facts = versionWhere(({ run }) => (run!.metrics[0]!.value = value));
  expect(requirementsOf(facts)).toEqual(["metrics-logged"]);
});

test("a metric that is there twice counts as neither", () => {
  const facts = versionWhere(({ run }) => run!.metrics.push({ ...run!.metrics[0]!, value: 0.99 }));
  expect(told(facts)).toEqual(["metrics-logged: Metric test_roc_auc/lower/95 is there 2 times."]);
});

test("a metric logged after the run had ended, or for a time to come, is none of the run", () => {
  for (const timestamp of [Date.parse("2026-12-01T10:30:00Z"), Date.parse("2099-01-01T00:00:00Z"), 0, NaN])
    expect(requirementsOf(versionWhere(({ run }) => (run!.metrics[0]!.timestamp = timestamp)))).toEqual([
      "metrics-logged",
    ]);
});

test("ten thousand further metrics change nothing", () => {
  const facts = versionWhere(({ run }) => {
    for (let index = 0; index < 10_000; index++)
      run!.metrics.push({ key: `further_${index}`, value: index, timestamp: run!.startTime, step: index });
  });
  expect(lacking(facts, context())).toEqual([]);
});

test("a tag that looks like the system's id in other letters is shown for what it is", () => {
  const facts = versionWhere(({ run }) => (run!.tags["ai_act.system"] = "\u0441redit-scoring\u200b"));
  expect(told(facts)).toEqual([
    'run-tagged: Tag ai_act.system "\\u{441}redit-scoring\\u{200b}" is not "credit-scoring".',
  ]);
});

test.each(["", " ", "\t\n", "\u00a0", "\u3000"])("a tag of nothing but blanks (%j) is missing", (blank) => {
  const facts = versionWhere(({ run }) => (run!.tags["ai_act.change_reason"] = blank));
  expect(told(facts)).toEqual(["run-tagged: Tag ai_act.change_reason is missing or empty."]);
});

test("keys that are names of JavaScript's own objects are tags like others, and no tag is inherited", () => {
  const odd = versionWhere(({ run }) => {
    run!.tags = {
      ...run!.tags,
      ...(JSON.parse('{"__proto__": "x", "constructor": "y"}') as Record<string, string>),
    };
  });
  expect(lacking(odd, context())).toEqual([]);
  const inherited = versionWhere(({ run }) => {
    run!.tags = Object.create(run!.tags) as Record<string, string>;
  });
  expect(requirementsOf(inherited)).toContain("run-tagged");
});

test("a run that says it begins later is judged from the first write that the gate saw", () => {
  const facts = versionWhere(({ run, contributors }) => {
    contributors[0]!.since = "2026-11-20T08:00:00.000Z";
    run!.startTime = Date.parse("2026-12-01T10:00:00.000Z");
  });
  expect(requirementsOf(facts)).toEqual(["thresholds-older"]);
});

test.each([
  ["in the future", Date.parse("2030-01-01T00:00:00Z")],
  ["no number", NaN],
  ["endless", Infinity],
])("a run whose time of start is %s is refused", (_, startTime) => {
  expect(requirementsOf(versionWhere(({ run }) => (run!.startTime = startTime)))).toContain("run-finished");
});

describe("A version's source", () => {
  const sources: readonly [what: string, source: string][] = [
    ["another logged model", "models:/m-00000000000000000000000000000000"],
    ["a registered model", "models:/credit-scoring/2"],
    ["a model's id in capitals", `models:/${MODEL.toUpperCase()}`],
    ["a step up from the run's artifacts", `mlflow-artifacts:/7/${RUN}/artifacts/../../evil`],
    ["an escaped step up", `mlflow-artifacts:/7/${RUN}/artifacts/%2e%2e/evil`],
    ["a run whose id begins the same", `mlflow-artifacts:/7/${RUN}/artifacts2/model`],
    ["the run in another experiment", `mlflow-artifacts:/8/${RUN}/artifacts/model`],
    ["another bucket", "s3://evil/model"],
    ["nothing", ""],
  ];
  it.each(sources)("that is %s belongs to no run", (_, source) => {
    expect(requirementsOf(versionWhere(({ version }) => (version.source = source)))).toContain(
      "source-belongs",
    );
  });

  it("of a client of MLflow 2 may be below the artifacts of its own run, without a logged model", () => {
    const facts = versionWhere((all) => {
      all.version.source = `mlflow-artifacts:/7/${RUN}/artifacts/model`;
      delete (all.version as { modelId?: unknown }).modelId;
      delete (all as { model?: unknown }).model;
      all.run!.outputs = [];
    });
    expect(lacking(facts, context())).toEqual([]);
  });

  it("and a run of somebody else beside it is noticed from both sides", () => {
    const forged = versionWhere(({ version }) => (version.runId = "f".repeat(32)));
    expect(told(forged)).toEqual([
      `source-belongs: The version names the run "${"f".repeat(32)}", and "${RUN}" was read.`,
    ]);
    const foreign = versionWhere(({ model }) => (model!.sourceRunId = "f".repeat(32)));
    expect(told(foreign)).toEqual([
      `source-belongs: The logged model is of the run "${"f".repeat(32)}", and the version names ${RUN}.`,
    ]);
  });
});

describe("A data set", () => {
  const changed = (
    change: (
      set: NonNullable<ReturnType<typeof goodVersion>["run"]>["datasets"][number] & {
        tags: Record<string, string>;
      },
    ) => void,
  ) => told(versionWhere(({ run }) => change(run!.datasets[2] as never)));
  const mutable = <T extends object>(value: T) => value as { -readonly [K in keyof T]: T[K] };

  it("with a context in other letters is no test set", () => {
    expect(changed(({ tags }) => (tags["mlflow.data.context"] = "Test"))).toContain(
      'datasets-logged: Data set "german-credit-test" has the context "Test"; training, validation or test is needed, in these letters.',
    );
  });

  it("of an object without a version may be another thing tomorrow", () => {
    expect(changed(({ tags }) => delete tags["version_id"])).toEqual([
      'datasets-kept: Data set "german-credit-test" has a source without a version, so that what was read may be another thing today.',
    ]);
  });

  it("may have the version in its address", () => {
    expect(
      changed((set) => {
        delete set.tags["version_id"];
        mutable(set).source = JSON.stringify({
          uri: "s3://lake/credit/test.csv?versionId=3HL4kqtJlcpXroDTDmJ",
        });
      }),
    ).toEqual([]);
  });

  it.each([
    "not json",
    "[]",
    "null",
    "{}",
    '{"uri": 7}',
    '{"uri": "file:///etc/passwd"}',
    '{"uri": "s3://bucket"}',
  ])("with the source %s names no object", (source) => {
    expect(changed((set) => (mutable(set).source = source))).toEqual([
      expect.stringMatching(
        /^datasets-kept: Data set "german-credit-test" has (a source that cannot be read|the source ".*", which is no object of s3)\.$/,
      ),
    ]);
  });

  it("of the machine that trained is taken only where the config says why", () => {
    const facts = versionWhere(({ run }) => {
      run!.datasets[2]!.sourceType = "local";
      run!.datasets[2]!.source = JSON.stringify({ uri: "/home/anna/test.csv" });
    });
    expect(told(facts)).toEqual([
      'datasets-kept: Data set "german-credit-test" comes from a file of the machine that trained, and s3 is allowed.',
    ]);
    const given = context();
    const { system } = given.requirements!;
    const production = {
      ...system.production!,
      datasets: { sources: ["s3" as const], localFiles: { basis: "Public data" } },
    };
    const allowed = { ...given, requirements: { ...given.requirements!, system: { ...system, production } } };
    expect(lacking(facts, allowed)).toEqual([]);
  });

  it("that another context has as well is told whatever it is called", () => {
    expect(changed((set) => (mutable(set).digest = "11111111"))).toEqual([
      'test-set-apart: Data set "german-credit-training" (training) has the same digest as "german-credit-test" (test).',
    ]);
  });
});

describe("The message an engineer reads", () => {
  const message = (facts: PromotionFacts) =>
    explain({
      version: { name: "credit-scoring", version: "3" },
      door: { kind: "alias", name: "champion" },
      lacks: lacking(facts, context()),
    });

  it("names all that lacks in order, how to supply it, and what waits for it", () => {
    const facts = versionWhere((all) => {
      delete (all as { approval?: unknown }).approval;
      delete all.run!.tags["ai_act.change_id"];
      all.run!.metrics[5]!.value = 0.3;
    });
    expect(message(facts)).toBe(
      [
        "EU AI Act gate: version 3 of credit-scoring may not have the alias champion. 5 of 22 requirements are not met. Nothing was changed.",
        "1. The run has the required tags, and they agree with the config and the experiment's name [run-tagged: Art17(1), Art9, Art10, annex-iv:6]",
        "   - Tag ai_act.change_id is missing or empty.",
        `     With your own values: MlflowClient().set_tag("${RUN}", "ai_act.change_id", "CHG-1042").`,
        "2. Every result on the test set is within its threshold, per group where configured [thresholds-reached: Art9(8), Art15(3), annex-iv:2(g)]",
        "   - Metric test_brier_score is 0.3; at most 0.2 is needed.",
        "     Improve the model and train again; a threshold that is changed now judges later runs only.",
        "3. The version is approved, in this very state [approved: Art17(1), annex-iv:2(g)]",
        "   - No approval stands for this version in its present state.",
        "     Ask an approver who took no part: evidence approve credit-scoring 3.",
        "?  Cannot tell: nobody has approved. This holds up: approved-by-another.",
        "?  Cannot tell: the assessment comes with the approval, and there is none. This holds up: modification-assessed.",
        "All requirements, and how to supply them: docs/what-production-requires.md",
        "Ask again at any time: evidence status credit-scoring 3",
      ].join("\n"),
    );
  });

  it("stays short whatever clients wrote, and says what was cut", () => {
    const facts = versionWhere(({ run }) => {
      run!.experimentName = "x".repeat(100_000);
      for (let index = 0; index < 2_000; index++)
        run!.datasets.push({ ...run!.datasets[0]!, name: `set ${index} ${"\u202e".repeat(200)}`, tags: {} });
    });
    const text = message(facts);
    expect(text.length).toBeLessThanOrEqual(8_000);
    expect(text).toMatch(/… and \d+ more/);
    expect(text).toMatch(/evidence status credit-scoring 3$/);
    expect(text).not.toMatch(/[\u202e\u0000-\u0009\u000b-\u001f]/);
  });
});
