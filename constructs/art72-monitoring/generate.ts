import { join } from "node:path";
import { loadConfigs, type Environment, type System } from "../../configs";
import { CATALOGUE, logSearch } from "../../evidence/queries";
import { PROVISIONS } from "../../regulation";
import { jobMonitors } from "../datadog-organisation/job-monitors";
import { organisationMonitors } from "../datadog-organisation/monitors";
import { legalClock } from "./alert-message";
import { FAMILIES, monitorsOf } from "./catalogue";
import type { MonitorRow } from "./monitor-row";
import type { MissingData, MonitorSpec } from "./monitor-spec";

const MADE = "Made by `npm run generate` from the catalogue; do not edit.";
/** Whose numbers the page shows: the system that configures every row. */
const [SYSTEM_SHOWN, ENVIRONMENT_SHOWN] = ["credit-scoring", "production"];

/** Pages of the monitoring plan: every monitor with what to do, every question with where to ask it. */
export const generatedFiles = [
  { path: "docs/monitors.md", content: monitorsPage() },
  { path: "docs/queries.md", content: queriesPage() },
];

function monitorsPage(): string {
  const { systems, environments } = loadConfigs(join(__dirname, "../../configs"));
  const system = systems.find(({ id }) => id === SYSTEM_SHOWN);
  const environment = environments.find(({ id }) => id === ENVIRONMENT_SHOWN);
  if (!system || !environment) throw new Error(`the page shows ${SYSTEM_SHOWN} in ${ENVIRONMENT_SHOWN}`);
  const shown = specsOf(environment, system);
  const organisation = organisationMonitors({ index: environment.datadog.index ?? "none" });
  return [
    "# Monitors",
    MADE,
    `Alerts link here: each section says what an alert means, what to do and who does it. Numbers come from
\`configs/systems/*.yaml\`; queries are shown as they stand for \`${SYSTEM_SHOWN}\` in \`${ENVIRONMENT_SHOWN}\`. Monitors watch
counts made from the log (\`constructs/art12-logging/metrics.ts\`), because archived entries need not be indexed. Datadog counts no
entry that is more than 20 minutes old when it arrives: what a spool delivers late is archived and moves no monitor. An alert
names duties it serves; it does not say that anybody fulfils them, and its silence does not either.`,
    ...FAMILIES.flatMap(({ title, rows }) => [
      `## ${title}`,
      ...rows.map((row) => section(row, shown.get(row.key), row)),
    ]),
    "## The organisation's Datadog",
    "One set for each Datadog organisation, in the stack `<org>-datadog`: whether the log arrives, and whether somebody changed what it passes through.",
    ...organisation.map((spec) => section(spec, spec)),
    "## Scheduled jobs",
    `One set for each environment, in the stack of its Datadog organisation; shown for \`${ENVIRONMENT_SHOWN}\`. What each job does, when and where: [schedules](schedules.md).`,
    ...jobMonitors(environment).map((spec) => section(spec, spec)),
    "",
  ].join("\n\n");
}

/** The monitors of the system in use and retired, by key. */
function specsOf(environment: Environment, system: System): ReadonlyMap<string, MonitorSpec> {
  return new Map(
    (["retired", "active"] as const).flatMap((status) =>
      monitorsOf(environment, { ...system, status }).map((spec) => [spec.key, spec] as const),
    ),
  );
}

type Told = Omit<MonitorSpec, "query" | "threshold" | "missingData">;

function section(told: Told, spec: MonitorSpec | undefined, row?: MonitorRow): string {
  const duties = told.duties.map((duty) => `${duty} (${PROVISIONS.find(({ id }) => id === duty)?.title})`);
  return [
    `### ${told.key}`,
    "",
    `**${told.title}.** ${told.meaning}`,
    "",
    `- What to do: ${told.action}`,
    `- Who: ${told.who}`,
    `- ${legalClock(told)}`,
    `- Serves: ${duties.join(", ")}`,
    `- Priority ${told.priority}; said again after ${minutes(told.renotifyMinutes)}`,
    ...(row ? [`- Configured by: ${row.where}; in use while ${row.during.join(" and ")}`] : []),
    ...(spec ? [`- Without data: ${withoutData(spec.missingData)}`, "", "```", spec.query, "```"] : []),
  ].join("\n");
}

function withoutData(missing: MissingData): string {
  if ("notifyAfterMinutes" in missing) return `people are told after ${minutes(missing.notifyAfterMinutes)}`;
  if ("quietBecause" in missing) return `quiet, because ${missing.quietBecause}`;
  return `no events count as zero, because ${missing.because}`;
}

function minutes(count: number): string {
  if (count % 1440 === 0) return count === 1440 ? "a day" : `${count / 1440} days`;
  return count % 60 === 0 ? `${count / 60} h` : `${count} min`;
}

function queriesPage(): string {
  return [
    "# Questions to the log",
    MADE,
    `One catalogue (\`evidence/queries/catalogue.ts\`) gives the named queries in Athena, the lists and links on each system's
dashboard, and this page. Terraform has no resource for saved views of logs, so the searches stand here to be copied.
Datadog answers from **indexed** entries alone, for as long as the index keeps them, and cannot tell a damaged entry from a
sound one: an answer to an authority comes from the vault. In braces stands what is to be filled in.`,
    ...CATALOGUE.map((query) =>
      [
        `## ${query.name}`,
        "",
        `**${query.title}.** ${query.answers}`,
        "",
        `- Gives material for: ${query.duties.join(", ")}`,
        `- Ask the vault: \`evidence query ${query.name} --environment ENV${query.parameters.map(({ name }) => ` --param ${name}=...`).join("")} --param from=... --param to=...\``,
        `- SQL: [${query.name}.sql](../evidence/queries/catalogue/${query.name}.sql)`,
        "vaultOnly" in query.datadog
          ? `- In Datadog: not at all, because ${query.datadog.vaultOnly}`
          : `- In Datadog: \`${logSearch(query)}\``,
      ].join("\n"),
    ),
    "",
  ].join("\n\n");
}
