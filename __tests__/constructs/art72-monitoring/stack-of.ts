import { App } from "cdktf";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { declared, loadConfigs } from "../../../configs";
import { Art72MonitoringStack } from "../../../stacks/art72-monitoring-stack";
import { TeamConfigs } from "../../configs/team";
import type { StackJson } from "../../stacks/synthesized";
import { temporaryFolder } from "../../temporary";

type Change = readonly [path: readonly (string | number)[], value: unknown];
const SYSTEM_FILE = "systems/credit-scoring.yaml";
const ENVIRONMENT_FILE = "environments/production.yaml";

/** Configs of the repository with changes to credit-scoring and to production. */
export function teamWith(
  ofSystem: readonly Change[] = [],
  ofEnvironment: readonly Change[] = [],
): TeamConfigs {
  const team = new TeamConfigs();
  for (const [path, value] of ofSystem) team.set(SYSTEM_FILE, path, value);
  for (const [path, value] of ofEnvironment) team.set(ENVIRONMENT_FILE, path, value);
  return team;
}

/** The stack that watches credit-scoring in production, after such changes; alone, and not judged by rules. */
export function stackWith(...changes: Parameters<typeof teamWith>): StackJson {
  const { systems, environments } = loadConfigs(teamWith(...changes).dir);
  const outdir = temporaryFolder();
  const app = new App({ stackTraces: false, outdir });
  const system = declared("system", systems, "credit-scoring");
  const stack = new Art72MonitoringStack(app, declared("environment", environments, "production"), system);
  app.synth();
  const path = join(outdir, app.manifest.forStack(stack).synthesizedStackPath);
  return JSON.parse(readFileSync(path, "utf8")) as StackJson;
}

/** Names of the resources of a type, in order. */
export const namesOf = (stack: StackJson, type: string): string[] =>
  Object.keys(stack.resource?.[type] ?? {}).sort();
