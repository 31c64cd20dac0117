/** `POST /api/v2/series`: metrics that programs send. Pure, but for the series. */
import { z } from "zod";
import type { Series } from "./series";

/** The fields that the product sends; the vendor knows more. */
const submission = z.object({
  series: z
    .array(
      z.object({
        metric: z.string().min(1).max(200),
        /** Unspecified, count, rate, gauge. */
        type: z.int().min(0).max(3).default(0),
        points: z.array(z.object({ timestamp: z.int(), value: z.number() })).min(1),
        tags: z.array(z.string()).default([]),
      }),
    )
    .min(1),
});

interface SeriesAnswer {
  readonly status: 202 | 400 | 403;
  readonly body: { readonly errors: readonly string[] };
}

const SECOND_MS = 1_000;
/** The vendor drops, without a word, what is older, or farther ahead. */
const OLDEST_MS = 60 * 60 * SECOND_MS;
const FARTHEST_MS = 10 * 60 * SECOND_MS;

/**
 * Takes points as the vendor does.
 * @see https://docs.datadoghq.com/api/latest/metrics/#submit-metrics
 */
export function takeSeries(
  series: Series,
  { body, apiKey }: { readonly body: unknown; readonly apiKey: string | undefined },
  key: string,
  now: Date,
): SeriesAnswer {
  if (apiKey !== key) return { status: 403, body: { errors: ["Forbidden"] } };
  const sent = submission.safeParse(read(body));
  if (!sent.success)
    return { status: 400, body: { errors: sent.error.issues.map(({ message }) => message) } };
  for (const { metric, points, tags } of sent.data.series)
    for (const { timestamp, value } of points) {
      const at = new Date(timestamp * SECOND_MS);
      const age = now.getTime() - at.getTime();
      if (age <= OLDEST_MS && age >= -FARTHEST_MS) series.add(metric, tags, at, value);
    }
  return { status: 202, body: { errors: [] } };
}

function read(body: unknown): unknown {
  if (!Buffer.isBuffer(body)) return body;
  try {
    return JSON.parse(body.toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}
