import { listDocuments, listRoutes } from "../../../gate/routes/generate";
import documents from "../../../gate/routes/graphql-3.17.2.json";
import { MLFLOW } from "../../../gate/routes/listing";
import { misclassified, ROUTES } from "../../../gate/routes/table";
import { type RealMlflow, startMlflow } from "../hostile/real-mlflow";

let mlflow: RealMlflow;
beforeAll(async () => {
  mlflow = await startMlflow();
}, 120_000);
afterAll(() => mlflow?.stop());

test("The routes, messages and types that are committed are those of the installed MLflow, and all are classified", async () => {
  const installed = await listRoutes(mlflow.python);
  expect(installed).toEqual(MLFLOW);
  expect(misclassified(installed)).toEqual({ unclassified: [], unknown: [] });
}, 60_000);

test("The GraphQL documents that are let through are those of the installed user interface", async () => {
  expect(await listDocuments(mlflow.python)).toEqual(documents);
}, 60_000);

test("The running server answers every open route that takes no parameter, so that none is open in vain", async () => {
  const open = ROUTES.filter(({ class: name, path }) => name !== "closed" && !path.includes("<"));
  const unknown = [];
  for (const { id, method, paths } of open)
    for (const path of paths) {
      const response = await fetch(mlflow.url + path, {
        method,
        redirect: "manual",
        ...(method !== "GET" && { body: "{}", headers: { "content-type": "application/json" } }),
      });
      const text = await response.text();
      // An unknown address is a page of Flask's or FastAPI's own; what knows the route speaks MLflow's JSON.
      const noSuchRoute =
        response.status === 405 || (response.status === 404 && !text.includes("error_code"));
      if (noSuchRoute) unknown.push(`${id} at ${path}: ${response.status} ${text.slice(0, 80)}`);
    }
  expect(unknown).toEqual([]);
}, 60_000);

test("What the running server says to a route that does not exist can be told from an answer", async () => {
  const response = await fetch(`${mlflow.url}/api/2.0/mlflow/no/such/route`);
  expect([response.status, await response.text()]).toEqual([404, expect.not.stringContaining("error_code")]);
});
