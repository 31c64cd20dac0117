import type { System } from "../../configs";
import type { Duty } from "../evidence-resource";
import { ART12_METRICS } from "../art12-logging/metrics";

/** What the rows below may use: the system's plan and the scope of its metrics. */
export interface MonitorContext {
  readonly thresholds: System["monitoring"]["thresholds"];
  /** Metric scope of one system in one environment, for example `ai_system:credit-scoring,env:production`. */
  readonly scope: string;
}

/** Behaviour without data, chosen for each monitor: silence must never read as health by accident. */
export type MissingData = { readonly notifyAfterMinutes: number } | { readonly quietBecause: string };

/** One compliance monitor as data. */
export interface MonitorRow {
  /** Stable key, part of the Terraform address. */
  readonly key: string;
  readonly article: string;
  readonly duties: readonly Duty[];
  /** What is wrong when it alerts; follows `[EU AI Act][Art 72][<system>]` in the monitor's name. */
  readonly title: string;
  /** What the alert means and what to do, in sentences. */
  readonly meaning: string;
  readonly priority: 1 | 2 | 3;
  query(context: MonitorContext): string;
  threshold(context: MonitorContext): number;
  missingData(context: MonitorContext): MissingData;
  readonly renotifyMinutes: number;
}

const count = ({ name }: { name: string }, scope: string) => `sum:${name}{${scope}}.as_count()`;
const QUIET = { quietBecause: "the monitor for missing log entries speaks when there is no data" } as const;
const HOUR = 60;
const DAY = 24 * HOUR;

/** The catalogue of compliance monitors. Every system has all of them; its config sets the numbers. */
export const MONITORS: readonly MonitorRow[] = [
  {
    key: "no_log_entries",
    article: "Art 12",
    duties: ["Art12", "Art19(1)", "Art72"],
    title: "No Art 12 log entries",
    meaning:
      "The system wrote no log entry for longer than its plan allows. Either it is not in use, or events are not being recorded. " +
      "Find out which, and write it down: entries that were never sent cannot be made up later.",
    priority: 1,
    query: ({ scope, thresholds }) =>
      `sum(last_${thresholds.maxSilenceMinutes}m):${count(ART12_METRICS.events, scope)} < 1`,
    threshold: () => 1,
    missingData: ({ thresholds }) => ({ notifyAfterMinutes: 2 * thresholds.maxSilenceMinutes }),
    renotifyMinutes: 4 * HOUR,
  },
  {
    key: "error_rate",
    article: "Art 72",
    duties: ["Art72", "Art15"],
    title: "Error rate above plan",
    meaning:
      "More of the system's events are errors than the post-market monitoring plan expects. Look at the error codes by model version; " +
      "consider rolling back to the version approved before.",
    priority: 2,
    query: ({ scope, thresholds }) =>
      `sum(last_1h):${count(ART12_METRICS.events, `event_type:error,${scope}`)} / ${count(ART12_METRICS.events, scope)} > ${thresholds.errorRate}`,
    threshold: ({ thresholds }) => thresholds.errorRate,
    missingData: () => QUIET,
    renotifyMinutes: 12 * HOUR,
  },
  {
    key: "override_rate_high",
    article: "Art 72",
    duties: ["Art72", "Art14"],
    title: "Human override rate above plan",
    meaning:
      "Reviewers change more decisions than the plan expects: the system may have drifted, or be used outside its intended purpose. " +
      "Compare by model version and reason code, and enter the finding in the risk register (Art 9).",
    priority: 2,
    query: ({ scope, thresholds }) =>
      `sum(last_1d):${count(ART12_METRICS.overrides, scope)} / ${count(ART12_METRICS.reviews, scope)} > ${thresholds.overrideRateHigh}`,
    threshold: ({ thresholds }) => thresholds.overrideRateHigh,
    missingData: () => QUIET,
    renotifyMinutes: DAY,
  },
  {
    key: "override_rate_low",
    article: "Art 14",
    duties: ["Art14", "Art72"],
    title: "Human override rate below plan",
    meaning:
      "Reviewers change hardly any decision: a sign of over-reliance on the system's output (Art 14(4)(b)). Check how reviews are done, " +
      "and whether the persons assigned have time and training for them (Art 26(2)).",
    priority: 3,
    query: ({ scope, thresholds }) =>
      `sum(last_1w):${count(ART12_METRICS.overrides, scope)} / ${count(ART12_METRICS.reviews, scope)} < ${thresholds.overrideRateLow}`,
    threshold: ({ thresholds }) => thresholds.overrideRateLow,
    missingData: () => QUIET,
    renotifyMinutes: 7 * DAY,
  },
];
