import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { createUpstream } from "../../../gate/door/upstream";
import type { Handlers, StreamGuard } from "../../../gate/call";
import type { Principal } from "../../../gate/principal";
import { filledPath } from "../../../gate/routes/match";
import { ROUTES } from "../../../gate/routes/table";
import { createGate } from "../../../gate/server";
import { ADA } from "../principals";

/** What MLflow was sent. */
export interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** False when the sender hung up before the end. */
  readonly whole: boolean;
}

export interface GateBefore {
  readonly url: string;
  readonly port: number;
  readonly received: Received[];
  readonly ended: { readonly status?: number }[];
  readonly logged: Record<string, unknown>[];
  stop(): Promise<void>;
}

interface Parts {
  /** What stands for MLflow. */
  readonly mlflow: RequestListener;
  readonly principal?: Principal;
  readonly guard?: StreamGuard;
  readonly slowClientMs?: number;
}

/** Every route that needs a handler, passed on as it was read. */
export function passingHandlers(
  send: (call: Parameters<Handlers["json"][string]>[0], path: string) => ReturnType<Handlers["json"][string]>,
  guard: StreamGuard,
): Handlers {
  const handled = ROUTES.filter((route) => route.class === "work" || route.class === "governed");
  const of = (stream: boolean) => handled.filter(({ body }) => (body === "stream") === stream);
  return {
    json: Object.fromEntries(
      of(false).map((route) => [route.id, (call) => send(call, filledPath(route, call.params))]),
    ),
    streams: Object.fromEntries(of(true).map(({ id }) => [id, guard])),
  };
}

/** The gate before a program that plays MLflow, with handlers that let everything pass. */
export async function gateBefore({
  mlflow: play,
  principal = ADA,
  guard,
  slowClientMs,
}: Parts): Promise<GateBefore> {
  const received: Received[] = [];
  const ended: { status?: number }[] = [];
  const logged: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    const { method, url, headers } = request;
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("close", () =>
      received.push({
        method,
        url,
        headers,
        body: Buffer.concat(chunks).toString("utf8"),
        whole: request.complete,
      }),
    );
    play(request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const mlflow = createUpstream(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const app = await createGate({
    identity: { identify: () => Promise.resolve(principal), signInFor: () => undefined },
    handlers: [
      passingHandlers(
        ({ route: { method }, body }, path) => mlflow.send({ method, path, body }),
        guard ?? (() => Promise.resolve((outcome) => Promise.resolve(void ended.push(outcome)))),
      ),
    ],
    mlflow,
    log: (level, entry) => logged.push({ level, ...entry }),
    register: [],
    ...(slowClientMs !== undefined && { slowClientMs }),
  });
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  return {
    url,
    port: Number(new URL(url).port),
    received,
    ended,
    logged,
    async stop() {
      await app.close();
      server.closeAllConnections();
      server.close();
      await mlflow.close();
    },
  };
}
