import type { Handler, Handlers } from "../call";
import { artifactGuards } from "./artifacts";
import { experimentHandlers } from "./experiments";
import { loggedModelHandlers } from "./logged-models";
import { originsFrom } from "./origins";
import type { WorkParts } from "./parts";
import { runHandlers } from "./runs";

/**
 * Handles every route of class work: training. What is made is stamped with who made it; who writes is remembered; what is
 * frozen stays as it is.
 */
export function workHandlers({ state, upstream, now = () => new Date() }: WorkParts): Handlers {
  const work = { state, upstream, now, origins: originsFrom(upstream) };
  const { put, upload } = artifactGuards(work);
  return {
    json: {
      ...named(runHandlers(work), (name) => `POST /api/2.0/mlflow/runs/${name}`),
      ...named(experimentHandlers(work), (name) => `POST /api/2.0/mlflow/experiments/${name}`),
      ...named(loggedModelHandlers(work), (name) => name.replace(" ", " /api/2.0/mlflow/logged-models")),
    },
    streams: {
      "PUT /api/2.0/mlflow-artifacts/artifacts/<path:artifact_path>": put,
      "POST /ajax-api/2.0/mlflow/upload-artifact": upload,
    },
  };
}

const named = (
  handlers: Readonly<Record<string, Handler>>,
  id: (name: string) => string,
): Readonly<Record<string, Handler>> =>
  Object.fromEntries(Object.entries(handlers).map(([name, handler]) => [id(name), handler]));
