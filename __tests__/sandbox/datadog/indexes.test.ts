import type { Asset } from "../../../sandbox/datadog/assets";
import { Indexes, readIndexes } from "../../../sandbox/datadog/indexes/indexes";
import { receiveLog } from "../../../sandbox/datadog/received-log";

const index = (name: string, more: object = {}): Asset => ({ name, filter: { query: "*" }, ...more });
const log = (ddtags = "compliance.art12:true") => receiveLog({ ddtags }, [], new Date());
const exclusion = (query: string, sample_rate: number, is_enabled = true) => ({
  ...{ name: query, is_enabled, filter: { query, sample_rate } },
});

function indexesWith(assets: readonly Asset[], { now = "2026-11-24T21:00:00Z", random = 0.5 } = {}) {
  const clock = { now: new Date(now) };
  const indexes = new Indexes(
    () => clock.now,
    () => random,
  );
  indexes.configure(readIndexes(assets));
  return { indexes, clock };
}

describe("an index", () => {
  it("takes a log only if no index before it does", () => {
    const { indexes } = indexesWith([
      index("art12", { filter: { query: "compliance.art12:true" } }),
      index("main"),
    ]);
    indexes.accept(log());
    indexes.accept(log("team:a"));
    expect(indexes.search("art12")).toHaveLength(1);
    expect(indexes.search("main")).toHaveLength(1);
    expect(indexes.search("*")).toHaveLength(2);
  });

  it("is not made up for a log that none matches", () => {
    expect(indexesWith([index("a", { filter: { query: "team:b" } })]).indexes.accept(log())).toEqual({
      outcome: "no index matches",
    });
  });

  const art12 = "compliance.art12:true";
  it.each([
    ["keeps all out at a rate of 1", [exclusion(art12, 1)], "excluded"],
    ["keeps none out at a rate of 0", [exclusion(art12, 0)], "indexed"],
    ["keeps out the share that it says", [exclusion(art12, 0.6)], "excluded"],
    ["lets in the rest of that share", [exclusion(art12, 0.4)], "indexed"],
    ["does nothing switched off", [exclusion(art12, 1, false)], "indexed"],
    ["does nothing to other logs", [exclusion("team:a", 1)], "indexed"],
    ["decides alone when it is the first that matches", [exclusion(art12, 0), exclusion("*", 1)], "indexed"],
  ])("an exclusion filter %s", (_, exclusion_filters, outcome) => {
    expect(indexesWith([index("main", { exclusion_filters })]).indexes.accept(log()).outcome).toBe(outcome);
  });

  it("takes no more than its daily quota, until the vendor's day begins at 14:00 UTC", () => {
    const { indexes, clock } = indexesWith([index("main", { daily_limit: 1 })], {
      now: "2026-11-24T13:58:00Z",
    });
    expect([indexes.accept(log()).outcome, indexes.accept(log()).outcome]).toEqual([
      "indexed",
      "over the daily quota",
    ]);
    clock.now = new Date("2026-11-24T13:59:59Z");
    expect(indexes.accept(log()).outcome).toBe("over the daily quota");
    clock.now = new Date("2026-11-24T14:00:00Z");
    expect(indexes.accept(log()).outcome).toBe("indexed");
    expect(indexes.status()).toEqual([{ name: "main", indexed: 2, excluded: 0, overQuota: 2 }]);
  });

  it("begins its day when it says it does", () => {
    const daily_limit_reset = { reset_time: "00:00", reset_utc_offset: "+02:00" };
    const main = index("main", { daily_limit: 1, daily_limit_reset });
    const { indexes, clock } = indexesWith([main], { now: "2026-11-24T21:59:00Z" });
    indexes.accept(log());
    clock.now = new Date("2026-11-24T22:00:00Z");
    expect(indexes.accept(log()).outcome).toBe("indexed");
  });

  it.each([
    ["a filter that nobody could read", { filter: { query: "(" } }, "filter.query"],
    ["a rate over 1", { exclusion_filters: [exclusion("*", 2)] }, "exclusion_filters.0.filter.sample_rate"],
  ])("is refused with %s", (_, more, field) => {
    expect(() => indexesWith([index("main", more)])).toThrow(`logs index "main": ${field}`);
  });
});
