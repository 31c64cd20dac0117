import { DATADOG_APP } from "../../../configs";
import {
  applicationDate,
  FINANCIAL_DEROGATIONS,
  INCIDENT_DEADLINES,
  INCIDENT_RULES,
  LOG_RETENTION,
  provision,
} from "../../../regulation";
import { bullets, code, sentence, table } from "../../markdown";
import type { Plan } from "../compose";
import type { Facts } from "../facts";
import { counted } from "../counted";
import { addMonths } from "../months";
import { adds, fromConfig, lacks, tells, type Part, type Said } from "../said";
import { asked as element, monitorsTable, named, notDeployed, settingsTable } from "../words";
import { archiveTable } from "./archive-table";
import { requirementsOverTime } from "./requirements-over-time";

const asked = (id: string) => element("monitoringPlan", id);

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
      fromConfig(
        asked("established"),
        responsible.monitoringPlan,
        "documentation.responsible.monitoringPlan",
        () => people(responsible),
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

function proportion({ input, monitors: synthesized }: Facts): Part {
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
      fromConfig(
        asked("proportionate-to-risks"),
        plan?.proportionality?.risks,
        "documentation.monitoringPlan.proportionality.risks",
        sentence,
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

function collected(facts: Facts): Part {
  const { archive, monitors, jobs, input } = facts;
  const { system } = input;
  const gauges = monitors.filter(({ eventTypes }) => eventTypes.length === 0);
  return {
    title: "What is collected, and how",
    says: [
      archive === undefined
        ? lacks(asked("collection"), notDeployed(facts, "archive of the log"))
        : tells(
            asked("collection"),
            "The system writes an event for every decision and for what surrounds it, by itself and as it happens: which events, and for which purpose, is in the [logging plan](logging-plan.md). Raw input is not among them.",
            table(
              ["Source", "What", "How often"],
              [
                [
                  "The log",
                  `every event of ${code(system.id)}; ${system.volume.eventsPerDay} are expected on an average day`,
                  "as it happens",
                ],
                ...(system.emitters ?? []).map(({ service, atLeast }) => [
                  "Emitter",
                  `${code(service)}, at least ${atLeast} alive on every day`,
                  "as it happens",
                ]),
                ...gauges.map(({ key, query, window }) => [
                  "Measured by another program",
                  `${code(query)} (${code(key)})`,
                  window,
                ]),
                ...jobs.map(({ does, schedule, enabled }) => [
                  "Job",
                  sentence(does),
                  `${code(schedule)}${enabled ? "" : ", **switched off**"}`,
                ]),
              ],
            ),
          ),
    ],
  };
}

type Source = {
  readonly data: string;
  readonly from: string;
  readonly how: string;
  readonly everyDays: number;
};

function sourcesOf(
  id: string,
  value: { readonly noneBecause: string } | readonly Source[] | undefined,
  field: string,
): Said {
  return fromConfig(asked(id), value, `documentation.monitoringPlan.${field}`, (sources) =>
    "noneBecause" in sources
      ? `None: ${sentence(sources.noneBecause)}`
      : table(
          ["Data", "From", "How", "At least every"],
          sources.map(({ data, from, how, everyDays }) => [
            sentence(data),
            sentence(from),
            sentence(how),
            counted(everyDays, "day"),
          ]),
        ),
  );
}

function otherData({ input }: Facts): Part {
  const plan = input.system.documentation?.monitoringPlan;
  const enforcement = plan?.lawEnforcementDeployers;
  return {
    title: "Data of deployers and of other sources",
    says: [
      adds("From deployers:"),
      sourcesOf("data-of-deployers", plan?.fromDeployers, "fromDeployers"),
      adds("From other sources:"),
      sourcesOf("data-of-other-sources", plan?.fromOthers, "fromOthers"),
      fromConfig(
        asked("law-enforcement-data"),
        enforcement,
        "documentation.monitoringPlan.lawEnforcementDeployers",
        (is) =>
          is
            ? "A deployer is a law enforcement authority. Its sensitive operational data are not collected by this plan."
            : "No deployer is a law enforcement authority.",
      ),
    ],
  };
}

function documented(facts: Facts): Part {
  const { archive, input } = facts;
  return {
    title: "Where it is documented: the archive",
    says: [
      archive === undefined
        ? lacks(asked("documentation-of-data"), notDeployed(facts, "archive of the log"))
        : tells(
            asked("documentation-of-data"),
            archiveTable(facts),
            `The law's floor is ${LOG_RETENTION.floorDays} days (${LOG_RETENTION.source.citation.replace("Regulation (EU) 2024/1689, ", "")}). ${LOG_RETENTION.caveat}`,
            "Beside the log, the vault keeps signed records of releases, reviews, deploys and checks, and copies of monitors, alerts and results of objectives, because Datadog keeps them for a shorter time.",
            `An answer to an authority: ${code(`evidence respond --system ${input.system.id} --environment ${input.environment.id}`)}.`,
          ),
    ],
  };
}

function monitored(facts: Facts): Part {
  const { monitors, organisationMonitors, objectives, input, dashboard } = facts;
  const { system, environment } = input;
  const app = DATADOG_APP[environment.datadog.site];
  const tags = `tag:"ai_system:${system.id}" tag:"env:${environment.id}"`;
  const links = [
    `[Monitors, live](${app}/monitors/manage?q=${encodeURIComponent(tags)})`,
    `[Objectives, live](${app}/slo/manage?query=${encodeURIComponent(`ai_system:${system.id} env:${environment.id}`)})`,
    ...(dashboard === undefined
      ? []
      : [
          `[Dashboard, live](${app}/dashboard/lists?q=${encodeURIComponent(dashboard)}): ${sentence(dashboard)}`,
        ]),
  ];
  return {
    title: "The system that evaluates performance: monitors and objectives",
    says: [
      monitors.length === 0
        ? lacks(asked("monitoring-system"), notDeployed(facts, "monitor of this system"))
        : tells(
            asked("monitoring-system"),
            bullets(links),
            `${counted(monitors.length, "monitor")} of the system. Their counts are made of the log's entries as they arrive; none of them decides whether the law is met.`,
            monitorsTable(monitors),
            "How they are set:",
            settingsTable(monitors),
            "Service level objectives:",
            table(
              ["Objective", "Target", "What it measures"],
              objectives.map(({ title, targets, description }) => [
                sentence(title),
                targets.join(", "),
                sentence(description),
              ]),
            ),
            `${counted(organisationMonitors.length, "further monitor")} of the Datadog organisation tell whether entries arrive, whether anybody changed their way, and whether scheduled jobs run:`,
            monitorsTable(organisationMonitors),
          ),
    ],
  };
}

function analysed({ input, savedQueries }: Facts): Part {
  const analysis = input.system.documentation?.monitoringPlan?.analysis;
  return {
    title: "How it is analysed",
    says: [
      fromConfig(
        asked("analysis"),
        analysis,
        "documentation.monitoringPlan.analysis",
        ({ everyDays, how }) => `At least every ${counted(everyDays, "day")}: ${sentence(how)}`,
      ),
      adds(
        savedQueries.length === 0
          ? "No saved query is synthesized."
          : `Saved queries over the archive, ready to be asked (\`evidence query list\`): ${savedQueries.map((name) => code(name)).join(", ")}.`,
      ),
    ],
  };
}

function lifetime(facts: Facts): Part {
  const { vault, input } = facts;
  const { status, monitoring, regulatory } = input.system;
  const said = {
    keep: "monitors of what comes late (outcomes, complaints, incidents) stay, and one is added that tells of use",
    close: "**no monitor stays**",
  }[monitoring.afterRetirement];
  return {
    title: "Over the whole lifetime",
    says: [
      vault?.lock === undefined
        ? lacks(asked("throughout-lifetime"), notDeployed(facts, "locked vault"))
        : tells(
            asked("throughout-lifetime"),
            bullets([
              `The system is ${status === "retired" ? "retired" : "in use"}; once it is retired, ${said} (\`monitoring.afterRetirement\`).`,
              `Each entry is locked for ${vault.lock.days} days from the day on which it is written.`,
              `Placed on the market: ${regulatory.placedOnMarket === "unknown-yet" ? "not known yet" : regulatory.placedOnMarket}.`,
            ]),
          ),
    ],
  };
}

function interactions({ input }: Facts): Part {
  return {
    title: "Interaction with other AI systems",
    says: [
      fromConfig(
        asked("interaction-with-other-systems"),
        input.system.documentation?.monitoringPlan?.interactions,
        "documentation.monitoringPlan.interactions",
        (value) =>
          "noneBecause" in value
            ? `None: ${sentence(value.noneBecause)}`
            : table(
                ["Other system", "Interaction", "How it is analysed"],
                value.map(({ system, how, watchedBy }) => [
                  sentence(system),
                  sentence(how),
                  sentence(watchedBy),
                ]),
              ),
      ),
    ],
  };
}

function intoRiskManagement(facts: Facts): Part {
  const { riskRegister, input } = facts;
  const who = input.system.documentation?.responsible?.riskManagement;
  return {
    title: "Back into risk management",
    says: [
      riskRegister === undefined
        ? lacks(asked("risks-from-monitoring"), notDeployed(facts, "way of alerts to the risk register"))
        : fromConfig(
            asked("risks-from-monitoring"),
            who,
            "documentation.responsible.riskManagement",
            (evaluates) =>
              [
                `Alerts of this system go to the risk register by a webhook, ${code(riskRegister)}; recoveries and repetitions of an alert follow it there.`,
                `Evaluated by: ${sentence(evaluates)}.`,
              ].join("\n\n"),
          ),
    ],
  };
}

function incidents({ monitors, input }: Facts): Part {
  const about = monitors.filter(({ duties }) => duties.includes("Art73"));
  const who = input.system.documentation?.responsible?.incidents;
  return {
    title: "Serious incidents",
    says: [
      adds(
        `${provision("Art73").summary} ${INCIDENT_RULES.evidence}`,
        bullets(
          INCIDENT_DEADLINES.map(
            ({ kind, days, source }) =>
              `${kind}: ${days} days at the latest (${source.citation.replace("Regulation (EU) 2024/1689, ", "")})`,
          ),
        ),
        about.length > 0
          ? `Monitors that ask for an assessment at once: ${named(about)}.`
          : "No monitor asks for an assessment at once.",
        who === undefined
          ? "Who reports: **missing**, `documentation.responsible.incidents`."
          : `Who reports: ${sentence(who)}.`,
        "Awareness, causal link and notices are recorded with `evidence incident record`; `evidence incident status` shows what is due.",
      ),
    ],
  };
}
