import type { Asset } from "../../../sandbox/datadog/assets";
import { LogMetrics, readLogMetrics } from "../../../sandbox/datadog/metrics/log-metrics";
import { Series } from "../../../sandbox/datadog/metrics/series";
import { receiveLog } from "../../../sandbox/datadog/received-log";

const NOW = new Date("2026-11-24T21:00:00.000Z");
const ALWAYS = { from: 0, to: Infinity };

const metric = (id: string, attributes: object = {}): Asset => ({
  id,
  type: "logs_metrics",
  attributes: {
    compute: { aggregation_type: "count" },
    filter: { query: "compliance.art12:true" },
    ...attributes,
  },
});

function counted(definition: Asset, ...logs: readonly Record<string, unknown>[]) {
  const series = new Series();
  const metrics = new LogMetrics(series, () => NOW);
  metrics.configure(readLogMetrics([definition]));
  for (const log of logs) metrics.accept(receiveLog({ ddtags: "compliance.art12:true", ...log }, [], NOW));
  const values = (...scope: string[]) =>
    series
      .samples(
        "m",
        scope.map((tag) => ({ tag: tag.replace("!", ""), negated: tag.startsWith("!") })),
        ALWAYS,
      )
      .map(({ value }) => value);
  return { values, metrics };
}

const confidence = (value: unknown, tags = "") => ({
  art12: { event: { output: { confidence: value } } },
  ddtags: `compliance.art12:true${tags}`,
});
const distribution = {
  compute: { aggregation_type: "distribution", path: "@art12.event.output.confidence" },
};

describe("a metric from logs", () => {
  it("counts the logs that its own filter finds, and no others", () => {
    expect(counted(metric("m"), {}, { ddtags: "team:a" }, {}).values()).toEqual([1, 1]);
  });

  it("of a distribution holds the numbers at its path; a text that looks like one is none", () => {
    const { values } = counted(
      metric("m", distribution),
      confidence(0.7),
      confidence("0.9"),
      confidence(0.8),
      {},
    );
    expect(values()).toEqual([0.7, 0.8]);
  });

  it("has the tags it is grouped by, from tags, attributes and fields, and none that the log does not have", () => {
    const group_by = [
      { path: "env", tag_name: "env" },
      { path: "@art12.event.output.decision", tag_name: "decision" },
      { path: "service", tag_name: "svc" },
    ];
    const { values } = counted(
      metric("m", { group_by }),
      {
        ddtags: "compliance.art12:true,env:a",
        service: "Credit",
        art12: { event: { output: { decision: "approve" } } },
      },
      { ddtags: "compliance.art12:true,env:b" },
    );
    expect(values("env:a", "decision:approve", "svc:credit")).toHaveLength(1);
    expect(values("env:b")).toHaveLength(1);
    expect(values("!decision:approve")).toHaveLength(1);
    expect(values("decision:*")).toHaveLength(1);
  });

  it("counts no log that is older than 20 minutes: what comes late is archived and does not move a monitor", () => {
    const at = (minutes: number) => ({ timestamp: new Date(NOW.getTime() - minutes * 60_000).toISOString() });
    const { values, metrics } = counted(metric("m"), at(19), at(21));
    expect(values()).toEqual([1]);
    expect(metrics.tooOld).toBe(1);
  });

  it.each([
    ["a filter that nobody could read", { filter: { query: "a:b:c" } }, "attributes.filter.query"],
    [
      "a way to compute that does not exist",
      { compute: { aggregation_type: "median" } },
      "attributes.compute.aggregation_type",
    ],
    [
      "a path that names a tag",
      { compute: { ...distribution.compute, path: "env" } },
      "attributes.compute.path",
    ],
  ])("is refused with %s", (_, attributes, field) => {
    expect(() => counted(metric("m", attributes))).toThrow(`logs metric "m": ${field}`);
  });
});
