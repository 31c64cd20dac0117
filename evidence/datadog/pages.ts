import { z } from "zod";
import { DatadogUnread, readJson, type DatadogAccess, type DatadogQuery } from "./read";

/** The vendor's most, of all lists that are read here. */
export const PAGE = 1_000;

const cursorPage = z.looseObject({
  data: z.array(z.unknown()).default([]),
  meta: z
    .looseObject({
      page: z.looseObject({ after: z.string().nullish() }).nullish(),
      status: z.string().nullish(),
      warnings: z.array(z.looseObject({ title: z.string().optional() })).nullish(),
    })
    .nullish(),
});

/**
 * Pages of a search that goes on by cursor, oldest first. The last one has no cursor, or one that leads to an empty page.
 *
 * @see https://docs.datadoghq.com/logs/guide/collect-multiple-logs-with-pagination/
 * @throws DatadogUnread also for a page that Datadog says is not whole; what was handed on before stays right
 */
export async function* cursorPages(
  access: DatadogAccess,
  path: string,
  query: DatadogQuery,
): AsyncGenerator<readonly unknown[]> {
  let cursor: string | undefined;
  do {
    const paging = { "page[limit]": String(PAGE), ...(cursor !== undefined && { "page[cursor]": cursor }) };
    const place = new URL(path, access.url).href;
    const page = shaped(cursorPage, await readJson(access, path, { ...query, ...paging }), place);
    yield page.data;
    const { status, warnings } = page.meta ?? {};
    if (status === "timeout") throw new DatadogUnread(place, "Datadog's search ended before it was done");
    if (warnings && warnings.length > 0)
      throw new DatadogUnread(
        place,
        `results may be partial: ${warnings.map(({ title }) => title ?? "a warning").join("; ")}`,
      );
    const after = page.meta?.page?.after ?? undefined;
    if (after !== undefined && after === cursor && page.data.length > 0)
      // Followed for ever otherwise.
      throw new DatadogUnread(place, "the cursor to the next page does not move");
    cursor = page.data.length === 0 ? undefined : after;
  } while (cursor !== undefined);
}

/**
 * Pages of a list that goes on by number, until one is not full.
 *
 * @param paging the query of the page with this number, from 0
 * @param read takes the entries out of an answer; nothing where it holds none
 * @throws DatadogUnread
 */
export async function* numberedPages(
  access: DatadogAccess,
  path: string,
  paging: (page: number) => DatadogQuery,
  read: (answer: unknown) => readonly unknown[] | undefined,
): AsyncGenerator<readonly unknown[]> {
  for (let page = 0; ; page++) {
    const entries = read(await readJson(access, path, paging(page)));
    if (entries === undefined)
      throw new DatadogUnread(
        new URL(path, access.url).href,
        "the answer is not what its API is documented to give",
      );
    yield entries;
    if (entries.length < PAGE) return;
  }
}

function shaped<Schema extends z.ZodType>(schema: Schema, value: unknown, place: string): z.infer<Schema> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw new DatadogUnread(place, z.prettifyError(read.error).slice(0, 200));
}
