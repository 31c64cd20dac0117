import { LOG_RETENTION } from "../../../../regulation";
import { code, sentence, table } from "../../../markdown";
import { notArchived, notKept } from "../../facts/shortfalls";
import type { Facts } from "../../facts";
import { counted } from "../../counted";
import { adds, fromConfig, unless, type Part, type Said } from "../../said";
import { runs } from "../../words";
import { archiveTable } from "../archive-table";
import { asked } from "./asked";

export function collected(facts: Facts): Part {
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

export function otherData({ input }: Facts): Part {
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

export function documented(facts: Facts): Part {
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
