import { UserError } from "../../../errors";
import type { Asset } from "../../../sandbox/datadog/assets";
import { readPipelines } from "../../../sandbox/datadog/pipelines/definitions";
import { runPipelines } from "../../../sandbox/datadog/pipelines/run";
import { receiveLog } from "../../../sandbox/datadog/received-log";

const NOW = new Date("2026-11-24T21:00:00.000Z");

const pipeline = (processors: readonly object[], more: object = {}): Asset => ({
  ...{ id: "p", type: "pipeline", name: "Art 12", is_enabled: true, filter: { query: "*" } },
  ...{ processors: processors.map((processor) => ({ is_enabled: true, ...processor })), ...more },
});

/** What a sent object is after the pipelines. */
const after = (pipelines: readonly Asset[], sent: Record<string, unknown>) =>
  runPipelines(readPipelines(pipelines), receiveLog(sent, [], NOW));

function problemsOf(asset: Asset) {
  try {
    readPipelines([asset]);
  } catch (error) {
    if (error instanceof UserError) return error.problems;
    throw error;
  }
  return [];
}

const remapper = (more: object) => ({ type: "attribute-remapper", sources: ["a"], target: "b", ...more });
const toTag = (more: object = {}) =>
  remapper({ sources: ["made"], target: "compliance.art12", target_type: "tag", ...more });

describe("a pipeline makes the Art 12 tag", () => {
  const recognise = pipeline([
    {
      type: "category-processor",
      target: "made",
      categories: [{ name: "true", filter: { query: "@art12.entry_sha256:*" } }],
    },
    toTag(),
  ]);

  it("out of what the log is, not of what its sender calls it", () => {
    const log = after([recognise], { art12: { entry_sha256: "00" } });
    expect(log.tags).toEqual(["compliance.art12:true"]);
    expect(log.attributes).toEqual({ art12: { entry_sha256: "00" } });
  });

  it("for no log that is not one", () => {
    expect(after([recognise], { message: "operational" }).tags).toEqual([]);
  });

  it("that the pipelines after it see, and those before it do not", () => {
    const onTag = pipeline([remapper({ sources: ["art12.entry_sha256"], target: "seen" })], {
      filter: { query: "compliance.art12:true" },
    });
    expect(after([recognise, onTag], { art12: { entry_sha256: "00" } }).attributes).toEqual({ seen: "00" });
    expect(after([onTag, recognise], { art12: { entry_sha256: "00" } }).attributes).not.toHaveProperty(
      "seen",
    );
  });

  it.each([
    ["keeps a tag of that name that a sender forged", {}, ["compliance.art12:false"]],
    ["replaces it when it may override", { override_on_conflict: true }, ["compliance.art12:true"]],
  ])("%s", (_, more, tags) => {
    expect(after([pipeline([toTag(more)])], { made: "true", ddtags: "compliance.art12:false" }).tags).toEqual(
      tags,
    );
  });
});

describe("an attribute remapper", () => {
  it.each<[string, object, Record<string, unknown>, object]>([
    ["moves the value", {}, { a: 1 }, { b: 1 }],
    ["keeps the source when told to", { preserve_source: true }, { a: 1 }, { a: 1, b: 1 }],
    [
      "reads and writes nested attributes",
      { sources: ["x.y"], target: "z.w" },
      { x: { y: 1 } },
      { z: { w: 1 } },
    ],
    ["reads a key that holds dots", { sources: ["x.y"] }, { "x.y": 1 }, { b: 1 }],
    ["leaves a target that is set, and the source", {}, { a: 1, b: 2 }, { a: 1, b: 2 }],
    ["overrides a target when told to", { override_on_conflict: true }, { a: 1, b: 2 }, { b: 1 }],
    ["takes the first source that is there", { sources: ["no", "a", "c"] }, { a: 1, c: 2 }, { b: 1, c: 2 }],
    ["casts to a number", { target_format: "integer" }, { a: "7" }, { b: 7 }],
    ["leaves what cannot be cast", { target_format: "integer" }, { a: "7.5" }, { b: "7.5" }],
    ["casts to text", { target_format: "string" }, { a: true }, { b: "true" }],
    ["does nothing where it is switched off", { is_enabled: false }, { a: 1 }, { a: 1 }],
    ["reads a tag", { source_type: "tag", sources: ["team"] }, { ddtags: "team:risk" }, { b: "risk" }],
  ])("%s", (_, more, sent, attributes) => {
    expect(after([pipeline([remapper(more)])], sent).attributes).toEqual(attributes);
  });

  it("takes the tag away that it moved", () => {
    const move = remapper({ source_type: "tag", sources: ["team"], target_type: "tag", target: "owner" });
    expect(after([pipeline([move])], { ddtags: "team:risk,env:a" }).tags).toEqual(["env:a", "owner:risk"]);
  });
});

