import { hostname } from "node:os";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { setTimeout as pause } from "node:timers/promises";
import { Art12ConfigError, type Art12DeliveryError } from "../errors";
import type { LogLine } from "../log-line";
import { answered, asUncertain, isPassing, refusal, unanswered } from "./intake-answers";
import type { Art12Sink } from "./sink";

/** Limits of Datadog's log intake (v2), before compression. */
const INTAKE_LIMITS = {
  eventBytes: 1_000_000,
  requestBytes: 5_000_000,
  events: 1000,
  ageHours: 18,
} as const;

export interface DatadogIntakeOptions {
  /** API key of the Datadog organisation. Sent as a header only. */
  readonly apiKey: string;
  /** Datadog site, for example datadoghq.eu. Needed unless `url` is given. */
  readonly site?: string;
  /** Origin of the intake instead of the site's: https, or http on this machine. */
  readonly url?: string;
  /**
   * Host the logs are shown under.
   * @default the machine's name
   */
  readonly hostname?: string;
  /**
   * Most events in one request: 500 events of the greatest size the schema allows fit into a request.
   * @default 500
   */
  readonly maxEvents?: number;
  /**
   * Tries of one request before the call fails, when the intake answers 408, 429 or 5xx or not at all.
   * @default 3
   */
  readonly attempts?: number;
  /**
   * Pause before the second try, in milliseconds; doubled before each further one.
   * @default 250
   */
  readonly retryDelayMs?: number;
  /**
   * How long one try may take, in milliseconds.
   * @default 10000
   */
  readonly timeoutMs?: number;
}

const compress = promisify(gzip);

/**
 * Sends logs to Datadog's intake, `POST /api/v2/logs`, compressed.
 * @throws Art12ConfigError for options that cannot work
 */
export function datadogIntake(options: DatadogIntakeOptions): Art12Sink {
  const { attempts = 3, retryDelayMs = 250, timeoutMs = 10_000, maxEvents = 500 } = options;
  const endpoint = endpointOf(options);
  const host = options.hostname ?? hostname();
  const headers = {
    "content-type": "application/json",
    "content-encoding": "gzip",
    "dd-api-key": apiKeyOf(options),
  };
  if (!Number.isInteger(maxEvents) || maxEvents < 1 || maxEvents > INTAKE_LIMITS.events) {
    throw optionError(
      "maxEvents",
      `must be a whole number from 1 to ${INTAKE_LIMITS.events}`,
      "leave it out",
    );
  }

  async function post(body: Buffer): Promise<Art12DeliveryError | undefined> {
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const response = await fetch(endpoint, { method: "POST", headers, body, signal, redirect: "manual" });
      const text = (await response.text()).slice(0, 300);
      return response.ok ? undefined : answered(response.status, text);
    } catch (cause) {
      return unanswered(cause);
    }
  }

  return {
    maxLines: maxEvents,
    async write(lines) {
      const body = await compress(bodyOf(lines, host));
      let uncertain = false;
      for (let attempt = 1; ; attempt++) {
        const failure = await post(body);
        if (failure === undefined) return;
        uncertain ||= failure.delivered === "unknown";
        if (attempt < attempts && isPassing(failure)) await pause(retryDelayMs * 2 ** (attempt - 1));
        else throw uncertain ? asUncertain(failure) : failure;
      }
    },
  };
}

function bodyOf(lines: readonly LogLine[], host: string): string {
  const oldest = Date.now() - INTAKE_LIMITS.ageHours * 3_600_000;
  if (lines.some((line) => Date.parse(line.timestamp) < oldest)) {
    throw refusal(
      "too-old",
      `events older than ${INTAKE_LIMITS.ageHours} h are refused by Datadog's intake`,
      "check the clock; after an outage of that length make a new logger, whose chain starts anew",
    );
  }
  const logs = lines.map((line) => JSON.stringify({ ...line, hostname: host }));
  if (logs.some((log) => Buffer.byteLength(log) > INTAKE_LIMITS.eventBytes)) {
    throw refusal(
      "event-too-large",
      "an event over 1 MB is cut off by Datadog's intake",
      "log references instead",
    );
  }
  const body = `[${logs.join(",")}]`;
  if (Buffer.byteLength(body) > INTAKE_LIMITS.requestBytes) {
    throw refusal("batch-too-large", "a request over 5 MB is refused by Datadog's intake", "lower maxEvents");
  }
  return body;
}

function endpointOf({ site, url }: DatadogIntakeOptions): string {
  if (url === undefined) {
    if (site !== undefined && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(site)) {
      return `https://http-intake.logs.${site}/api/v2/logs`;
    }
    throw optionError(
      "site",
      "must be a Datadog site such as datadoghq.eu",
      "give site, or url for a stand-in",
    );
  }
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const local = parsed?.protocol === "http:" && /^(127\.0\.0\.1|localhost|\[::1\])$/.test(parsed.hostname);
  if (parsed?.protocol === "https:" || local) return new URL("/api/v2/logs", parsed).href;
  throw optionError(
    "url",
    "must be an https origin, or http on this machine",
    "give for example http://127.0.0.1:8080",
  );
}

function apiKeyOf({ apiKey }: DatadogIntakeOptions): string {
  if (typeof apiKey === "string" && /^[\x21-\x7e]+$/.test(apiKey)) return apiKey;
  throw optionError(
    "apiKey",
    "must be a key without spaces",
    "read it from a secret store, for example DD_API_KEY",
  );
}

function optionError(field: string, needed: string, fix: string): Art12ConfigError {
  return new Art12ConfigError({ code: "bad-sink-option", field, needed, fix });
}
