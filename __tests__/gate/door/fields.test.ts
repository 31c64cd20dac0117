import fc from "fast-check";
import { readFields, readQuery } from "../../../gate/door/fields";
import { MLFLOW } from "../../../gate/routes/listing";
import { words } from "./refused";

const message = (name: string) => MLFLOW.messages[`mlflow.${name}`] ?? {};
const read = (name: string, given: Record<string, unknown>) => readFields(given, message(name));

test("What stock clients send passes as they mean it", () => {
  expect(
    read("LogBatch", {
      run_id: "r",
      metrics: [
        { key: "m", value: "NaN", timestamp: 1764000000000, step: -1, model_id: "m-1" },
        { key: "m", value: 1e-300, timestamp: "1764000000000", step: 0 },
      ],
      params: [],
      tags: [{ key: "k", value: "Größe 😀" }],
    }),
  ).toEqual({
    run_id: "r",
    metrics: [
      { key: "m", value: "NaN", timestamp: 1764000000000, step: -1, model_id: "m-1" },
      { key: "m", value: 1e-300, timestamp: 1764000000000, step: 0 },
    ],
    params: [],
    tags: [{ key: "k", value: "Größe 😀" }],
  });
});

test("A field that is null is not set", () => {
  expect(read("SearchRuns", { experiment_ids: ["0"], page_token: null })).toEqual({ experiment_ids: ["0"] });
});

test("The old name of a run stands for the new one, and both must agree", () => {
  expect(read("SetTag", { run_uuid: "a", key: "k", value: "v" })).toEqual({
    run_id: "a",
    key: "k",
    value: "v",
  });
  expect(read("SetTag", { run_uuid: "a", run_id: "a" })).toEqual({ run_id: "a" });
  expect(words(() => read("SetTag", { run_uuid: "a", run_id: "b" }))).toBe(
    "400 INVALID_PARAMETER_VALUE: field 'run_uuid': the same run as run_id",
  );
});

test.each<[string, Record<string, unknown>, string]>([
  ["SetTag", { key: 1 }, "field 'key': a text"],
  ["SetTag", { key: "a\u0000" }, "field 'key': Unicode text without U+0000 and without half a character"],
  ["SetTag", { key: "a\ud800" }, "field 'key': Unicode text without U+0000 and without half a character"],
  [
    "SetTag",
    { runId: "a" },
    "field 'runId' is not of this request; it takes run_id, run_uuid, key, value, in this spelling",
  ],
  [
    "SetTag",
    { constructor: "a" },
    "field 'constructor' is not of this request; it takes run_id, run_uuid, key, value, in this spelling",
  ],
  [
    "SetTag",
    { "a\u202eb": "a" },
    "field 'a\\u202eb' is not of this request; it takes run_id, run_uuid, key, value, in this spelling",
  ],
  ["LogMetric", { timestamp: "01" }, "field 'timestamp': an integer below 2^53, in its one decimal spelling"],
  ["LogMetric", { timestamp: " 1" }, "field 'timestamp': an integer below 2^53, in its one decimal spelling"],
  ["LogMetric", { timestamp: "-0" }, "field 'timestamp': an integer below 2^53, in its one decimal spelling"],
  ["LogMetric", { timestamp: 1.5 }, "field 'timestamp': an integer below 2^53, in its one decimal spelling"],
  [
    "LogMetric",
    { timestamp: 2 ** 53 },
    "field 'timestamp': an integer below 2^53, in its one decimal spelling",
  ],
  [
    "LogMetric",
    { timestamp: "9007199254740993" },
    "field 'timestamp': an integer below 2^53, in its one decimal spelling",
  ],
  ["LogMetric", { timestamp: true }, "field 'timestamp': an integer below 2^53, in its one decimal spelling"],
  [
    "LogMetric",
    { value: "1" },
    "field 'value': a finite number, or one of the texts NaN, Infinity, -Infinity",
  ],
  [
    "LogMetric",
    { value: "nan" },
    "field 'value': a finite number, or one of the texts NaN, Infinity, -Infinity",
  ],
  [
    "LogMetric",
    { value: Infinity },
    "field 'value': a finite number, or one of the texts NaN, Infinity, -Infinity",
  ],
  ["SearchRuns", { max_results: "5" }, "field 'max_results': an integer of 32 bits, as a JSON number"],
  ["SearchRuns", { max_results: 2 ** 31 }, "field 'max_results': an integer of 32 bits, as a JSON number"],
  ["SearchRuns", { experiment_ids: "0" }, "field 'experiment_ids': a list"],
  ["SearchRuns", { experiment_ids: [0] }, "field 'experiment_ids[0]': a text"],
  ["SearchRuns", { experiment_ids: [null] }, "field 'experiment_ids[0]': a text"],
  [
    "SearchRuns",
    { run_view_type: "active_only" },
    "field 'run_view_type': one of ACTIVE_ONLY, DELETED_ONLY, ALL",
  ],
  ["SearchRuns", { run_view_type: 1 }, "field 'run_view_type': one of ACTIVE_ONLY, DELETED_ONLY, ALL"],
  [
    "TransitionModelVersionStage",
    { archive_existing_versions: "true" },
    "field 'archive_existing_versions': true or false",
  ],
  ["LogBatch", { tags: [{ key: "k", value: 1 }] }, "field 'tags[0].value': a text"],
  ["LogBatch", { tags: ["k"] }, "field 'tags[0]': an object"],
  [
    "LogBatch",
    { tags: [{ name: "k" }] },
    "field 'tags[0].name' is not of this request; it takes key, value, in this spelling",
  ],
])("A %s with %j is refused, naming the field and what it takes", (name, given, said) => {
  expect(words(() => read(name, given))).toBe(`400 INVALID_PARAMETER_VALUE: ${said}`);
});

