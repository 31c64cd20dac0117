import { readGraphql } from "../../../gate/door/graphql";
import { checkHeaders, checkJsonType } from "../../../gate/door/headers";
import { checkNames, checkParameters } from "../../../gate/door/names";
import documents from "../../../gate/routes/graphql-3.17.2.json";
import { type BodyKind, ROUTES } from "../../../gate/routes/table";
import { words } from "./refused";

const RUN = "0123456789abcdef0123456789abcdef";
const route = (id: string) => ROUTES.find((one) => one.id === id) as (typeof ROUTES)[0];
const SET_TAG = "POST /api/2.0/mlflow/runs/set-tag";
const TRANSITION = "POST /api/2.0/mlflow/model-versions/transition-stage";
const PATCH_MODEL = "PATCH /api/2.0/mlflow/logged-models/<model_id>";

test.each<[string, Record<string, string>, Record<string, unknown>, string]>([
  [SET_TAG, {}, { run_id: RUN.toUpperCase() }, "field 'run_id': the id of a run: 32 hexadecimal digits"],
  [SET_TAG, {}, { run_id: `${RUN} ` }, "field 'run_id': the id of a run: 32 hexadecimal digits"],
  [SET_TAG, {}, { run_id: `${RUN}\n` }, "field 'run_id': the id of a run: 32 hexadecimal digits"],
  [
    TRANSITION,
    {},
    { version: "02" },
    "field 'version': the number of a version, as a text in its one decimal spelling",
  ],
  [
    TRANSITION,
    {},
    { version: "２" },
    "field 'version': the number of a version, as a text in its one decimal spelling",
  ],
  [
    TRANSITION,
    {},
    { name: "credit " },
    "field 'name': the name of a registered model: letters, digits, '.', '_' and '-', at most 128",
  ],
  [
    "POST /api/2.0/mlflow/experiments/delete",
    {},
    { experiment_id: "01" },
    "field 'experiment_id': the id of an experiment: a decimal number in its one spelling",
  ],
  [
    "POST /api/2.0/mlflow/logged-models",
    {},
    { source_run_id: "x" },
    "field 'source_run_id': the id of a run: 32 hexadecimal digits",
  ],
  [
    PATCH_MODEL,
    { model_id: `m-${RUN}` },
    { model_id: `m-${RUN.replace("0", "1")}` },
    "field 'model_id': the same as in the address",
  ],
  [
    "GET /get-artifact",
    {},
    { path: "../x" },
    "field 'path': a relative path, without '.', '..', empty parts and any of \\ % # ? ;",
  ],
  [
    "GET /get-artifact",
    {},
    { path: "/etc/passwd" },
    "field 'path': a relative path, without '.', '..', empty parts and any of \\ % # ? ;",
  ],
  [
    "GET /get-artifact",
    {},
    { path: "a\\..\\b" },
    "field 'path': a relative path, without '.', '..', empty parts and any of \\ % # ? ;",
  ],
])("%s %j %j is refused", (id, params, fields, said) => {
  expect(words(() => checkNames(route(id), params, fields as never))).toBe(
    `400 INVALID_PARAMETER_VALUE: ${said}`,
  );
});

test("Names in their one spelling pass, and a name that is no registered model's may be any text", () => {
  checkNames(route(TRANSITION), {}, { name: "credit-scoring", version: "12" });
  checkNames(route("POST /api/2.0/mlflow/experiments/create"), {}, { name: "Größe / 2026" });
  checkNames(route("GET /get-artifact"), {}, { path: "a b/größe (v1).txt", run_id: RUN });
});

test.each([
  [{ model_id: "M-x" }, "'model_id' in the address: the id of a logged model: m- and 32 hexadecimal digits"],
  [{ trace_id: "a.b" }, "'trace_id' in the address: an id of letters, digits, '_' and '-'"],
  [{ path: "a b" }, "'path' in the address: a file of the user interface"],
  [{ other: "x" }, "'other' in the address: unknown to the gate"],
])("Parameter %j is refused", (params, said) => {
  expect(words(() => checkParameters(params))).toBe(`400 INVALID_PARAMETER_VALUE: ${said}`);
});

const asked = (pairs: readonly (readonly [string, string])[]) => ({
  rawHeaders: pairs.flat(),
  headers: Object.fromEntries([...pairs].reverse().map(([name, value]) => [name.toLowerCase(), value])),
});

