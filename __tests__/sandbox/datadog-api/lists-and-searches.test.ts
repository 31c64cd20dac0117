import { world } from "../../evidence/monitoring/world";

const names = (answer: unknown) => (answer as { name: string }[]).map(({ name }) => name);

describe("the stand-in answers lists and searches as the vendor's API does", () => {
  it("monitors by tag, and in pages of which the first is 0", async () => {
    const { ask, monitor } = await world();
    for (const name of ["a", "b", "c"]) await monitor(name);
    await monitor("d", ["env:sandbox"]);
    const list = (query: string) => ask("GET", `/api/v1/monitor?${query}`);
    expect(names(await list("monitor_tags=compliance:eu-ai-act,env:production"))).toEqual(["a", "b", "c"]);
    expect(names(await list("page=0&page_size=2"))).toEqual(["a", "b"]);
    expect(names(await list("page=1&page_size=2"))).toEqual(["c", "d"]);
    expect(names(await list("page=2&page_size=2"))).toEqual([]);
  });

  it("objectives by tag, from an offset, with how many there are", async () => {
    const { ask, monitor } = await world();
    const { id } = await monitor("a");
    for (const name of ["x", "y", "z"])
      await ask("POST", "/api/v1/slo", {
        ...{ name, type: "monitor", monitor_ids: [id], thresholds: [{ timeframe: "30d", target: 99 }] },
        tags: ["compliance:eu-ai-act"],
      });
    const answer = (await ask("GET", "/api/v1/slo?tags_query=compliance:eu-ai-act&limit=2&offset=1")) as {
      data: unknown;
      metadata: unknown;
    };
    expect(names(answer.data)).toEqual(["y", "z"]);
    expect(answer.metadata).toEqual({ page: { total_count: 3, total_filtered_count: 3 } });
  });

  it("events of a search, page by page, the last of which is empty", async () => {
    const { ask, monitor, evaluate } = await world();
    for (const name of ["a", "b", "c"]) await monitor(name);
    await evaluate();
    const page = async (cursor = "") =>
      (await ask("GET", `/api/v2/events?filter[query]=source:alert&page[limit]=2${cursor}`)) as {
        data: { attributes: { attributes: { monitor: { name: string } } } }[];
        meta?: { page: { after: string } };
      };
    const first = await page();
    const second = await page(`&page[cursor]=${first.meta?.page.after}`);
    const last = await page(`&page[cursor]=${second.meta?.page.after}`);
    expect(
      [first, second, last].map(({ data }) => data.map((one) => one.attributes.attributes.monitor.name)),
    ).toEqual([["a", "b"], ["c"], []]);
    expect(last.meta).toBeUndefined();
  });

  it("no history of an objective that is not there, or of no period", async () => {
    const { ask, monitor } = await world();
    await expect(ask("GET", "/api/v1/slo/none/history?from_ts=1&to_ts=2")).rejects.toThrow("404");
    const { id } = await monitor("a");
    const { data } = (await ask("POST", "/api/v1/slo", {
      ...{ name: "x", type: "monitor", monitor_ids: [id], thresholds: [{ timeframe: "30d", target: 99 }] },
    })) as { data: { id: string }[] };
    await expect(ask("GET", `/api/v1/slo/${data[0]?.id}/history?from_ts=2&to_ts=1`)).rejects.toThrow("400");
  });
});
