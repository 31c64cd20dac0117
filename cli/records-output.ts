import Table from "cli-table3";
import {
  envelopeDigest,
  judgeRecord,
  peekRecord,
  placeOf,
  readHead,
  readRecords,
  RECORD_FINDINGS,
  type Head,
  type Judgement,
  type KeyRing,
  type Place,
  type RecordFinding,
  type RecordStatement,
  type RecordsVerification,
  type RecordStore,
  type StoredRecord,
  type StreamVerification,
} from "../evidence/records";

/** Prints the streams of a store with their heads. */
export async function printStreams(store: RecordStore, json: boolean): Promise<void> {
  const streams: { stream: string; head: Head }[] = [];
  for (const stream of await store.streams()) streams.push({ stream, head: await readHead(store, stream) });
  if (json) return console.log(JSON.stringify(streams, undefined, 2));
  const table = plainTable("stream", "head (number:sha256)");
  for (const { stream, head } of streams) table.push([stream, headText(head)]);
  console.log(table.toString());
}

/** Prints the records of a stream, taken at their word. */
export async function printRecords(store: RecordStore, stream: string, json: boolean): Promise<void> {
  const rows: RecordRow[] = [];
  for await (const record of readRecords(store, stream)) rows.push(rowOf(record));
  if (json) return console.log(JSON.stringify(rows, undefined, 2));
  const table = plainTable("number", "recorded at", "kind", "role", "actor", "subject");
  for (const { number, unreadable, recordedAt, kind, role, actor, subject } of rows) {
    if (unreadable !== undefined) table.push([number, { colSpan: 5, content: `unreadable: ${unreadable}` }]);
    else table.push([number, recordedAt ?? "", kind ?? "", role ?? "", actor ?? "", subject ?? ""]);
  }
  console.log(table.toString());
}

interface ShownRecord {
  readonly key: string;
  readonly sha256?: string;
  readonly keyId?: string;
  readonly statement?: RecordStatement;
  /** Why it says nothing. */
  readonly unreadable?: string;
  /** Versions laid over the first. */
  readonly laterVersions: number;
  readonly deleteMarkers: number;
  /** Only where it was checked with a key ring. */
  readonly faults?: Judgement["faults"];
}

/** What `show` prints of a record. */
export function shownRecord({ stored, bytes }: StoredRecord, place: Place, ring?: KeyRing): ShownRecord {
  const laidOver = {
    laterVersions: Math.max(stored.versions.length - 1, 0),
    deleteMarkers: stored.deleteMarkers.length,
  };
  if (!Buffer.isBuffer(bytes)) return { key: stored.key, unreadable: bytes ?? ONLY_MARKERS, ...laidOver };
  const peeked = peekRecord(bytes);
  return {
    key: stored.key,
    sha256: envelopeDigest(bytes),
    ...(typeof peeked === "string"
      ? { unreadable: peeked }
      : { keyId: peeked.keyId, statement: peeked.said.statement }),
    ...laidOver,
    ...(ring && { faults: judgeRecord(bytes, place, ring).faults }),
  };
}

/** Prints what checking came to: a line a stream, its findings below it, and what could not be told. */
export function printVerification({ streams, findings }: RecordsVerification): void {
  const strays = findings.filter((finding) => !streams.some((stream) => stream.findings.includes(finding)));
  for (const finding of strays) console.log(findingText(finding));
  for (const stream of streams) {
    console.log(streamText(stream));
    for (const finding of stream.findings) console.log(`  ${findingText(finding)}`);
  }
}

interface RecordRow {
  readonly number: number | string;
  readonly unreadable?: string;
  readonly recordedAt?: string;
  readonly kind?: string;
  readonly role?: string;
  readonly actor?: string;
  readonly subject?: string;
}

const ONLY_MARKERS = "nothing but delete markers stands here";

function rowOf({ stored: { key }, bytes }: StoredRecord): RecordRow {
  const number = placeOf(key)?.sequence ?? key;
  const peeked = Buffer.isBuffer(bytes) ? peekRecord(bytes) : (bytes ?? ONLY_MARKERS);
  if (typeof peeked === "string") return { number, unreadable: peeked };
  const { predicate, subject } = peeked.said.statement;
  const { recordedAt, role, actor } = predicate;
  return {
    number,
    recordedAt,
    kind: peeked.said.kind,
    role,
    ...(actor !== undefined && { actor }),
    subject: subject.map(({ name }) => name).join(", "),
  };
}

function streamText({ stream, records, head, tail, findings }: StreamVerification): string {
  const found = findings.length === 0 ? "no finding" : `${findings.length} finding(s)`;
  const whole = {
    yes: "end is whole",
    no: "end is not whole",
    unknown: "whether the end was cut off: cannot tell",
  };
  return [
    `${stream}: ${records} record(s), ${found}`,
    `  head ${head ? headText(head) : "cannot be told"}`,
    `  ${whole[tail.whole]} (${tail.because})`,
  ].join("\n");
}

function findingText({ code, key, versionId, reason }: RecordFinding): string {
  const { verdict, title, meaning } = RECORD_FINDINGS[code];
  const where = versionId === undefined ? key : `${key} (version ${versionId})`;
  return `${verdict === "unknown" ? "?" : "!"} ${where} [${code}] ${title}: ${reason}. ${meaning}`;
}

function headText({ sequence, sha256 }: Head): string {
  return `${sequence}:${sha256}`;
}

function plainTable(...head: string[]) {
  return new Table({ head, style: { head: [], border: [], compact: true } });
}
