import type { MetricPoint } from "../../../evidence/datadog/send";
import { sendEvent, sendMetrics } from "../../../evidence/datadog/send";
import { datadogTags, eventText } from "../../../evidence/datadog/event";
import { Answering } from "./answering";

const API_KEY = "an-api-key-that-stays-in-its-header";
const EVENT = {
  title: "title",
  text: "text",
  tags: ["env:sandbox"],
  alert_type: "error",
  date_happened: 1_795_000_000,
} as const;
const AT = new Date("2026-11-30T08:00:00.900Z");
const point = (metric: string, more: Partial<MetricPoint> = {}): MetricPoint => ({
  ...{ metric, type: "gauge", value: 1, at: AT, tags: ["env:sandbox"], ...more },
});

describe("What is sent to Datadog", () => {
  let datadog: Answering;
  const start = async (...statuses: number[]) => {
    datadog = await Answering.start(...statuses);
    return { api: datadog.url, apiKey: API_KEY, retryAfterMs: [1, 1] };
  };
  afterEach(() => datadog.stop());

  it("is an event as it was worded, with the key in a header and nowhere else", async () => {
    const to = await start(202);
    expect(await sendEvent(EVENT, to)).toEqual({ sent: true });
    const [request] = datadog.requests;
    expect({ url: request?.url, key: request?.headers["dd-api-key"] }).toEqual({
      url: "/api/v1/events",
      key: API_KEY,
    });
    expect(JSON.parse(request?.body ?? "")).toEqual(EVENT);
  });

  it("is a metric with the vendor's number of its type, and whole seconds", async () => {
    const to = await start(202);
    expect(await sendMetrics([point("a"), point("b", { type: "count", value: 3 })], to)).toEqual({
      sent: true,
    });
    const [request] = datadog.requests;
    expect(request?.url).toBe("/api/v2/series");
    const points = (value: number) => [{ timestamp: 1_796_025_600, value }];
    expect(JSON.parse(request?.body ?? "")).toEqual({
      series: [
        { metric: "a", type: 3, points: points(1), tags: ["env:sandbox"] },
        { metric: "b", type: 1, points: points(3), tags: ["env:sandbox"] },
      ],
    });
  });

  it("are thousands of points in several requests, and nothing where there are none", async () => {
    const to = await start(202);
    await sendMetrics([], to);
    expect(datadog.requests).toEqual([]);
    const many = Array.from({ length: 2_500 }, (_, index) => point(`m${index}`));
    expect(await sendMetrics(many, to)).toEqual({ sent: true });
    const sent = datadog.requests.map(
      ({ body }) => (JSON.parse(body) as { series: unknown[] }).series.length,
    );
    expect(sent).toEqual([1_000, 1_000, 500]);
  });

  it.each([
    ["in trouble at first", [503, 429, 202], 3, { sent: true }],
    ["in trouble for good", [500], 3, { sent: false, because: "Datadog answered 500" }],
    ["sure that it wants none of it", [403], 1, { sent: false, because: "Datadog answered 403" }],
    ["elsewhere, where the key has no business", [307], 1, { sent: false, because: "Datadog answered 307" }],
  ])("meets a Datadog that is %s", async (_, statuses, tries, outcome) => {
    const to = await start(...statuses);
    expect(await sendMetrics([point("a")], to)).toEqual(outcome);
    expect(datadog.requests).toHaveLength(tries);
  });

  it("says of a Datadog that is not there, or is silent, no more than that", async () => {
    const { api } = await start(202);
    await datadog.stop();
    const gone = await sendEvent(EVENT, { api, apiKey: API_KEY, retryAfterMs: [] });
    expect(gone).toEqual({ sent: false, because: "Datadog did not answer: ECONNREFUSED" });
    await start(202);
    // A key that no header can hold is the caller's mistake, and is not repeated to whoever reads the log.
    const broken = await sendEvent(EVENT, {
      api: datadog.url,
      apiKey: `${API_KEY}\n`.repeat(2),
      retryAfterMs: [],
    });
    expect(broken.sent).toBe(false);
    expect(JSON.stringify(broken)).not.toContain(API_KEY);
  });
});

describe("The words of an event", () => {
  it("are cut where Datadog would cut them", () => {
    expect(eventText(["one", "two"])).toBe("one\ntwo");
    const long = eventText(["x".repeat(9_000)]);
    expect({ length: long.length, end: long.at(-1) }).toEqual({ length: 3_500, end: "…" });
  });

  it("have tags for what is there, and none longer than Datadog takes", () => {
    expect(datadogTags({ env: "sandbox", ai_system: undefined, model: "m".repeat(300) })).toEqual([
      "env:sandbox",
      `model:${"m".repeat(194)}`,
    ]);
  });
});
