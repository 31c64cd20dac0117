import { DATADOG_APP } from "../../../../configs";
import { INCIDENT_DEADLINES, INCIDENT_RULES, provision } from "../../../../regulation";
import { bullets, code, sentence, table } from "../../../markdown";
import { notKept, notRegistered } from "../../facts/shortfalls";
import type { Facts } from "../../facts";
import { counted } from "../../counted";
import { adds, fromConfig, lacks, suppliedInConfig, tells, unless, type Part } from "../../said";
import { monitorsTable, named, notDeployed, settingsTable } from "../../words";
import { asked } from "./asked";

export function monitored(facts: Facts): Part {
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

export function analysed({ input, savedQueries }: Facts): Part {
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

export function lifetime(facts: Facts): Part {
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

export function interactions({ input }: Facts): Part {
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

export function intoRiskManagement(facts: Facts): Part {
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

export function incidents({ monitors, input }: Facts): Part {
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
