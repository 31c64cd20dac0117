import { hostname } from "node:os";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { LogLine } from "../log-line";
import { refusal } from "./answers";
import { optionError, post, type TryOptions } from "./http-post";
import { receiverClock } from "./receiver-clock";
import type { Art12Sink } from "./sink";

/**
 * Limits of Datadog's log intake (v2), before compression.
 * https://docs.datadoghq.com/api/latest/logs/#send-logs and, of the two hours, .../processors/log_date_remapper/
 */
export const INTAKE_LIMITS = {
  eventBytes: 1_000_000,
  requestBytes: 5_000_000,
  events: 1000,
  /** Later and earlier than its own clock: what lies outside is dropped, and answered with 202 all the same. */
  ageHours: 18,
  aheadHours: 2,
} as const;

export interface DatadogIntakeOptions extends TryOptions {
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
   * Milliseconds since 1970: events are judged too old, or too far ahead, by it.
   * @default this machine's clock, put right by the `Date` of the intake's answers: the intake judges by its own
   */
  readonly now?: () => number;
}

const HOUR_MS = 3_600_000;
const compress = promisify(gzip);
const RECEIVER = { code: "intake", name: "Datadog's intake" };

/**
 * Sends logs to Datadog's intake, `POST /api/v2/logs`, compressed.
 * @throws Art12ConfigError for options that cannot work
 */
export function datadogIntake(options: DatadogIntakeOptions): Art12Sink {
  const { maxEvents = 500 } = options;
  const clock = options.now ? { now: options.now, heard: () => undefined } : receiverClock();
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

  return {
    maxLines: maxEvents,
    maxAgeHours: INTAKE_LIMITS.ageHours,
    maxAheadHours: INTAKE_LIMITS.aheadHours,
    now: clock.now,
    async write(lines) {
      refuseUntimely(lines, clock.now(), "no");
      const body = await compress(bodyOf(lines, host));
      const { date } = await post(RECEIVER, endpoint, headers, body, options);
      clock.heard(date);
      // Judged again by what the answer says of the intake's clock: with a wrong one here it has dropped them.
      refuseUntimely(lines, clock.now(), "unknown");
    },
  };
}

/** What the intake drops without a word, for its time. */
function refuseUntimely(lines: readonly LogLine[], now: number, delivered: "no" | "unknown"): void {
  const { ageHours, aheadHours } = INTAKE_LIMITS;
  const times = lines.map((line) => Date.parse(line.timestamp));
  const fix = "check the clock; with a spool, such events go straight to the vault";
  if (times.some((time) => time < now - ageHours * HOUR_MS))
    throw refusal(
      "too-old",
      `events older than ${ageHours} h are refused by Datadog's intake`,
      fix,
      delivered,
    );
  if (times.some((time) => time > now + aheadHours * HOUR_MS))
    throw refusal(
      "too-far-ahead",
      `events more than ${aheadHours} h ahead are refused by Datadog's intake`,
      fix,
      delivered,
    );
}

function bodyOf(lines: readonly LogLine[], host: string): string {
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
