import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfigs, type Configs } from "../../configs";
import { createApp } from "../../stacks/app";
import { temporaryFolder } from "../temporary";

/** What Terraform reads of one stack. */
export interface StackJson {
  readonly resource?: Record<string, Record<string, Record<string, unknown>>>;
  readonly provider: Record<string, Record<string, unknown>[]>;
  readonly terraform: {
    backend: Record<string, Record<string, unknown>>;
    required_providers: Record<string, { version: string }>;
  };
}

export const repositoryConfigs = (): Configs => loadConfigs(join(__dirname, "../../configs"));

/** Synthesizes configs into a folder of its own and returns each stack's JSON by stack name. */
export function synthesize(configs: Configs = repositoryConfigs()): {
  dir: string;
  stacks: Record<string, StackJson>;
} {
  const dir = temporaryFolder();
  const app = createApp(configs, dir);
  app.synth();
  const manifest = JSON.parse(readFileSync(join(dir, "manifest.json"), "utf8")) as {
    stacks: Record<string, { synthesizedStackPath: string }>;
  };
  const stacks = Object.fromEntries(
    Object.entries(manifest.stacks).map(([name, { synthesizedStackPath }]) => [
      name,
      JSON.parse(readFileSync(join(dir, synthesizedStackPath), "utf8")) as StackJson,
    ]),
  );
  return { dir, stacks };
}

/** One resource of a stack, which must be there. */
export function resource(stack: StackJson | undefined, type: string, id: string): Record<string, unknown> {
  const found = stack?.resource?.[type]?.[id];
  if (!found) throw new Error(`${type}.${id} is not synthesized`);
  return found;
}
