/**
 * Pipelines and processors as the API has them, of those kinds that the stand-in plays. Any other kind is refused with its
 * name: a processor that is passed over would show logs that the real platform does not have.
 *
 * @see https://docs.datadoghq.com/api/latest/logs-pipelines/#create-a-pipeline
 */
import { z } from "zod";
import { readAssets, logQuery } from "../asset-reading";
import type { Asset } from "../assets";

const switched = { name: z.string().nullish(), is_enabled: z.boolean().default(false) };
const filter = z.looseObject({ query: logQuery });
const place = z.enum(["attribute", "tag"]).default("attribute");

/** Of these the generic remapper takes none: each has a remapper of its own, or none at all. */
const RESERVED = ["host", "message", "service", "status", "date", "trace_id", "span_id"];

const attributeRemapper = z
  .looseObject({
    type: z.literal("attribute-remapper"),
    ...switched,
    sources: z.array(z.string()).min(1),
    source_type: place,
    target: z.string().regex(/^[^:,]+$/, "a target holds neither : nor ,"),
    target_type: place,
    target_format: z.enum(["auto", "string", "integer", "double"]).default("auto"),
    preserve_source: z.boolean().default(false),
    override_on_conflict: z.boolean().default(false),
  })
  .refine(
    ({ sources, source_type, target, target_type }) =>
      !(source_type === "attribute" && sources.some((source) => RESERVED.includes(source))) &&
      !(target_type === "attribute" && RESERVED.includes(target)),
    { path: ["sources"], message: `no reserved attribute (${RESERVED.join(", ")})` },
  );

const categoryProcessor = z.looseObject({
  type: z.literal("category-processor"),
  ...switched,
  target: z.string(),
  categories: z.array(z.looseObject({ name: z.string(), filter })),
});

const stringBuilder = z.looseObject({
  type: z.literal("string-builder-processor"),
  ...switched,
  template: z.string(),
  target: z.string(),
  is_replace_missing: z.boolean().default(false),
});

const reservedRemapper = z.looseObject({
  type: z.enum(["status-remapper", "service-remapper", "message-remapper", "date-remapper"]),
  ...switched,
  sources: z.array(z.string()).min(1),
});

const processor = z.discriminatedUnion(
  "type",
  [
    attributeRemapper,
    categoryProcessor,
    stringBuilder,
    reservedRemapper,
    z.looseObject({
      type: z.literal("pipeline"),
      ...switched,
      filter,
      get processors(): z.ZodDefault<z.ZodArray<z.ZodType<Processor>>> {
        return z.array(processor).default([]);
      },
    }),
  ],
  { error: "a processor of a kind that the stand-in plays" },
);

export type AttributeRemapper = z.infer<typeof attributeRemapper>;
export type CategoryProcessor = z.infer<typeof categoryProcessor>;
export type StringBuilder = z.infer<typeof stringBuilder>;
export type ReservedRemapper = z.infer<typeof reservedRemapper>;
export type Processor = AttributeRemapper | CategoryProcessor | StringBuilder | ReservedRemapper | Pipeline;

/** A pipeline, at the top or inside another. */
export interface Pipeline {
  readonly type: "pipeline";
  readonly name?: string | null | undefined;
  readonly is_enabled: boolean;
  readonly filter: z.infer<typeof filter>;
  readonly processors: readonly Processor[];
}

const pipeline: z.ZodType<Pipeline> = z.looseObject({
  type: z.literal("pipeline").default("pipeline"),
  ...switched,
  filter,
  processors: z.array(processor).default([]),
});

/** The organisation's pipelines in their order. Error: the user fault `assets-not-playable`. */
export const readPipelines = (assets: readonly Asset[]): readonly Pipeline[] =>
  readAssets("logs pipeline", assets, pipeline);
