import { provenanceByGit, provenanceByNote, readConfigs } from "../../configs";
import { configsInvalid } from "../../errors";
import { readProvenanceFile } from "./provenance";
import type { SystemRequirements } from "./requirement";

export interface RequirementsOptions {
  /** Folder of `systems/`, `environments/` and `thresholds/`. */
  readonly configs: string;
  /** Id of the environment of this gate. */
  readonly environment: string;
  /** File that `evidence thresholds --out` wrote where there is git. Left out, git is asked here. */
  readonly provenance?: string | undefined;
}

/** What production requires, system by system. */
export interface Requirements {
  readonly systems: readonly SystemRequirements[];
}

/**
 * Reads what production requires. Once, when the gate starts: what changes the answers is a deploy, as it is a change of the
 * config.
 *
 * @throws UserError for configs with problems, or a provenance file that cannot be read
 */
export function loadRequirements({
  configs: folder,
  environment,
  provenance,
}: RequirementsOptions): Requirements {
  const { configs, thresholds, problems } = readConfigs(folder);
  if (problems.length > 0) throw configsInvalid(problems);
  const notes = provenance === undefined ? undefined : readProvenanceFile(provenance).thresholds;
  const systems = configs.systems.map((system): SystemRequirements => {
    const own = thresholds.find(({ value }) => value.system === system.id);
    return {
      system,
      inEnvironment: system.environments === "all" || system.environments.includes(environment),
      ...(own ? { thresholds: own.value } : {}),
      provenance: own
        ? notes
          ? provenanceByNote(own.path, notes)
          : provenanceByGit(own.path)
        : { file: `${system.id}.yaml`, unknownBecause: "there is no such file" },
    };
  });
  return { systems };
}
