import { MLFLOW } from "../../../gate/routes/listing";
import { filledPath, matcher } from "../../../gate/routes/match";
import { PLAIN_ROUTES } from "../../../gate/routes/plain-routes";
import { misclassified, ROUTES, routesOf } from "../../../gate/routes/table";

const match = matcher(ROUTES);
const found = (method: string, path: string) => match(method, path === "/" ? [] : path.slice(1).split("/"));

test("Every route of the pinned MLflow is classified, and nothing else is", () => {
  expect(misclassified(MLFLOW)).toEqual({ unclassified: [], unknown: [] });
});

test("A route that nobody has classified is refused, not passed on", () => {
  const fresh = { method: "POST", path: "/2.0/mlflow/model-versions/promote", prefixes: ["ajax-api", "api"] };
  const listing = { ...MLFLOW, routes: [...MLFLOW.routes, fresh] };
  expect(misclassified(listing).unclassified).toEqual(["POST /api/2.0/mlflow/model-versions/promote"]);
  const asked = ["api", "2.0", "mlflow", "model-versions", "promote"];
  expect(matcher(routesOf(listing))("POST", asked)).toBeUndefined();
});

test("Every field of every message of an open route has a type that the door can check", () => {
  const known = ["string", "bool", "int32", "int64", "double", "enum", "message"];
  const seen = Object.entries(MLFLOW.messages).flatMap(([message, fields]) =>
    Object.entries(fields).map(([name, field]) => ({ place: `${message}.${name}`, field })),
  );
  expect(seen.filter(({ field }) => !known.includes(field.type))).toEqual([]);
  expect(seen.filter(({ field }) => field.message && !MLFLOW.messages[field.message])).toEqual([]);
  expect(seen.filter(({ field }) => field.enum && !MLFLOW.enums[field.enum])).toEqual([]);
});

test("Fields are told by hand only for routes that have no message, and every open route that writes has one or the other", () => {
  for (const id of Object.keys(PLAIN_ROUTES))
    expect(ROUTES.find((route) => route.id === id)).toMatchObject({ id });
  const written = ROUTES.filter(({ id, message }) => PLAIN_ROUTES[id] && message).map(({ id }) => id);
  expect(written).toEqual([]);
  const mute = ROUTES.filter((route) => route.class === "work" || route.class === "governed")
    .filter(({ id, message }) => !PLAIN_ROUTES[id] && !message)
    .map(({ id }) => id);
  expect(mute).toEqual([]);
});

test.each([
  ["GET", "/", "GET /", {}],
  ["POST", "/api/2.0/mlflow/runs/create", "POST /api/2.0/mlflow/runs/create", {}],
  ["POST", "/ajax-api/2.0/mlflow/runs/create", "POST /api/2.0/mlflow/runs/create", {}],
  ["POST", "/ajax-api/2.0/mlflow/upload-artifact", "POST /ajax-api/2.0/mlflow/upload-artifact", {}],
  ["POST", "/api/2.0/mlflow/logged-models/search", "POST /api/2.0/mlflow/logged-models/search", {}],
  [
    "GET",
    "/api/2.0/mlflow/logged-models/search",
    "GET /api/2.0/mlflow/logged-models/<model_id>",
    { model_id: "search" },
  ],
  [
    "DELETE",
    "/api/2.0/mlflow/logged-models/m/tags/a key",
    "DELETE /api/2.0/mlflow/logged-models/<model_id>/tags/<tag_key>",
    { model_id: "m", tag_key: "a key" },
  ],
  [
    "PUT",
    "/api/2.0/mlflow-artifacts/artifacts/1/r/artifacts/x",
    "PUT /api/2.0/mlflow-artifacts/artifacts/<path:artifact_path>",
    { artifact_path: "1/r/artifacts/x" },
  ],
  ["GET", "/api/3.0/mlflow/traces/batchGet", "GET /api/3.0/mlflow/traces/batchGet", {}],
  ["GET", "/api/3.0/mlflow/traces/tr-1", "GET /api/3.0/mlflow/traces/<trace_id>", { trace_id: "tr-1" }],
])("%s %s is the route %s", (method, path, id, params) => {
  expect(found(method, path)).toMatchObject({ route: { id }, params });
});

test.each([
  ["post", "/api/2.0/mlflow/runs/create"],
  ["POST", "/api/2.0/mlflow/runs/create/x"],
  ["POST", "/api/2.0/mlflow/runs"],
  ["POST", "/API/2.0/mlflow/runs/create"],
  ["POST", "/api/3.0/mlflow/runs/create"],
  ["POST", "/api/2.0/mlflow/upload-artifact"],
  ["GET", "/api/2.0/mlflow/runs/create"],
  ["HEAD", "/version"],
  ["OPTIONS", "/api/2.0/mlflow/runs/create"],
  ["PUT", "/api/2.0/mlflow-artifacts/artifacts"],
  ["GET", "/static-files"],
  ["GET", "/evidence/v1/status/x/1"],
])("%s %s is no route", (method, path) => {
  expect(found(method, path)).toBeUndefined();
});

test("What is forwarded goes to the one path of the route, with its parameters encoded anew", () => {
  const { route, params } = found("PUT", "/ajax-api/2.0/mlflow-artifacts/artifacts/1/größe (v1)/a+b") ?? {};
  expect(filledPath(route as never, params as never)).toBe(
    "/api/2.0/mlflow-artifacts/artifacts/1/gr%C3%B6%C3%9Fe%20(v1)/a%2Bb",
  );
});

test("What can change production is governed, what trains is work, and nothing that writes is called a read", () => {
  const governed = ROUTES.filter((route) => route.class === "governed").map(({ id }) => id);
  expect(governed).toEqual(
    ROUTES.filter(({ id, method }) => method !== "GET" && /\/(registered-models|model-versions)\//.test(id))
      .map(({ id }) => id)
      .filter((id) => id !== "POST /api/2.0/mlflow/registered-models/get-latest-versions"),
  );
  const reads = ROUTES.filter((route) => route.class === "read" && route.method !== "GET").map(
    ({ id }) => id,
  );
  expect(reads.sort()).toEqual(
    [
      ...[
        "experiments/search",
        "logged-models/search",
        "registered-models/get-latest-versions",
        "runs/search",
      ].map((path) => `POST /api/2.0/mlflow/${path}`),
      ...[
        "datasets/search",
        "traces/batchGetInfos",
        "traces/calculate-filter-correlation",
        "traces/metrics",
        "traces/search",
      ].map((path) => `POST /api/3.0/mlflow/${path}`),
      "POST /ajax-api/2.0/mlflow/experiments/search-datasets",
      "POST /graphql",
    ].sort(),
  );
});
