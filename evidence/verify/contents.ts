import type { z } from "zod";
import { parseIndependentCount, type IndependentCount, type StoredCheckpoint } from "../completeness";
import {
  chainFileSchema,
  checkpointLineSchema,
  CHECKPOINTS_FILE,
  COUNT_FILE,
  countsFileSchema,
  findingsFileSchema,
  KEY_RING_FILE,
  objectsFileSchema,
  type Period,
} from "../export";
import { parseKeyRing, type KeyRing } from "../records/key-ring";
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
  readonly checkpoints: readonly StoredCheckpoint[];
  /** The exporter's, if it was given one: which keys these are, is its word. */
  readonly keyRing: KeyRing | undefined;
  readonly independentCount: IndependentCount | undefined;
}

/** Reads the JSON files, all of which must be intact and of their schema; undefined if one is not. */
export async function readContents(
  bundle: BundleReader,
  intact: ReadonlySet<string>,
  period: Period | undefined,
  checks: CheckList,
): Promise<Contents | undefined> {
  const chain = await readJson(bundle, intact, "chain.json", checks);
  const counts = await readJson(bundle, intact, "counts.json", checks);
  const findings = await readJson(bundle, intact, "findings.json", checks);
  const objects = await readJson(bundle, intact, "objects.json", checks);
  const checkpoints = await readLines(bundle, intact, checks);
  const keyRing = await readOptional(bundle, intact, KEY_RING_FILE, checks, (bytes) =>
    parseKeyRing(parseJson(bytes)),
  );
  const independentCount = await readOptional(
    bundle,
    intact,
    COUNT_FILE,
    checks,
    (bytes) => period && parseIndependentCount(bytes, period).count,
  );
  if (!chain || !counts || !findings || !objects || !checkpoints || !keyRing || !independentCount)
    return undefined;
  return {
    chain,
    counts,
    findings,
    objects,
    checkpoints,
    keyRing: keyRing.content,
    independentCount: independentCount.content,
  };
}

async function readLines(
  bundle: BundleReader,
  intact: ReadonlySet<string>,
  checks: CheckList,
): Promise<StoredCheckpoint[] | undefined> {
  const bytes = intact.has(CHECKPOINTS_FILE) ? await bundle.read(CHECKPOINTS_FILE) : undefined;
  if (bytes === undefined) {
    checks.cannotTell("json", NOT_LOOKED_INTO, CHECKPOINTS_FILE);
    return undefined;
  }
  const lines: StoredCheckpoint[] = [];
  for (const [index, text] of bytes.toString("utf8").split("\n").entries()) {
    // The last line ends, so that after it there is nothing.
    if (text === "" && index === lines.length) continue;
    const parsed = checkpointLineSchema.safeParse(parseJson(Buffer.from(text)));
    if (parsed.success && index === lines.length) lines.push(parsed.data);
    else {
      checks.fail("json", `line ${index + 1} breaks its schema`, CHECKPOINTS_FILE);
      return undefined;
    }
  }
  return lines;
}

/** What a file that not every bundle has says; undefined only if it is there and cannot be taken. */
async function readOptional<Content>(
  bundle: BundleReader,
  intact: ReadonlySet<string>,
  name: string,
  checks: CheckList,
  parse: (bytes: Buffer) => Content | undefined,
): Promise<{ readonly content: Content | undefined } | undefined> {
  if (!bundle.has(name)) return { content: undefined };
  const bytes = intact.has(name) ? await bundle.read(name) : undefined;
  if (bytes === undefined) {
    checks.cannotTell("json", NOT_LOOKED_INTO, name);
    return undefined;
  }
  const content = parse(bytes);
  if (content !== undefined) return { content };
  checks.fail("json", "it breaks its schema, or does not fit the period", name);
  return undefined;
}

const NOT_LOOKED_INTO = "it is not what was signed, or too large, so it is not looked into";

async function readJson<Name extends keyof typeof SCHEMAS>(
  bundle: BundleReader,
  intact: ReadonlySet<string>,
  name: Name,
  checks: CheckList,
): Promise<z.infer<(typeof SCHEMAS)[Name]> | undefined> {
  const bytes = intact.has(name) ? await bundle.read(name) : undefined;
  if (bytes === undefined) {
    checks.cannotTell("json", NOT_LOOKED_INTO, name);
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
