import type { Change } from "./plan";
import type { InProduction } from "./production-of";

const STAGE_PATH = "/api/2.0/mlflow/model-versions/transition-stage";
const ALIAS_PATH = "/api/2.0/mlflow/registered-models/alias";

interface VersionOf {
  readonly name: string;
  readonly version: string;
}

/**
 * Moves a version into a stage.
 *
 * @param archive whether others in that stage are archived by the same change
 * @param inProduction versions in the stage Production now
 */
export function stageChange(
  { name, version }: VersionOf,
  stage: string,
  archive: boolean,
  inProduction: readonly string[],
): Change {
  const displaces =
    archive && stage === "Production" ? inProduction.filter((other) => other !== version) : [];
  return {
    request: {
      method: "POST",
      path: STAGE_PATH,
      body: { name, version, stage, archive_existing_versions: archive },
    },
    expect: [
      { kind: "stage", version, stage },
      ...displaces.map((other) => ({ kind: "stage" as const, version: other, stage: "Archived" })),
    ],
    displaces,
  };
}

/** Lets an alias stand for a version. */
export function aliasChange({ name, version }: VersionOf, alias: string, now: InProduction): Change {
  const held = now.aliases.find((one) => one.alias === alias && one.version !== version);
  return {
    request: { method: "POST", path: ALIAS_PATH, body: { name, alias, version } },
    expect: [{ kind: "alias", alias, version }],
    displaces: held === undefined ? [] : [held.version],
  };
}

/** Takes an alias away. */
export function aliasRemoval({ name }: Pick<VersionOf, "name">, alias: string): Change {
  return {
    request: { method: "DELETE", path: ALIAS_PATH, body: { name, alias } },
    expect: [{ kind: "alias", alias, version: null }],
    displaces: [],
  };
}
