import listing from "./mlflow-3.17.2.json";

/** A field of a protobuf message, as MLflow's descriptors have it. */
export interface Field {
  /** Protobuf's name of the type, `map` for a map from texts. */
  readonly type: string;
  readonly repeated?: boolean;
  /** Name of the message, where `type` is one. */
  readonly message?: string;
  /** Name of the enumeration, where `type` is one. */
  readonly enum?: string;
  /** What a map holds. */
  readonly values?: Field;
}

export type Message = Readonly<Record<string, Field>>;

/** What one version of MLflow serves: made by `generate.ts` from the installed package, never by hand. */
export interface Listing {
  readonly mlflow: string;
  readonly routes: readonly {
    readonly method: string;
    /** Without its prefix; parameters as `<name>` and `<path:name>`. */
    readonly path: string;
    /** `api` and `ajax-api`, where it is served below them; none for what is served at the root. */
    readonly prefixes: readonly string[];
    readonly message?: string;
  }[];
  /** Messages of open routes and what they hold. */
  readonly messages: Readonly<Record<string, Message>>;
  readonly enums: Readonly<Record<string, readonly string[]>>;
}

/** The MLflow that the gate is built for. */
export const MLFLOW: Listing = listing;

type ListedRoute = Listing["routes"][number];

/** `POST /api/2.0/mlflow/runs/create`; `/ajax-api/` only where MLflow serves a route there and not below `/api/`. */
export const routeId = (route: Pick<ListedRoute, "method" | "path" | "prefixes">): string =>
  `${route.method} ${upstreamPath(route)}`;

/** Template of the one path that a route is forwarded to. */
export function upstreamPath({ path, prefixes }: Pick<ListedRoute, "path" | "prefixes">): string {
  if (prefixes.length === 0) return path;
  return `/${prefixes.includes("api") ? "api" : "ajax-api"}${path}`;
}
