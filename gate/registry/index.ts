import type { Handler, Handlers } from "../call";
import { modelHandlers } from "./models";
import type { RegistryParts } from "./parts";
import { productionHandlers } from "./production";
import { versionHandlers } from "./versions";

/**
 * Handles every governed route: the registry, as far as it is written to. What could change what runs in production is
 * decided; the rest goes on to MLflow, built anew, while nothing it touches is frozen. Answers are MLflow's own.
 */
export function registryHandlers(parts: RegistryParts): Handlers {
  const handlers = { ...productionHandlers(parts), ...versionHandlers(parts), ...modelHandlers(parts) };
  return { json: byRoute(handlers), streams: {} };
}

function byRoute(handlers: Readonly<Record<string, Handler>>): Readonly<Record<string, Handler>> {
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [name.replace(" ", " /api/2.0/mlflow/"), handler]),
  );
}
