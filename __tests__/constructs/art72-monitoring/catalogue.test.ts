import { loadConfigs, type System } from "../../../configs";
import { FAMILIES } from "../../../constructs/art72-monitoring/catalogue";
import { metricTerms, parseMonitorQuery, type MetricExpression } from "../../../logquery";
import { resource, synthesize } from "../../stacks/synthesized";
import { namesOf, stackWith, teamWith } from "./stack-of";

const ROWS = FAMILIES.flatMap(({ rows }) => rows);
const OPTIONAL = {
  modelVersions: "unregistered_model_version",
  decisionShares: "decision_drift",
  adverseOutcomes: "adverse_outcomes",
  complaints: "complaints",
  incidents: "possible_serious_incident",
  latency: "latency",
  fairness: "fairness_gap",
} as const;

const monitor = (key: string, ...changes: Parameters<typeof stackWith>) =>
  resource(stackWith(...changes), "datadog_monitor", key) as Record<string, unknown> & {
    query: string;
    message: string;
  };

describe("The catalogue of monitors", () => {
  it("has every key once, because keys are addresses", () => {
    expect(new Set(ROWS.map(({ key }) => key)).size).toBe(ROWS.length);
  });

  it.each(ROWS)("says of $key what it means, what to do and who does it", ({ meaning, action, who }) => {
    for (const text of [meaning, action]) expect(text).toMatch(/^[A-Z].{30,}\.$/s);
    expect(who.length).toBeGreaterThan(5);
  });

  it.each(Object.entries(OPTIONAL))("leaves %s out where the config does", (field, key) => {
    expect(namesOf(stackWith(), "datadog_monitor")).toContain(key);
    expect(namesOf(stackWith([[["monitoring", field], undefined]]), "datadog_monitor")).not.toContain(key);
  });

  it("takes numbers that the config leaves out from one place, and those it has from it", () => {
    expect(monitor("oversight_missing").query).toMatch(/< 0\.95$/);
    const stricter = [[["monitoring", "thresholds", "reviewedShare"], 0.99]] as const;
    expect(monitor("oversight_missing", stricter).query).toMatch(/< 0\.99$/);
  });

  it("links each alert to its section of the page of monitors, on the web where the config says where", () => {
    expect(monitor("error_rate").message).toContain("Runbook: docs/monitors.md#error_rate");
    const runbooks = [[["monitoring", "runbooks"], "https://git.example.org/ai/docs/"]] as const;
    expect(monitor("error_rate", runbooks).message).toContain(
      "Runbook: https://git.example.org/ai/docs/monitors.md#error_rate",
    );
  });

  it("lets the monitor of a possible serious incident say to assess, and from when the time of Art 73 runs", () => {
    const { message, priority, name } = monitor("possible_serious_incident");
    expect([priority, name]).toEqual(["1", expect.stringContaining("[Art 73]")]);
    expect(message).toMatch(/Assess it now/);
    expect(message).toMatch(/evidence records add --kind incident/);
    expect(message).toMatch(/an alert is not awareness/);
    expect(message).toMatch(/15 days .*2 days .*10 days/);
  });

  it("tells when a metric stops that another program makes, because nobody here would", () => {
    for (const key of ["latency", "fairness_gap"]) expect(monitor(key)["notify_no_data"]).toBe(true);
  });
});

describe("The drift of decisions", () => {
  const { query } = monitor("decision_drift");
  const parsed = parseMonitorQuery(query);

  /** What the query comes to for counts of decisions in its window. */
  function index(counts: Readonly<Record<string, number>>): number {
    if (parsed.kind !== "metric") throw new Error("the query reads no metric");
    const all = Object.values(counts).reduce((sum, each) => sum + each, 0);
    return valueOf(parsed.expression, (decision) => (decision === undefined ? all : (counts[decision] ?? 0)));
  }

  it("is nothing where decisions are as they were in validation", () => {
    expect(index({ approve: 820, refer: 10, decline: 170 })).toBeCloseTo(0, 10);
  });

  // Shares of the sandbox's own model on its test set, as it is and with `duration` of every applicant multiplied.
  it.each([
    ["as it is", { approve: 165, decline: 35 }, false],
    ["with durations one and a half times as long", { approve: 150, decline: 50 }, false],
    ["with durations twice as long", { approve: 132, decline: 68 }, true],
    ["with durations three times as long", { approve: 93, decline: 107 }, true],
  ])("of the test population %s: alert %s", (_, counts, alerts) => {
    expect(index(counts) > parsed.threshold).toBe(alerts);
  });

  it("alerts where fewer are declined, too: both ways are a shift", () => {
    expect(index({ approve: 995, refer: 0, decline: 5 })).toBeGreaterThan(0.1);
  });

  it("reads decisions of its system and environment, whichever model version made them", () => {
    if (parsed.kind !== "metric") throw new Error("the query reads no metric");
    for (const { metric, scope } of metricTerms(parsed.expression)) {
      expect(metric).toBe("art12.decisions");
      expect(scope.map(({ tag }) => tag)).toEqual(
        expect.arrayContaining(["ai_system:credit-scoring", "env:production"]),
      );
    }
  });
});

