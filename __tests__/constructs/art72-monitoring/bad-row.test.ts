import { DatadogProvider } from "@cdktf/provider-datadog/lib/provider";
import { App, TerraformStack } from "cdktf";
import { Art12Metrics } from "../../../constructs/art12-logging/metrics";
import { ComplianceMonitor } from "../../../constructs/art72-monitoring/compliance-monitor";
import type { MonitorSpec } from "../../../constructs/art72-monitoring/monitor-spec";
import { RULES } from "../../../rules";
import { judgeAtSynth } from "../../../stacks/rules-at-synth";
import { temporaryFolder } from "../../temporary";

const SCOPE = "ai_system:credit-scoring,env:production";
const ROW: MonitorSpec = {
  key: "a_row",
  article: "Art 72",
  duties: ["Art72"],
  title: "A row of somebody's",
  meaning: "Something is wrong.",
  action: "Look at it.",
  who: "the team",
  priority: 2,
  query: `sum(last_1h):sum:art12.events{event_type:error,${SCOPE}}.as_count() / sum:art12.events{${SCOPE}}.as_count() > 0.1`,
  threshold: 0.1,
  missingData: { quietBecause: "another monitor speaks of silence" },
  renotifyMinutes: 60,
};

/** Synthesizes one monitor beside the metrics, judged by the rules about monitors. */
function synthesizeRow(changes: Partial<MonitorSpec>, notify: readonly string[] = ["@slack-team"]): void {
  const app = new App({ stackTraces: false, outdir: temporaryFolder() });
  const stack = (name: string) => {
    const made = new TerraformStack(app, name);
    new DatadogProvider(made, "datadog");
    return made;
  };
  new Art12Metrics(stack("metrics"), "Metrics");
  new ComplianceMonitor(stack("watch"), "Row", {
    spec: { ...ROW, ...changes },
    subject: "credit-scoring",
    tags: SCOPE.split(","),
    about: "A system.",
    notify,
  });
  judgeAtSynth(
    app,
    [],
    RULES.filter(({ id }) => id.startsWith("monitor-")),
  );
  app.synth();
}

const PLACE = "watch/datadog_monitor\\.a_row";

describe("A row of the catalogue", () => {
  it("that is sound is synthesized", () => expect(() => synthesizeRow({})).not.toThrow());

  // prettier-ignore
  const REFUSED: readonly (readonly [what: string, changes: Partial<MonitorSpec>, rule: string, says: string])[] = [
    ["whose metric nobody makes", { query: ROW.query.replaceAll("art12.events", "art12.evnts") }, "monitor-reads-counts", "nobody makes art12.evnts"],
    ["whose query cannot be read", { query: ROW.query.replace(" / ", " / / ") }, "monitor-query-form", "column \\d+: "],
    ["that compares with another number than it says", { threshold: 0.2 }, "monitor-upper-threshold", "threshold 0.2 and query 0.1 do not agree"],
    ["whose rate can never be that high", { query: ROW.query.replace("0.1", "2"), threshold: 2 }, "monitor-upper-threshold", "a rate is never above 2"],
    ["that watches another system than it names", { query: ROW.query.replaceAll("credit-scoring", "cv-screening") }, "monitor-scope", "do not agree on ai_system:credit-scoring"],
    ["that takes an average for a count", { query: ROW.query.replaceAll("sum:", "avg:") }, "monitor-counts", "art12.events is not counted"],
    ["that says more than an alert can hold", { meaning: "x".repeat(5000) }, "monitor-text-form", "4000 at the most"],
  ];

  it.each(REFUSED)("%s is refused at synth, with place, reason and fix", (_, changes, rule, says) => {
    expect(() => synthesizeRow(changes)).toThrow(
      new RegExp(`${PLACE} \\[${rule}\\]\\n    given: .*${says}[\\s\\S]*needed: .+\\n    fix: +.+`),
    );
  });

  it.each(["@credit-risk", "@slakc-team", "@webhook-nowhere"])(
    "that tells %s, whom Datadog does not know, is refused",
    (handle) => {
      expect(() => synthesizeRow({}, [handle])).toThrow(
        new RegExp(`${PLACE} \\[monitor-handles-known\\]\\n    given: .*does not know ${handle}`),
      );
    },
  );
});
