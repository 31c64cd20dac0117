import { DATADOG_APP, type Environment, type System } from "../../../configs";
import { CATALOGUE, logSearch, searchParameters, type CatalogueQuery } from "../../../evidence/queries";
import { entries, note, type Widget } from "./widgets";

/** A link that opens a search in Datadog's log explorer. */
const deepLink = (site: Environment["datadog"]["site"], search: string): string =>
  `${DATADOG_APP[site]}/logs?query=${encodeURIComponent(search)}`;

/** The question as it is asked of the vault. */
const command = ({ name, parameters }: CatalogueQuery, environment: Environment, system: System): string =>
  [
    `evidence query ${name} --environment ${environment.id}`,
    ...parameters.map((each) => `--param ${each.name}=${each.name === "system" ? system.id : "..."}`),
    "--param from=... --param to=...",
  ].join(" ");

/**
 * The questions of the catalogue on one system's dashboard: a list where a log search answers the question with what the
 * config knows, a link where something has to be filled in, and the command that asks the vault for every one.
 */
export function savedQueries(environment: Environment, system: System): readonly Widget[] {
  const known: Readonly<Record<string, string>> = {
    system: system.id,
    ...(system.monitoring.modelVersions && { registered: system.monitoring.modelVersions.join(" OR ") }),
  };
  const lists = CATALOGUE.flatMap((query) => {
    const search = logSearch(query, known);
    const whole = searchParameters(query).every((name) => name in known);
    return search !== undefined && whole ? [entries(query.title, search)] : [];
  });
  const lines = CATALOGUE.map((query) => {
    const search = logSearch(query, known);
    const where =
      search === undefined
        ? `only of the vault: ${"vaultOnly" in query.datadog ? query.datadog.vaultOnly : ""}`
        : `[open in Datadog](${deepLink(environment.datadog.site, search)})`;
    return `- **${query.title}**: ${where}\n  \`${command(query, environment, system)}\``;
  });
  return [
    note(
      [
        "Lists and links show **indexed** entries only, and none where the organisation keeps Art 12 entries out of indexes (`datadog.index: none`).",
        "An answer to an authority comes from the vault: `evidence export`, or a command below.",
        "",
        ...lines,
      ].join("\n"),
    ),
    ...lists,
  ];
}
