import { z } from "zod";
import { breaks, EVEN_WHEN_OTHERS_FAIL } from "./rule";
import { date, line } from "./words";

const optional = (about: string) => line.optional().describe(about);

/** A monitor's key, as docs/monitors.md heads its section. */
const monitorKey = z.string().regex(/^[a-z][a-z0-9_]{0,47}$/, "a monitor's key such as `error_rate`");

const responsible = z
  .strictObject({
    monitoringPlan: optional("Who answers for the plan."),
    analysis: optional("Who analyses what the monitoring collects."),
    riskManagement: optional("Who evaluates risks that it shows (Art 9(2)(c))."),
    incidents: optional("Who reports serious incidents to the authority (Art 73)."),
    technicalDocumentation: optional("Who keeps the technical documentation up to date (Art 11(1))."),
  })
  .describe("People by role or team: documents are kept for years, and names of persons are personal data.");

const development = z
  .strictObject({
    methods: optional("Annex IV(2)(a): methods and steps of development."),
    thirdParty: z
      .union([z.literal("none"), z.array(line).min(1)])
      .optional()
      .describe("Annex IV(2)(a): pre-trained systems and tools of third parties, and how each is used."),
    logic: optional("Annex IV(2)(b): general logic of the system and of its algorithms."),
    designChoices: z
      .array(z.strictObject({ choice: line, because: line.describe("Rationale and assumptions.") }))
      .min(1)
      .optional()
      .describe("Annex IV(2)(b): key design choices."),
    optimisesFor: optional(
      "Annex IV(2)(b): classification choices, what is optimised, relevance of parameters.",
    ),
    output: optional("Annex IV(2)(b): expected output and its quality."),
    tradeOffs: optional("Annex IV(2)(b): trade-offs made for the requirements."),
    architecture: optional("Annex IV(2)(c): software components, and how they build on each other."),
    computationalResources: optional(
      "Annex IV(2)(c): hardware and time used to develop, train, test and validate.",
    ),
    dataSelection: optional("Annex IV(2)(d): how data was obtained, selected, labelled and cleaned."),
    interpretation: optional(
      "Annex IV(2)(e), Art 13(3)(d): assessment of what helps deployers to interpret the output.",
    ),
    predeterminedChanges: z
      .union([
        z.literal("none"),
        z
          .array(
            z.strictObject({ change: line, within: line.describe("Limits, and how requirements stay met.") }),
          )
          .min(1),
      ])
      .optional()
      .describe("Annex IV(2)(f): changes foreseen in the initial conformity assessment (Art 43(4))."),
    testing: optional("Annex IV(2)(g): procedures of validation and testing, and the data used."),
    robustness: optional("Annex IV(2)(g): metrics of robustness, and how they are measured."),
    cybersecurity: optional("Annex IV(2)(h): cybersecurity measures of the system itself."),
  })
  .describe("Annex IV(2): elements of the system and its development.");

const risk = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "a short name such as `R-3`")
    .describe("As in the risk register."),
  risk: line.describe("Unintended outcome, or source of risk."),
  affects: z
    .array(z.enum(["health-and-safety", "fundamental-rights", "discrimination"]))
    .min(1)
    .describe("What it concerns, Annex IV(3)."),
  measure: line.describe("What is done about it."),
  monitors: z
    .array(monitorKey)
    .optional()
    .describe("Monitors that would show it. Left out: none does, and the logging plan says so."),
});

const functioning = z
  .strictObject({
    limitations: z.array(line).min(1).optional().describe("Capabilities and limitations in performance."),
    groupsWithoutAccuracy: optional("Persons or groups of whom accuracy is not known, and why."),
    risks: z
      .array(risk)
      .min(1)
      .superRefine((risks, ctx) => {
        if (!Array.isArray(risks)) return;
        const ids = risks.map((each) => each?.id);
        ids.forEach((id, index) => {
          if (typeof id !== "string" || ids.indexOf(id) === index) return;
          breaks(ctx, id, [index, "id"], {
            rule: "risk-once",
            needed: "each risk once, by the id it has in the risk register",
            fix: "give the later entry the id of its own risk, or remove it",
          });
        });
      }, EVEN_WHEN_OTHERS_FAIL)
      .optional()
      .describe("Foreseeable unintended outcomes and sources of risks."),
    interpretation: optional("Technical measures that help deployers to interpret the output."),
    inputs: optional("Specifications of input data."),
  })
  .describe("Annex IV(3): monitoring, functioning and control.");

const source = z.strictObject({
  data: line.describe("What is provided."),
  from: line,
  how: line.describe("By which way it comes, and where it is kept."),
  everyDays: z.int().min(1).max(3653).describe("Days from one delivery to the next, at most."),
});

const monitoringPlan = z
  .strictObject({
    version: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9.+_-]{0,63}$/)
      .optional(),
    approvedBy: optional("Role that approved this version."),
    approvedOn: date.optional(),
    reviewEveryMonths: z
      .int()
      .min(1)
      .max(60)
      .optional()
      .describe("Months from one review of the plan to the next."),
    proportionality: z
      .strictObject({
        technology: optional("Why the effort suits the nature of the AI technologies."),
        risks: optional("Why it suits the risks."),
      })
      .optional()
      .describe("Art 72(1)."),
    analysis: z
      .strictObject({ everyDays: z.int().min(1).max(366), how: line.describe("What is compared with what.") })
      .optional()
      .describe("Art 72(2): analysis beyond what monitors do by themselves."),
    fromDeployers: z
      .union([z.strictObject({ noneBecause: line }), z.array(source).min(1)])
      .optional()
      .describe("Art 72(2): data that deployers provide."),
    fromOthers: z
      .union([z.strictObject({ noneBecause: line }), z.array(source).min(1)])
      .optional()
      .describe("Art 72(2): data from other sources."),
    interactions: z
      .union([
        z.strictObject({ noneBecause: line }),
        z
          .array(
            z.strictObject({
              system: line.describe("The other AI system."),
              how: line.describe("What one gives to the other."),
              watchedBy: line.describe("How their interaction is analysed."),
            }),
          )
          .min(1),
      ])
      .optional()
      .describe("Art 72(2): interaction with other AI systems."),
    lawEnforcementDeployers: z
      .boolean()
      .optional()
      .describe(
        "Whether a deployer is a law enforcement authority: its sensitive operational data are not collected.",
      ),
  })
  .describe("Annex IV(9), Art 72: what the plan says beside what is deployed.");

/**
 * What Annex IV asks for and neither Terraform nor MLflow nor a record tells. All of it may be left out: what is left out
 * stands in the generated documents as missing.
 */
export const documentation = z
  .strictObject({
    example: z
      .literal(true)
      .optional()
      .describe("These facts are an example, not those of a system: every generated document says so."),
    provider: optional("Name of the provider."),
    responsible: responsible.optional(),
    development: development.optional(),
    functioning: functioning.optional(),
    monitoringPlan: monitoringPlan.optional(),
  })
  .describe(
    "Facts for the generated documents of Annex IV (docs/annex-iv.md). What is left out is listed there as missing.",
  );

/** Facts for the generated documents. */
export type Documentation = z.infer<typeof documentation>;
