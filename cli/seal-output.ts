import Table from "cli-table3";
import { RECORD_FINDINGS } from "../evidence/records";
import {
  KEPT_FOUND,
  readSeal,
  SEAL_FINDINGS,
  stampTime,
  type FindResult,
  type SealFinding,
  type SealRun,
  type SealsVerification,
  type StoredSeal,
} from "../evidence/seal";
import { visible } from "./visible";

/** Prints what a sealing run did. */
export function printRun(run: SealRun, json: boolean): void {
  if (json) return printJson(run);
  const { seals, window, stamps, indexes, findings } = run;
  say([
    `looked at the archive's days ${window.from} to ${window.to}`,
    ...seals.map(({ key, objects }) => `sealed: ${key}, ${objects} new object version(s)`),
    ...(seals.length === 0 ? ["nothing new, and today's seal stands already"] : []),
    `${stamps.length} time stamp(s) and ${indexes.length} index file(s) written`,
    ...findings.map(findingText),
  ]);
}

/** Prints seals, taken at their word. */
export async function printSeals(seals: AsyncIterable<StoredSeal>, json: boolean): Promise<void> {
  const rows: SealRow[] = [];
  for await (const seal of seals) rows.push(rowOf(seal));
  if (json) return printJson(rows);
  const head = ["number", "recorded at", "days", "objects", "entries", "named", "stamped"];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const { number, said, stamped } of rows) {
    const told = stamped.join(", ") || "no";
    if (typeof said === "string") table.push([number, { colSpan: 5, content: `unreadable: ${said}` }, told]);
    else table.push([number, said.recordedAt, said.days, said.objects, said.entries, said.named, told]);
  }
  console.log(table.toString().split("\n").map(visible).join("\n"));
}

interface SealRow {
  readonly number: number;
  /** As text, why it says nothing. */
  readonly said:
    | string
    | {
        readonly recordedAt: string;
        readonly days: string;
        readonly objects: number;
        readonly entries: number;
        /** Versions and markers named as not being as they should be. */
        readonly named: number;
      };
  /** The times its stamps tell, unchecked. */
  readonly stamped: readonly string[];
}

function rowOf({ sequence, bytes, stamps }: StoredSeal): SealRow {
  const seal = Buffer.isBuffer(bytes) ? readSeal(bytes, sequence) : bytes;
  const times = stamps.map((stamp) => (Buffer.isBuffer(stamp.bytes) ? stampTime(stamp.bytes) : undefined));
  const stamped = times.map((time) => time?.toISOString() ?? "unreadable");
  if (typeof seal === "string") return { number: sequence, said: seal, stamped };
  const { objects, laterVersions, deleteMarkers, gone, unreadable, window } = seal.details;
  const said = {
    recordedAt: seal.recordedAt,
    days: `${window.from} to ${window.to}`,
    objects: objects.length,
    entries: objects.reduce((sum, { entries }) => sum + entries, 0),
    named: laterVersions.length + deleteMarkers.length + gone.length + unreadable.length,
  };
  return { number: sequence, said, stamped };
}

/** Prints what checking all seals came to, and what was not checked for want of means. */
export function printSealsVerification(
  result: SealsVerification,
  means: {
    readonly witness?: string | undefined;
    readonly timestampCa?: string | undefined;
    readonly archive: boolean;
  },
  json: boolean,
): void {
  if (json) return printJson(result);
  const { seals, timeStamped, objects, entries, equal, stream, findings } = result;
  const { head } = stream;
  say([
    `${seals} seal(s), ${timeStamped} with good time stamps; ${objects} object version(s) with ${entries} log entries`,
    ...(equal === undefined ? [] : [`${equal} object version(s) read again are what was sealed`]),
    ...stream.findings.map(({ code, key, versionId, reason }) =>
      inWords(code, RECORD_FINDINGS[code], place(key, versionId), reason),
    ),
    ...findings.map(findingText),
    ...(means.timestampCa === undefined ? ["not checked: time stamps, for want of --timestamp-ca"] : []),
    ...(means.witness === undefined
      ? ["cannot tell whether the whole stream was rolled back, for want of --witness"]
      : []),
    ...(means.archive ? [] : ["not read again: the archive itself; --archive does"]),
    head === undefined ? "head: cannot be told" : `head ${head.sequence}:${head.sha256}`,
    findings.length + stream.findings.length === 0 ? "no finding" : "findings, see above",
  ]);
}

/** Prints which stamps were renewed. */
export function printRestamped(result: { stamps: string[]; findings: SealFinding[] }, json: boolean): void {
  if (json) return printJson(result);
  say([`${result.stamps.length} time stamp(s) written`, ...result.findings.map(findingText)]);
}

/** Prints where log entries are. */
export function printFound(result: FindResult, json: boolean): void {
  if (json) return printJson(result);
  const { found, files, days } = result;
  const range = `${days.from ?? "the first day"} to ${days.to ?? "the last"}`;
  say([
    ...found.map(
      ({ time, type, event_id: id, key, version_id: version, line }) =>
        `${time} ${type} ${id}: ${key} (version ${version}) line ${line}`,
    ),
    `${found.length} entr${found.length === 1 ? "y" : "ies"} found in the index of ${files} seal(s), ${range}`,
    ...(found.length === KEPT_FOUND
      ? [`only the first ${KEPT_FOUND} are shown: narrow it with --from and --to`]
      : []),
  ]);
}

function findingText({ code, key, versionId, reason }: SealFinding): string {
  return inWords(code, SEAL_FINDINGS[code], place(key, versionId), reason);
}

function inWords(
  code: string,
  { verdict, title, meaning }: { verdict: string; title: string; meaning: string },
  where: string,
  reason: string,
): string {
  return `${verdict === "unknown" ? "?" : "!"} ${where} [${code}] ${title}: ${reason}. ${meaning}`;
}

function place(key: string, versionId: string | undefined): string {
  return versionId === undefined ? key : `${key} (version ${versionId})`;
}

function say(lines: readonly string[]): void {
  console.log(lines.map(visible).join("\n"));
}

function printJson(value: unknown): void {
  console.log(JSON.stringify(value, undefined, 2));
}
