import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { LOCK_FILE } from "../terraform/plan-stacks";
import { runTerraform } from "../terraform/run";
import type { TerraformPlace } from "../terraform";

const versionSchema = z.looseObject({ provider_selections: z.record(z.string(), z.string()).default({}) });

const attributeSchema = z.looseObject({
  computed: z.boolean().optional(),
  optional: z.boolean().optional(),
});
const typeSchema = z.looseObject({
  block: z.looseObject({ attributes: z.record(z.string(), attributeSchema).default({}) }),
});
const schemasSchema = z.looseObject({
  provider_schemas: z
    .record(z.string(), z.looseObject({ resource_schemas: z.record(z.string(), typeSchema).default({}) }))
    .default({}),
});

/** Whether only the provider ever says an attribute, and no config can. */
export type Computed = (type: string, attribute: string) => boolean;

/** What Terraform says of the providers of initialised stacks. Stacks with the same lock file are asked for once. */
export class Providers {
  private readonly versionsByLock = new Map<string, Promise<Readonly<Record<string, string>>>>();
  private readonly computedByLock = new Map<string, Promise<Computed>>();

  /** Versions in use, by provider; none where Terraform does not say. */
  async versions(place: TerraformPlace): Promise<Readonly<Record<string, string>>> {
    return once(this.versionsByLock, await lockOf(place), async () => {
      const lines: string[] = [];
      await runTerraform({ ...place, args: ["version", "-json"], onLine: (line) => lines.push(line) });
      return versionSchema.safeParse(json(lines.join("\n"))).data?.provider_selections ?? {};
    });
  }

  /**
   * Asks for the schemas. Takes some seconds: only where a difference needs it.
   *
   * @returns where they are not to be had, that nothing is computed only: then nothing counts as noise for that reason
   */
  async computed(place: TerraformPlace): Promise<Computed> {
    return once(this.computedByLock, await lockOf(place), () => computedAttributes(place));
  }
}

async function computedAttributes(place: TerraformPlace): Promise<Computed> {
  // The schemas of AWS are larger than what is well held line by line.
  const stdoutFile = `${place.logFile}.schemas.json`;
  const { status } = await runTerraform({ ...place, args: ["providers", "schema", "-json"], stdoutFile });
  const said = status === 0 ? json(await readFile(stdoutFile, "utf8")) : undefined;
  await rm(stdoutFile, { force: true });
  const providers = Object.values(schemasSchema.safeParse(said).data?.provider_schemas ?? {});
  const types = new Map(providers.flatMap(({ resource_schemas: each }) => Object.entries(each)));
  return (type, attribute) => {
    const { computed, optional } = types.get(type)?.block.attributes[attribute] ?? {};
    return computed === true && optional !== true;
  };
}

/** A stack of Terraform's built-in resources alone has none. */
const lockOf = ({ stackDir }: TerraformPlace): Promise<string> =>
  readFile(join(stackDir, LOCK_FILE), "utf8").catch(() => "");

function once<T>(kept: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const asked = kept.get(key) ?? ask();
  kept.set(key, asked);
  return asked;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
