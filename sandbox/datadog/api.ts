/** The routes of the vendor's API for configuration and for the audit trail. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { AuditTrail, type AuditRequest } from "./audit-trail";
import { Configuration, CONFIGURED_PATHS } from "./configuration";

export interface ApiOptions {
  readonly apiKey: string;
  /** Logins by their application keys. */
  readonly applicationKeys: Readonly<Record<string, string>>;
  readonly now: () => Date;
}

/** Adds the routes to a server whose bodies come as bytes. */
export function serveApi(server: FastifyInstance, options: ApiOptions): void {
  const audit = new AuditTrail(options.now);
  const configuration = new Configuration((change) => audit.add(change));
  server.get<{ Querystring: AuditRequest }>("/api/v2/audit/events", (request, reply) => {
    if (loginOf(request, options) === undefined) return refuse(reply);
    const answer = audit.page(request.query);
    return reply.code("errors" in answer ? 400 : 200).send(answer);
  });
  const change = (request: FastifyRequest, reply: FastifyReply) => {
    const login = loginOf(request, options);
    if (login === undefined) return refuse(reply);
    const body = jsonOf(request.body);
    if (body === undefined) return reply.code(400).send({ errors: ["Invalid JSON"] });
    const [path = ""] = request.url.split("?");
    const { method, headers } = request;
    const answer = configuration.answer({
      method,
      path,
      body,
      login,
      userAgent: headers["user-agent"] ?? "",
    });
    return reply.code(answer.status).send(answer.body);
  };
  const method = ["GET", "POST", "PUT", "PATCH", "DELETE"];
  for (const path of CONFIGURED_PATHS)
    for (const url of [path, `${path}/*`]) server.route({ method, url, handler: change });
}

function loginOf({ headers }: FastifyRequest, { apiKey, applicationKeys }: ApiOptions): string | undefined {
  const key = headers["dd-application-key"];
  return headers["dd-api-key"] === apiKey && typeof key === "string" && Object.hasOwn(applicationKeys, key)
    ? applicationKeys[key]
    : undefined;
}

const refuse = (reply: FastifyReply): FastifyReply => reply.code(403).send({ errors: ["Forbidden"] });

/** A body that is left out is an empty object. */
function jsonOf(body: unknown): unknown {
  if (!Buffer.isBuffer(body) || body.length === 0) return {};
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
