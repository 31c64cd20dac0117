import { API, attack, call, type Attack } from "./attack";

const SEARCH_RUNS =
  "query SearchRuns($data: MlflowSearchRunsInput!) { mlflowSearchRuns(input: $data) { apiError { code } } }";
const graphql = (
  name: string,
  body: object | string,
  more: { method?: string; target?: string } = {},
): Attack => attack(`GraphQL: ${name}`, { target: "/graphql", body: () => body, ...more });

/** Routes of MLflow that nobody needs through the gate, and GraphQL beyond what the user interface sends. */
export const CLOSED: readonly Attack[] = [
  attack("a webhook", {
    target: `${API}/webhooks`,
    body: {
      name: "w",
      url: "https://evil.example.org",
      events: [{ entity: "REGISTERED_MODEL", action: "CREATED" }],
    } as never,
  }),
  ...["create", "complete", "abort"].map((step) =>
    attack(`a multipart upload: ${step}`, {
      target: ({ experiment, run }) => `/api/2.0/mlflow-artifacts/mpu/${step}/${experiment}/${run}/artifacts`,
      body: () => ({ path: "MLmodel", num_parts: 1 }),
    }),
  ),
  call("a signed address for an upload", "POST", "artifacts/presigned-upload-url", ({ run }) => ({
    run_id: run,
    path: "MLmodel",
  })),
  call("a signed address for a download", "POST", "artifacts/presigned-download-url", ({ run }) => ({
    run_id: run,
    path: "MLmodel",
  })),
  call("a run that the server makes", "POST", "runs/create-promptlab-run", ({ experiment }) => ({
    experiment_id: experiment,
  })),
  attack("a run that the server makes, by the user interface", {
    target: "/ajax-api/2.0/mlflow/runs/create-promptlab-run",
    body: ({ experiment }) => ({ experiment_id: experiment }),
  }),
  ...[
    ...[
      "/api/3.0/mlflow/gateway/secrets/create",
      "/ajax-api/3.0/mlflow/demo/generate",
      "/ajax-api/3.0/mlflow/demo/delete",
    ],
    ...[
      "/api/3.0/mlflow/scorers/register",
      "/api/3.0/mlflow/mcp-servers",
      "/api/3.0/mlflow/datasets/create",
      "/api/3.0/mlflow/issues",
    ],
    ...[
      "/ajax-api/3.0/mlflow/assistant/message",
      "/ajax-api/3.0/jobs/",
      "/api/3.0/mlflow/workspaces",
      "/v1/traces",
      "/api/2.0/mlflow/traces",
    ],
    ...[
      "/api/2.0/mlflow/users/create",
      "/api/2.0/mlflow/traces/link-to-run",
      "/gateway/openai/v1/responses",
      "/ajax-api/2.0/mlflow/gateway-proxy",
    ],
  ].map((target) =>
    attack(`POST ${target}`, {
      target,
      body: ({ experiment, run }) => ({
        experiment_id: experiment,
        experiment_ids: [experiment],
        name: "x",
        run_id: run,
      }),
    }),
  ),
  graphql("a mutation", { query: 'mutation { testMutation(inputString: "x") { output } }' }),
  graphql("a mutation under a known name", {
    operationName: "SearchRuns",
    query: "mutation SearchRuns { mlflowSearchRuns(input: {}) { runs { info { runUuid } } } }",
    variables: {},
  }),
  graphql("a query of its own", { query: "{ __schema { types { name } } }" }),
  graphql("a query of its own under a known name", {
    operationName: "SearchRuns",
    query: SEARCH_RUNS,
    variables: {},
  }),
  graphql("two operations", {
    operationName: "GetRun",
    query: `${SEARCH_RUNS} mutation M { testMutation(inputString: "x") { output } }`,
  }),
  graphql("a batch", [{ query: '{ test(inputString: "x") { output } }' }]),
  graphql("extensions", {
    operationName: "GetRun",
    query: "",
    extensions: { persistedQuery: { version: 1, sha256Hash: "x" } },
  }),
  graphql("the name of a property", { operationName: "constructor", query: "", variables: {} }),
  graphql("in the address", "", { method: "GET", target: "/graphql?query=%7Btest%7Boutput%7D%7D" }),
];