function valueOf(expression: MetricExpression, count: (decision?: string) => number): number {
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "call":
      return valueOf(expression.args[0] as MetricExpression, count);
    case "metric":
      return count(
        expression.scope
          .map(({ tag }) => tag)
          .find((tag) => tag.startsWith("decision:"))
          ?.split(":")[1],
      );
    case "binary": {
      const [left, right] = [valueOf(expression.left, count), valueOf(expression.right, count)];
      return { "+": left + right, "-": left - right, "*": left * right, "/": left / right }[
        expression.operator
      ];
    }
  }
}

/** Synthesizes everything, which the rules judge. */
const judged = (...changes: Parameters<typeof teamWith>) => synthesize(loadConfigs(teamWith(...changes).dir));

describe("A monitor that is handed what it cannot do", () => {
  // prettier-ignore
  const REFUSED: readonly (readonly [what: string, change: [path: (string | number)[], value: unknown], says: RegExp])[] = [
    ["a threshold nobody knows", [["monitoring", "thresholds", "overideRate"], 0.2], /monitoring\.thresholds\.overideRate[\s\S]*overrideRate/],
    ["a receiver that Datadog takes for a word", [["monitoring", "notify"], ["@credit-risk"]], /monitoring\.notify\[0\][\s\S]*a receiver Datadog knows/],
    ["a decision the log never holds", [["monitoring", "decisionShares", "aprove"], 0.1], /decisionShares\.aprove[\s\S]*code-in-vocabulary/],
    ["shares that are not whole", [["monitoring", "decisionShares", "approve"], 0.5], /decision-shares-are-whole[\s\S]*these 3 come to 0\.68/],
    ["shares that leave a decision out", [["monitoring", "decisionShares"], { approve: 0.83, decline: 0.17 }], /none for refer/],
    ["an outcome the log never holds", [["monitoring", "complaints", "codes"], ["complained"]], /complaints\.codes\[0\][\s\S]*one of vocabulary\.outcomes: repaid/],
    ["a metric of the log's own as another program's", [["monitoring", "latency", "metric"], "art12.events"], /names below art12\. are counts of the log/],
    ["a metric's name that Datadog does not take", [["monitoring", "fairness", "metric"], "gap between groups"], /fairness\.metric[\s\S]*a metric's name/],
    ["a model version that is no number of the registry", [["monitoring", "modelVersions"], ["latest"]], /modelVersions\[0\][\s\S]*a registered version/],
  ];

  it.each(REFUSED)("%s is refused, with the place and what is allowed", (_, change, says) => {
    expect(() => loadConfigs(teamWith([change]).dir)).toThrow(says);
  });

  it("an address of the risk register with a secret in it is refused", () => {
    const url = "https://register.example.org/alerts?token=abc";
    expect(() => loadConfigs(teamWith([], [[["riskRegister", "url"], url]]).dir)).toThrow(/without a secret/);
  });

  it("a message longer than an alert can be is refused at synth, with the monitor", () => {
    const receivers = Array.from({ length: 200 }, (_, index) => `@slack-team-${index}-of-the-whole-company`);
    expect(() => judged([[["monitoring", "notify"], receivers]])).toThrow(
      /datadog_monitor\.\w+ \[monitor-text-form\][\s\S]*4000 at the most/,
    );
  });

  it("a query longer than people can read is refused at synth, with the monitor", () => {
    const codes = Array.from(
      { length: 40 },
      (_, index) => `${"a_long_code_of_an_outcome_".repeat(1)}${index}`,
    );
    expect(() =>
      judged([
        [
          ["vocabulary", "outcomes"],
          [...codes, "defaulted", "contested", "discrimination_alleged"],
        ],
        [["monitoring", "complaints", "codes"], codes],
      ]),
    ).toThrow(/datadog_monitor\.complaints \[monitor-query-form\][\s\S]*2000 at the most/);
  });
});

/** Keeps the table above in step with the config: what is optional there has a row there. */
it("Every optional part of the plan is tried above", () => {
  const optional: readonly (keyof System["monitoring"])[] = Object.keys(
    OPTIONAL,
  ) as (keyof typeof OPTIONAL)[];
  const needs = new Set(ROWS.map(({ where }) => where).filter((where) => where.startsWith("monitoring.")));
  expect(optional.map((field) => `monitoring.${field}`).sort()).toEqual([...needs].sort());
});
