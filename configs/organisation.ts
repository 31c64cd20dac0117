import { DEFAULTS } from "./defaults";
import type { Environment } from "./environment-schema";

/** What a Datadog organisation has once, from the files of all its environments. */
export interface Organisation {
  /** All environments; the one with the catch-all archive, which takes what the others leave, is the last. */
  readonly environments: readonly Environment[];
  /** The environment in whose file the organisation's own settings stand. */
  readonly owner: Environment;
  readonly index: NonNullable<Environment["datadog"]["index"]>;
  readonly roles: NonNullable<Environment["datadog"]["roles"]>;
  readonly monitorTagPolicy: Environment["datadog"]["monitorTagPolicy"];
  /** Handles that its monitors notify. */
  readonly notify: readonly string[];
}

/**
 * @param environments of one organisation; exactly one has the catch-all archive, as the loader checks
 */
export function organisationOf(environments: readonly Environment[]): Organisation {
  const ordered = [...environments].sort(catchAllLast);
  const owner = ordered.at(-1);
  if (owner === undefined) throw new Error("an organisation without environments");
  return {
    environments: ordered,
    owner,
    index: owner.datadog.index ?? DEFAULTS.index,
    roles: owner.datadog.roles ?? DEFAULTS.datadogRoles,
    monitorTagPolicy: owner.datadog.monitorTagPolicy,
    notify: [...new Set(ordered.flatMap(toldIn))].sort(),
  };
}

/** Somebody is always told: the people who are told of the vault, where nobody else is named. */
function toldIn({ datadog, alarms }: Environment): readonly string[] {
  return datadog.notify ?? alarms.notify.map((address) => `@${address}`);
}

function catchAllLast(a: Environment, b: Environment): number {
  return Number(a.datadog.archive === "catch-all") - Number(b.datadog.archive === "catch-all");
}
