import { Series } from "../../../sandbox/datadog/metrics/series";
import { takeSeries } from "../../../sandbox/datadog/metrics/submitted";

const KEY = "key";
const NOW = new Date("2026-11-30T08:00:00Z");
const seconds = (minutes: number) => Math.floor(NOW.getTime() / 1000) + minutes * 60;
const EVER = { from: 0, to: Number.MAX_SAFE_INTEGER };

function take(body: unknown, apiKey: string | undefined = KEY) {
  const series = new Series();
  const answer = takeSeries(series, { body: Buffer.from(JSON.stringify(body)), apiKey }, KEY, NOW);
  const values = series.samples("a.metric", [], EVER).map(({ value }) => value);
  return { ...answer, values };
}

const sent = (...points: { timestamp: number; value: number }[]) => ({
  series: [{ metric: "a.metric", type: 3, points, tags: ["env:sandbox"] }],
});

describe("Metrics that a program sends to the stand-in", () => {
  it("are taken with the organisation's key", () => {
    expect(take(sent({ timestamp: seconds(0), value: 2 }))).toEqual({
      status: 202,
      body: { errors: [] },
      values: [2],
    });
  });

  it("are dropped without a word where they are too old or of the future, as the vendor does", () => {
    const points = [-61, -59, 9, 11].map((minutes) => ({ timestamp: seconds(minutes), value: minutes }));
    expect(take(sent(...points)).values.sort((a, b) => a - b)).toEqual([-59, 9]);
  });

  it.each([
    ["without a key", sent({ timestamp: seconds(0), value: 1 }), "another", 403],
    ["without points", sent(), KEY, 400],
    ["that are no numbers", sent({ timestamp: seconds(0), value: "1" as never }), KEY, 400],
    ["in another form", [], KEY, 400],
  ])("are refused %s", (_, body, apiKey, status) => {
    expect(take(body, apiKey)).toMatchObject({ status, values: [] });
  });
});