describe("the other processors", () => {
  it.each([
    ["0", "emergency"],
    ["3", "error"],
    ["Error", "error"],
    ["WARNING", "warn"],
    ["trace", "debug"],
    ["success", "ok"],
    ["purple", "info"],
  ])("a status remapper reads %s as %s", (level, status) => {
    const remap = pipeline([{ type: "status-remapper", sources: ["outcome.level"] }]);
    expect(after([remap], { outcome: { level } }).status).toBe(status);
  });

  it("the first status remapper of a pipeline counts, the second does not", () => {
    const two = ["a", "b"].map((name) => ({ type: "status-remapper", sources: [name] }));
    expect(after([pipeline(two)], { a: "error", b: "debug" }).status).toBe("error");
  });

  it("service, message and date come from the first source that is there", () => {
    const log = after(
      [
        pipeline([
          { type: "service-remapper", sources: ["none", "app"] },
          { type: "message-remapper", sources: ["text"] },
          { type: "date-remapper", sources: ["at"] },
        ]),
      ],
      { app: "credit-scoring", text: "t", at: "2026-11-24T20:00:00Z", service: "pod" },
    );
    expect(log).toMatchObject({
      service: "credit-scoring",
      message: "t",
      date: new Date("2026-11-24T20:00:00Z"),
    });
  });

  it.each([
    ["fills attributes and fields in", "%{a.b} of %{service}", false, "1 of s"],
    ["joins a list", "%{list}", false, "x,y"],
    ["builds nothing when a value is missing", "%{a.b} %{no}", false, undefined],
    ["replaces a missing value by nothing when told to", "%{a.b}%{no}", true, "1"],
  ])("a string builder %s", (_, template, is_replace_missing, built) => {
    const builder = { type: "string-builder-processor", template, target: "built", is_replace_missing };
    const log = after([pipeline([builder])], { a: { b: 1 }, list: ["x", "y"], service: "s" });
    expect(log.attributes["built"]).toBe(built);
  });

  it("a pipeline inside a pipeline has a filter of its own", () => {
    const inner = {
      type: "pipeline",
      filter: { query: "@a:1" },
      processors: [{ is_enabled: true, ...remapper({}) }],
    };
    expect(after([pipeline([inner])], { a: 1 }).attributes).toEqual({ b: 1 });
    expect(after([pipeline([inner])], { a: 2 }).attributes).toEqual({ a: 2 });
  });

  it.each([
    ["is switched off", { is_enabled: false }],
    ["does not say that it is switched on", { is_enabled: undefined }],
    ["filters for other logs", { filter: { query: "service:other" } }],
  ])("a pipeline that %s changes nothing", (_, more) => {
    expect(after([pipeline([remapper({})], more)], { a: 1 }).attributes).toEqual({ a: 1 });
  });
});

describe("what the stand-in cannot play is refused by name, never passed over", () => {
  it.each([
    ["a grok parser", pipeline([{ type: "grok-parser", source: "message" }]), "processors.0.type"],
    [
      "a lookup inside a nested pipeline",
      pipeline([{ type: "pipeline", filter: { query: "*" }, processors: [{ type: "lookup-processor" }] }]),
      "processors.0.processors.0.type",
    ],
    ["a filter that nobody could read", pipeline([], { filter: { query: "(a:b" } }), "filter.query"],
    [
      "a remapper that would take the service away",
      pipeline([remapper({ sources: ["service"] })]),
      "processors.0.sources",
    ],
  ])("%s", (_, asset, field) => {
    expect(problemsOf(asset)).toMatchObject([{ where: 'logs pipeline "Art 12"', field }]);
  });
});
