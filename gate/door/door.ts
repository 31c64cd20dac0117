import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { textOf, type Call, type Handler, type Handlers, type StreamGuard } from "../call";
import type { Identity } from "../identity";
import type { Log } from "../log";
import type { Principal } from "../principal";
import { Refusal } from "../refusal";
import { filledPath, type Match, matcher } from "../routes/match";
import { type DoorRoute, ROUTES } from "../routes/table";
import { callOf, fieldsOf } from "./call-of";
import { checkHeaders } from "./headers";
import { checkNames, checkParameters } from "./names";
import {
  bodyNotTaken,
  closedRoute,
  faultOfTheGate,
  headerNotTaken,
  roleMissing,
  unknownRoute,
  upstreamFailed,
} from "./refusals";
import { linger, relay, sendAnswer, sendRefusal } from "./reply";
import { endSlowUpload, endStalledAnswer } from "./slow-clients";
import { parseTarget, type Target } from "./target";
import type { MlflowServer } from "./upstream";

export interface DoorParts {
  readonly identity: Pick<Identity, "identify" | "signInFor">;
  readonly handlers: Handlers;
  readonly mlflow: MlflowServer;
  readonly log: Log;
  /** See {@link SLOW_CLIENT_MS}. */
  readonly slowClientMs: number;
}

type Door = (request: IncomingMessage, response: ServerResponse) => void;

/** MLflow's own limit for uploads of its user interface. */
const LARGEST_UI_UPLOAD = 10 * 1024 * 1024;
/**
 * The way of every request for MLflow: address, headers, route, who, role, fields, decision, and only then something is built
 * and sent. What is sent was read here; nothing of the client's bytes but streamed artifacts goes on.
 */
export function createDoor({ identity, handlers, mlflow, log, slowClientMs }: DoorParts): Door {
  const match = matcher(ROUTES);

  async function answer(request: IncomingMessage, response: ServerResponse, id: string): Promise<Call> {
    const target = parseTarget(request.url ?? "");
    const { route, params } = routeOf(request, target);
    checkHeaders(request, route.body);
    checkParameters(params);
    const principal = await identity.identify(identifiable(request));
    checkRole(route, principal);
    const fields = await fieldsOf(request, route, target);
    checkNames(route, params, fields);
    const call = callOf({ id, route, params, principal, fields });
    const guard = handlers.streams[route.id];
    const handler = handlers.json[route.id];
    if (guard) await stream(request, response, call, route, guard);
    else if (handler) await decide(response, call, handler);
    else if (route.class === "read") await read(response, call, route);
    else throw new Error(`no handler for ${route.id}`);
    return call;
  }

  function routeOf(request: IncomingMessage, target: Target): Match {
    const method = request.method ?? "";
    const found = match(method, target.segments);
    if (!found) throw unknownRoute(method, `/${target.segments.join("/")}`);
    if (found.route.class === "closed") throw closedRoute(found.route.id, found.route.why ?? "");
    return found;
  }

  async function decide(response: ServerResponse, call: Call, handler: Handler): Promise<void> {
    const answered = await handler(call);
    if (answered.status >= 500) throw upstreamFailed(call.route.id, answered.status, textOf(answered));
    sendAnswer(response, answered);
  }

  async function read(response: ServerResponse, call: Call, route: DoorRoute): Promise<void> {
    const { params, query, body } = call;
    const opened = await mlflow.open({
      method: route.method,
      path: filledPath(route, params),
      query,
      ...(route.body !== "none" && { body }),
      reads: true,
    });
    if (opened.statusCode >= 500) throw upstreamFailed(route.id, opened.statusCode, await opened.body.text());
    endStalledAnswer(response, slowClientMs);
    await relay(response, route, opened);
  }

  async function stream(
    request: IncomingMessage,
    response: ServerResponse,
    call: Call,
    route: DoorRoute,
    guard: StreamGuard,
  ): Promise<void> {
    const length = request.headers["content-length"];
    if (route.method === "POST") checkUiUpload(length);
    endSlowUpload(request, slowClientMs);
    const ended = await guard(call);
    let status: number | undefined;
    try {
      const opened = await mlflow.open({
        method: route.method,
        path: filledPath(route, call.params),
        query: call.query,
        stream: { bytes: request, length },
      });
      status = opened.statusCode;
      if (status >= 500) throw upstreamFailed(route.id, status, await opened.body.text());
      await relay(response, route, opened);
      // MLflow answered before it had read all: nobody reads the rest.
      linger(request);
    } finally {
      await ended(status === undefined ? {} : { status });
    }
  }

  function refuse(request: IncomingMessage, response: ServerResponse, call: string, error: unknown): Refusal {
    const refusal = error instanceof Refusal ? error : faultOfTheGate(call);
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return refusal;
    }
    const signIn = refusal.code === "UNAUTHENTICATED" && identity.signInFor(identifiable(request));
    if (signIn) response.writeHead(302, { location: signIn, "cache-control": "no-store" }).end();
    // After a malformed request nobody knows where the next one begins.
    else sendRefusal(response, refusal, { close: refusal.status === 400 && !request.complete });
    linger(request);
    return refusal;
  }

  return (request, response) => {
    const call = randomUUID();
    const began = performance.now();
    const done = (level: "info" | "error", more: Parameters<Log>[1]): void =>
      log(level, {
        call,
        method: request.method,
        status: response.statusCode,
        ms: Math.round((performance.now() - began) * 10) / 10,
        ...more,
      });
    answer(request, response, call).then(
      ({ route, principal }) => done("info", { route: route.id, by: principal.name }),
      (error: unknown) => {
        const { code, message } = refuse(request, response, call, error);
        const ours = !(error instanceof Refusal) && !isGone(error);
        done(ours ? "error" : "info", {
          refused: code,
          because: message,
          ...(ours && { cause: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
        });
      },
    );
  };
}

const identifiable = ({ headers, method, url }: IncomingMessage): Parameters<Identity["identify"]>[0] => ({
  headers,
  method: method ?? "",
  url: url ?? "",
});

function checkRole(route: DoorRoute, { name, roles }: Principal): void {
  if (route.class === "read" && roles.size === 0) throw roleMissing(name, ["reader"], roles);
  if (route.class === "work" && !roles.has("trainer") && !roles.has("service"))
    throw roleMissing(name, ["trainer", "service"], roles);
}

/** Its handler in MLflow reads the body whole, and only with a length. */
function checkUiUpload(length: string | undefined): void {
  if (length === undefined) throw headerNotTaken("content-length", "this upload is sent with its length");
  if (Number(length) > LARGEST_UI_UPLOAD) throw bodyNotTaken(`at most ${LARGEST_UI_UPLOAD} bytes`);
}

const isGone = (error: unknown): boolean =>
  error instanceof Error && (error as NodeJS.ErrnoException).code === "ERR_STREAM_PREMATURE_CLOSE";
