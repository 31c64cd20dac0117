import type { Principal } from "./principal";

/** JSON after the door: integers are exact, texts are Unicode, keys are MLflow's own field names. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [field: string]: Json;
}

/** `read` changes nothing, `work` is training, `governed` can change what runs in production, `closed` is refused. */
export type RouteClass = "read" | "work" | "governed" | "closed";

/** One route of the pinned MLflow: method and path template, which together name it. */
export interface Route {
  /** `POST /api/2.0/mlflow/runs/create`: always in the form of `/api/`, whichever prefix was asked for. */
  readonly id: string;
  readonly method: string;
  /** With its parameters as `<name>` and `<path:name>`. */
  readonly path: string;
  readonly class: RouteClass;
  /** Protobuf message of the request, where there is one. */
  readonly message?: string;
}

/** A request that passed the door: known, normalised, parsed strictly, and by somebody. */
export interface Call {
  /** Names this request in logs, state and records. */
  readonly id: string;
  readonly route: Route;
  /** Parameters of the path. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, readonly string[]>>;
  /** The fields of the request message; empty where the request has no body. */
  readonly body: JsonObject;
  readonly principal: Principal;
}

/** What the client gets. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

/** An answer's body as text. */
export function textOf({ body }: Pick<Answer, "body">): string {
  return typeof body === "string" ? body : new TextDecoder().decode(body);
}

/** MLflow behind the gate: what is sent is built here, never the client's bytes. */
export interface Upstream {
  /**
   * @param path parameters filled in, `/api/...`
   * @throws Refusal when MLflow does not answer: whether it did what was asked is unknown then
   */
  send(request: {
    readonly method: string;
    readonly path: string;
    readonly query?: Readonly<Record<string, string | readonly string[]>>;
    readonly body?: JsonObject;
  }): Promise<Answer>;
  /** Bytes of an artifact, streamed. @param path below `/api/2.0/mlflow-artifacts/artifacts/` */
  artifact(path: string): Promise<AsyncIterable<Uint8Array>>;
}

/** Handles the calls of one route with a JSON body. Throws {@link Refusal} for no. */
export type Handler = (call: Call) => Promise<Answer>;

/**
 * Stands before a request whose body is streamed through (artifacts).
 * @returns called when the stream has ended, whatever came of it
 */
export type StreamGuard = (call: Call) => Promise<(outcome: { readonly status?: number }) => Promise<void>>;

/** The routes of a part of the gate, by route id. */
export interface Handlers {
  readonly json: Readonly<Record<string, Handler>>;
  readonly streams: Readonly<Record<string, StreamGuard>>;
}
