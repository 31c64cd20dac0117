import { createReadStream } from "node:fs";
import { readLogEntry, type EntryReading, type ReadEntry } from "../event";
import type { ArchiveFindingCode, Finding } from "./finding";
import { gunzip, type GunzipEnd } from "./gunzip";
import { LineSplitter, type Line } from "./lines";
import type { ObjectVersion } from "./source";

/** One log entry found in an object, and what the archived line says around it. */
export interface ArchivedEntry extends ReadEntry {
  /** Line in the unpacked object, from 1. */
  readonly line: number;
  /** The log's `service`, which ought to be the system's id; undefined where the line has none. */
  readonly service: string | undefined;
  /** The readable copy beside the entry was changed on the way; the entry was not. */
  readonly viewAltered: boolean;
}

/** What to do with each thing found; both are called in the order of the lines. */
export interface ObjectVisitor {
  entry(entry: ArchivedEntry): void;
  finding(finding: Finding<ArchiveFindingCode>): void;
}

const END_FINDINGS: Readonly<Partial<Record<GunzipEnd, ArchiveFindingCode>>> = {
  empty: "object-empty",
  "not-gzip": "object-not-gzip",
  truncated: "gzip-truncated",
  corrupt: "gzip-corrupt",
  "trailing-garbage": "gzip-trailing-garbage",
};

type Refused = Extract<EntryReading, { ok: false }>["reason"];

const ENTRY_FINDINGS: Readonly<Record<Exclude<Refused, "view-altered">, ArchiveFindingCode>> = {
  "missing-entry": "line-not-art12",
  "digest-mismatch": "digest-mismatch",
  "not-json": "entry-not-json",
  "unknown-schema-version": "entry-unknown-schema-version",
  "schema-violation": "entry-schema-violation",
  "not-canonical": "entry-not-canonical",
};

/**
 * Reads one archived object from a local file, gunzips and reads every line. Nothing in the object stops the reading
 * or throws: what is wrong becomes a finding that names key, version and line. Returns the number of lines.
 */
export async function readObject(
  file: string,
  { key, versionId }: Pick<ObjectVersion, "key" | "versionId">,
  visitor: ObjectVisitor,
): Promise<{ lines: number }> {
  const report = (code: ArchiveFindingCode, reason: string, line?: number) =>
    visitor.finding({ code, key, version_id: versionId, ...(line === undefined ? {} : { line }), reason });
  const splitter = new LineSplitter((line) => readLine(line, visitor, report));
  const end = await gunzip(
    () => createReadStream(file),
    (bytes) => {
      splitter.push(bytes);
      return true;
    },
  );
  // What is left after a break is half a line; it belongs to the finding about the break.
  if (end === "whole" || end === "trailing-garbage") splitter.finish();
  const code = END_FINDINGS[end] ?? (splitter.lines === 0 ? "object-empty" : undefined);
  if (code !== undefined) report(code, `${splitter.lines} whole line(s) were read`);
  return { lines: splitter.lines };
}

type Report = (code: ArchiveFindingCode, reason: string, line: number) => void;

function readLine(line: Line, visitor: ObjectVisitor, report: Report): void {
  if ("fault" in line) {
    report(line.fault === "too-long" ? "line-too-long" : "line-not-utf8", "skipped", line.number);
    return;
  }
  const log = parseObject(line.text);
  if (log === undefined) {
    report("line-not-json", "skipped", line.number);
    return;
  }
  const reading = readLogEntry(log["attributes"]);
  if (!reading.ok && reading.reason !== "view-altered") {
    report(ENTRY_FINDINGS[reading.reason], detail(reading), line.number);
    return;
  }
  visitor.entry(
    Object.assign(reading, {
      line: line.number,
      service: typeof log["service"] === "string" ? log["service"] : undefined,
      viewAltered: !reading.ok,
    }),
  );
}

/** Names the field or version at fault, never its value: what breaks the schema may be personal data. */
function detail({
  field,
  schemaVersion,
}: {
  readonly field?: string;
  readonly schemaVersion?: string;
}): string {
  if (schemaVersion !== undefined) return `schema_version ${JSON.stringify(schemaVersion.slice(0, 20))}`;
  return field === undefined ? "skipped" : `field ${field}`;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
