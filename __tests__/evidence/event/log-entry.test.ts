import fc from "fast-check";
import {
  ART12_TAG,
  canonicalString,
  checkLogLine,
  logLine,
  readLogEntry,
  type Art12Event,
  type LogLine,
} from "../../../evidence/event";
import { logLine as clientLogLine } from "../../../clients/node/log-line";
import { readVectors, validEvent, validEvents } from "../../clients/vectors";

interface Vectors {
  readonly lines: readonly { name: string; line: LogLine }[];
  readonly faults: readonly { name: string; attributes: unknown; reason: string; field?: string }[];
}

const { lines, faults } = readVectors<Vectors>("log-lines.json");
const full = validEvent("inference with every optional field") as unknown as Art12Event;

describe("a log line as it is sent", () => {
  it.each(lines)("$name: the same bytes from the client and from the reader's side", ({ line }) => {
    const { event } = line.art12;
    expect(logLine(event)).toEqual(line);
    expect(clientLogLine(event as Parameters<typeof clientLogLine>[0])).toEqual(line);
    expect(checkLogLine({ ...line, hostname: "worker-1" })).toMatchObject({ ok: true, event });
  });

  it("carries the routing tag first, and the model's version where the event has a model", () => {
    expect(logLine(full).ddtags).toBe(
      `${ART12_TAG},env:sandbox,ai_system:credit-scoring,event_type:inference,model_version:7`,
    );
    const heartbeat = validEvent("emitter_heartbeat") as unknown as Art12Event;
    expect(logLine(heartbeat).ddtags).toBe(
      `${ART12_TAG},env:sandbox,ai_system:credit-scoring,event_type:emitter_heartbeat`,
    );
  });

  it.each([
    ["a missing tag", { ddtags: "env:sandbox" }, "ddtags"],
    ["another service", { service: "web" }, "service"],
    ["another status", { status: "error" }, "status"],
    ["another time", { timestamp: "2026-11-24T21:00:00.000Z" }, "timestamp"],
    ["an unknown key", { user: "u-1" }, "user"],
    ["no entry", { art12: undefined }, "art12"],
  ])("is refused before sending with %s", (_, change, field) => {
    expect(checkLogLine({ ...logLine(full), ...change })).toEqual({
      ok: false,
      reason: "line-altered",
      field,
    });
  });

  it("is refused before sending when its entry does not read", () => {
    const line = logLine(Object.assign({ note: "x" }, full));
    expect(checkLogLine(line)).toEqual({ ok: false, reason: "schema-violation", field: "note" });
  });
});

describe("an entry as it is read", () => {
  it.each(validEvents())("gives back $name, whatever else the log carries", ({ event }) => {
    const { art12 } = logLine(event as unknown as Art12Event);
    const attributes = { art12: { ...art12, added_by_a_pipeline: 1 }, http: { status: 200 } };
    expect(readLogEntry(attributes)).toMatchObject({
      ok: true,
      event,
      entry: art12.entry,
      entrySha256: art12.entry_sha256,
    });
  });

  it.each(faults)("$name: $reason", ({ attributes, name: _, ...expected }) => {
    expect(readLogEntry(attributes)).toMatchObject({ ok: false, ...expected });
  });

  it("keeps the event when only its readable view was altered", () => {
    const { art12 } = logLine(full);
    const read = readLogEntry({ art12: { ...art12, event: { ...full, role: "deployer" } } });
    expect(read).toMatchObject({ reason: "view-altered", field: "role", event: full, entry: art12.entry });
  });

  it("never throws, whatever the attributes are", () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.jsonValue(), (whole, entry, event) => {
        expect(readLogEntry(whole).ok).toBe(false);
        expect(readLogEntry({ art12: { entry, entry_sha256: entry, event } }).ok).toBe(false);
      }),
    );
  });

  it("finds any changed character of an entry", () => {
    const { art12 } = logLine(full);
    const position = fc.nat({ max: art12.entry.length - 1 });
    fc.assert(
      fc.property(position, fc.string({ minLength: 1, maxLength: 1 }), (at, char) => {
        fc.pre(char !== art12.entry[at]);
        const entry = art12.entry.slice(0, at) + char + art12.entry.slice(at + 1);
        expect(readLogEntry({ art12: { ...art12, entry } })).toEqual({
          ok: false,
          reason: "digest-mismatch",
        });
      }),
    );
  });

  it("is the canonical string of the event and of nothing else", () => {
    expect(logLine(full).art12.entry).toBe(canonicalString(full));
  });
});
