/** Jira and Confluence as the embedded world has them: on 127.0.0.1, strict, and failing where it is asked to. */
import fastify from "fastify";
import { LOOPBACK } from "../world/ports";
import { Answer } from "./answer";
import { ConfluenceDouble } from "./confluence";
import { failAfter, failBefore, Faults, type Fault } from "./faults";
import { JiraDouble, type JiraProject } from "./jira";

export interface AtlassianOptions {
  readonly email: string;
  readonly token: string;
  /** @default RISK with the usual types of issues */
  readonly projects?: readonly JiraProject[];
  /** Ids of Confluence's spaces by their keys. @default AIACT */
  readonly spaces?: Readonly<Record<string, string>>;
}

export interface AtlassianStandIn {
  /** Without a path. */
  readonly url: string;
  readonly jira: JiraDouble;
  readonly confluence: ConfluenceDouble;
  /** Methods and paths of all requests that were let in, first to last. */
  readonly asked: readonly string[];
  /** Lets the next requests of a kind fail. */
  readonly fail: (fault: Fault) => void;
  readonly stop: () => Promise<void>;
}

/** Starts both on a free port. */
export async function startAtlassian({
  email,
  token,
  projects = [{ key: "RISK", issueTypes: ["Task", "Risk"] }],
  spaces = { AIACT: "65537" },
}: AtlassianOptions): Promise<AtlassianStandIn> {
  const [jira, confluence, faults] = [new JiraDouble(projects), new ConfluenceDouble(spaces), new Faults()];
  const asked: string[] = [];
  const known = `Basic ${Buffer.from(`${email}:${token}`).toString("base64")}`;
  const app = fastify({ forceCloseConnections: true });
  const lost = new WeakMap<object, Fault | undefined>();
  app.addHook("preHandler", async (request, reply) => {
    if (request.headers.authorization !== known)
      throw new Answer(401, { message: "Client must be authenticated to access this resource." });
    const fault = faults.take(request);
    lost.set(request, fault);
    if (await failBefore(fault, reply)) return;
    asked.push(`${request.method} ${request.url.split("?")[0] ?? ""}`);
  });
  app.addHook("onSend", async (request, reply, payload) => failAfter(lost.get(request), reply, payload));
  app.setErrorHandler((error, _, reply) =>
    error instanceof Answer
      ? reply.code(error.status).send(error.body)
      : reply.code(500).send({ message: String(error) }),
  );
  jira.mount(app);
  confluence.mount(app);
  const url = await app.listen({ host: LOOPBACK, port: 0 });
  return { url, jira, confluence, asked, fail: (fault) => faults.add(fault), stop: () => app.close() };
}
