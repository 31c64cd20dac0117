/**
 * The Datadog stand-in over HTTP: the vendor's log intake, its API for configuration with an audit trail, and what the
 * organisation makes of a log as it is configured, by that API or by synthesized stacks.
 *
 * | route | |
 * |---|---|
 * | `POST /api/v2/logs` | the vendor's intake |
 * | `POST /v1/logs` | an Agent before it, or a Collector: OpenTelemetry logs as JSON |
 * | `POST /api/v1/events` | events that programs send |
 * | `POST /api/v2/series` | metrics that programs send |
 * | `/api/v1/monitor` and others | the vendor's API for configuration (`api/`) |
 * | `/__sandbox/faults` | what goes wrong with later requests to that API |
 * | `GET /api/v2/audit/events` | the vendor's audit trail of that |
 * | `GET /api/v2/events` | events that were sent, and alerts of monitors |
 * | `GET /api/v1/slo/{id}/history` | what an objective came to |
 * | `GET /__sandbox/health` | 200 |
 * | `GET /__sandbox/status` | what was received, dropped, archived, indexed and lost |
 * | `POST /__sandbox/stacks` | plays an apply of the synthesized stacks where there is no provider |
 * | `DELETE /__sandbox/stacks` | takes away what that made, so that Terraform can make it |
 * | `POST /__sandbox/flush` | writes now what is pending; answers what was written where |
 * | `PUT /__sandbox/hosts` | where hosts that webhooks go to are on this machine, `{"https://a.example": "http://127.0.0.1:1"}` |
 * | `POST /__sandbox/evaluate` | evaluates the monitors, `{"at": "<ISO time>"}` or now, and sends what they tell |
 */
import { gunzipSync } from "node:zlib";
import fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import { UserError } from "../../errors";
import { LOOPBACK } from "../world/ports";
import { serveApi } from "./api";
import { AuditTrail } from "./api/audit-trail";
import type { ArchiveStatus, FlushResult } from "./archiver";
import { Assets } from "./assets";
import type { IndexStatus } from "./indexes/indexes";
import { Events } from "./events";
import { intakeError, takeIn, type DropReason, type IntakeAnswer } from "./intake";
import { MAX_REQUEST_BYTES } from "./limits";
import { LogPath } from "./log-path";
import { translateLogs } from "./otlp";
import type { ArchiveSink } from "./sink";
import { StackLoader } from "./stacks/loader";

export interface DatadogStandInOptions {
  /** Folder with one folder a stack; may not exist yet. */
  readonly stacksDir: string;
  /** The stacks of one organisation; a `*` at the end of a name stands for any rest. @default all in `stacksDir` */
  readonly stacks?: readonly string[];
  /** Values of the stacks' Terraform variables. @default none */
  readonly variables?: Readonly<Record<string, string>>;
  readonly apiKey: string;
  /** Logins by the application keys that the API for configuration takes. @default none */
  readonly applicationKeys?: Readonly<Record<string, string>>;
  readonly sink: ArchiveSink;
  /** @default 0, a free one */
  readonly port?: number;
  /** How long logs wait to be written together. @default 2,000 */
  readonly flushIntervalMs?: number;
  /** Between attempts to reach a webhook. @default 1,000 */
  readonly retryAfterMs?: number;
  readonly now?: () => Date;
}

interface DatadogStandInStatus {
  readonly received: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  /** Logs cut at 1 MB. */
  readonly truncated: number;
  readonly archives: readonly ArchiveStatus[];
  /** Logs that no archive took: lost as evidence. */
  readonly unarchived: number;
  readonly indexes: readonly IndexStatus[];
  /** How often a log was too old to be counted by a metric. */
  readonly uncounted: number;
  /** Why the stacks cannot be used, or what is configured cannot be played; what held before still holds. */
  readonly configurationError?: string;
}

export interface DatadogStandIn {
  readonly url: string;
  readonly status: () => DatadogStandInStatus;
  readonly flush: () => Promise<FlushResult>;
  /** Takes no more requests, writes what is pending. What then still is pending could not be written and is lost. */
  readonly stop: () => Promise<FlushResult>;
}

