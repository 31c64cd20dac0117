/** Reads assets of the store into what the stand-in can play. What it cannot play is a user fault, never passed over. */
import { z } from "zod";
import { assetsNotPlayable, type Problem } from "../../errors";
import { LogQuerySyntaxError, parseLogQuery } from "../../logquery";
import type { Asset, AssetKind } from "./assets";

/** A filter's query, parsed. */
export const logQuery = z.string().transform((text, context) => {
  try {
    return parseLogQuery(text);
  } catch (error) {
    if (!(error instanceof LogQuerySyntaxError)) throw error;
    context.addIssue({ code: "custom", message: `a Datadog log query (${error.message})` });
    return z.NEVER;
  }
});

/**
 * All assets of a kind as their schema reads them.
 * Error: the user fault `assets-not-playable` with every field of every asset that cannot be played.
 */
export function readAssets<T>(kind: AssetKind, assets: readonly Asset[], schema: z.ZodType<T>): readonly T[] {
  const problems: Problem[] = [];
  const read = assets.flatMap((asset) => {
    const parsed = schema.safeParse(asset);
    if (parsed.success) return [parsed.data];
    problems.push(...parsed.error.issues.flatMap(leafIssues).map((issue) => problemOf(kind, asset, issue)));
    return [];
  });
  if (problems.length > 0) throw assetsNotPlayable(problems);
  return read;
}

/** A union reports its branches inside; the branch that got further says more than "no branch fits". */
function leafIssues(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const [branch] = issue.errors.filter((errors) => errors.every(({ path }) => path.length > 0));
  return branch ? branch.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })) : [issue];
}

/** What stands where an issue is, shortened. */
function givenAt(body: unknown, path: readonly PropertyKey[]): string {
  const value = path.reduce<unknown>((inner, key) => Object(inner)[key], body);
  return value === undefined ? "nothing" : JSON.stringify(value).slice(0, 120);
}

function problemOf(kind: AssetKind, asset: Asset, { path, message }: z.core.$ZodIssue): Problem {
  const { attributes } = asset as { attributes?: { name?: unknown } };
  const name = asset["name"] ?? attributes?.name ?? asset["id"] ?? "";
  return {
    code: "asset-not-playable",
    where: `${kind} ${JSON.stringify(name)}`,
    field: path.join("."),
    given: givenAt(asset, path),
    needed: `what the stand-in plays as the vendor documents it: ${message}`,
    fix: "mend the asset, or teach the stand-in (sandbox/datadog)",
  };
}
