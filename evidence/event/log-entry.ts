import { z } from "zod";
import { canonicalString, sha256Hex } from "./canonical";
import { recognise, type EntryFacts } from "./canonical-form";
import { fieldOfIssue } from "./field";
import { art12EventSchema, EVENT_SCHEMA_VERSION, type Art12Event } from "./schema";

/** Tag that routes a log into the archive. It must be a tag: an attribute of that name does not match the query. */
export const ART12_TAG = "compliance.art12:true";

/** One log as it is sent to Datadog's intake, or printed for an Agent. */
export interface LogLine {
  ddsource: "ai-act-evidence";
  service: string;
  hostname?: string;
  ddtags: string;
  status: "info" | "error";
  timestamp: string;
  message: string;
  art12: { entry: string; entry_sha256: string; event: Art12Event };
}

/** Why an entry could not be taken as it is. Each is a finding of its own. */
export type EntryFault =
  | "missing-entry"
  | "digest-mismatch"
  | "not-json"
  | "unknown-schema-version"
  | "schema-violation"
  | "not-canonical"
  | "view-altered";

/** An entry that was read and checked. */
export class ReadEntry {
  #event: Art12Event | undefined;

  constructor(
    readonly facts: EntryFacts,
    readonly entry: string,
    readonly entrySha256: string,
  ) {}

  /** The whole event; parsed when it is asked for first, for most readers need the facts only. */
  get event(): Art12Event {
    return (this.#event ??= JSON.parse(this.entry) as Art12Event);
  }
}

/**
 * What reading gave. `view-altered` keeps the event: the evidence is the entry, and only its readable copy was
 * changed on the way (a processor, a scanner).
 */
export type EntryReading =
  | (ReadEntry & { readonly ok: true })
  | (ReadEntry & { readonly ok: false; readonly reason: "view-altered"; readonly field: string })
  | RefusedEntry;

/** Why there is nothing to read. */
interface RefusedEntry {
  readonly ok: false;
  readonly reason: Exclude<EntryFault, "view-altered">;
  /** Field of the event, where one is at fault. */
  readonly field?: string;
  /** The version met, with `unknown-schema-version`. */
  readonly schemaVersion?: string;
}

/** The line that carries an event: entry, digest and view, with the tags in their fixed order. */
export function logLine(event: Art12Event): LogLine {
  const entry = canonicalString(event);
  const tags = [
    ART12_TAG,
    `env:${event.environment}`,
    `ai_system:${event.system.id}`,
    `event_type:${event.type}`,
    ...("model" in event && event.model ? [`model_version:${event.model.version}`] : []),
  ];
  return {
    ddsource: "ai-act-evidence",
    service: event.system.id,
    ddtags: tags.join(","),
    status: event.type === "error" ? "error" : "info",
    timestamp: event.time,
    message: `Art 12 ${event.type} ${event.event_id}`,
    // Spelled like the entry, so that readers can compare the two byte by byte.
    art12: { entry, entry_sha256: sha256Hex(entry), event: JSON.parse(entry) as Art12Event },
  };
}

/**
 * Reads `art12` from a log's attributes, tolerant of everything round it: other attributes, other keys. Never throws.
 * The digest is checked first, so that damage on the way is not mistaken for a fault of the emitter.
 */
export function readLogEntry(attributes: unknown): EntryReading {
  const art12 = member(attributes, "art12");
  const entry = member(art12, "entry");
  if (typeof entry !== "string") return { ok: false, reason: "missing-entry" };
  const entrySha256 = sha256Hex(entry);
  if (member(art12, "entry_sha256") !== entrySha256) return { ok: false, reason: "digest-mismatch" };

  const read = readEntry(entry, entrySha256);
  const field = read.ok ? alteredView(read, member(art12, "event")) : undefined;
  if (!read.ok || field === undefined) return read;
  return Object.assign(read, { ok: false as const, reason: "view-altered" as const, field });
}

/** Reads an entry alone, without the readable copy beside it. Never throws. */
export function readEntry(entry: string, entrySha256 = sha256Hex(entry)) {
  const facts = recognise(entry) ?? judge(entry);
  if ("reason" in facts) return facts;
  return Object.assign(new ReadEntry(facts, entry, entrySha256), { ok: true as const });
}

/** What an entry is by the schema itself. */
function judge(entry: string): EntryFacts | RefusedEntry {
  const parsed = parseJson(entry);
  if (parsed === undefined) return { ok: false, reason: "not-json" };
  const schemaVersion = member(parsed, "schema_version");
  if (isOtherVersion(schemaVersion)) return { ok: false, reason: "unknown-schema-version", schemaVersion };
  const checked = art12EventSchema.safeParse(parsed);
  if (!checked.success) {
    return { ok: false, reason: "schema-violation", field: fieldOfIssue(checked.error.issues) };
  }
  const event = checked.data;
  if (canonicalString(event) !== entry) return { ok: false, reason: "not-canonical" };
  return {
    eventId: event.event_id,
    type: event.type,
    time: event.time,
    system: event.system.id,
    environment: event.environment,
    emitter: event.emitter.id,
    sequence: event.emitter.sequence,
    prev: event.emitter.prev,
  };
}

const lineShape = z.strictObject({
  ddsource: z.literal("ai-act-evidence"),
  service: z.string(),
  hostname: z.exactOptional(z.string()),
  ddtags: z.string(),
  status: z.enum(["info", "error"]),
  timestamp: z.string(),
  message: z.string(),
  art12: z.strictObject({ entry: z.string(), entry_sha256: z.string(), event: z.unknown() }),
});

/** What checking a whole line gave: the entry's own reading, or the part of the line that does not belong to it. */
export type LineReading =
  EntryReading | { readonly ok: false; readonly reason: "line-altered"; readonly field: string };

/**
 * Checks a line before it is sent, strictly: its entry reads without a fault, and every other part is exactly what
 * {@link logLine} makes of that entry. `hostname` is the transport's and may be anything.
 */
export function checkLogLine(line: unknown): LineReading {
  const shape = lineShape.safeParse(line);
  if (!shape.success) return { ok: false, reason: "line-altered", field: fieldOfIssue(shape.error.issues) };
  const reading = readLogEntry(shape.data);
  if (!reading.ok) return reading;
  const { hostname } = shape.data;
  const expected = { ...logLine(reading.event), ...(hostname !== undefined && { hostname }) };
  const field = alteredField(expected, shape.data);
  return field === undefined ? reading : { ok: false, reason: "line-altered", field };
}

function isOtherVersion(version: unknown): version is string {
  return typeof version === "string" && version !== EVENT_SCHEMA_VERSION;
}

function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** First field in which the readable copy differs from the entry; a copy spelled like it needs no closer look. */
function alteredView(read: ReadEntry, view: unknown): string | undefined {
  return JSON.stringify(view) === read.entry ? undefined : alteredField(read.event, view);
}

/** First top-level field in which the copy differs from the original, or undefined where it does not. */
function alteredField(original: object, copy: unknown): string | undefined {
  if (typeof copy !== "object" || copy === null) return "(whole view)";
  const fields = new Set([...Object.keys(original), ...Object.keys(copy)]);
  return [...fields].find((field) => !sameJson(member(original, field), member(copy, field)));
}

function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const keys = Object.keys(a);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.length === Object.keys(b).length &&
    keys.every((key) => sameJson(member(a, key), member(b, key)))
  );
}
