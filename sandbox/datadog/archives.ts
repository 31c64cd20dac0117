/**
 * The organisation's archives. An archive has no switch to turn it off: it archives from its creation to its removal.
 *
 * @see https://docs.datadoghq.com/api/latest/logs-archives/
 */
import { z } from "zod";
import type { LogQuery } from "../../logquery";
import { logQuery, readAssets } from "./asset-reading";
import type { Asset } from "./assets";

export interface Archive {
  readonly id: string;
  readonly name: string;
  readonly queryText: string;
  readonly query: LogQuery;
  readonly includeTags: boolean;
  readonly bucket: string;
  /** Without slashes at its ends; may be empty. */
  readonly path: string;
  readonly storageClass?: string;
  /** `NO_OVERRIDE` leaves it to the bucket. */
  readonly encryption: { readonly type: "NO_OVERRIDE" | "SSE_S3" | "SSE_KMS"; readonly key?: string };
}

const archive = z.looseObject({
  id: z.string(),
  attributes: z.looseObject({
    name: z.string(),
    query: z.string(),
    include_tags: z.boolean().default(false),
    destination: z.looseObject({
      type: z.literal("s3", { error: "an S3 archive (the stand-in writes no other)" }),
      bucket: z.string(),
      path: z.string().default(""),
      storage_class: z.string().nullish(),
      encryption: z
        .looseObject({ type: z.enum(["NO_OVERRIDE", "SSE_S3", "SSE_KMS"]), key: z.string().nullish() })
        .nullish(),
    }),
  }),
});

const playable: z.ZodType<Archive> = archive.transform(({ id, attributes }, context) => {
  const { name, query: queryText, include_tags: includeTags, destination } = attributes;
  const query = logQuery.safeParse(queryText);
  if (!query.success) {
    for (const { message } of query.error.issues)
      context.addIssue({ code: "custom", path: ["attributes", "query"], message });
    return z.NEVER;
  }
  const { bucket, path, storage_class: storageClass, encryption } = destination;
  return {
    ...{ id, name, queryText, query: query.data, includeTags, bucket },
    path: path.replace(/^\/+|\/+$/g, ""),
    ...(storageClass ? { storageClass } : {}),
    encryption: {
      type: encryption?.type ?? "NO_OVERRIDE",
      ...(encryption?.key ? { key: encryption.key } : {}),
    },
  };
});

/** The archives, in the order in which a log is offered to them. Error: the user fault `assets-not-playable`. */
export const readArchives = (assets: readonly Asset[]): readonly Archive[] =>
  readAssets("logs archive", assets, playable);
