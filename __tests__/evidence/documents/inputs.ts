import { declared, readConfigs, type System } from "../../../configs";
import {
  documentsOf,
  type DocumentsInput,
  type DocumentsVault,
  type GeneratedDocument,
} from "../../../evidence/documents";
import { evaluate, RULES, synthesizedSet } from "../../../rules";
import { synthesize, type StackJson } from "../../stacks/synthesized";
import { join } from "node:path";

const { configs, thresholds } = readConfigs(join(__dirname, "../../../configs"));
const { stacks: SYNTHESIZED } = synthesize(configs);
const JUDGED = evaluate(
  RULES,
  synthesizedSet(
    Object.entries(SYNTHESIZED).map(([stack, json]) => ({ path: `${stack}.json`, json, stack })),
    true,
  ),
).verdicts;

/** Synthesized stacks by name. */
export type Stacks = Record<string, StackJson>;

/** What may be different from the repository's own production. */
export interface Changes {
  readonly system?: string;
  readonly environment?: string;
  /** A change of the system's config, made to a copy. */
  readonly declare?: (system: Mutable<System>) => void;
  /** A change of the synthesized stacks, made to a copy. */
  readonly deploy?: (stacks: Stacks) => void;
  readonly vault?: DocumentsVault;
}

export type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

/** The repository's own systems as the documents take them, changed. */
export function inputWith({
  system = "credit-scoring",
  environment = "production",
  declare,
  deploy,
  vault,
}: Changes = {}): DocumentsInput {
  const changed = structuredClone(declared("--system", configs.systems, system)) as Mutable<System>;
  declare?.(changed);
  const stacks = structuredClone(SYNTHESIZED);
  deploy?.(stacks);
  return {
    system: changed as System,
    environment: declared("--environment", configs.environments, environment),
    thresholds: thresholds.find(({ value }) => value.system === system)?.value,
    stacks: Object.entries(stacks).map(([name, json]) => ({ name, json })),
    judged: JUDGED,
    vault,
  };
}

/** The sample's risk that no monitor watches is taken out: then all of its plan stands there. */
export function withoutUnwatchedRisks(system: Mutable<System>): void {
  const functioning = system.documentation?.functioning;
  if (functioning?.risks) functioning.risks = functioning.risks.filter(({ monitors }) => monitors);
}

/** Attributes of a synthesized resource, to be changed. */
export function valuesOf(stacks: Stacks, stack: string, type: string, name: string): Record<string, unknown> {
  const found = stacks[stack]?.resource?.[type]?.[name];
  if (!found) throw new Error(`${stack}/${type}.${name} is not synthesized`);
  return found;
}

/** One of the documents. */
export async function documentOf(name: string, changes: Changes = {}): Promise<GeneratedDocument> {
  const found = (await documentsOf(inputWith(changes))).find((each) => each.name === name);
  if (!found) throw new Error(`no document is called ${name}`);
  return found;
}

export const PLAN = "annex-iv-9-post-market-monitoring-plan";
export const DEVELOPMENT = "annex-iv-2-elements-and-development";
export const FUNCTIONING = "annex-iv-3-monitoring-functioning-control";
export const CHANGES = "annex-iv-6-changes";
export const LOGGING = "logging-plan";
export const DEPLOYERS = "article-13-3-f-logs-for-deployers";
