import { z } from "zod";
import { DatadogUnread, readJson, type DatadogAccess } from "../datadog/read";

const history = z.looseObject({
  data: z.looseObject({}).nullish(),
  errors: z.array(z.looseObject({ error: z.string().optional() })).nullish(),
});

/**
 * What each objective came to in a period, an entry each. One that cannot be told does not keep the others from being copied;
 * it is told at the end.
 *
 * @see https://docs.datadoghq.com/api/latest/service-level-objectives/#get-an-slos-history
 * @throws DatadogUnread after all that could be read
 */
export async function* objectiveResults(
  access: DatadogAccess,
  period: { readonly from: string; readonly to: string },
  objectives: AsyncGenerator<readonly unknown[]>,
): AsyncGenerator<readonly unknown[]> {
  const query = { from_ts: seconds(period.from), to_ts: seconds(period.to) };
  const unread: DatadogUnread[] = [];
  for await (const page of objectives)
    for (const { id } of page as readonly { id?: unknown }[]) {
      try {
        yield [{ objective: id, ...(await resultOf(access, String(id), query)) }];
      } catch (error) {
        if (!(error instanceof DatadogUnread)) throw error;
        unread.push(error);
      }
    }
  const [first] = unread;
  if (first)
    throw new DatadogUnread(
      first.place,
      `${first.because}${unread.length > 1 ? `; and ${unread.length - 1} more objectives` : ""}`,
      first.status,
    );
}

async function resultOf(access: DatadogAccess, id: string, query: Readonly<Record<string, string>>) {
  const path = `/api/v1/slo/${encodeURIComponent(id)}/history`;
  const read = history.safeParse(await readJson(access, path, query));
  const place = new URL(path, access.url).href;
  if (!read.success || !read.data.data) throw new DatadogUnread(place, "the answer holds no result");
  const { errors } = read.data;
  if (errors && errors.length > 0)
    throw new DatadogUnread(place, `the result has errors: ${errors.map(({ error }) => error).join("; ")}`);
  return { result: read.data.data };
}

const seconds = (time: string): string => String(Math.floor(Date.parse(time) / 1000));
