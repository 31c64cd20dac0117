import type { Message } from "./listing";

const text = { type: "string" } as const;
const texts = { type: "string", repeated: true } as const;
const integer = { type: "int64" } as const;

/**
 * Fields of the open routes for which MLflow has no protobuf message, as its handlers read them
 * (mlflow/server/handlers.py, `request.args`). A route that is in neither place takes no fields.
 */
export const PLAIN_ROUTES: Readonly<Record<string, Message>> = {
  "GET /get-artifact": { run_id: text, run_uuid: text, path: text },
  "GET /model-versions/get-artifact": { name: text, version: text, path: text },
  "GET /ajax-api/2.0/mlflow/metrics/get-history-bulk": {
    run_id: texts,
    metric_key: text,
    max_results: integer,
  },
  "GET /ajax-api/2.0/mlflow/logged-models/<model_id>/artifacts/files": { artifact_file_path: text },
  "POST /ajax-api/2.0/mlflow/experiments/search-datasets": { experiment_ids: texts },
  "POST /ajax-api/2.0/mlflow/upload-artifact": { run_uuid: text, path: text },
};
