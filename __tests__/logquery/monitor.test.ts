import { metricTerms, MonitorQuerySyntaxError, parseMonitorQuery } from "../../logquery";

/** An expression in parentheses, so that a wrong precedence shows. */
function shown(expression: import("../../logquery").MetricExpression): string {
  switch (expression.kind) {
    case "number":
      return String(expression.value);
    case "binary":
      return `(${shown(expression.left)} ${expression.operator} ${shown(expression.right)})`;
    case "call":
      return `${expression.name}(${expression.args.map(shown).join(", ")})`;
    case "metric":
      return expression.metric;
  }
}

function metricMonitor(query: string) {
  const parsed = parseMonitorQuery(query);
  if (parsed.kind !== "metric") throw new Error(`${query} is about ${parsed.kind}`);
  return parsed;
}

describe("a monitor's query on metrics", () => {
  it("says what is counted, over which window, and from which value on it alerts", () => {
    expect(
      parseMonitorQuery(
        "sum(last_1h):sum:art12.events{event_type:error, !env:test} by {model_version,env}.as_count() >= -0.5",
      ),
    ).toEqual({
      kind: "metric",
      over: "sum",
      windowMinutes: 60,
      comparison: ">=",
      threshold: -0.5,
      expression: {
        kind: "metric",
        aggregator: "sum",
        metric: "art12.events",
        scope: [
          { tag: "event_type:error", negated: false },
          { tag: "env:test", negated: true },
        ],
        by: ["model_version", "env"],
        functions: [{ name: "as_count", args: [] }],
      },
    });
  });

  it.each([
    ["a{*}", "a"],
    ["a{*} + b{*} * 2", "(a + (b * 2))"],
    ["a{*} / b{*} / c{*}", "((a / b) / c)"],
    ["a{*} - b{*} - 1", "((a - b) - 1)"],
    ["(a{*} + b{*}) * 2", "((a + b) * 2)"],
    ["default_zero(a{*}) / (b{*} * b{*}) - 1", "((default_zero(a) / (b * b)) - 1)"],
    ["1e-3 * a{*}", "(0.001 * a)"],
  ])("reckons %s as %s", (expression, expected) => {
    const query = expression.replaceAll(/\b([abc])\{/g, "sum:$1{");
    const parsed = metricMonitor(`sum(last_5m):${query} > 1`);
    expect(shown(parsed.expression)).toBe(expected);
    const names = metricTerms(parsed.expression).map(({ metric }) => metric);
    expect(names).toEqual(expected.match(/\b[abc]\b/g));
  });

  it.each([
    ["5m", 5],
    ["2h", 120],
    ["1d", 1440],
    ["1w", 10080],
    ["1mo", 43200],
  ])("looks back over last_%s, %d minutes", (window, minutes) => {
    expect(metricMonitor(`avg(last_${window}):avg:a{*} < 1`).windowMinutes).toBe(minutes);
  });

  it.each([
    [
      "NOT env:a AND team:b",
      [
        ["env:a", true],
        ["team:b", false],
      ],
    ],
    ["*", []],
    ["env:prod-*", [["env:prod-*", false]]],
  ])("reads the scope {%s}", (scope, tags) => {
    const [term] = metricTerms(metricMonitor(`sum(last_5m):sum:a{${scope}} > 1`).expression);
    expect(term?.scope.map(({ tag, negated }) => [tag, negated])).toEqual(tags);
  });

  it("reads functions behind a metric, with what they are given", () => {
    const [term] = metricTerms(
      metricMonitor("sum(last_5m):p95:a{*}.rollup(sum, 60).fill(zero) > 1").expression,
    );
    expect(term).toMatchObject({
      aggregator: "p95",
      functions: [
        { name: "rollup", args: ["sum", 60] },
        { name: "fill", args: ["zero"] },
      ],
    });
  });
});

describe("a monitor's query on searches and objectives", () => {
  it("on logs says where it searches and what it counts", () => {
    expect(
      parseMonitorQuery(
        'logs("service:a @b:\\"c d\\"").index("art12").rollup("avg", "@ms").by("env,@x").last("1d") > 5',
      ),
    ).toEqual({
      kind: "search",
      source: "logs",
      query: 'service:a @b:"c d"',
      indexes: ["art12"],
      rollup: { method: "avg", attribute: "@ms" },
      by: ["env", "@x"],
      windowMinutes: 1440,
      comparison: ">",
      threshold: 5,
    });
  });

  it("on audit events searches all there are, and counts", () => {
    expect(parseMonitorQuery('audits("@evt.name:Monitor").last("5m") >= 1')).toMatchObject({
      source: "audits",
      indexes: ["*"],
      rollup: { method: "count" },
      by: [],
    });
  });

  it("on an objective names it", () => {
    expect(parseMonitorQuery('error_budget("abc").over("7d") > 75')).toEqual({
      kind: "slo",
      measure: "error_budget",
      slo: "abc",
      parts: [{ name: "over", args: ["7d"] }],
      comparison: ">",
      threshold: 75,
    });
  });
});

describe("what is no monitor's query is refused, with the place and what is needed there", () => {
  it.each([
    ["", 1, "how the window is put together"],
    ["sum(last_1h):sum:a{*}", 22, "a comparison"],
    ["sum(last_1h):sum:a{*} > x", 25, "the number to compare with"],
    ["sum(last_1h):sum:a{*} > 1 2", 27, "the end of the query"],
    ["sum(current_1h):sum:a{*} > 1", 5, "such as last_5m"],
    ["sum(last_0h):sum:a{*} > 1", 5, "such as last_5m"],
    ["sum(last_1h):sum:a > 1", 20, "a scope in braces"],
    ["sum(last_1h):sum:a{env:a > 1", 19, "never closed"],
    ["sum(last_1h):sum:a{} > 1", 19, "an empty part"],
    ["sum(last_1h):sum:a{env:a OR env:b} > 1", 19, "env:a OR env:b"],
    ["sum(last_1h):(sum:a{*} > 1", 24, "a closing parenthesis"],
    ["sum(last_1h):a{*} > 1", 15, "a colon"],
    ["avg(last_1h):anomalies(avg:a{*}, 'basic') > 1", 34, "' cannot stand"],
    ["123 && 456", 5, "& cannot stand"],
    ['logs("a").last("5m") > "b"', 24, "the number to compare with"],
    ['logs("a) > 1', 6, "never closed"],
    ['logs("a").count("b").last("5m") > 1', 11, "not count"],
    ['logs("a").index("*") > 1', 22, 'last("5m")'],
    ['rum("a").last("5m") > 1', 1, "not rum"],
  ])("%s", (query, column, explanation) => {
    let thrown: unknown;
    try {
      parseMonitorQuery(query);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(MonitorQuerySyntaxError);
    const { message, position } = thrown as MonitorQuerySyntaxError;
    expect([position + 1, message]).toEqual([column, expect.stringContaining(explanation)]);
  });
});
