/**
 * Scanning groups and rules of the sensitive data scanner as the API has them.
 *
 * @see https://docs.datadoghq.com/api/latest/sensitive-data-scanner/
 */
import { z } from "zod";
import { logQuery, readAssets } from "../asset-reading";
import type { Asset } from "../assets";

const pattern = z.string().transform((text, context) => {
  try {
    return new RegExp(text, "gu");
  } catch (error) {
    context.addIssue({ code: "custom", message: `a regular expression (${(error as Error).message})` });
    return z.NEVER;
  }
});

const replacement = z.discriminatedUnion(
  "type",
  [
    z.looseObject({ type: z.literal("none") }),
    z.looseObject({ type: z.literal("hash") }),
    z.looseObject({ type: z.literal("replacement_string"), replacement_string: z.string() }),
    z.looseObject({
      type: z.enum(["partial_replacement_from_beginning", "partial_replacement_from_end"]),
      number_of_chars: z.number().int().min(0),
    }),
  ],
  { error: "a replacement that the stand-in plays" },
);
export type Replacement = z.infer<typeof replacement>;

const rule = z.looseObject({
  id: z.string(),
  attributes: z.looseObject({
    name: z.string(),
    is_enabled: z.boolean().default(false),
    /** Of one of the vendor's own patterns, whose text nobody outside has, there is none: such a rule is refused. */
    pattern,
    tags: z.array(z.string()).nullish(),
    namespaces: z.array(z.string()).nullish(),
    excluded_namespaces: z.array(z.string()).nullish(),
    text_replacement: replacement.default({ type: "none" }),
    included_keyword_configuration: z
      .looseObject({ keywords: z.array(z.string()), character_count: z.number() })
      .nullish(),
  }),
  relationships: z.looseObject({ group: z.looseObject({ data: z.looseObject({ id: z.string() }) }) }),
});
export type ScanningRule = z.infer<typeof rule>["attributes"];

const group = z.looseObject({
  id: z.string(),
  attributes: z.looseObject({
    name: z.string(),
    is_enabled: z.boolean().default(false),
    filter: z.looseObject({ query: logQuery.prefault("*") }),
    product_list: z.array(z.string()).default([]),
    samplings: z.array(z.looseObject({ product: z.string(), rate: z.number() })).nullish(),
  }),
});

/** What one group does to logs. */
export interface ScanningGroup {
  readonly filter: z.infer<typeof logQuery>;
  /** Share of the logs that are scanned, in percent. */
  readonly rate: number;
  readonly rules: readonly ScanningRule[];
}

/** The groups that scan logs, each with its rules, as far as they are switched on. Error: `assets-not-playable`. */
export function readScanner(groups: readonly Asset[], rules: readonly Asset[]): readonly ScanningGroup[] {
  const known = readAssets("scanning rule", rules, rule);
  return readAssets("scanning group", groups, group)
    .filter(({ attributes }) => attributes.is_enabled && attributes.product_list.includes("logs"))
    .map(({ id, attributes: { filter, samplings } }) => ({
      filter: filter.query,
      rate: samplings?.find(({ product }) => product === "logs")?.rate ?? 100,
      rules: known
        .filter(({ relationships }) => relationships.group.data.id === id)
        .map(({ attributes }) => attributes)
        .filter(({ is_enabled }) => is_enabled),
    }));
}
