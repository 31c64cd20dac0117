import type { RunFacts } from "../facts/promotion-facts";
import { loggedModelIn } from "../spellings";

/** What the source of a version names. */
export type VersionSource =
  | { readonly kind: "logged-model"; readonly modelId: string }
  /** Clients of MLflow 2: a folder of the run's artifacts. */
  | { readonly kind: "run-artifacts"; readonly path: string }
  | { readonly kind: "foreign" };

/** A folder below another: no step up, no empty step, nothing that an object store or a URL reads in another way. */
const PLAIN_PATH = /^(?!\.{1,2}(?:\/|$))[A-Za-z0-9_.~-]+(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9_.~-]+)*$/;

/** Reads the source of a version of this run. Anything but its logged model or its own artifacts is foreign. */
export function versionSource(
  source: string,
  run: Pick<RunFacts, "id" | "experimentId" | "artifactUri">,
): VersionSource {
  const modelId = loggedModelIn(source);
  if (modelId !== undefined) return { kind: "logged-model", modelId };
  const roots = [`mlflow-artifacts:/${run.experimentId}/${run.id}/artifacts`, withoutEnd(run.artifactUri)];
  for (const root of roots) {
    if (!root.includes(run.id) || !source.startsWith(`${root}/`)) continue;
    const path = source.slice(root.length + 1);
    if (PLAIN_PATH.test(path)) return { kind: "run-artifacts", path };
  }
  return { kind: "foreign" };
}

const withoutEnd = (uri: string) => (uri.endsWith("/") ? uri.slice(0, -1) : uri);
