import type { ProvisionId } from "./articles/all";
import { aiAct } from "./provision";
import type { Source } from "./provision";

/** One thing that the Act asks a document to say. */
export interface AskedElement {
  /** Kebab case; a promise. */
  readonly id: string;
  /** Section of Annex IV, or provision. */
  readonly ref: `annex-iv:${string}` | ProvisionId;
  /** What is asked for, in our own words; the law's text prevails. */
  readonly asked: string;
  readonly source: Source;
}

const point = (number: string, id: string, asked: string): AskedElement => ({
  id,
  ref: `annex-iv:${number}`,
  asked,
  source: aiAct(`Annex IV, point ${number}`),
});

const article = (ref: ProvisionId, place: string, id: string, asked: string): AskedElement => ({
  id,
  ref,
  asked,
  source: aiAct(`Article ${place}`),
});

/** Annex IV, point 2: how the system is made, and how it was developed. */
const DEVELOPMENT = [
  point("2(a)", "development-methods", "Methods and steps by which the system was developed."),
  point(
    "2(a)",
    "third-party-parts",
    "Pre-trained systems and tools of third parties, where any were used, and how they were used, integrated or modified.",
  ),
  point("2(b)", "general-logic", "General logic of the system and of its algorithms."),
  point(
    "2(b)",
    "design-choices",
    "Key design choices with rationale and assumptions, also about the persons or groups on whom the system is to be used.",
  ),
  point(
    "2(b)",
    "optimisation",
    "Main classification choices, what the system is designed to optimise for, and how relevant its parameters are.",
  ),
  point("2(b)", "expected-output", "The expected output and its quality."),
  point(
    "2(b)",
    "trade-offs",
    "Decisions on trade-offs in the technical solutions for the requirements of Chapter III, Section 2.",
  ),
  point(
    "2(c)",
    "architecture",
    "System architecture: how the software components build on or feed into each other, and work together as a whole.",
  ),
  point(
    "2(c)",
    "computational-resources",
    "Computational resources used to develop, train, test and validate the system.",
  ),
  point(
    "2(d)",
    "data-sheets",
    "Data sheets of the training data sets: general description, provenance, scope and main characteristics, training methods.",
  ),
  point(
    "2(d)",
    "data-selection",
    "How the data was obtained and selected, and procedures of labelling and cleaning.",
  ),
  point("2(e)", "oversight-assessment", "Assessment of the human oversight measures that Article 14 needs."),
  point(
    "2(e)",
    "interpretation-assessment",
    "Assessment of the technical measures that help deployers to interpret the output (Article 13(3)(d)).",
  ),
  point(
    "2(f)",
    "predetermined-changes",
    "Pre-determined changes of the system and its performance, where there are any, and how the requirements stay met through them.",
  ),
  point(
    "2(g)",
    "test-procedures",
    "Procedures of validation and testing, and the data used with its main characteristics.",
  ),
  point("2(g)", "test-metrics", "Metrics of accuracy and of other requirements of Chapter III, Section 2."),
  point("2(g)", "robustness-metrics", "Metrics of robustness."),
  point("2(g)", "discrimination-metrics", "Metrics of potentially discriminatory impacts."),
  point(
    "2(g)",
    "test-reports",
    "Test logs, and all test reports dated and signed by the persons responsible, those on pre-determined changes included.",
  ),
  point("2(h)", "cybersecurity", "Cybersecurity measures put in place."),
] as const;

/** Annex IV, point 3. */
const FUNCTIONING = [
  point("3", "limits-of-performance", "Capabilities and limitations in performance."),
  point("3", "accuracy-overall", "Overall expected level of accuracy in relation to the intended purpose."),
  point(
    "3",
    "accuracy-of-groups",
    "Degrees of accuracy for specific persons or groups on which the system is intended to be used.",
  ),
  point(
    "3",
    "foreseeable-risks",
    "Foreseeable unintended outcomes and sources of risks to health and safety, fundamental rights and discrimination.",
  ),
  point("3", "oversight-measures", "Human oversight measures that Article 14 needs."),
  point("3", "interpretation-measures", "Technical measures that help deployers to interpret the output."),
  point("3", "input-specification", "Specifications of input data, as appropriate."),
] as const;

/** Article 12. */
const LOGGING = [
  article(
    "Art12(1)",
    "12(1)",
    "automatic-recording",
    "The system records events automatically over its lifetime.",
  ),
  article(
    "Art12(2)",
    "12(2)(a)",
    "events-of-risk",
    "Events relevant for situations that may present a risk (Article 79(1)) or be a substantial modification.",
  ),
  article(
    "Art12(2)",
    "12(2)(b)",
    "events-for-monitoring",
    "Events relevant for the post-market monitoring of Article 72.",
  ),
  article(
    "Art12(2)",
    "12(2)(c)",
    "events-of-operation",
    "Events relevant for the deployer's monitoring of operation (Article 26(5)).",
  ),
] as const;

