import { declared, readConfigs, type Configs, type Thresholds } from "../configs";
import { configsInvalid, systemNotInEnvironment } from "../errors";
import type { DocumentsInput, DocumentsVault } from "../evidence/documents";
import { evaluate, readStacks, RULES, synthesizedSet } from "../rules";

/** Where what is declared and what is deployed is read. */
export interface DocumentSourcesAsked {
  /** Folder that holds systems/, environments/ and thresholds/. */
  readonly configs: string;
  /** Folder of synthesized stacks (cdktf.out). Left out: nothing is known of what is deployed. */
  readonly stacks?: string | undefined;
}

/** What documents are made of, read once for all systems and environments. */
export class DocumentSources {
  readonly configs: Configs;
  readonly #thresholds: readonly Thresholds[];
  readonly #deployed: Pick<DocumentsInput, "stacks" | "judged">;

  /** @throws UserError for configs or stacks that cannot be read */
  constructor({ configs: dir, stacks }: DocumentSourcesAsked) {
    const { configs, thresholds, problems } = readConfigs(dir);
    if (problems.length > 0) throw configsInvalid(problems);
    this.configs = configs;
    this.#thresholds = thresholds.map(({ value }) => value);
    this.#deployed = stacks === undefined ? { stacks: [], judged: [] } : deployedIn(stacks);
  }

  /** @throws UserError for what is not declared, and for a system that does not run in the environment */
  input(environmentId: string, systemId: string, vault?: DocumentsVault): DocumentsInput {
    const environment = declared("--environment", this.configs.environments, environmentId);
    const system = declared("--system", this.configs.systems, systemId);
    if (!this.systemsIn(environmentId).includes(system.id))
      throw systemNotInEnvironment(system.id, environment.id);
    const thresholds = this.#thresholds.find((each) => each.system === system.id);
    return { system, environment, thresholds, ...this.#deployed, vault };
  }

  /** Ids of the systems that run in an environment. */
  systemsIn(environment: string): readonly string[] {
    return this.configs.systems.flatMap(({ id, environments }) =>
      environments === "all" || environments.includes(environment) ? [id] : [],
    );
  }
}

function deployedIn(folder: string): Pick<DocumentsInput, "stacks" | "judged"> {
  const sources = readStacks(folder);
  return {
    stacks: sources.map(({ stack, json }) => ({ name: stack, json })),
    judged: evaluate(RULES, synthesizedSet(sources, true)).verdicts,
  };
}

/**
 * What the documents of one system are made of.
 * @throws UserError as {@link DocumentSources}
 */
export function documentsInput({
  environment,
  system,
  vault,
  ...sources
}: DocumentSourcesAsked & {
  readonly environment: string;
  readonly system: string;
  readonly vault?: DocumentsVault | undefined;
}): DocumentsInput {
  return new DocumentSources(sources).input(environment, system, vault);
}
