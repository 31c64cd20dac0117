import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

type Entry = Record<string, unknown>;

/** All that MLflow has, read from MLflow itself and from its artifact store: what no hostile request may change. */
export async function stateOf(mlflow: string, artifacts: string): Promise<Readonly<Record<string, unknown>>> {
  const experiments = await all(mlflow, "POST", "experiments/search", "experiments", { view_type: "ALL" });
  const ids = experiments.map((experiment) => String(experiment["experiment_id"]));
  const [runs, loggedModels, models, versions, webhooks] = await Promise.all([
    all(mlflow, "POST", "runs/search", "runs", { experiment_ids: ids, run_view_type: "ALL" }),
    all(mlflow, "POST", "logged-models/search", "models", { experiment_ids: ids }),
    all(mlflow, "GET", "registered-models/search", "registered_models"),
    all(mlflow, "GET", "model-versions/search", "model_versions"),
    asked(mlflow, "GET", "webhooks", {}),
  ]);
  // A search leaves out aliases.
  const registeredModels = await Promise.all(
    models.map((model) => asked(mlflow, "GET", "registered-models/get", { name: String(model["name"]) })),
  );
  return {
    experiments,
    runs,
    loggedModels,
    registeredModels,
    versions,
    webhooks,
    artifacts: digestsBelow(artifacts),
  };
}

async function all(
  mlflow: string,
  method: string,
  path: string,
  field: string,
  more: Entry = {},
): Promise<Entry[]> {
  const found = (await asked(mlflow, method, path, {
    max_results: method === "GET" ? "200" : 200,
    ...more,
  })) as Entry;
  if (found["next_page_token"]) throw new Error(`${path} has more than a page`);
  return sorted((found[field] ?? []) as Entry[]);
}

const sorted = (entries: Entry[]): Entry[] =>
  [...entries].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));

async function asked(mlflow: string, method: string, path: string, fields: Entry): Promise<unknown> {
  const url = new URL(`${mlflow}/api/2.0/mlflow/${path}`);
  if (method === "GET") url.search = new URLSearchParams(fields as Record<string, string>).toString();
  const response = await fetch(url, {
    method,
    ...(method !== "GET" && {
      body: JSON.stringify(fields),
      headers: { "content-type": "application/json" },
    }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/**
 * A digest of every byte that MLflow keeps: while it is the same, nothing has changed, whatever could be asked for. Reading
 * writes nothing.
 */
export function bytesOf(folder: string): string {
  return JSON.stringify(digestsBelow(folder));
}

function digestsBelow(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [
        file.slice(folder.length),
        createHash("sha256").update(readFileSync(file)).digest("hex"),
      ]),
  );
}
