/** One sent JSON object as the platform holds it: reserved attributes apart, tags merged, date decided. Pure. */
import { z } from "zod";

/** A log after intake; the same parts as an archived line. */
export interface ReceivedLog {
  readonly date: Date;
  readonly host: string;
  readonly service: string;
  readonly source: string;
  readonly status: string;
  readonly message: string;
  readonly tags: readonly string[];
  /** The JSON body without the attributes that became one of the fields above. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/**
 * Attributes that become a field of the log, in the order in which they are looked at.
 * @see https://docs.datadoghq.com/logs/log_configuration/pipelines/#preprocessing
 */
const RESERVED = {
  host: ["host", "hostname", "syslog.hostname"],
  service: ["service", "syslog.appname"],
  source: ["ddsource", "source"],
  status: ["status", "severity", "level", "syslog.severity"],
  message: ["message", "msg", "log"],
} as const;

/** @see https://docs.datadoghq.com/logs/log_configuration/processors/log_date_remapper/ */
const DATE_ATTRIBUTES = ["timestamp", "date", "_timestamp", "Timestamp", "eventTime", "published_date"];

export type SentLog = Readonly<Record<string, unknown>>;

/** What a sent object becomes when it arrives at `now` in a request with `requestTags` (`key:value` each). */
export function receiveLog(sent: SentLog, requestTags: readonly string[], now: Date): ReceivedLog {
  const attributes: Record<string, unknown> = { ...unwrapped(sent) };
  const take = (names: readonly string[]): string => {
    const name = names.find((candidate) => typeof attributes[candidate] === "string");
    if (name === undefined) return "";
    const value = attributes[name] as string;
    delete attributes[name];
    return value;
  };
  const own = take(["ddtags"]);
  return {
    date: takeDate(attributes) ?? now,
    host: take(RESERVED.host),
    service: take(RESERVED.service),
    source: take(RESERVED.source),
    status: take(RESERVED.status) || "info",
    message: take(RESERVED.message),
    tags: [...new Set([...splitTags(own), ...requestTags])],
    attributes,
  };
}

/** `"env:prod, team:a"` as tags, normalized. */
export function splitTags(text: string): string[] {
  return text.split(",").map(normalizeTag).filter(Boolean);
}

/**
 * Tags are lower case, at most 200 characters, and other characters than letters, digits and `_-:./` become `_`.
 * @see https://docs.datadoghq.com/getting_started/tagging/#define-tags
 */
function normalizeTag(tag: string): string {
  return tag
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\-:./]/gu, "_")
    .slice(0, 200);
}

/**
 * An Agent sends a JSON line of standard output as the *text* of `message`, beside its own fields; the platform parses it and
 * the object's fields come in.
 * @see https://docs.datadoghq.com/logs/log_configuration/parsing/ (JSON logs are parsed automatically)
 */
function unwrapped(sent: SentLog): SentLog {
  const { message, ...envelope } = sent;
  if (typeof message !== "string" || !message.startsWith("{")) return sent;
  const inner = parseObject(message);
  if (!inner) return sent;
  const tags = [inner["ddtags"], envelope["ddtags"]].filter((value) => typeof value === "string");
  return { ...envelope, ...inner, ...(tags.length > 0 && { ddtags: tags.join(",") }) };
}

function parseObject(text: string): SentLog | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as SentLog)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A date without an offset is UTC. */
const isoDate = z.iso.datetime({ offset: true, local: true });

function takeDate(attributes: Record<string, unknown>): Date | undefined {
  for (const name of DATE_ATTRIBUTES) {
    const date = asDate(attributes[name]);
    if (!date) continue;
    delete attributes[name];
    return date;
  }
  return undefined;
}

/** ISO 8601 or milliseconds since 1970, as number or text. */
export function asDate(value: unknown): Date | undefined {
  const milliseconds = typeof value === "string" && /^\d{13}$/.test(value) ? Number(value) : value;
  if (typeof milliseconds === "number") {
    const date = new Date(milliseconds);
    return Number.isNaN(date.getTime()) ? undefined : date;
  }
  if (!isoDate.safeParse(value).success) return undefined;
  const text = value as string;
  return new Date(/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`);
}
