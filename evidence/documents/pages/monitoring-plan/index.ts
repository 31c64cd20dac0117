import { applicationDate, FINANCIAL_DEROGATIONS, provision } from "../../../../regulation";
import { bullets, code, sentence, table } from "../../../markdown";
import type { Plan } from "../../compose";
import { risksUnwatched } from "../../facts/shortfalls";
import type { Facts } from "../../facts";
import { counted } from "../../counted";
import { addMonths } from "../../months";
import { adds, fromConfig, lacks, suppliedInConfig, tells, unless, type Part } from "../../said";
import { requirementsOverTime } from "../requirements-over-time";
import { asked } from "./asked";
import { collected, documented, otherData } from "./data";
import { analysed, incidents, interactions, intoRiskManagement, lifetime, monitored } from "./use";

/** Annex IV, point 9: the post-market monitoring plan of Article 72. */
export function monitoringPlan(facts: Facts): Plan {
  return {
    name: "annex-iv-9-post-market-monitoring-plan",
    title: "Post-market monitoring plan (Annex IV, point 9)",
    ofProvider: true,
    about: `${provision("Art72").summary} ${provision("Art72(3)").summary}`,
    parts: [
      whose(facts),
      proportion(facts),
      collected(facts),
      otherData(facts),
      documented(facts),
      monitored(facts),
      analysed(facts),
      lifetime(facts),
      requirementsOverTime(facts, asked("evaluation-of-requirements")),
      interactions(facts),
      intoRiskManagement(facts),
      incidents(facts),
    ],
  };
}

function whose({ input }: Facts): Part {
  const { monitoringPlan: plan = {}, responsible = {} } = input.system.documentation ?? {};
  const { version, approvedBy, approvedOn, reviewEveryMonths: months } = plan;
  const withoutForm = [
    ...(version === undefined ? ["version"] : []),
    ...(approvedBy === undefined ? ["approvedBy"] : []),
    ...(approvedOn === undefined ? ["approvedOn"] : []),
    ...(months === undefined ? ["reviewEveryMonths"] : []),
  ];
  return {
    title: "The plan, and who answers for it",
    says: [
      withoutForm.length === 0
        ? tells(
            asked("plan-in-force"),
            table(
              ["Plan", "As approved"],
              [
                ["Version", code(version ?? "")],
                ["Approved by", sentence(approvedBy ?? "")],
                ["Approved on", approvedOn ?? ""],
                ["Reviewed every", counted(months ?? 0, "month")],
                ["Next review, at the latest", addMonths(approvedOn ?? "", months ?? 0)],
              ],
            ),
          )
        : lacks(
            asked("plan-in-force"),
            `The config does not say: ${withoutForm.join(", ")}. The provider supplies it: \`documentation.monitoringPlan\` in the system's file. This page is the draft of the plan until then.`,
          ),
      unless(
        input.system.regulatory.role === "deployer"
          ? "Our role is deployer: who answers for it with the provider is not known. The provider supplies it."
          : responsible.monitoringPlan === undefined
            ? suppliedInConfig("documentation.responsible.monitoringPlan")
            : undefined,
        asked("established"),
        people(responsible),
      ),
      adds(bullets(legalFrame(input.system.regulatory))),
    ],
  };
}

const ROLES = [
  ["monitoringPlan", "The plan"],
  ["analysis", "Analysis of what is collected"],
  ["riskManagement", "Evaluation of risks that it shows"],
  ["incidents", "Reports to the authority"],
  ["technicalDocumentation", "Technical documentation"],
] as const;

function people(
  responsible: Readonly<Partial<Record<(typeof ROLES)[number][0], string | undefined>>>,
): string {
  return table(
    ["For", "Who"],
    ROLES.map(([key, what]) => {
      const who = responsible[key];
      return [what, who === undefined ? `**missing**: \`documentation.responsible.${key}\`` : sentence(who)];
    }),
  );
}

/** When the duty applies, and what is different for whom. */
function legalFrame({ financialInstitution, annexIII }: Facts["input"]["system"]["regulatory"]): string[] {
  const { date, amended } = applicationDate("Art72", "annex-iii");
  const high = applicationDate("Art9", "annex-iii");
  const template = provision("Art72(3)");
  const mark = (change: { readonly mark: string } | undefined) => (change ? ` ${change.mark}` : "");
  return [
    `Article 72 applies from ${date}${mark(amended)}; the requirements that it looks at apply to systems of Annex III from ${high.date}${mark(high.amended)}.`,
    ...[high.amended, template.amended].flatMap((change) =>
      change ? [`${change.mark} ${change.change} ${change.note}`] : [],
    ),
    ...(financialInstitution && annexIII.startsWith("5(")
      ? FINANCIAL_DEROGATIONS.filter(({ provision: id }) => id === "Art72(4)").map(
          ({ effect }) => `Article 72(4): ${effect}`,
        )
      : []),
  ];
}

function proportion(facts: Facts): Part {
  const { input, monitors: synthesized } = facts;
  const { monitoringPlan: plan, functioning } = input.system.documentation ?? {};
  const { production } = input.system;
  const risks = functioning?.risks ?? [];
  const watched = (key: string) =>
    synthesized.some((each) => each.key === key) ? code(key) : `${code(key)} (**not synthesized**)`;
  return {
    title: "In proportion to technology and risks",
    says: [
      fromConfig(
        asked("proportionate-to-technology"),
        plan?.proportionality?.technology,
        "documentation.monitoringPlan.proportionality.technology",
        sentence,
      ),
      unless(
        plan?.proportionality?.risks === undefined
          ? suppliedInConfig("documentation.monitoringPlan.proportionality.risks")
          : risksUnwatched(facts),
        asked("proportionate-to-risks"),
        sentence(plan?.proportionality?.risks ?? ""),
      ),
      adds(
        risks.length === 0
          ? ""
          : table(
              ["Risk", "Concerns", "Measure", "Watched by"],
              risks.map(({ id, risk, affects, measure, monitors = [] }) => [
                `${code(id)} ${sentence(risk)}`,
                affects.map((each) => each.replaceAll("-", " ")).join(", "),
                sentence(measure),
                monitors.length === 0 ? "**no monitor**" : monitors.map(watched).join(", "),
              ]),
            ),
        production === undefined
          ? ""
          : `Risk assessments that releases rely on:\n\n${bullets(
              production.riskAssessments.map(
                ({ id, reference, assessedOn, validUntil }) =>
                  `${code(id)}: ${sentence(reference)}; made on ${assessedOn}, valid until ${validUntil}`,
              ),
            )}`,
      ),
    ],
  };
}
