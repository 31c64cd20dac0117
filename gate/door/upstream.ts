import { type Dispatcher, Pool } from "undici";
import type { Answer, JsonObject, Upstream } from "../call";
import { Refusal } from "../refusal";
import { noAnswer, upstreamFailed } from "./refusals";

/** What the door sends to MLflow. */
export interface Forwarded {
  readonly method: string;
  /** Percent-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[]>> | undefined;
  readonly body?: JsonObject | undefined;
  /** A body that is streamed. @param length bytes, where the client said */
  readonly stream?: { readonly bytes: AsyncIterable<Uint8Array>; readonly length?: string | undefined };
  /** Headers beside those that the body needs. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Ends the request when the client has gone. */
  readonly signal?: AbortSignal;
  /** Changes nothing, so that it may take its time. */
  readonly reads?: boolean;
}

/** MLflow's answer, its body still to be read. */
export type Opened = Pick<Dispatcher.ResponseData, "statusCode" | "headers" | "body">;

/** MLflow as the door uses it: with streams. */
export interface MlflowServer extends Upstream {
  open(request: Forwarded): Promise<Opened>;
  close(): Promise<void>;
}

/** Below the keep-alive of uvicorn (5 s) and gunicorn (2 s): a write on a connection that MLflow is closing has no known end. */
const KEEP_ALIVE_MS = 1_500;
/** A write whose end is not known after this time is given up well before the leases of the task that sent it (gate/state). */
const ANSWER_MS = 50_000;
/** Searches may take longer; the stock client gives up after 120 s, and should read words before. */
const READ_ANSWER_MS = 110_000;
/** MLflow answers an upload only after it has written it to the artifact store. */
const STREAM_ANSWER_MS = 3_600_000;
const SILENCE_MS = 300_000;
/** Of each pool. */
const CONNECTIONS = 128;
/** What a handler reads whole: a version, a run with its metrics. */
const LARGEST_ANSWER = 64 * 1024 * 1024;

/**
 * MLflow behind the gate. Every request is built here, with MLflow's own host and a content length; nothing is sent twice.
 *
 * @param url where MLflow listens, for the gate alone
 */
export function createUpstream(url: string): MlflowServer {
  // Two: clients that take their time with what they were sent must not hold up what is decided.
  const forClients = poolTo(url);
  const forHandlers = poolTo(url);

  async function open(request: Forwarded, pool = forHandlers): Promise<Opened> {
    const { method, path, query, body, stream, headers, signal, reads } = request;
    const what = `${method} ${path}`;
    try {
      const answer = await pool.request({
        method: method as Dispatcher.HttpMethod,
        path: withQuery(path, query),
        headers: {
          ...headers,
          accept: "*/*",
          ...(body && { "content-type": "application/json" }),
          ...(stream && { "content-type": "application/octet-stream" }),
          ...(stream?.length !== undefined && { "content-length": stream.length }),
        },
        // Nothing is sent twice: undici would repeat what it takes for idempotent.
        idempotent: false,
        ...(body && { body: JSON.stringify(body) }),
        ...(stream && { body: stream.bytes as never }),
        headersTimeout: stream ? STREAM_ANSWER_MS : reads ? READ_ANSWER_MS : ANSWER_MS,
        ...(signal && { signal }),
      });
      if (answer.statusCode >= 300 && answer.statusCode < 400 && answer.statusCode !== 304) {
        await answer.body.dump();
        throw upstreamFailed(what, answer.statusCode, "the gate follows and relays no redirect");
      }
      return answer;
    } catch (error) {
      throw error instanceof Refusal ? error : noAnswer(what, reason(error));
    }
  }

  return {
    open: (request) => open(request, forClients),
    async send({ method, path, query, body }): Promise<Answer> {
      const { statusCode, headers, body: bytes } = await open({ method, path, query, body });
      try {
        return {
          status: statusCode,
          contentType: String(headers["content-type"] ?? "application/json"),
          body: await whole(bytes),
        };
      } catch (error) {
        throw noAnswer(`${method} ${path}`, reason(error));
      }
    },
    async artifact(path): Promise<AsyncIterable<Uint8Array>> {
      const encoded = path.split("/").map(encodeURIComponent).join("/");
      const what = { method: "GET", path: `/api/2.0/mlflow-artifacts/artifacts/${encoded}` };
      const { statusCode, body } = await open(what);
      if (statusCode === 200) return body;
      throw upstreamFailed(`${what.method} ${what.path}`, statusCode, await body.text());
    },
    async close() {
      await Promise.all([forClients.close(), forHandlers.close()]);
    },
  };
}

function poolTo(url: string): Pool {
  return new Pool(new URL(url).origin, {
    connections: CONNECTIONS,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    connect: { timeout: 5_000 },
    bodyTimeout: SILENCE_MS,
  });
}

async function whole(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    if (length > LARGEST_ANSWER) throw new Error(`its answer is longer than ${LARGEST_ANSWER} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function withQuery(path: string, query: Forwarded["query"]): string {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]): [string, string][] =>
    (typeof value === "string" ? [value] : value).map((one) => [name, one]),
  );
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs).toString()}`;
}

const reason = (error: unknown): string =>
  error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error);