test("What is read can be read again and is the same: nothing is taken in one way and sent in another", () => {
  const tag = fc.record({ key: fc.string({ unit: "grapheme" }), value: fc.string({ unit: "grapheme" }) });
  const metric = fc.record({
    key: fc.string(),
    value: fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom("NaN", "Infinity", "-Infinity"),
    ),
    timestamp: fc.oneof(fc.maxSafeInteger(), fc.maxSafeInteger().map(String)),
    step: fc.maxSafeInteger(),
  });
  fc.assert(
    fc.property(
      fc.record({ run_id: fc.string(), tags: fc.array(tag), metrics: fc.array(metric) }),
      (given) => {
        let first;
        try {
          first = readFields(given, message("LogBatch"));
        } catch {
          return;
        }
        const sent = JSON.stringify(first);
        expect(
          JSON.stringify(readFields(JSON.parse(sent) as Record<string, unknown>, message("LogBatch"))),
        ).toBe(sent);
      },
    ),
  );
});

const query = (pairs: [string, string][], name: string) => readQuery(pairs, message(name));

test("In a query everything is text, and comes out as what its field is", () => {
  expect(
    query(
      [
        ["name", "credit"],
        ["version", "2"],
      ],
      "GetModelVersion",
    ),
  ).toEqual({ name: "credit", version: "2" });
  expect(
    query(
      [
        ["order_by", "name"],
        ["order_by", "version DESC"],
        ["max_results", "25"],
      ],
      "SearchModelVersions",
    ),
  ).toEqual({ order_by: ["name", "version DESC"], max_results: 25 });
  expect(
    query(
      [
        ["trace_id", "t"],
        ["allow_partial", "True"],
      ],
      "GetTrace",
    ),
  ).toEqual({ trace_id: "t", allow_partial: true });
});

test.each<[string, [string, string][], string]>([
  [
    "GetModelVersion",
    [
      ["name", "a"],
      ["name", "a"],
    ],
    "field 'name': it was sent twice",
  ],
  [
    "GetModelVersion",
    [["Name", "a"]],
    "field 'Name' is not of this request; it takes name, version, in this spelling",
  ],
  [
    "GetModelVersion",
    [["__proto__", "a"]],
    "field '__proto__' is not of this request; it takes name, version, in this spelling",
  ],
  [
    "SearchModelVersions",
    [["max_results", "+5"]],
    "field 'max_results': an integer below 2^53, in its one decimal spelling",
  ],
  ["GetTrace", [["allow_partial", "1"]], "field 'allow_partial': true or false"],
])("The query of %s with %j is refused", (name, pairs, said) => {
  expect(words(() => query(pairs, name))).toBe(`400 INVALID_PARAMETER_VALUE: ${said}`);
});
