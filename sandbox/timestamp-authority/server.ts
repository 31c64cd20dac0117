import Fastify from "fastify";
import type { AddressInfo } from "node:net";
import { LOOPBACK } from "../world/ports";
import { openAuthority } from "./authority";

/** A running time-stamp authority. */
export interface RunningAuthority {
  readonly url: string;
  readonly caFile: string;
  stop(): Promise<void>;
}

/** Serves an authority's stamps over HTTP, as RFC 3161, section 3.4 has it. */
export async function startAuthority(
  folder: string,
  { port = 0, ...options }: { port?: number; days?: number; name?: string } = {},
): Promise<RunningAuthority> {
  const authority = await openAuthority(folder, options);
  // A client that keeps its connection must not keep the authority from ending.
  const server = Fastify({ bodyLimit: 64 * 1024, forceCloseConnections: true });
  server.addContentTypeParser("application/timestamp-query", { parseAs: "buffer" }, (_, body, done) =>
    done(null, body),
  );
  server.get("/__sandbox/health", () => ({ ok: true }));
  server.post<{ Body: Buffer }>("/", async ({ body }, answer) =>
    answer.type("application/timestamp-reply").send(await authority.reply(body)),
  );
  await server.listen({ host: LOOPBACK, port });
  const { port: bound } = server.server.address() as AddressInfo;
  return {
    url: `http://${LOOPBACK}:${bound}/`,
    caFile: authority.caFile,
    stop: () => server.close(),
  };
}
