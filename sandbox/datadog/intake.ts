/** `POST /api/v2/logs`: from the bytes of a request to logs, or to the vendor's error. Pure. */
import { gunzipSync, inflateSync } from "node:zlib";
import { MAX_AGE_MS, MAX_AHEAD_MS, MAX_LOG_BYTES, MAX_LOGS_PER_REQUEST, MAX_REQUEST_BYTES } from "./limits";
import { receiveLog, splitTags, type ReceivedLog, type SentLog } from "./received-log";

export interface IntakeRequest {
  readonly body: Buffer;
  /** The `Content-Encoding` header. */
  readonly contentEncoding?: string | undefined;
  /** From the `DD-API-KEY` header or the `dd-api-key` query parameter. */
  readonly apiKey?: string | undefined;
  /** `ddtags` of the header and of the query string, as they came. */
  readonly ddtags: readonly string[];
}

export type DropReason = "older than 18 hours" | "more than 2 hours ahead";

/** Everything else than 202 has the vendor's error body. */
export type IntakeAnswer =
  | {
      readonly status: 202;
      readonly logs: readonly ReceivedLog[];
      /** Logs that were answered with 202 and are gone all the same. */
      readonly dropped: readonly DropReason[];
      /** How many of `logs` were cut at 1 MB. */
      readonly truncated: number;
    }
  | { readonly status: 400 | 401 | 403 | 413; readonly body: IntakeErrors };

interface IntakeErrors {
  readonly errors: readonly { readonly status: string; readonly title: string; readonly detail: string }[];
}

const TITLES = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  413: "Payload Too Large",
} as const;

/** An answer in the shape of the vendor's `HTTPLogErrors`. */
export function intakeError(status: keyof typeof TITLES, detail: string): IntakeAnswer {
  return { status, body: { errors: [{ status: String(status), title: TITLES[status], detail }] } };
}

/**
 * What the intake makes of a request that arrives at `now`. A missing key is 401, a wrong one 403, a request over
 * 5 MB uncompressed or 1,000 logs 413, one that is no JSON object or array of them 400. Logs whose date is too far back
 * or ahead are dropped, the sender gets its 202: that is the vendor's behaviour, and why a late retry loses evidence.
 */
export function takeIn(request: IntakeRequest, apiKey: string, now: Date): IntakeAnswer {
  if (!request.apiKey) return intakeError(401, "API key is missing");
  if (request.apiKey !== apiKey) return intakeError(403, "API key is invalid");
  const decoded = decode(request);
  if (!Buffer.isBuffer(decoded)) return decoded;
  const sent = parse(decoded);
  if ("status" in sent) return sent;
  if (sent.length > MAX_LOGS_PER_REQUEST)
    return intakeError(413, `${sent.length} logs, at most ${MAX_LOGS_PER_REQUEST} in a request`);

  const requestTags = request.ddtags.flatMap(splitTags);
  const logs: ReceivedLog[] = [];
  const dropped: DropReason[] = [];
  let truncated = 0;
  for (const one of sent) {
    const log = receiveLog(one, requestTags, now);
    const age = now.getTime() - log.date.getTime();
    const tooLong = Buffer.byteLength(JSON.stringify(one)) > MAX_LOG_BYTES;
    if (age > MAX_AGE_MS) dropped.push("older than 18 hours");
    else if (-age > MAX_AHEAD_MS) dropped.push("more than 2 hours ahead");
    else logs.push(tooLong ? cut(log, one) : log);
    if (tooLong) truncated++;
  }
  return { status: 202, logs, dropped, truncated };
}

/**
 * The vendor says that a log over 1 MB is cut, not what is left of it. Half a JSON text is no attributes, so here they
 * are gone and the message is the beginning of the text: the reading under which nobody relies on a long log.
 */
function cut(log: ReceivedLog, sent: SentLog): ReceivedLog {
  const text = Buffer.from(JSON.stringify(sent)).subarray(0, MAX_LOG_BYTES).toString("utf8");
  return { ...log, message: text, attributes: {} };
}

function decode({ body, contentEncoding = "identity" }: IntakeRequest): Buffer | IntakeAnswer {
  const tooLarge = intakeError(413, `more than ${MAX_REQUEST_BYTES} bytes uncompressed`);
  const limit = { maxOutputLength: MAX_REQUEST_BYTES };
  try {
    switch (contentEncoding.toLowerCase()) {
      case "identity":
        return body.length > MAX_REQUEST_BYTES ? tooLarge : body;
      case "gzip":
        return gunzipSync(body, limit);
      case "deflate":
        return inflateSync(body, limit);
      default:
        return intakeError(400, `content encoding ${contentEncoding} is not identity, gzip or deflate`);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") return tooLarge;
    return intakeError(400, `the body is not ${contentEncoding}`);
  }
}

function parse(body: Buffer): readonly SentLog[] | IntakeAnswer {
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch {
    return intakeError(400, "the body is not JSON");
  }
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const isObject = (one: unknown): one is SentLog =>
    typeof one === "object" && one !== null && !Array.isArray(one);
  return list.every(isObject) ? list : intakeError(400, "the body is not a log or an array of logs");
}
