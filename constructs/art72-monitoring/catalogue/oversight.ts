import { ART12_METRICS } from "../../art12-logging/metrics";
import { count, orZero, over } from "../monitor-query";
import { DAY, QUIET, WEEK, type MonitorContext, type MonitorRow } from "../monitor-row";

const overrideRate = ({ scope }: MonitorContext) =>
  `${orZero(count(ART12_METRICS.overrides, scope))} / ${count(ART12_METRICS.reviews, scope)}`;

/** Whether people oversee the system, and what they find (Art 14). */
export const OVERSIGHT: readonly MonitorRow[] = [
  {
    key: "override_rate_high",
    article: "Art 72",
    duties: ["Art72", "Art14"],
    title: "Human override rate above plan",
    meaning:
      "Reviewers change more decisions than the plan expects: the system may have drifted, or be used outside its intended purpose.",
    action:
      "Compare by model version and reason code with `evidence query overrides`, and enter the finding in the risk register (Art 9).",
    who: "the owner of the model",
    priority: 2,
    where: "always",
    during: ["active"],
    watch: (context) => ({
      query: over("1d", overrideRate(context), ">", context.thresholds.overrideRateHigh),
      threshold: context.thresholds.overrideRateHigh,
      missingData: QUIET,
    }),
    renotifyMinutes: DAY,
  },
  {
    key: "override_rate_low",
    article: "Art 14",
    duties: ["Art14", "Art72"],
    title: "Human override rate below plan",
    meaning:
      "Reviewers change hardly any decision: a sign of over-reliance on the system's output (Art 14(4)(b)).",
    action:
      "Check how reviews are done, and whether the persons assigned have time and training for them (Art 26(2)).",
    who: "whoever assigns the persons who oversee",
    priority: 3,
    where: "always",
    during: ["active"],
    watch: (context) => ({
      query: over("1w", overrideRate(context), "<", context.thresholds.overrideRateLow),
      threshold: context.thresholds.overrideRateLow,
      missingData: QUIET,
    }),
    renotifyMinutes: WEEK,
  },
  {
    key: "oversight_missing",
    article: "Art 14",
    duties: ["Art14", "Art26(2)", "Art72"],
    title: "Decisions without the oversight they need",
    meaning:
      "Of the decisions of a day that a person had to review, fewer were reviewed than the plan asks for. Reviews that come more than a day later, and two reviews of one decision, blur the share.",
    action:
      "Find the decisions without a later oversight event with `evidence query system-events`, and stop their effect until a person has looked.",
    who: "whoever assigns the persons who oversee",
    priority: 1,
    where: "always",
    during: ["active"],
    watch: ({ scope, thresholds }) => ({
      query: over(
        "1d",
        `${orZero(count(ART12_METRICS.reviews_done, scope))} / ${count(ART12_METRICS.reviews_required, scope)}`,
        "<",
        thresholds.reviewedShare,
      ),
      threshold: thresholds.reviewedShare,
      missingData: QUIET,
    }),
    renotifyMinutes: DAY,
  },
];