/** Starts the stand-in on 127.0.0.1 with what the stacks declare. Unusable stacks are no error here: see its status. */
export async function startDatadogStandIn(options: DatadogStandInOptions): Promise<DatadogStandIn> {
  const { apiKey, applicationKeys = {}, sink, retryAfterMs = 1_000 } = options;
  const now = options.now ?? (() => new Date());
  const assets = new Assets();
  const audit = new AuditTrail(now);
  const events = new Events(now);
  const path = new LogPath({
    assets,
    sink,
    audits: () => audit.searchable(),
    events: () => events.searchable(),
    alerted: (notification) => events.tell(notification),
    now,
    retryAfterMs,
  });
  const loader = new StackLoader(assets, options);
  const dropped: Partial<Record<DropReason, number>> = {};
  let received = 0;
  let truncated = 0;
  let loadError: string | undefined;

  const load = async (): Promise<void> => {
    try {
      await loader.load();
      loadError = undefined;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      loadError = error.message;
    }
    await path.retry();
  };
  const status = (): DatadogStandInStatus => {
    const configurationError = loadError ?? path.error;
    return {
      ...{ received, dropped, truncated, archives: path.archiver.status() },
      ...{ unarchived: path.archiver.unarchived, indexes: path.indexes.status() },
      uncounted: path.metrics.tooOld,
      ...(configurationError !== undefined && { configurationError }),
    };
  };
  const count = (answer: IntakeAnswer): void => {
    if (answer.status !== 202) return;
    received += answer.logs.length + answer.dropped.length;
    truncated += answer.truncated;
    for (const reason of answer.dropped) dropped[reason] = (dropped[reason] ?? 0) + 1;
    for (const log of answer.logs) path.accept(log);
  };

  const server = httpServer();
  server.post<{ Querystring: Record<string, string | undefined> }>("/api/v2/logs", (request, reply) => {
    const header = (name: string): string | undefined => request.headers[name]?.toString();
    const ddtags = [header("ddtags"), request.query["ddtags"]].filter((text) => text !== undefined);
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const apiKey = header("dd-api-key") ?? request.query["dd-api-key"];
    const sent = { body, contentEncoding: header("content-encoding"), apiKey, ddtags };
    const answer = takeIn(sent, options.apiKey, now());
    count(answer);
    return replyWith(reply, answer);
  });
  server.post("/v1/logs", (request, reply) => {
    const logs = translateLogs(parsedOtlp(request.body, request.headers["content-encoding"]));
    if (logs === undefined) return reply.code(400).send({ code: 3, message: "no export request" });
    const body = Buffer.from(JSON.stringify(logs));
    count(takeIn({ body, apiKey: options.apiKey, ddtags: [] }, options.apiKey, now()));
    return reply.send({});
  });
  server.post("/api/v1/events", (request, reply) => {
    const sent = { body: request.body, apiKey: request.headers["dd-api-key"]?.toString() };
    const { status, body } = events.take(sent, options.apiKey);
    return reply.code(status).send(body);
  });
  const historyOf: LogPath["historyOf"] = (...asked) => path.historyOf(...asked);
  server.post("/api/v2/series", (request, reply) => {
    const sent = { body: request.body, apiKey: request.headers["dd-api-key"]?.toString() };
    const { status, body } = path.takeMetrics(sent, options.apiKey);
    return reply.code(status).send(body);
  });
  serveApi(server, { apiKey, applicationKeys, assets, audit, events, historyOf, now });
  const flush = (): Promise<FlushResult> => path.flush();
  server.get("/__sandbox/health", () => ({}));
  server.get("/__sandbox/status", status);
  server.post("/__sandbox/flush", flush);
  server.post("/__sandbox/stacks", async (_request, reply) => {
    await load();
    const told = status();
    return reply.code(told.configurationError === undefined ? 200 : 422).send(told);
  });
  server.delete("/__sandbox/stacks", () => {
    loader.unload();
    return status();
  });
  server.put("/__sandbox/hosts", ({ body }) => {
    path.reach(JSON.parse(String(body)) as Record<string, string>);
    return {};
  });
  server.post("/__sandbox/evaluate", ({ body }) => path.evaluate(momentIn(body) ?? now()));

  await load();
  const url = await server.listen({ host: LOOPBACK, port: options.port ?? 0 });
  const timer = setInterval(() => void flush(), options.flushIntervalMs ?? 2_000);
  const stop = async (): Promise<FlushResult> => {
    clearInterval(timer);
    await server.close();
    return flush();
  };
  return { url, status, flush, stop };
}

/** `{"at": "2026-11-24T21:00:00Z"}` */
function momentIn(body: unknown): Date | undefined {
  if (!Buffer.isBuffer(body) || body.length === 0) return undefined;
  const { at } = JSON.parse(body.toString()) as { readonly at?: string };
  return at === undefined ? undefined : new Date(at);
}

function parsedOtlp(body: unknown, encoding: string | undefined): unknown {
  try {
    const bytes = encoding === "gzip" ? gunzipSync(body as Buffer) : (body as Buffer);
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}

function httpServer(): FastifyInstance {
  // Compressed bodies may not be larger than what they may be uncompressed.
  const server = fastify({ bodyLimit: MAX_REQUEST_BYTES, forceCloseConnections: true });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  server.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
    if (error.statusCode === 413) return replyWith(reply, intakeError(413, error.message));
    if (error.statusCode === 400) return replyWith(reply, intakeError(400, error.message));
    throw error;
  });
  return server;
}

function replyWith(reply: FastifyReply, answer: IntakeAnswer): FastifyReply {
  return reply.code(answer.status).send(answer.status === 202 ? {} : answer.body);
}
