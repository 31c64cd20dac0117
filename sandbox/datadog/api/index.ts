/** The vendor's API for configuration and its audit trail, over HTTP. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Assets } from "../assets";
import type { Events } from "../events";
import type { AuditTrail } from "./audit-trail";
import type { Answer } from "./collection";
import { ApiFault } from "./fault";
import { faultBody, Faults, faultsSent, rateLimitHeaders } from "./faults";
import { routes, type ObjectiveHistory, type Route } from "./routes";
import { Scanner } from "./scanner";

export interface ApiOptions {
  readonly apiKey: string;
  /** Logins by their application keys. */
  readonly applicationKeys: Readonly<Record<string, string>>;
  /** What is configured: read and changed here, and by whoever else has it. */
  readonly assets: Assets;
  /** Is told of every attempt to change something. */
  readonly audit: AuditTrail;
  readonly events: Pick<Events, "page">;
  readonly historyOf: ObjectiveHistory;
  readonly now: () => Date;
}

/**
 * Adds the routes to a server whose bodies come as bytes. `/__sandbox/faults` makes later requests go wrong: POST adds
 * faults, GET tells which are waiting, DELETE takes them back.
 */
export function serveApi(server: FastifyInstance, options: ApiOptions): void {
  const faults = new Faults();
  const api = new Api(options, faults);
  for (const route of routes(new Scanner(), options))
    server.route({
      ...{ method: route.method, url: route.path },
      handler: (request, reply) => api.handle(route, request, reply),
    });
  server.get("/api/v1/validate", ({ headers }, reply) =>
    headers["dd-api-key"] === options.apiKey ? { valid: true } : refuse(reply),
  );
  server.all("/api/*", (_, reply) => reply.code(404).send({ errors: ["Not found"] }));
  serveFaults(server, faults);
}

function serveFaults(server: FastifyInstance, faults: Faults): void {
  const url = "/__sandbox/faults";
  server.get(url, () => faults.list());
  server.delete(url, (_, reply) => {
    faults.clear();
    return reply.code(204).send();
  });
  server.post(url, ({ body }, reply) => {
    const sent = faultsSent.safeParse(jsonOf(body));
    if (!sent.success)
      return reply.code(400).send({ errors: sent.error.issues.map(({ message }) => message) });
    faults.add(sent.data);
    return faults.list();
  });
}

class Api {
  constructor(
    private readonly options: ApiOptions,
    private readonly faults: Faults,
  ) {}

  handle(route: Route, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const login = this.loginOf(request);
    if (login === undefined) return refuse(reply);
    const fault = this.faults.meet(request.method, pathOf(request));
    if (fault?.status === 429) reply.headers(rateLimitHeaders(fault));
    if (fault && !fault.afterwards) return reply.code(fault.status).send(faultBody(fault));
    const answer = this.answerTo(route, request, login);
    this.tell(route, request, login, answer);
    if (fault) return reply.code(fault.status).send(faultBody(fault));
    return reply.code(answer.status).send(answer.body);
  }

  /** Both keys are needed; the application key tells who it is. */
  loginOf({ headers }: FastifyRequest): string | undefined {
    const { apiKey, applicationKeys } = this.options;
    const key = headers["dd-application-key"];
    return headers["dd-api-key"] === apiKey && typeof key === "string" && Object.hasOwn(applicationKeys, key)
      ? applicationKeys[key]
      : undefined;
  }

  private answerTo(route: Route, request: FastifyRequest, login: string): Answer {
    const body = jsonOf(request.body);
    if (body === undefined) return { status: 400, body: { errors: ["Invalid JSON"] } };
    const { assets, now } = this.options;
    const query = request.query as Readonly<Record<string, string | undefined>>;
    try {
      return route.answer({ assets, login, now: now(), id: idOf(request), query, body });
    } catch (error) {
      if (!(error instanceof ApiFault)) throw error;
      return { status: error.status, body: error.body };
    }
  }

  /** Tells the audit trail of every attempt to change something. */
  private tell({ audited }: Route, request: FastifyRequest, login: string, answer: Answer): void {
    if (!audited) return;
    const { category, type } = audited;
    const { method, headers } = request;
    const userAgent = headers["user-agent"] ?? "";
    const told = { category, login, method, path: pathOf(request), status: answer.status, userAgent };
    if (category === "Request") return this.options.audit.add({ ...told, action: "accessed" });
    const asset = { type, ...(answer.changed ?? { id: idOf(request) }) };
    this.options.audit.add({ ...told, action: ACTIONS[method] ?? "modified", asset });
  }
}

const ACTIONS: Readonly<Record<string, "created" | "deleted">> = { POST: "created", DELETE: "deleted" };

const refuse = (reply: FastifyReply): FastifyReply => reply.code(403).send({ errors: ["Forbidden"] });

const pathOf = ({ url }: FastifyRequest): string => url.split("?", 1)[0] ?? "";

/** The Terraform provider puts some ids in quotes, which the API takes. */
function idOf({ params }: FastifyRequest): string {
  const { id = "" } = params as { readonly id?: string };
  return id.replace(/^"(.*)"$/, "$1");
}

/** A body that is left out is an empty object. */
function jsonOf(body: unknown): unknown {
  if (!Buffer.isBuffer(body) || body.length === 0) return {};
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
