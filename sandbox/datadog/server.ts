/**
 * The Datadog stand-in: the vendor's log intake over HTTP, archives exactly as the synthesized stacks declare them, and
 * an audit trail of what its API for configuration is asked to change.
 *
 * | route | |
 * |---|---|
 * | `POST /api/v2/logs` | the vendor's intake |
 * | `POST /v1/logs` | an Agent before it, or a Collector: OpenTelemetry logs as JSON |
 * | `/api/v1/monitor` and others | the vendor's API for configuration: kept as sent, with no effect |
 * | `GET /api/v2/audit/events` | the vendor's audit trail of that |
 * | `GET /__sandbox/health` | 200 |
 * | `GET /__sandbox/status` | what was received, dropped, archived and lost |
 * | `POST /__sandbox/archives` | reads the stacks again; creates, changes, retries their archives |
 * | `POST /__sandbox/flush` | writes now what is pending; answers what was written where |
 */
import { gunzipSync } from "node:zlib";
import fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import { UserError } from "../../errors";
import { LOOPBACK } from "../world/ports";
import { serveApi } from "./api";
import { Archiver, type ArchiveStatus, type FlushResult } from "./archiver";
import { intakeError, takeIn, type DropReason, type IntakeAnswer } from "./intake";
import { MAX_REQUEST_BYTES } from "./limits";
import { translateLogs } from "./otlp";
import type { ArchiveSink } from "./sink";
import { readSynthesizedArchives } from "./synthesized-archives";

export interface DatadogStandInOptions {
  /** Folder with one folder a stack; may not exist yet. */
  readonly stacksDir: string;
  /** The stacks of one organisation. @default all in `stacksDir` */
  readonly stacks?: readonly string[];
  readonly apiKey: string;
  /** Logins by the application keys that the API for configuration takes. @default none */
  readonly applicationKeys?: Readonly<Record<string, string>>;
  readonly sink: ArchiveSink;
  /** @default 0, a free one */
  readonly port?: number;
  /** How long logs wait to be written together. @default 2,000 */
  readonly flushIntervalMs?: number;
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
  /** Why the stacks' archives could not be read; the archives are those of before then. */
  readonly configurationError?: string;
}

export interface DatadogStandIn {
  readonly url: string;
  readonly status: () => DatadogStandInStatus;
  readonly flush: () => Promise<FlushResult>;
  /** Takes no more requests, writes what is pending. What then still is pending could not be written and is lost. */
  readonly stop: () => Promise<FlushResult>;
}

/** Starts the stand-in on 127.0.0.1 and creates the archives. Unusable stacks are no error here: see its status. */
export async function startDatadogStandIn(options: DatadogStandInOptions): Promise<DatadogStandIn> {
  const now = options.now ?? (() => new Date());
  const archiver = new Archiver(options.sink, now);
  const dropped: Partial<Record<DropReason, number>> = {};
  let received = 0;
  let truncated = 0;
  let configurationError: string | undefined;

  const configure = async (): Promise<void> => {
    try {
      await archiver.configure(await readSynthesizedArchives(options.stacksDir, options.stacks));
      configurationError = undefined;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      configurationError = error.message;
    }
  };
  const status = (): DatadogStandInStatus => ({
    ...{ received, dropped, truncated, archives: archiver.status(), unarchived: archiver.unarchived },
    ...(configurationError !== undefined && { configurationError }),
  });
  const count = (answer: IntakeAnswer): void => {
    if (answer.status !== 202) return;
    received += answer.logs.length + answer.dropped.length;
    truncated += answer.truncated;
    for (const reason of answer.dropped) dropped[reason] = (dropped[reason] ?? 0) + 1;
    for (const log of answer.logs) archiver.accept(log);
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
  serveApi(server, { apiKey: options.apiKey, applicationKeys: options.applicationKeys ?? {}, now });
  server.get("/__sandbox/health", () => ({}));
  server.get("/__sandbox/status", status);
  server.post("/__sandbox/flush", () => archiver.flush());
  server.post("/__sandbox/archives", async (_request, reply) => {
    await configure();
    return reply.code(configurationError === undefined ? 200 : 422).send(status());
  });

  await configure();
  const url = await server.listen({ host: LOOPBACK, port: options.port ?? 0 });
  const timer = setInterval(() => void archiver.flush(), options.flushIntervalMs ?? 2_000);
  const stop = async (): Promise<FlushResult> => {
    clearInterval(timer);
    await server.close();
    return archiver.flush();
  };
  return { url, status, flush: () => archiver.flush(), stop };
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
