import { z } from "zod";
import { DEFAULTS } from "./defaults";
import { breaks, EVEN_WHEN_OTHERS_FAIL } from "./rule";
import { code } from "./words";

/** Kinds of receivers Datadog knows beside e-mail addresses: a word behind `@` that is none of them tells nobody. */
export const HANDLE_KINDS = [
  "case",
  "flowdock",
  "hangouts",
  "jira",
  "microsoft-teams",
  "oncall",
  "opsgenie",
  "pagerduty",
  "servicenow",
  "slack",
  "sns",
  "team",
  "teams",
  "victorops",
  "webhook",
  "workflow",
] as const;

const HANDLE = new RegExp(`^@(?:(?:${HANDLE_KINDS.join("|")})-[\\w.+-]+|[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+)$`);

/** Whom a monitor tells. */
export const handle = z
  .string()
  .regex(
    HANDLE,
    `a receiver Datadog knows: \`@somebody@example.org\`, or \`@\` with one of ${HANDLE_KINDS.join(", ")} and a name, such as \`@slack-credit-risk\``,
  );

const share = z.number().min(0.0001).max(0.9999);
const { thresholds: USUAL } = DEFAULTS.monitoring;
const usually = (value: number) => `Usually ${value}.`;

const thresholds = z
  .strictObject({
    maxSilenceMinutes: z
      .int()
      .min(5)
      .max(2880)
      .describe("Longest silence of the system before 'no log entries' alerts."),
    errorRate: share.describe("Share of error events that alerts, over one hour."),
    overrideRateHigh: z
      .number()
      .gt(0)
      .lte(1)
      .describe("Share of reviewed decisions overridden that alerts (plan under Art 72)."),
    overrideRateLow: z
      .number()
      .gte(0)
      .lt(1)
      .describe("Share below which reviewers may over-rely on the system, Art 14(4)(b)."),
    logDelivered: share
      .default(USUAL.logDelivered)
      .describe(
        `Share of a month's time in which log entries came, below which the objective is missed. ${usually(USUAL.logDelivered)}`,
      ),
    reviewedShare: share
      .default(USUAL.reviewedShare)
      .describe(
        `Share of decisions that had to be reviewed and were, below which oversight is missing. ${usually(USUAL.reviewedShare)}`,
      ),
    lowConfidenceShare: share
      .default(USUAL.lowConfidenceShare)
      .describe(
        `Share of decisions with a confidence below 0.6 that alerts. ${usually(USUAL.lowConfidenceShare)}`,
      ),
    outOfScopeRate: share
      .default(USUAL.outOfScopeRate)
      .describe(`Share of inputs outside the intended purpose that alerts. ${usually(USUAL.outOfScopeRate)}`),
    decisionDrift: share
      .default(USUAL.decisionDrift)
      .describe(
        `Distance of the decisions of a day from decisionShares that alerts: a population stability index, 0.1 counts as a moderate shift, 0.25 as a large one. Below 100 decisions a day chance alone comes near it: choose more. ${usually(USUAL.decisionDrift)}`,
      ),
    volumeLow: share
      .default(USUAL.volumeLow)
      .describe(`Part of volume.eventsPerDay below which a day alerts. ${usually(USUAL.volumeLow)}`),
    volumeHigh: z
      .number()
      .gt(1)
      .max(1000)
      .default(USUAL.volumeHigh)
      .describe(`Multiple of volume.eventsPerDay above which a day alerts. ${usually(USUAL.volumeHigh)}`),
  })
  .superRefine((value, ctx) => {
    const { overrideRateLow, overrideRateHigh } = value;
    if (overrideRateLow < overrideRateHigh) return;
    breaks(ctx, overrideRateLow, ["overrideRateLow"], {
      rule: "override-rates-ordered",
      needed: `a number below overrideRateHigh (${overrideRateHigh})`,
      fix: "lower overrideRateLow or raise overrideRateHigh",
    });
  });

