import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { z } from "zod";
import { configsInvalid, configsNotFound, type Problem } from "../errors";
import { crossFileProblems } from "./cross-file";
import { thresholdProblems, type ReadFile } from "./cross-thresholds";
import { environmentSchema, type Environment } from "./environment-schema";
import { problemsOf } from "./problems";
import { systemSchema, type System } from "./system-schema";
import { thresholdsSchema, type Thresholds } from "./thresholds-schema";
import { vanished } from "./vanished";
import { parseYaml, type YamlFile } from "./yaml-file";

/** Everything a team has declared, validated. */
export interface Configs {
  readonly systems: readonly System[];
  readonly environments: readonly Environment[];
}

/**
 * Reads `systems/*.yaml` and `environments/*.yaml` below `dir`, sorted by id, so that the same files give the same
 * plan on every machine.
 *
 * @param dir folder that holds both, normally `configs/` of the repository
 * @param base the same folder at the revision compared with; no id that it has may be missing
 * @throws UserError with all problems of all files, not the first only
 */
export function loadConfigs(dir: string, base?: string): Configs {
  const { configs, problems } = readConfigs(dir, base);
  if (problems.length > 0) throw configsInvalid(problems);
  return configs;
}

/** Thresholds of one system, and the file in which they stand. */
export interface ThresholdsOf {
  readonly value: Thresholds;
  readonly path: string;
}

/** What the files below `dir` say, `thresholds/*.yaml` as well, and every problem of them. */
export interface ReadConfigs {
  readonly configs: Configs;
  readonly thresholds: readonly ThresholdsOf[];
  readonly problems: readonly Problem[];
}

/** As `loadConfigs`, but returns the problems, for callers that report rather than stop. */
export function readConfigs(dir: string, base?: string): ReadConfigs {
  const problems: Problem[] = [];
  const systems = readFolder(dir, "systems", systemSchema, problems);
  const environments = readFolder(dir, "environments", environmentSchema, problems);
  const thresholds = isFolder(join(dir, "thresholds"))
    ? readFolder(dir, "thresholds", thresholdsSchema, problems)
    : { read: [], files: [] };
  problems.push(
    ...crossFileProblems(systems.files, environments.files),
    ...thresholdProblems(systems.read, thresholds.read, thresholds.files),
  );
  const configs: Configs = {
    systems: systems.read.map(({ value }) => value).sort(byId),
    environments: environments.read.map(({ value }) => value).sort(byId),
  };
  // A file with problems is no file that is gone: those come first.
  if (base !== undefined && problems.length === 0) problems.push(...vanished(base, configs));
  return {
    configs,
    thresholds: thresholds.read.map(({ value, file }) => ({ value, path: file.path })),
    problems,
  };
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

function readFolder<S extends z.ZodType>(dir: string, kind: string, schema: S, problems: Problem[]) {
  const folder = join(dir, kind);
  if (!isFolder(folder)) throw configsNotFound(folder);
  const read: ReadFile<z.infer<S>>[] = [];
  const files: YamlFile[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (name.startsWith(".")) continue;
    const path = join(folder, name);
    const shown = relative(process.cwd(), path) || path;
    if (!name.endsWith(".yaml")) {
      problems.push({
        code: "not-a-yaml-file",
        where: shown,
        needed: "only files that end in .yaml in this folder, so that none is overlooked",
        fix: `rename it to end in .yaml, or move it out of ${kind}/`,
      });
      continue;
    }
    const file = parseYaml(shown, readFileSync(path));
    if (file.problems.length > 0) {
      problems.push(...file.problems);
      continue;
    }
    files.push(file);
    const result = schema.safeParse(file.value);
    if (result.success) read.push({ value: result.data, file });
    else problems.push(...problemsOf(result.error, schema, file));
  }
  if (files.length === 0 && problems.length === 0) throw configsNotFound(folder);
  return { read, files };
}
