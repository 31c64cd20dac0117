import type { z } from "zod";
import { chainFileSchema, countsFileSchema, findingsFileSchema, objectsFileSchema } from "../export";
import type { CheckList } from "./check";
import type { BundleReader } from "./folder";
import { parseJson } from "./manifest";

const SCHEMAS = {
  "chain.json": chainFileSchema,
  "counts.json": countsFileSchema,
  "findings.json": findingsFileSchema,
  "objects.json": objectsFileSchema,
} as const;

/** What a bundle's JSON files say. */
export interface Contents {
  readonly chain: z.infer<typeof chainFileSchema>;
  readonly counts: z.infer<typeof countsFileSchema>;
  readonly findings: z.infer<typeof findingsFileSchema>;
  readonly objects: z.infer<typeof objectsFileSchema>;
}

/** Reads the JSON files, all of which must be intact and of their schema; undefined if one is not. */
export async function readContents(
  bundle: BundleReader,
  intact: ReadonlySet<string>,
  checks: CheckList,
): Promise<Contents | undefined> {
  const chain = await readJson(bundle, intact, "chain.json", checks);
  const counts = await readJson(bundle, intact, "counts.json", checks);
  const findings = await readJson(bundle, intact, "findings.json", checks);
  const objects = await readJson(bundle, intact, "objects.json", checks);
  return chain && counts && findings && objects && { chain, counts, findings, objects };
}

async function readJson<Name extends keyof typeof SCHEMAS>(
  bundle: BundleReader,
  intact: ReadonlySet<string>,
  name: Name,
  checks: CheckList,
): Promise<z.infer<(typeof SCHEMAS)[Name]> | undefined> {
  const bytes = intact.has(name) ? await bundle.read(name) : undefined;
  if (bytes === undefined) {
    checks.cannotTell("json", "it is not what was signed, or too large, so it is not looked into", name);
    return undefined;
  }
  const parsed = SCHEMAS[name].safeParse(parseJson(bytes));
  if (parsed.success) return parsed.data as z.infer<(typeof SCHEMAS)[Name]>;
  const issue = parsed.error.issues[0];
  checks.fail(
    "json",
    `it breaks its schema at ${issue?.path.join(".") || "its root"}: ${issue?.message}`,
    name,
  );
  return undefined;
}
