import { readFile } from "node:fs/promises";
import { KEY_STREAM, peekRecord, placeOf, verifyRecords, type KeyRing } from "../../records";
import { parseKeyRing } from "../../records/key-ring";
import { fingerprint } from "../../signing";
import {
  behindSeals,
  documentsNamed,
  recordsCopied,
  recordsFileSchema,
  RESPONSE_FILES,
  type NamedDocument,
  type RecordsFile,
  type ResponseManifest,
} from "../../respond";
import { parseJson } from "../manifest";
import type { ResponseChecks } from "./checks";
import type { ResponseReader } from "./folder";
import { readPart } from "./manifest";

const FILE = RESPONSE_FILES.records;
const FOLDER = "records/";

/** Findings about what lay in the vault, which a copy does not show. */
const OF_THE_VAULT: ReadonlySet<string> = new Set(["second-version", "delete-marker"]);

/** What the records of an answer show. */
export interface RecordsSeen {
  readonly file: RecordsFile;
  /** Documents that they name. */
  readonly named: readonly NamedDocument[];
  readonly behind: Awaited<ReturnType<typeof behindSeals>>;
}

/** Follows every stream over what was left out, with the exporter's ring and, where there is one, the reader's own. */
export async function checkRecords(
  reader: ResponseReader,
  intact: ReadonlySet<string>,
  manifest: ResponseManifest,
  ring: KeyRing | undefined,
  checks: ResponseChecks,
): Promise<RecordsSeen | undefined> {
  const file = await readPart(reader, intact, FILE, recordsFileSchema, "records", checks);
  const own = await exportersRing(reader, intact, checks);
  const changed = reader.names(FOLDER).filter((name) => !intact.has(name));
  for (const name of changed) checks.cannotTell("records", "it is not what was signed", name);
  if (file === undefined || own === undefined || changed.length > 0) return undefined;
  checkStreams(reader, file, checks);
  const store = recordsCopied(reader.folder, file.streams);
  const { findings } = await verifyRecords(store, own);
  const named = (all: readonly RecordsFile["findings"][number][]) =>
    all
      .filter(({ code }) => !OF_THE_VAULT.has(code) && code !== "stream-empty")
      .map(({ code, key }) => `${key}: ${code}`);
  const said = new Set(named(file.findings));
  const shown = new Map(findings.map((finding) => [`${finding.key}: ${finding.code}`, finding]));
  for (const each of named(findings))
    if (!said.has(each)) {
      const { key, code, reason } = shown.get(each)!;
      checks.fail("records", `${code}: ${reason}`, key);
    }
  for (const each of said)
    if (!shown.has(each)) checks.fail("records", `said is ${each}, which the records do not show`, FILE);
  if (ring !== undefined) {
    const { findings: readers } = await verifyRecords(store, ring);
    for (const { key, code, reason } of readers)
      if (!said.has(`${key}: ${code}`) && code !== "stream-empty" && !shown.has(`${key}: ${code}`))
        checks.fail("records", `with the key ring given, ${code}: ${reason}`, key);
  }
  checkNumbers(manifest, file, checks);
  return { file, named: await namedBy(reader), behind: await behindSeals(store, file.streams) };
}

async function exportersRing(
  reader: ResponseReader,
  intact: ReadonlySet<string>,
  checks: ResponseChecks,
): Promise<KeyRing | undefined> {
  const name = RESPONSE_FILES.keyRing;
  const bytes = intact.has(name) ? await reader.read(name) : undefined;
  const ring = bytes && parseKeyRing(parseJson(bytes));
  if (ring === undefined) {
    checks.fail("records", "it is no key ring, or not what was signed", name);
    return undefined;
  }
  const wanted = new Set([...ring.keys()].map((keyId) => `keys/${keyId}.pub.pem`));
  for (const file of reader.names("keys/")) {
    const pem = (await readFile(reader.path(file), "utf8")).trim();
    const isKey = wanted.delete(file) && safeFingerprint(pem) === file.slice(5, 69);
    if (!isKey) checks.fail("records", "it is not the key of the ring that its name says", file);
  }
  for (const file of wanted) checks.fail("records", "the key of the ring is missing", file);
  return ring;
}

function safeFingerprint(pem: string): string | undefined {
  try {
    return pem.includes("BEGIN PUBLIC KEY") ? fingerprint(pem) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the streams have the records that they are said to have, up to the heads that they are said to have. */
function checkStreams(reader: ResponseReader, { streams }: RecordsFile, checks: ResponseChecks): void {
  const listed = new Set(streams.map(({ stream }) => stream));
  if (listed.size !== streams.length) checks.fail("records", "it lists a stream twice", FILE);
  for (const name of reader.names(FOLDER))
    if (!listed.has(placeOf(name)?.stream ?? "")) checks.fail("records", "is of a stream that records.json does not list", name); // prettier-ignore
  for (const { stream, head, records, left_out: left } of streams) {
    const here = reader.names(`${FOLDER}${stream}/`);
    const fail = (reason: string) => checks.fail("records", `stream ${stream}: ${reason}`, FILE);
    if (here.length !== records) fail(`${here.length} record(s) are here, said are ${records}`);
    for (const { first, last } of left) {
      if (first > last) fail(`left out are numbers ${first} to ${last}`);
      const both = here.find((name) => isWithin(placeOf(name)!.sequence, first, last));
      if (both !== undefined) checks.fail("records", "is here, and is said to be left out", both);
    }
    if (stream === KEY_STREAM && left.length > 0)
      fail("something of it is left out: whoever reads the other records needs its revocations");
    const ends = [...here.map((name) => placeOf(name)!.sequence), ...left.map(({ last }) => last)];
    const end = ends.reduce((highest, each) => Math.max(highest, each), 0);
    if (end !== head.sequence) fail(`it ends at number ${end}, said is ${head.sequence}`);
    const leftHead = left.find(({ last }) => last === head.sequence);
    if (leftHead !== undefined && leftHead.sha256 !== head.sha256) fail("its head has two digests");
  }
}

const isWithin = (number: number, first: number, last: number): boolean => number >= first && number <= last;

function checkNumbers({ records: said }: ResponseManifest, file: RecordsFile, checks: ResponseChecks): void {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
  const found = {
    streams: file.streams.length,
    records: sum(file.streams.map(({ records }) => records)),
    left_out: sum(
      file.streams.flatMap(({ left_out }) => left_out.map(({ first, last }) => last - first + 1)),
    ),
    findings: file.findings.length,
  };
  for (const name of Object.keys(found) as (keyof typeof found)[])
    if (said[name] !== found[name])
      checks.fail(
        "statements",
        `records.${name} is ${said[name]}, shown are ${found[name]}`,
        "manifest.json",
      );
}

/** Records that are here, taken at their word: whatever they name must be accounted for. */
async function namedBy(reader: ResponseReader): Promise<NamedDocument[]> {
  const named: NamedDocument[] = [];
  for (const name of reader.names(FOLDER)) {
    const bytes = await reader.read(name);
    const peeked = bytes === undefined ? "" : peekRecord(bytes);
    if (typeof peeked !== "string") named.push(...documentsNamed(peeked.said, name));
  }
  return named;
}