/** Article 13(3)(f). */
const LOGS_FOR_DEPLOYERS = [
  article("Art13(3)(f)", "13(3)(f)", "collect-logs", "How deployers collect the logs."),
  article("Art13(3)(f)", "13(3)(f)", "store-logs", "How deployers store the logs."),
  article("Art13(3)(f)", "13(3)(f)", "interpret-logs", "How deployers interpret the logs."),
] as const;

/** Annex IV, point 6. */
const CHANGES = [
  point(
    "6",
    "relevant-changes",
    "Relevant changes that the provider makes to the system through its lifecycle.",
  ),
  article(
    "Art43(4)",
    "43(4)",
    "class-of-changes",
    "Of each change: whether it is a substantial modification, or was pre-determined.",
  ),
] as const;

/** Annex IV, point 9, and Article 72: the system of post-market monitoring, and its plan. */
const MONITORING_PLAN = [
  point(
    "9",
    "monitoring-system",
    "Detailed description of the system in place to evaluate performance in the post-market phase.",
  ),
  article(
    "Art72(3)",
    "72(3)",
    "plan-in-force",
    "The monitoring is based on a post-market monitoring plan, which is part of the technical documentation.",
  ),
  article(
    "Art72",
    "72(1)",
    "established",
    "The monitoring system is established and documented by the provider.",
  ),
  article(
    "Art72",
    "72(1)",
    "proportionate-to-technology",
    "It is proportionate to the nature of the AI technologies.",
  ),
  article("Art72", "72(1)", "proportionate-to-risks", "It is proportionate to the risks of the system."),
  article(
    "Art72",
    "72(2)",
    "collection",
    "It collects relevant data on performance actively and systematically.",
  ),
  article("Art72", "72(2)", "documentation-of-data", "It documents these data."),
  article("Art72", "72(2)", "analysis", "It analyses these data."),
  article("Art72", "72(2)", "data-of-deployers", "Data that deployers provide."),
  article("Art72", "72(2)", "data-of-other-sources", "Data collected through other sources."),
  article("Art72", "72(2)", "throughout-lifetime", "It covers the whole lifetime of the system."),
  article(
    "Art72",
    "72(2)",
    "evaluation-of-requirements",
    "The data allow the provider to evaluate whether the requirements of Chapter III, Section 2, stay met.",
  ),
  article(
    "Art72",
    "72(2)",
    "interaction-with-other-systems",
    "Where relevant, an analysis of the interaction with other AI systems.",
  ),
  article(
    "Art72",
    "72(2)",
    "law-enforcement-data",
    "Sensitive operational data of deployers that are law enforcement authorities are outside the duty.",
  ),
  article(
    "Art9",
    "9(2)(c)",
    "risks-from-monitoring",
    "Risks that the data of the monitoring show are evaluated in risk management.",
  ),
] as const;

/** What the Act asks of each document that the product generates, in the order in which the document says it. */
export const DOCUMENT_ELEMENTS = {
  development: DEVELOPMENT,
  functioning: FUNCTIONING,
  logging: LOGGING,
  logsForDeployers: LOGS_FOR_DEPLOYERS,
  changes: CHANGES,
  monitoringPlan: MONITORING_PLAN,
} as const satisfies Readonly<Record<string, readonly AskedElement[]>>;

/** A requirement of Chapter III, Section 2, and its provisions here. */
export interface RequirementOfTheSystem {
  readonly article: string;
  readonly provisions: readonly [ProvisionId, ...ProvisionId[]];
  readonly source: Source;
}

const requirement = (
  number: string,
  ...provisions: RequirementOfTheSystem["provisions"]
): RequirementOfTheSystem => ({
  article: `Article ${number}`,
  provisions,
  source: aiAct(`Article ${number}`),
});

/** The requirements that stay to be met over the whole lifetime, which the monitoring lets the provider evaluate. */
export const REQUIREMENTS_OF_THE_SYSTEM: readonly RequirementOfTheSystem[] = [
  requirement("9", "Art9", "Art9(8)"),
  requirement("10", "Art10"),
  requirement("11", "Art11(1)"),
  requirement("12", "Art12", "Art12(1)", "Art12(2)"),
  requirement("13", "Art13(3)(f)"),
  requirement("14", "Art14"),
  requirement("15", "Art15", "Art15(3)"),
];