test.each<[[string, string][], BodyKind, string]>([
  [
    [
      ["Authorization", "a"],
      ["authorization", "b"],
    ],
    "json",
    "header 'authorization': it was sent twice",
  ],
  [
    [
      ["Content-Length", "1"],
      ["Content-Length", "1"],
    ],
    "json",
    "header 'content-length': it was sent twice",
  ],
  [[["Content-Length", "+1"]], "json", "header 'content-length': a decimal number"],
  [[["Content-Length", "5"]], "none", "header 'content-length': this request has no body"],
  [
    [["Transfer-Encoding", "chunked"]],
    "json",
    "header 'transfer-encoding': send the body with its content-length",
  ],
  [
    [["Transfer-Encoding", "chunked"]],
    "none",
    "header 'transfer-encoding': send the body with its content-length",
  ],
  [
    [["Transfer-Encoding", "gzip, chunked"]],
    "stream",
    "header 'transfer-encoding': only chunked is understood",
  ],
  [
    [
      ["Transfer-Encoding", "chunked"],
      ["Content-Length", "1"],
    ],
    "stream",
    "header 'transfer-encoding': not together with content-length",
  ],
  [
    [["Content-Encoding", "gzip"]],
    "stream",
    "header 'content-encoding': bodies are sent as they are, not compressed",
  ],
  [[["Upgrade", "websocket"]], "none", "header 'upgrade': the gate speaks HTTP/1.1 and nothing else"],
  [[["Expect", "200-ok"]], "json", "header 'expect': only 100-continue is understood"],
  [[["Trailer", "X"]], "stream", "header 'trailer': a request ends with its body"],
  [
    [["X-HTTP-Method-Override", "PUT"]],
    "none",
    "header 'x-http-method-override': the method is the one of the request line",
  ],
  [[["X-Rewrite-URL", "/"]], "none", "header 'x-rewrite-url': the address is the one of the request line"],
])("Headers %j before a body of kind %s are refused", (pairs, kind, said) => {
  expect(words(() => checkHeaders(asked(pairs) as never, kind))).toBe(`400 INVALID_PARAMETER_VALUE: ${said}`);
});

test.each<[[string, string][], BodyKind]>([
  [[["Content-Length", "0"]], "none"],
  [[["Transfer-Encoding", "chunked"]], "stream"],
  [
    [
      ["Expect", "100-continue"],
      ["Content-Length", "5"],
    ],
    "stream",
  ],
  [
    [
      ["X-Forwarded-For", "a"],
      ["X-Forwarded-For", "b"],
    ],
    "json",
  ],
])("Headers %j before a body of kind %s pass", (pairs, kind) => {
  expect(words(() => checkHeaders(asked(pairs) as never, kind))).toBe("passes");
});

test.each([
  ["application/json", "passes"],
  ["application/json; charset=utf-8", "passes"],
  ['Application/JSON;charset="UTF-8"', "passes"],
  ["application/json; charset=utf-16", "header 'content-type': application/json, in UTF-8"],
  ["text/plain", "header 'content-type': application/json, in UTF-8"],
  ["application/jsonx", "header 'content-type': application/json, in UTF-8"],
])("Content type %s: %s", (type, said) => {
  expect(words(() => checkJsonType(asked([["Content-Type", type]]) as never))).toContain(said);
});

test("A query of the user interface is sent on in the words that are kept here", () => {
  const query = documents.GetRun.replaceAll("\n", "\n  ");
  const variables = { data: { runId: RUN } };
  expect(readGraphql({ operationName: "GetRun", query, variables })).toEqual({
    operationName: "GetRun",
    query: documents.GetRun,
    variables,
  });
});

test.each<[Record<string, unknown>, string]>([
  [
    { query: "{ test }" },
    "field 'operationName': one of GetMetricHistoryBulkInterval, GetRun, MlflowGetExperimentQuery, SearchRuns",
  ],
  [
    { operationName: "toString", query: "" },
    "field 'operationName': one of GetMetricHistoryBulkInterval, GetRun, MlflowGetExperimentQuery, SearchRuns",
  ],
  [
    { operationName: "GetRun", query: "mutation { x }" },
    "field 'query': the text that MLflow's user interface sends as GetRun",
  ],
  [
    { operationName: "GetRun", query: `${documents.GetRun} mutation { x }` },
    "field 'query': the text that MLflow's user interface sends as GetRun",
  ],
  [{ operationName: "GetRun", query: documents.GetRun, variables: [] }, "field 'variables': an object"],
  [
    { operationName: "GetRun", query: documents.GetRun, variables: { a: "\ud800" } },
    "the request's body: no half characters",
  ],
  [
    { operationName: "GetRun", query: documents.GetRun, extensions: {} },
    "field 'extensions' is not of this request; it takes operationName, query, variables, in this spelling",
  ],
])("GraphQL %j is refused", (given, said) => {
  expect(words(() => readGraphql(given))).toBe(`400 INVALID_PARAMETER_VALUE: ${said}`);
});
