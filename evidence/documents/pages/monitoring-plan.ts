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
import { notArchived, notKept, notRegistered, risksUnwatched } from "../facts/shortfalls";
import type { Facts } from "../facts";
import { counted } from "../counted";
import { addMonths } from "../months";
import { adds, fromConfig, lacks, suppliedInConfig, tells, unless, type Part, type Said } from "../said";
import { asked as element, monitorsTable, named, notDeployed, runs, settingsTable } from "../words";
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

function collected(facts: Facts): Part {
  const { monitors, jobs, input } = facts;
  const { system } = input;
  const gauges = monitors.filter(({ eventTypes }) => eventTypes.length === 0);
  return {
    title: "What is collected, and how",
    says: [
      unless(
        notArchived(facts),
        asked("collection"),
        system.status === "retired"
          ? "The system is retired: only what comes late is still to be expected."
          : "",
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
  const { input } = facts;
  return {
    title: "Where it is documented: the archive",
    says: [
      unless(
        notArchived(facts) ?? notKept(facts),
        asked("documentation-of-data"),
        archiveTable(facts),
        `The law's floor is ${LOG_RETENTION.inWords} (${LOG_RETENTION.source.citation.replace("Regulation (EU) 2024/1689, ", "")}). ${LOG_RETENTION.caveat}`,
        "Beside the log, the vault takes signed records of releases, reviews, deploys and checks.",
        runs(facts, "monitoring_snapshot")
          ? "A job copies monitors, alerts and results of objectives into it, because Datadog keeps them for a shorter time."
          : "**No job that copies monitors, alerts and results of objectives into it is synthesized** and switched on; Datadog keeps them for a shorter time.",
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
            objectives.length === 0
              ? "No service level objective is synthesized."
              : "Service level objectives:",
            objectives.length === 0
              ? ""
              : table(
                  ["Objective", "Target", "What it measures"],
                  objectives.map(({ title, targets, description }) => [
                    sentence(title),
                    targets.join(", "),
                    sentence(description),
                  ]),
                ),
            organisationMonitors.length === 0
              ? "No monitor of the Datadog organisation tells whether entries arrive."
              : `${counted(organisationMonitors.length, "further monitor")} of the Datadog organisation tell whether entries arrive, whether anybody changed their way, and whether scheduled jobs run:`,
            organisationMonitors.length === 0 ? "" : monitorsTable(organisationMonitors),
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
      unless(
        notKept(facts) ?? unwatchedLater(facts),
        asked("throughout-lifetime"),
        bullets([
          status === "retired"
            ? `The system is retired: ${said} (\`monitoring.afterRetirement\`).`
            : `The system is in use; once it is retired, ${said} (\`monitoring.afterRetirement\`).`,
          ...(vault?.lock
            ? [`Each entry is locked for ${vault.lock.days} days from the day on which it is written.`]
            : []),
          `Placed on the market, or put into service: ${regulatory.placedOnMarket === "unknown-yet" ? "not known yet" : regulatory.placedOnMarket}.`,
        ]),
      ),
    ],
  };
}

/** Why nobody would see what comes late, or comes now. */
function unwatchedLater(facts: Facts): string | undefined {
  if (facts.monitors.length === 0) return notDeployed(facts, "monitor of this system");
  return facts.input.system.monitoring.afterRetirement === "close"
    ? "No monitor stays once the system is retired. The provider supplies it: `monitoring.afterRetirement: keep` in the system's file."
    : undefined;
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
      unless(
        notRegistered(facts) ??
          (who === undefined ? suppliedInConfig("documentation.responsible.riskManagement") : undefined),
        asked("risks-from-monitoring"),
        riskRegister === undefined
          ? ""
          : `Monitors tell the risk register by a webhook, ${code(riskRegister.url)}; recoveries and repetitions of an alert follow it there.`,
        who === undefined ? "" : `Evaluated by: ${sentence(who)}.`,
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
        `${provision("Art73").summary} ${INCIDENT_RULES.death} ${INCIDENT_RULES.evidence}`,
        input.system.regulatory.role === "deployer"
          ? `Of a deployer the Act asks first of all to inform the provider at once. ${provision("Art26(5)").summary}`
          : "",
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
