import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { stackName } from "../../configs";
import { parseYaml, type YamlFile } from "../../configs/yaml-file";
import type { Finding } from "../finding";
import { CONFIG_KEYS } from "./config-keys";

/** A line of a config file. */
export interface ConfigPlace {
  /** Path from the root of the repository, with `/`. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

interface ConfigFile {
  readonly id: string;
  readonly yaml: YamlFile;
}

/**
 * Where in the config files a finding is decided: the system's file for its monitors, the environment's for everything
 * else, the one with the catch-all archive for what an organisation shares.
 */
export class ConfigPlaces {
  private readonly environments: readonly ConfigFile[];
  private readonly bySystemStack: ReadonlyMap<string, ConfigFile>;

  /**
   * @param dir folder that holds `systems/` and `environments/`; files that cannot be read are passed over
   * @param root of the repository, which paths start from
   */
  constructor(dir: string, root: string) {
    this.environments = readFiles(join(dir, "environments"), root);
    const systems = readFiles(join(dir, "systems"), root);
    this.bySystemStack = new Map(
      this.environments.flatMap((environment) =>
        systems.map((system) => [stackName.art72Monitoring(environment.id, system.id), system] as const),
      ),
    );
  }

  /** @returns `undefined` where there are no config files */
  of({ rule, address }: Pick<Finding, "rule" | "address">): ConfigPlace | undefined {
    const stack = address.split("/")[0] ?? "";
    const file =
      this.bySystemStack.get(stack) ??
      this.ofOrganisation(stack) ??
      this.ofEnvironment(stack) ??
      this.anyFile();
    if (!file) return undefined;
    const { yaml } = file;
    return { path: yaml.path, line: lineIn(yaml, CONFIG_KEYS[rule]?.split(".") ?? []) };
  }

  private ofOrganisation(stack: string): ConfigFile | undefined {
    const members = this.environments.filter(
      ({ yaml }) => stackName.datadogOrganisation(text(yaml, "datadog", "org")) === stack,
    );
    return members.find(catchAll) ?? members[0];
  }

  /** Of ids of which one begins as the other, the longer one is meant. */
  private ofEnvironment(stack: string): ConfigFile | undefined {
    return [...this.environments]
      .sort((a, b) => b.id.length - a.id.length)
      .find(({ id }) => stack.startsWith(`${id}-`));
  }

  /** What is about all stacks stands where the organisation's log entries end up. */
  private anyFile(): ConfigFile | undefined {
    return this.environments.find(catchAll) ?? this.environments[0];
  }
}

const catchAll = ({ yaml }: ConfigFile): boolean => text(yaml, "datadog", "archive") === "catch-all";

function readFiles(folder: string, root: string): readonly ConfigFile[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(".yaml") && !name.startsWith("."));
  return names.sort().flatMap((name) => {
    const file = join(folder, name);
    const yaml = parseYaml(relative(root, file).split(sep).join("/"), readFileSync(file));
    const id = text(yaml, "id");
    return yaml.problems.length === 0 && id !== "" ? [{ id, yaml }] : [];
  });
}

function text({ value }: YamlFile, ...path: readonly string[]): string {
  const found = path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? (at as Record<string, unknown>)[key] : undefined),
    value,
  );
  return typeof found === "string" ? found : "";
}

/** `at` says `path:line`, and the path alone where it knows no line. */
const lineIn = (yaml: YamlFile, key: readonly string[]): number =>
  Number(yaml.at(key).slice(yaml.path.length + 1)) || 1;
