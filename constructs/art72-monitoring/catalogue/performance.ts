import { ART12_METRICS } from "../../art12-logging/metrics";
import { count, distance, gauge, over, sum } from "../monitor-query";
import { DAY, HOUR, QUIET, WEEK, type MonitorRow } from "../monitor-row";

const INFERENCES = "event_type:inference";
/** A metric of another program: nobody here would notice that it stopped. */
const speaksAfter = (notifyAfterMinutes: number) => ({ notifyAfterMinutes });

/** Whether the system does what it was tested for (Arts 15, 72). */
export const PERFORMANCE: readonly MonitorRow[] = [
  {
    key: "error_rate",
    article: "Art 72",
    duties: ["Art72", "Art15"],
    title: "Error rate above plan",
    meaning: "More of the system's events are errors than the post-market monitoring plan expects.",
    action: "Look at the error codes by model version; consider rolling back to the version approved before.",
    who: "the team that runs the system",
    priority: 2,
    where: "always",
    during: ["active"],
    watch: ({ scope, thresholds }) => ({
      query: over(
        "1h",
        `${count(ART12_METRICS.events, scope, "event_type:error")} / ${count(ART12_METRICS.events, scope)}`,
        ">",
        thresholds.errorRate,
      ),
      threshold: thresholds.errorRate,
      missingData: QUIET,
    }),
    renotifyMinutes: 12 * HOUR,
  },
  {
    key: "decision_drift",
    article: "Art 72",
    duties: ["Art72", "Art15"],
    title: "Decisions drift from those of validation",
    meaning:
      "The decisions of a day are distributed otherwise than where the version was validated. The log holds no inputs: this is the trace that a shifted population leaves in decisions, and a shift that leaves decisions alone does not show.",
    action:
      "Compare the inputs of the day, which the application holds, with the validation set; look whether errors or overrides rise as well. Enter the finding in the risk register (Art 9).",
    who: "the owner of the model",
    priority: 2,
    where: "monitoring.decisionShares",
    during: ["active"],
    watch: ({ scope, thresholds, system }) =>
      system.monitoring.decisionShares && {
        query: over(
          "1d",
          distance(
            system.monitoring.decisionShares,
            (code) => count(ART12_METRICS.decisions, scope, `decision:${code}`),
            count(ART12_METRICS.decisions, scope),
          ),
          ">",
          thresholds.decisionDrift,
        ),
        threshold: thresholds.decisionDrift,
        missingData: QUIET,
      },
    renotifyMinutes: DAY,
  },
  {
    key: "low_confidence",
    article: "Art 72",
    duties: ["Art72", "Art15"],
    title: "More unsure decisions than planned",
    meaning: "A larger share of the day's decisions than planned was made with a confidence below 0.6.",
    action:
      "Compare the distribution of confidence by model version on the dashboard with the test report (Annex IV(2)(g)).",
    who: "the owner of the model",
    priority: 3,
    where: "always",
    during: ["active"],
    watch: ({ scope, thresholds }) => ({
      query: over(
        "1d",
        `${count(ART12_METRICS.low_confidence, scope)} / ${count(ART12_METRICS.events, scope, INFERENCES)}`,
        ">",
        thresholds.lowConfidenceShare,
      ),
      threshold: thresholds.lowConfidenceShare,
      missingData: QUIET,
    }),
    renotifyMinutes: DAY,
  },
  {
    key: "out_of_scope_inputs",
    article: "Art 72",
    duties: ["Art72", "Art26(5)"],
    title: "Inputs outside the intended purpose above plan",
    meaning:
      "The system met more inputs outside its intended purpose than planned, and did not decide on them. It may be used for what it was not made for.",
    action: "Find out who sends them; the deployer follows the instructions for use (Art 26(1)).",
    who: "the team that runs the system",
    priority: 2,
    where: "always",
    during: ["active"],
    watch: ({ scope, thresholds }) => ({
      query: over(
        "1d",
        `${count(ART12_METRICS.events, scope, "event_type:out_of_scope_input")} / ${count(ART12_METRICS.events, scope)}`,
        ">",
        thresholds.outOfScopeRate,
      ),
      threshold: thresholds.outOfScopeRate,
      missingData: QUIET,
    }),
    renotifyMinutes: DAY,
  },
  {
    key: "adverse_outcomes",
    article: "Art 72",
    duties: ["Art72", "Art15"],
    title: "Adverse outcomes above plan",
    meaning:
      "Of the outcomes that became known in a week, more than planned show that the decision was wrong: performance drifts.",
    action:
      "Outcomes come late: find the model version that decided with `evidence query model-versions`, and compare with what the instructions for use declare (Art 15(3)).",
    who: "the owner of the model",
    priority: 2,
    where: "monitoring.adverseOutcomes",
    during: ["active", "retired"],
    watch: ({ scope, system: { monitoring } }) =>
      monitoring.adverseOutcomes && {
        query: over(
          "1w",
          `${sum(monitoring.adverseOutcomes.codes.map((code) => count(ART12_METRICS.outcomes, scope, `outcome:${code}`)))} / ${count(ART12_METRICS.outcomes, scope)}`,
          ">",
          monitoring.adverseOutcomes.share,
        ),
        threshold: monitoring.adverseOutcomes.share,
        missingData: { quietBecause: "a week without an outcome has no share of adverse ones" },
      },
    renotifyMinutes: WEEK,
  },
  {
    key: "latency",
    article: "Art 72",
    duties: ["Art72", "Art15"],
    title: "Decisions take longer than planned",
    meaning:
      "The average time of a decision over an hour is above the plan: the system may soon fail to decide at all.",
    action: "Look at the application's traces; the log holds no durations.",
    who: "the team that runs the system",
    priority: 3,
    where: "monitoring.latency",
    during: ["active"],
    watch: ({ scope, system: { monitoring } }) =>
      monitoring.latency && {
        query: gauge("avg", "1h", monitoring.latency.metric, scope, monitoring.latency.seconds),
        threshold: monitoring.latency.seconds,
        missingData: speaksAfter(DAY),
      },
    renotifyMinutes: 12 * HOUR,
  },
  {
    key: "fairness_gap",
    article: "Art 72",
    duties: ["Art72", "Art15"],
    title: "Gap between groups above plan",
    meaning:
      "The evaluation of fairness reports a larger gap between groups than planned. The groups themselves are not in the log.",
    action:
      "Have the evaluation repeated on a larger sample, and enter the finding in the risk register (Art 9): the gap may concern fundamental rights.",
    who: "the owner of the model, with the persons responsible for fundamental rights",
    priority: 2,
    where: "monitoring.fairness",
    during: ["active"],
    watch: ({ scope, system: { monitoring } }) =>
      monitoring.fairness && {
        query: gauge("max", "1d", monitoring.fairness.metric, scope, monitoring.fairness.gap),
        threshold: monitoring.fairness.gap,
        missingData: speaksAfter(2 * DAY),
      },
    renotifyMinutes: DAY,
  },
];
