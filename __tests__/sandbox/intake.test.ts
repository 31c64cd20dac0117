import { deflateSync, gzipSync } from "node:zlib";
import { takeIn, type IntakeRequest } from "../../sandbox/datadog/intake";

const NOW = new Date("2026-11-24T21:00:00.000Z");
const KEY = "key";

const send = (value: unknown, request: Partial<IntakeRequest> = {}) =>
  takeIn({ body: Buffer.from(JSON.stringify(value ?? null)), apiKey: KEY, ddtags: [], ...request }, KEY, NOW);

/** The answer of an accepted request. */
function accepted(value: unknown, request: Partial<IntakeRequest> = {}) {
  const answer = send(value, request);
  if (answer.status !== 202) throw new Error(JSON.stringify(answer));
  return answer;
}

const hours = (count: number): string => new Date(NOW.getTime() + count * 3_600_000).toISOString();

describe("Datadog's intake, as the sandbox plays it", () => {
  it.each([
    ["an array of logs", [{ message: "a" }, { message: "b" }], 2],
    ["a single log", { message: "a" }, 1],
    ["an empty array", [], 0],
    ["exactly 1,000 logs", Array(1_000).fill({ message: "a" }), 1_000],
  ])("accepts %s", (_, body, count) => {
    expect(accepted(body).logs).toHaveLength(count);
  });

  it.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["identity", (text: Buffer) => text],
  ])("reads a body sent with content encoding %s", (contentEncoding, encode) => {
    const body = encode(Buffer.from(JSON.stringify([{ message: "hello" }])));
    expect(accepted(undefined, { body, contentEncoding }).logs[0]?.message).toBe("hello");
  });

  it.each<[string, Partial<IntakeRequest>, number, string]>([
    ["without an API key", { apiKey: undefined }, 401, "Unauthorized"],
    ["with a wrong API key", { apiKey: "other" }, 403, "Forbidden"],
    ["with a body that is not JSON", { body: Buffer.from("{") }, 400, "Bad Request"],
    ["with an array of texts", { body: Buffer.from('["a"]') }, 400, "Bad Request"],
    ["with a broken gzip body", { contentEncoding: "gzip" }, 400, "Bad Request"],
    ["with an encoding the vendor does not name", { contentEncoding: "br" }, 400, "Bad Request"],
    [
      "with more than 5 MB",
      { body: Buffer.from(JSON.stringify("x".repeat(5_000_000))) },
      413,
      "Payload Too Large",
    ],
    [
      "with more than 5 MB in little gzip",
      { body: gzipSync(Buffer.alloc(5_000_001)), contentEncoding: "gzip" },
      413,
      "Payload Too Large",
    ],
    [
      "with more than 1,000 logs",
      { body: Buffer.from(JSON.stringify(Array(1_001).fill({ message: "a" }))) },
      413,
      "Payload Too Large",
    ],
  ])("refuses a request %s, in the vendor's words", (_, request, status, title) => {
    const body = { errors: [{ status: String(status), title, detail: expect.any(String) as string }] };
    expect(send([{ message: "a" }], request)).toEqual({ status, body });
  });

  it.each([
    ["17 hours old", hours(-17), undefined],
    ["18 hours and a minute old", hours(-18.02), "older than 18 hours"],
    ["an hour ahead", hours(1), undefined],
    ["2 hours and a minute ahead", hours(2.02), "more than 2 hours ahead"],
  ])(
    "says 202 to a log that is %s, and keeps only what is neither too old nor ahead",
    (_, timestamp, reason) => {
      const { logs, dropped } = accepted([{ message: "a", timestamp }]);
      expect({ kept: logs.length, dropped }).toEqual({
        kept: reason ? 0 : 1,
        dropped: reason ? [reason] : [],
      });
    },
  );

  it("cuts a log over 1 MB, its evidence attributes are lost, and counts it", () => {
    const { logs, truncated } = accepted([
      { message: "m", ddtags: "compliance.art12:true", art12: { entry: "x".repeat(1_000_000) } },
      { message: "short" },
    ]);
    expect(truncated).toBe(1);
    expect(logs[0]?.attributes).toEqual({});
    expect(logs[0]?.message).toHaveLength(1_000_000);
    expect(logs[0]?.tags).toEqual(["compliance.art12:true"]);
    expect(logs[1]?.message).toBe("short");
  });

  it("gives every log the tags of the request beside its own", () => {
    const { logs } = accepted([{ ddtags: "own:1" }, {}], { ddtags: ["team:a, env:sandbox", "query:1"] });
    expect(logs.map(({ tags }) => tags)).toEqual([
      ["own:1", "team:a", "env:sandbox", "query:1"],
      ["team:a", "env:sandbox", "query:1"],
    ]);
  });
});
