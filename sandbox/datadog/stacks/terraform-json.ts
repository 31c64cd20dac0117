/** Resources of synthesized stacks, each as CDKTF wrote it. */
import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Problem } from "../../../errors";

/** One resource of one stack. */
export interface StackResource {
  /** File and address, such as `.../cdk.tf.json: datadog_monitor.drift`. */
  readonly where: string;
  readonly stack: string;
  readonly type: string;
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const stackFile = z.looseObject({
  resource: z.record(z.string(), z.record(z.string(), z.looseObject({}))).optional(),
});

/**
 * Reads `<stacksDir>/<stack>/cdk.tf.json` of the named stacks; a `*` at the end of a name stands for any rest. No folder, or
 * no such stack yet: nothing.
 *
 * @param problems gets what is wrong with a file
 */
export async function readStacks(
  stacksDir: string,
  names: readonly string[],
  problems: Problem[],
): Promise<readonly StackResource[]> {
  const resources: StackResource[] = [];
  for (const stack of await stacksNamed(stacksDir, names)) {
    const file = join(stacksDir, stack, "cdk.tf.json");
    if (!existsSync(file)) continue;
    const read = readFileAs(await readFile(file, "utf8"), file, problems);
    for (const [type, all] of Object.entries(read ?? {}))
      for (const [id, body] of Object.entries(all))
        resources.push({ where: `${file}: ${type}.${id}`, stack, type, id, body });
  }
  return resources;
}

async function stacksNamed(stacksDir: string, names: readonly string[]): Promise<readonly string[]> {
  if (!existsSync(stacksDir)) return [];
  const all = (await readdir(stacksDir)).sort();
  return all.filter((stack) =>
    names.some((name) => (name.endsWith("*") ? stack.startsWith(name.slice(0, -1)) : stack === name)),
  );
}

function readFileAs(text: string, file: string, problems: Problem[]): z.infer<typeof stackFile>["resource"] {
  try {
    return stackFile.parse(JSON.parse(text)).resource;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
    problems.push({
      ...{ code: "stack-file", where: file, given: error.message.slice(0, 200) },
      ...{ needed: "a stack's Terraform JSON, whole", fix: "synthesize again" },
    });
    return undefined;
  }
}
