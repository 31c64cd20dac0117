import { z } from "zod";
import { DEFAULTS } from "./defaults";
import { breaks, EVEN_WHEN_OTHERS_FAIL } from "./rule";
import { declaredAccuracy } from "./thresholds-schema";
import { date, line } from "./words";

const { production: USUAL } = DEFAULTS;

/** Word by which a run's tag names a document: short, and never another document's. */
const reference = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    "a short name such as `RA-2026-014`: letters, digits, `.`, `_`, `-`",
  );

/** A registered model's alias that puts a version into production. */
const alias = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,100}$/, "an alias of MLflow: letters, digits, `_` and `-`, 100 at the most");

const contextName = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "lower-case words joined by hyphens, such as `annex-iii-5b`")
  .max(48);

interface Named {
  readonly id: string;
}

function eachOnce(all: readonly Named[], ctx: z.RefinementCtx): void {
  if (!Array.isArray(all)) return;
  const ids = all.map((each) => each?.id);
  ids.forEach((id, index) => {
    if (typeof id !== "string" || ids.indexOf(id) === index) return;
    breaks(ctx, id, [index, "id"], {
      rule: "reference-once",
      needed: "each id once: a run's tag must lead to one document",
      fix: "give the later document an id of its own",
    });
  });
}

const riskAssessment = z
  .strictObject({
    id: reference.describe("What the run's tag `ai_act.risk_assessment` names."),
    reference: line.describe("Where the assessment is kept."),
    assessedOn: date,
    validUntil: date.describe("Last day on which a version may go to production with it."),
  })
  .superRefine((value, ctx) => {
    if (value.assessedOn < value.validUntil) return;
    breaks(ctx, value.validUntil, ["validUntil"], {
      rule: "assessment-valid-after-it-was-made",
      needed: `a day after assessedOn (${value.assessedOn})`,
      fix: "correct one of the two dates",
    });
  });

const datasets = z
  .strictObject({
    sources: z
      .array(z.enum(["s3", "gs", "abfss", "delta_table"]))
      .min(1)
      .default([...USUAL.datasets.sources])
      .describe(
        `Kinds of source that keep what was trained on: each data set names one with a version. Usually ${USUAL.datasets.sources.join(", ")}.`,
      ),
    localFiles: z
      .strictObject({ basis: line.describe("Why a file on some machine is source enough.") })
      .optional()
      .describe("Also takes files of the machine that trained, which another can hardly find again."),
  })
  .prefault({})
  .describe("Art 10: where training, validation and test sets may come from.");

/** What a version of this system must have before it goes to production. */
export const production = z
  .strictObject({
    protectedAliases: z
      .array(alias)
      .min(1)
      .max(20)
      .default([...USUAL.protectedAliases])
      .describe(
        `Aliases that put a version into production, beside the stage Production. Usually ${USUAL.protectedAliases.join(" and ")}.`,
      ),
    approvers: z
      .strictObject({
        groups: z
          .array(line)
          .min(1)
          .describe("Groups of the identity provider; an approver must be in one of them."),
      })
      .optional()
      .describe(
        "Who, of the environment's approvers, may approve this system (Art 17(1)). Left out: every one of them.",
      ),
    instructionsForUse: z
      .strictObject({
        reference: line.describe("Document, version and section (Art 13)."),
        accuracy: declaredAccuracy.describe(
          "Art 15(3): accuracy metrics and levels as declared there. configs/thresholds/<id>.yaml must say the same.",
        ),
      })
      .describe("Instructions for use, and what they declare."),
    riskAssessments: z
      .array(riskAssessment)
      .min(1)
      .superRefine(eachOnce, EVEN_WHEN_OTHERS_FAIL)
      .describe("Art 9: risk assessments that a release may rely on."),
    oversight: z
      .strictObject({
        reference: line.describe("Where the assessment of the human oversight measures is kept."),
        assessedOn: date,
      })
      .describe("Annex IV(2)(e): assessment of the human oversight measures that Art 14 asks for."),
    dataGovernance: z
      .array(
        z.strictObject({
          id: reference.describe("What the run's tag `ai_act.data_governance` names."),
          reference: line.describe("Where it is kept."),
        }),
      )
      .min(1)
      .superRefine(eachOnce, EVEN_WHEN_OTHERS_FAIL)
      .describe("Art 10: documents on how the data was chosen, prepared and examined."),
    regulatoryContexts: z
      .array(contextName)
      .min(1)
      .max(20)
      .describe("Regulatory contexts that experiment names and tags may state, such as `annex-iii-5b`."),
    datasets,
    furtherTags: z
      .array(z.string().regex(/^[A-Za-z][\w.-]{0,99}$/, "a tag's key, such as `cost_centre`"))
      .max(50)
      .default([])
      .describe("Tags of the run beyond the product's own that must be there and not be empty."),
  })
  .describe(
    "What a model version must have before production: docs/what-production-requires.md. Left out, no version of this system goes to production.",
  );

/** What production requires of a system's versions. */
export type Production = z.infer<typeof production>;
