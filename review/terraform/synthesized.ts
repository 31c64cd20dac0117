import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { stacksNotSynthesized, synthesizedUnreadable } from "../../errors";

/** A synthesized stack on disk. */
export interface SynthesizedStack {
  readonly name: string;
  /** Folder in which Terraform runs. */
  readonly dir: string;
  /** Stacks that are deployed before it. */
  readonly dependencies: readonly string[];
  /** SHA-256 of the bytes of its `cdk.tf.json`, hex. */
  readonly sha256: string;
}

/** Names become file names beside `plans.json`. */
const StackName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/)
  .refine((name) => name !== "plans", "another name than plans");

const manifestSchema = z.looseObject({
  stacks: z.record(
    StackName,
    z.looseObject({
      name: StackName,
      synthesizedStackPath: z.string(),
      workingDirectory: z.string(),
      dependencies: z.array(z.string()),
    }),
  ),
});

/**
 * The stacks that a folder's manifest lists, by name: folders of stacks that are gone stay behind and do not count.
 *
 * @throws UserError when nothing was synthesized there, or it cannot be read
 */
export function readSynthesized(folder: string): readonly SynthesizedStack[] {
  const manifest = join(folder, "manifest.json");
  const text = read(manifest);
  if (text === undefined) throw stacksNotSynthesized(folder);
  const parsed = manifestSchema.safeParse(json(text));
  if (!parsed.success) throw synthesizedUnreadable(manifest, z.prettifyError(parsed.error));
  return Object.values(parsed.data.stacks)
    .map(({ name, workingDirectory, synthesizedStackPath, dependencies }) => {
      const file = join(folder, synthesizedStackPath);
      const bytes = read(file);
      if (bytes === undefined) throw synthesizedUnreadable(file, "it is not there");
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      return { name, dir: join(folder, workingDirectory), dependencies, sha256 };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What has become of the stacks between two syntheses, by name, sorted. */
export interface StackChanges {
  /** New, or of other bytes. */
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  /** There before, and not declared any more: nobody plans them. */
  readonly removed: readonly string[];
}

/** Compares two syntheses byte by byte: two machines synthesize the same bytes from the same sources. */
export function changesBetween(
  base: readonly SynthesizedStack[],
  head: readonly SynthesizedStack[],
): StackChanges {
  const before = new Map(base.map(({ name, sha256 }) => [name, sha256]));
  const now = new Set(head.map(({ name }) => name));
  const isSame = ({ name, sha256 }: SynthesizedStack) => before.get(name) === sha256;
  return {
    changed: head.filter((stack) => !isSame(stack)).map(({ name }) => name),
    unchanged: head.filter(isSame).map(({ name }) => name),
    removed: base.map(({ name }) => name).filter((name) => !now.has(name)),
  };
}

/** Stacks in the order in which they are deployed: each after those it depends on. A dependency that is not among them counts as deployed. */
export function inDeployOrder(stacks: readonly SynthesizedStack[]): readonly SynthesizedStack[] {
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  const ordered = new Set<SynthesizedStack>();
  const visit = (stack: SynthesizedStack, above: ReadonlySet<SynthesizedStack>): void => {
    if (ordered.has(stack)) return;
    if (above.has(stack)) throw new Error(`stacks depend on each other in a circle, at ${stack.name}`);
    for (const name of stack.dependencies) {
      const dependency = byName.get(name);
      if (dependency) visit(dependency, new Set([...above, stack]));
    }
    ordered.add(stack);
  };
  for (const stack of stacks) visit(stack, new Set());
  return [...ordered];
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
