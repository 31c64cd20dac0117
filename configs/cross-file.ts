import type { Problem } from "../errors";
import { groupBy } from "./group-by";
import type { YamlFile } from "./yaml-file";

/**
 * Rules no single file can show: unique ids, environments that exist, one catch-all archive an organisation. They read
 * the files as written, valid or not, so that a second problem does not hide behind a first.
 */
export function crossFileProblems(
  systems: readonly YamlFile[],
  environments: readonly YamlFile[],
): Problem[] {
  return [
    ...duplicates(systems, "id", "it names resources, tags and log entries"),
    ...duplicates(environments, "id", "it names stacks, resources and log entries"),
    ...duplicates(systems, "registeredModel", "a version in a log must lead to one system only"),
    ...unknownEnvironments(systems, environments),
    ...organisationProblems(environments),
  ];
}

/** The value at `path`, `undefined` where the file has nothing there. */
function read(file: YamlFile, ...path: string[]): unknown {
  return path.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), file.value);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

function duplicates(files: readonly YamlFile[], field: string, why: string): Problem[] {
  const named = files.filter((file) => typeof read(file, field) === "string");
  return [...groupBy(named, (file) => read(file, field)).values()].flatMap(([first, ...others]) =>
    others.map((file) => ({
      code: `duplicate-${field === "id" ? "id" : "registered-model"}`,
      where: file.at([field]),
      field,
      given: JSON.stringify(read(file, field)),
      needed: `a value of its own; ${first?.at([field])} has this one already (${why})`,
      fix: `choose another ${field}`,
    })),
  );
}

function unknownEnvironments(systems: readonly YamlFile[], environments: readonly YamlFile[]): Problem[] {
  const known = environments.map((file) => read(file, "id"));
  return systems.flatMap((file) => {
    const listed = read(file, "environments");
    if (!Array.isArray(listed)) return [];
    return listed.flatMap((environment: unknown, index) =>
      known.includes(environment)
        ? []
        : [
            {
              code: "unknown-environment",
              where: file.at(["environments", index]),
              field: `environments[${index}]`,
              given: JSON.stringify(environment),
              needed: `one of ${known.map(String).join(", ")}`,
              fix: `correct the name, or add environments/${String(environment)}.yaml`,
            },
          ],
    );
  });
}

/** Environments of one organisation share the order of archives and the provider: they must agree, none may be missed. */
function organisationProblems(environments: readonly YamlFile[]): Problem[] {
  const inOrganisation = environments.filter((file) => typeof read(file, "datadog", "org") === "string");
  return [...groupBy(inOrganisation, (file) => read(file, "datadog", "org"))].flatMap(([org, members]) => [
    ...catchAllProblems(String(org), members),
    ...disagreements(members, "site"),
    ...disagreements(members, "providerVersion"),
  ]);
}

function catchAllProblems(org: string, members: readonly YamlFile[]): Problem[] {
  const catchAll = members.filter((file) => read(file, "datadog", "archive") === "catch-all");
  const place = catchAll.at(-1) ?? members.at(-1);
  if (catchAll.length === 1 || !place) return [];
  return [
    {
      code: "one-catch-all-archive",
      where: place.at(["datadog", "archive"]),
      field: "datadog.archive",
      given: `${catchAll.length} catch-all archives in organisation ${org}`,
      needed:
        "exactly one `catch-all` in an organisation, so that every Art 12 log entry falls into an archive",
      fix: "mark one environment (production, as a rule) `catch-all` and the others `own-environment`",
    },
  ];
}

function disagreements([first, ...others]: readonly YamlFile[], key: string): Problem[] {
  if (!first) return [];
  const expected = read(first, "datadog", key);
  return others
    .filter((file) => read(file, "datadog", key) !== expected)
    .map((file) => ({
      code: "organisation-agrees",
      where: file.at(["datadog", key]),
      field: `datadog.${key}`,
      given: JSON.stringify(read(file, "datadog", key)) ?? "(nothing)",
      needed: `${JSON.stringify(expected)}, as in ${first.path}: one organisation, one ${key}`,
      fix: "use the same value in every environment of the organisation",
    }));
}
