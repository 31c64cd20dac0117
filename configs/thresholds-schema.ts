import { z } from "zod";
import { DEFAULTS } from "./defaults";
import { breaks, EVEN_WHEN_OTHERS_FAIL } from "./rule";
import { date, id, line } from "./words";

const PREFIX = DEFAULTS.production.testSetPrefix;
/** Finite, and within what a measure of a model ever is: a typing error such as 0.7e30 is no threshold. */
const limit = z.number().min(-1e12).max(1e12);

/** Name of a group or of what groups persons: part of a metric's name, which is a promise to whoever trains. */
const word = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,47}$/, "letters, digits, `_` and `-`, such as `female` or `18-25`");

const groups = z
  .array(z.strictObject({ attribute: word, values: z.array(word).min(2).max(50) }))
  .min(1)
  .max(10)
  .optional()
  .describe(
    "Groups of persons in which the same limit holds (Arts 10(2)(f)-(g), 15): each is a metric of its own, such as `test_recall/sex/female`.",
  );

/** A metric with its limits: what is declared in the instructions for use, and what a release is held against. */
const limits = {
  metric: z
    .string()
    .regex(
      new RegExp(`^${PREFIX}[a-z0-9][a-z0-9_.-]{0,99}$`),
      `a metric of the test set: \`${PREFIX}\` and a lower-case name, as the training logs it`,
    )
    .describe(`Name of the metric in the run; \`${PREFIX}\` says that it was measured on the test set.`),
  min: limit.optional().describe("The least that is enough."),
  max: limit.optional().describe("The most that is allowed."),
  confidencePercent: z
    .int()
    .min(50)
    .max(99)
    .optional()
    .describe(
      "Art 9(8), probabilistic threshold: not the value but the one-sided confidence bound at this level is held against the limit. The run logs it as `<metric>/lower/95` or `<metric>/upper/95`.",
    ),
  groups,
};

interface Limited {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

function hasLimits(value: Limited, ctx: z.RefinementCtx): void {
  const { min, max } = value ?? {};
  if (min === undefined && max === undefined)
    breaks(ctx, value, [], {
      rule: "threshold-has-limit",
      needed: "min, max or both: without a limit every result passes",
      fix: "add min or max",
    });
  if (typeof min === "number" && typeof max === "number" && min > max)
    breaks(ctx, min, ["min"], {
      rule: "limits-ordered",
      needed: `a number not above max (${max})`,
      fix: "lower min or raise max",
    });
}

function eachMetricOnce(all: readonly { readonly metric: string }[], ctx: z.RefinementCtx): void {
  if (!Array.isArray(all)) return;
  const names = all.map((each) => each?.metric);
  names.forEach((name, index) => {
    if (typeof name !== "string" || names.indexOf(name) === index) return;
    breaks(ctx, name, [index, "metric"], {
      rule: "metric-once",
      needed: "each metric once: of two limits nobody knows which holds",
      fix: "give one entry both min and max",
    });
  });
}

/** Accuracy that the instructions for use declare, Art 15(3). */
export const declaredAccuracy = z
  .array(z.strictObject(limits).superRefine(hasLimits, EVEN_WHEN_OTHERS_FAIL))
  .min(1)
  .superRefine(eachMetricOnce, EVEN_WHEN_OTHERS_FAIL);

const threshold = z
  .strictObject({
    ...limits,
    why: line.describe("Why this metric and this limit suit the intended purpose (Annex IV(4))."),
    notDeclared: line
      .optional()
      .describe(
        "Why the instructions for use do not declare this metric. Left out, they must declare it, with the same numbers (Art 15(3)).",
      ),
  })
  .superRefine(hasLimits, EVEN_WHEN_OTHERS_FAIL);

/** Thresholds of one system: `configs/thresholds/<system>.yaml`. Older than the run they judge, as git says (Art 9(8)). */
export const thresholdsSchema = z
  .strictObject({
    system: id.describe("Id of the AI system, which is also the name of this file."),
    setBy: line.describe("Role or committee that set them, not a person's name."),
    setOn: date.describe("Day on which they were set. What counts is when git got this file."),
    why: line.describe("On what basis: the document or meeting."),
    metrics: z.array(threshold).min(1).max(200).superRefine(eachMetricOnce, EVEN_WHEN_OTHERS_FAIL),
  })
  .meta({
    title: "Thresholds of an AI system",
    description:
      "What a model version must reach on the test set before production (Art 9(8)), for configs/thresholds/<system>.yaml of ai-act-evidence.",
  });

/** Validated thresholds of a system. */
export type Thresholds = z.infer<typeof thresholdsSchema>;

/** One metric with its limits. */
export type Threshold = z.infer<typeof declaredAccuracy>[number];
