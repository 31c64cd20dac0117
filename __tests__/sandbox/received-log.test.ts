import { receiveLog } from "../../sandbox/datadog/received-log";

const NOW = new Date("2026-11-24T21:00:00.000Z");
const receive = (sent: Record<string, unknown>) => receiveLog(sent, [], NOW);

describe("what a sent log becomes", () => {
  it("has the reserved attributes as fields, and the rest under attributes", () => {
    const log = receive({
      ddsource: "ai-act-evidence",
      service: "credit-scoring",
      hostname: "web-1",
      status: "error",
      ddtags: "compliance.art12:true,env:sandbox",
      timestamp: "2026-11-24T20:59:00.123Z",
      message: "Art 12 inference",
      art12: { entry: "{}" },
    });
    expect(log).toEqual({
      date: new Date("2026-11-24T20:59:00.123Z"),
      host: "web-1",
      service: "credit-scoring",
      source: "ai-act-evidence",
      status: "error",
      message: "Art 12 inference",
      tags: ["compliance.art12:true", "env:sandbox"],
      attributes: { art12: { entry: "{}" } },
    });
  });

  it.each([
    ["timestamp", "2026-11-24T20:00:00Z", "2026-11-24T20:00:00.000Z"],
    ["date", "2026-11-24T21:00:00+01:00", "2026-11-24T20:00:00.000Z"],
    ["eventTime", "2026-11-24T20:00:00", "2026-11-24T20:00:00.000Z"],
    ["published_date", 1795550400000, "2026-11-24T20:00:00.000Z"],
    ["Timestamp", "1795550400000", "2026-11-24T20:00:00.000Z"],
    ["timestamp", "yesterday", NOW.toISOString()],
    ["when", "2026-11-24T20:00:00Z", NOW.toISOString()],
  ])("takes its date from %s = %s, else from its arrival", (name, value, date) => {
    expect(receive({ [name]: value }).date.toISOString()).toBe(date);
  });

  it("has status info unless it says otherwise", () => {
    expect(receive({}).status).toBe("info");
    expect(receive({ level: "warn" }).status).toBe("warn");
  });

  it.each([
    ["Env:Production", "env:production"],
    ["team:a b", "team:a_b"],
    [` ${"k:".padEnd(300, "x")}`, "k:".padEnd(200, "x")],
  ])("has tags in the platform's form: %s", (sent, tag) => {
    expect(receive({ ddtags: sent }).tags).toEqual([tag]);
  });

  it("is read out of the message when an Agent forwards a JSON line of standard output", () => {
    const line = {
      message: "Art 12 inference",
      ddtags: "compliance.art12:true",
      service: "credit-scoring",
      art12: {},
    };
    const log = receive({
      message: JSON.stringify(line),
      ddtags: "pod:a",
      ddsource: "nodejs",
      service: "pod",
    });
    expect(log).toMatchObject({
      message: "Art 12 inference",
      service: "credit-scoring",
      source: "nodejs",
      tags: ["compliance.art12:true", "pod:a"],
      attributes: { art12: {} },
    });
  });

  it.each(["{not json", "[1]", "plain"])("keeps a message that is no JSON object: %s", (message) => {
    expect(receive({ message }).message).toBe(message);
  });
});
