import { z } from "zod";

const Version = z.union([z.string(), z.int().transform(String)]);

/** `registered-models/get`, as far as decisions read it. */
export const AliasAnswer = z.object({
  registered_model: z.object({
    name: z.string(),
    aliases: z.array(z.object({ alias: z.string(), version: Version })).default([]),
    tags: z.array(z.object({ key: z.string(), value: z.string().default("") })).default([]),
  }),
});

/** `model-versions/search`. */
export const VersionsAnswer = z.object({
  model_versions: z
    .array(z.object({ name: z.string(), version: Version, current_stage: z.string().default("None") }))
    .default([]),
  next_page_token: z.string().optional(),
});
