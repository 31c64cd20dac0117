import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Socket } from "node:net";
import fastify, { type FastifyInstance } from "fastify";
import { LOAD_BALANCER_IDLE_SECONDS } from "../configs";
import { version } from "../package.json";
import type { Handlers } from "./call";
import { createDoor } from "./door/door";
import { checkHeaders } from "./door/headers";
import { faultOfTheGate, targetNotCanonical, unknownRoute } from "./door/refusals";
import { securityHeaders } from "./door/reply";
import { endLateRequest, SLOW_CLIENT_MS } from "./door/slow-clients";
import type { MlflowServer } from "./door/upstream";
import type { Identity } from "./identity";
import type { Log } from "./log";
import { Refusal } from "./refusal";
import { MLFLOW } from "./routes/listing";
import { ROUTES } from "./routes/table";

/** What a gate is made of. */
export interface GateParts {
  readonly identity: Pick<Identity, "identify" | "signInFor">;
  /** Together they handle every route of the classes work and governed. */
  readonly handlers: readonly Handlers[];
  /** From {@link createUpstream}. */
  readonly mlflow: MlflowServer;
  readonly log: Log;
  /** Mounts the gate's own routes, all below `/evidence/`. */
  readonly register: readonly ((app: FastifyInstance) => void)[];
  /** Time in which a client must send, or take, something of worth, in milliseconds. @default a minute */
  readonly slowClientMs?: number;
}

/** The gate's own pages and API: everything else is a request for MLflow. */
const OWN = "/evidence/";
/** An access token with many groups has some kilobytes. */
const LARGEST_HEADERS = 32 * 1024;
const HEADERS_MS = 20_000;
/** Above the idle time of the load balancer, which would otherwise send on a connection that is being closed. */
const KEEP_ALIVE_MS = (LOAD_BALANCER_IDLE_SECONDS + 12) * 1000;
const IDLE_CHECK_MS = 100;

/**
 * The gate as an HTTP server. Requests for MLflow never meet a router or a body parser: the door reads them as they came.
 * fastify serves what is below `/evidence/`.
 *
 * @throws Error when a route of class work or governed has no handler, or two
 */
export async function createGate({
  identity,
  handlers,
  mlflow,
  log,
  register,
  slowClientMs = SLOW_CLIENT_MS,
}: GateParts): Promise<FastifyInstance> {
  const door = createDoor({ identity, handlers: combined(handlers), mlflow, log, slowClientMs });
  const app = fastify({
    logger: false,
    exposeHeadRoutes: false,
    bodyLimit: 1024 * 1024,
    // What is under way when the gate ends is answered, and no 5xx is.
    return503OnClosing: false,
    serverFactory: (own) =>
      strictServer((request, response) => {
        if (!request.url?.startsWith(OWN)) return door(request, response);
        // fastify reads bodies before anybody knows who sends them.
        endLateRequest(request, slowClientMs);
        own(request, response);
      }),
  });
  app.addHook("preClose", async () => {
    if (!app.server.listening) return;
    // A connection whose last answer has gone out must not be kept waiting for its next request.
    const idle = setInterval(() => app.server.closeIdleConnections(), IDLE_CHECK_MS);
    app.server.once("close", () => clearInterval(idle));
  });
  app.addHook("onRequest", async (request) =>
    checkHeaders(request.raw, request.method === "GET" ? "none" : "json"),
  );
  app.addHook("onSend", async (_, reply) => {
    for (const [name, value] of Object.entries(securityHeaders()))
      if (!reply.hasHeader(name)) reply.header(name, value);
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
  });
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalFor(error, request.id);
    if (!(error instanceof Refusal))
      log("error", { call: request.id, path: request.routeOptions.url, because: String(error) });
    return reply.code(refusal.status).send(refusal.toJSON());
  });
  app.setNotFoundHandler((request, reply) => {
    const refusal = unknownRoute(request.method, request.url.split("?")[0] ?? "");
    return reply.code(refusal.status).send(refusal.toJSON());
  });
  app.get("/evidence/health", () => ({ status: "ok", version, mlflow: MLFLOW.mlflow }));
  for (const mount of register) mount(app);
  await app.ready();
  return app;
}

function refusalFor(error: unknown, call: string): Refusal {
  if (error instanceof Refusal) return error;
  const { statusCode, message } = error as { statusCode?: number; message?: string };
  if (statusCode !== undefined && statusCode < 500)
    return new Refusal("INVALID_PARAMETER_VALUE", message ?? "this request cannot be read");
  return faultOfTheGate(call);
}

/** Node's server with nothing lenient about it. */
function strictServer(handle: Parameters<typeof createServer>[1] & {}): Server {
  const server = createServer(
    {
      insecureHTTPParser: false,
      requireHostHeader: true,
      joinDuplicateHeaders: false,
      maxHeaderSize: LARGEST_HEADERS,
      headersTimeout: HEADERS_MS,
      // A large artifact on a slow line takes its time; what is idle ends by other limits.
      requestTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    handle,
  );
  server.on("clientError", refuseUnparsed);
  // Without these Node would answer by itself, in its own words.
  server.on("checkExpectation", (request: IncomingMessage, response) => handle(request, response));
  server.on("connect", (_: IncomingMessage, socket: Socket) => socket.destroy());
  return server;
}

/** What Node's parser refused: malformed lines, conflicting lengths, headers without end. */
function refuseUnparsed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(targetNotCanonical("this is no well-formed HTTP/1.1 request"));
  socket.end(
    [
      "HTTP/1.1 400 Bad Request",
      "content-type: application/json",
      `content-length: ${Buffer.byteLength(body)}`,
      "connection: close",
      "",
      body,
    ].join("\r\n"),
  );
}

/** One table of handlers, complete: a route that may be asked for and that nobody decides on must not exist. */
function combined(parts: readonly Handlers[]): Handlers {
  const routes = ROUTES.filter((route) => route.class === "work" || route.class === "governed");
  const owners = (id: string): number =>
    parts.filter(({ json, streams }) => Object.hasOwn(json, id) || Object.hasOwn(streams, id)).length;
  const wrong = routes
    .filter(({ id }) => owners(id) !== 1)
    .map(({ id }) => `${id} has ${owners(id)} handlers`);
  const known = new Set(routes.map(({ id }) => id));
  for (const id of parts.flatMap(({ json, streams }) => [...Object.keys(json), ...Object.keys(streams)]))
    if (!known.has(id)) wrong.push(`${id} is no route of class work or governed`);
  if (wrong.length > 0) throw new Error(`the gate does not start: ${wrong.join("; ")}`);
  return {
    json: Object.assign({}, ...parts.map(({ json }) => json)) as Handlers["json"],
    streams: Object.assign({}, ...parts.map(({ streams }) => streams)) as Handlers["streams"],
  };
}
