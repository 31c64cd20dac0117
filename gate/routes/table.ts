import type { Route, RouteClass } from "../call";
import { OPEN_ROUTES } from "./classes";
import { CLOSED_ROUTES } from "./closed";
import { type Listing, type Message, MLFLOW, routeId, upstreamPath } from "./listing";
import { PLAIN_ROUTES } from "./plain-routes";

/** How the body of a request to a route is taken. */
export type BodyKind = "none" | "json" | "stream" | "graphql";

/** A route with all that the door needs to know of it. */
export interface DoorRoute extends Route {
  /** Templates of the path that clients may ask for, one for each prefix. */
  readonly paths: readonly string[];
  readonly body: BodyKind;
  /** Fields of the request, in query or body. */
  readonly fields: Message;
  /** Of closed routes: why they are. */
  readonly why?: string;
  /** Answers with bytes that somebody uploaded, and that no browser may take for a page of the gate. */
  readonly serves?: "artifact" | "page";
}

/** Bodies that are streamed through; their fields come in the query. */
const STREAMS = new Set([
  "PUT /api/2.0/mlflow-artifacts/artifacts/<path:artifact_path>",
  "POST /ajax-api/2.0/mlflow/upload-artifact",
]);

const ARTIFACTS = new Set([
  "GET /api/2.0/mlflow-artifacts/artifacts/<path:artifact_path>",
  "GET /ajax-api/2.0/mlflow/logged-models/<model_id>/artifacts/files",
  "GET /get-artifact",
  "GET /model-versions/get-artifact",
]);

const GRAPHQL = "POST /graphql";
const PAGE = "GET /";

const CLASS_OF = new Map<string, { class: RouteClass; why?: string }>([
  ...Object.entries(OPEN_ROUTES).flatMap(([name, routes]) =>
    routes.map((id) => [id, { class: name as RouteClass }] as const),
  ),
  ...CLOSED_ROUTES.flatMap(({ why, routes }) => routes.map((id) => [id, { class: "closed", why }] as const)),
]);

/** All classified routes of a version of MLflow. One that nobody has classified is not among them, so that it is refused. */
export function routesOf({ routes, messages }: Listing): readonly DoorRoute[] {
  return routes.flatMap((listed): DoorRoute[] => {
    const id = routeId(listed);
    const classified = CLASS_OF.get(id);
    if (!classified) return [];
    return [
      {
        id,
        method: listed.method,
        path: upstreamPath(listed),
        paths: pathsOf(listed),
        ...classified,
        ...(listed.message && { message: listed.message }),
        body: bodyKind(id, listed.method),
        fields: (listed.message ? messages[listed.message] : PLAIN_ROUTES[id]) ?? {},
        ...(ARTIFACTS.has(id) && { serves: "artifact" as const }),
        ...(id === PAGE && { serves: "page" as const }),
      },
    ];
  });
}

/** Ids that are listed and not classified, and those that are classified and not listed. Both are empty, or nothing is released. */
export function misclassified({ routes }: Listing): { unclassified: string[]; unknown: string[] } {
  const listed = new Set(routes.map(routeId));
  return {
    unclassified: [...listed].filter((id) => !CLASS_OF.has(id)),
    unknown: [...CLASS_OF.keys()].filter((id) => !listed.has(id)),
  };
}

function pathsOf({ path, prefixes }: Listing["routes"][number]): readonly string[] {
  return prefixes.length === 0 ? [path] : prefixes.map((prefix) => `/${prefix}${path}`);
}

function bodyKind(id: string, method: string): BodyKind {
  if (method === "GET") return "none";
  if (STREAMS.has(id)) return "stream";
  return id === GRAPHQL ? "graphql" : "json";
}

/** The routes of the MLflow that the gate is built for. */
export const ROUTES: readonly DoorRoute[] = routesOf(MLFLOW);