/** A share of nothing cannot be compared with, and of hardly anything a few cases would alert. */
const LEAST_SHARE = 0.01;
/** The query has two counts a decision, and Datadog takes no query of any length. */
const MOST_DECISIONS = 8;
const SUM_MAY_BE_OFF_BY = 1e-6;

const decisionShares = z
  .record(code, z.number().min(LEAST_SHARE).lt(1))
  .superRefine((shares, ctx) => {
    const all = Object.values(shares);
    const sum = all.reduce((total, each) => total + each, 0);
    if (all.length >= 2 && all.length <= MOST_DECISIONS && Math.abs(sum - 1) < SUM_MAY_BE_OFF_BY) return;
    breaks(ctx, sum, [], {
      rule: "decision-shares-are-whole",
      needed: `2 to ${MOST_DECISIONS} decisions whose shares come to 1; these ${all.length} come to ${Number(sum.toFixed(6))}`,
      fix: "take the shares of all decision codes from the data set the version was validated on",
    });
  }, EVEN_WHEN_OTHERS_FAIL)
  .describe(
    "Share of each decision where the version was validated (Annex IV(2)(g)): what live decisions are compared with. Left out, drift is not watched.",
  );

const metricName = z
  .string()
  .regex(
    /^[a-zA-Z][\w.]{0,199}$/,
    "a metric's name: letters, digits, dots and underscores, a letter first, 200 at the most",
  )
  .refine((name) => !name.startsWith("art12."), {
    error: () => "a metric of another program: names below art12. are counts of the log",
  });

const outcomeCodes = z.array(code).min(1);

/** Art 72 post-market monitoring of one system. */
export const monitoring = z
  .strictObject({
    notify: z.array(handle).min(1).describe("Datadog handles every monitor of this system notifies."),
    runbooks: z
      .url({ protocol: /^https$/ })
      .optional()
      .describe(
        "Web address of this repository's docs/ folder, for links to runbooks in alerts. Left out, alerts name the file.",
      ),
    afterRetirement: z
      .enum(["keep", "close"])
      .default(DEFAULTS.monitoring.afterRetirement)
      .describe(
        "What becomes of monitors when the system is `retired`. `keep`: those that speak of what comes late (outcomes, complaints, incidents) stay, and one that tells of use after retirement is added, because effects appear for years. `close`: none stay. Evidence is kept either way.",
      ),
    thresholds,
    modelVersions: z
      .array(z.string().regex(/^[1-9][0-9]{0,8}$/, 'a registered version such as "3", in quotes'))
      .min(1)
      .max(20)
      .optional()
      .describe(
        "Registered versions of registeredModel that may run. An entry of any other version alerts. Left out, only `evidence query unregistered-versions` tells.",
      ),
    decisionShares: decisionShares.optional(),
    adverseOutcomes: z
      .strictObject({ codes: outcomeCodes, share })
      .optional()
      .describe(
        "Outcomes that show a decision was wrong, and their share of a week's outcomes that alerts: performance drift.",
      ),
    complaints: z
      .strictObject({ codes: outcomeCodes, perWeek: z.int().min(0).max(1_000_000) })
      .optional()
      .describe("Outcomes that are complaints, and how many in a week alert when there are more."),
    incidents: z
      .strictObject({ codes: outcomeCodes })
      .optional()
      .describe("Outcomes that may be a serious incident (Art 3(49)): one alerts."),
    latency: z
      .strictObject({ metric: metricName, seconds: z.number().gt(0).max(86_400) })
      .optional()
      .describe(
        "A gauge in seconds, tagged ai_system and env, that the application reports, and its hourly average that alerts. The log holds no durations.",
      ),
    fairness: z
      .strictObject({ metric: metricName, gap: share })
      .optional()
      .describe(
        "A gauge, tagged ai_system and env, of the gap between groups, which an evaluation of your own reports daily, and the gap that alerts. The log holds no group of any person.",
      ),
  })
  .describe("Art 72 post-market monitoring: who is told, and the plan's numbers.");
