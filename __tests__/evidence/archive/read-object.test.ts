import { writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { MAX_LINE_BYTES, readObject, type ArchivedEntry, type Finding } from "../../../evidence/archive";
import { canonicalString, sha256Hex } from "../../../evidence/event";
import { temporaryFolder } from "../../temporary";
import { archivedLine, packed, TestEmitter } from "./corpus";

const TIME = "2026-11-24T21:00:00.000Z";
const PLACE = { key: "art12/dt=20261124/hour=21/archive_210000.0000.a1.json.gz", versionId: "v1" };

async function read(bytes: Buffer) {
  const file = path.join(temporaryFolder(), "object.json.gz");
  writeFileSync(file, bytes);
  const entries: ArchivedEntry[] = [];
  const findings: Finding[] = [];
  const { lines } = await readObject(file, PLACE, {
    entry: (entry) => entries.push(entry),
    finding: (finding) => findings.push(finding),
  });
  return {
    lines,
    entries,
    findings,
    codes: findings.map(({ code, line }) => (line ? `${code}:${line}` : code)),
  };
}

/** Three good lines with the given one in their midst. */
function amongGood(middle: string | Buffer): Buffer {
  const emitter = new TestEmitter();
  const [first, second, third] = [1, 2, 3].map(() => `${archivedLine(emitter.emit(TIME))}\n`);
  return gzipSync(
    Buffer.concat([Buffer.from(first + second!), Buffer.from(middle), Buffer.from(`\n${third}`)]),
  );
}

/** An archived line whose entry is another text, with the digest that fits it. */
function lineWithEntry(entry: string): string {
  return archivedLine(new TestEmitter().emit(TIME), (line) => {
    line["attributes"].art12.entry = entry;
    line["attributes"].art12.entry_sha256 = sha256Hex(entry);
  });
}

const event = () => new TestEmitter().emit(TIME);

test.each<[string, string | Buffer, string]>([
  ["a line that is cut", '{"_id":"x","attributes":{"art12":', "line-not-json:3"],
  ["a line that is a number", "17", "line-not-json:3"],
  ["an empty line", "", "line-not-json:3"],
  ["a line that is not UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), "line-not-utf8:3"],
  ["a log that is no Art 12 event", '{"service":"web","attributes":{"path":"/"}}', "line-not-art12:3"],
  [
    "an entry that was changed",
    archivedLine(event(), (line) => (line["attributes"].art12.entry += " ")),
    "digest-mismatch:3",
  ],
  ["an entry that is not JSON", lineWithEntry("{"), "entry-not-json:3"],
  [
    "an entry of a later schema version",
    lineWithEntry(canonicalString({ ...event(), schema_version: "9.0.0" })),
    "entry-unknown-schema-version:3",
  ],
  [
    "an entry with an unknown field",
    lineWithEntry(canonicalString({ ...event(), note: "Jane Doe" })),
    "entry-schema-violation:3",
  ],
  ["an entry with its members out of order", lineWithEntry(JSON.stringify(event())), "entry-not-canonical:3"],
])("%s is a finding with its line, and the lines round it count", async (_, middle, code) => {
  const { entries, codes, lines, findings } = await read(amongGood(middle));
  expect(codes).toEqual([code]);
  expect(entries.map(({ line }) => line)).toEqual([1, 2, 4]);
  expect(lines).toBe(4);
  expect(findings[0]).toMatchObject({ key: PLACE.key, version_id: PLACE.versionId });
});

test("a finding names the field at fault, never what stands there: it may be personal data", async () => {
  const { findings } = await read(packed(lineWithEntry(canonicalString({ ...event(), note: "Jane Doe" }))));
  expect(JSON.stringify(findings)).not.toContain("Jane");
});

test("a line without end is skipped without being held in memory", async () => {
  const { codes, entries } = await read(amongGood(Buffer.alloc(MAX_LINE_BYTES * 4, "x")));
  expect(codes).toEqual(["line-too-long:3"]);
  expect(entries).toHaveLength(3);
});

describe("objects that are broken as a whole", () => {
  const good = () => {
    const emitter = new TestEmitter();
    return packed(...[1, 2, 3].map(() => archivedLine(emitter.emit(TIME))));
  };

  test.each<[string, () => Buffer, string, number]>([
    ["half-written", () => good().subarray(0, -40), "gzip-truncated", 2],
    [
      "followed by foreign bytes",
      () => Buffer.concat([good(), Buffer.from("junk")]),
      "gzip-trailing-garbage",
      3,
    ],
    ["not gzip", () => Buffer.from(archivedLine(event())), "object-not-gzip", 0],
    ["empty", () => Buffer.alloc(0), "object-empty", 0],
    ["gzip of nothing", () => gzipSync(""), "object-empty", 0],
  ])("one that is %s is a finding, and its whole lines count", async (_, bytes, code, entries) => {
    const found = await read(bytes());
    expect(found.codes).toEqual([code]);
    expect(found.entries).toHaveLength(entries);
  });

  test("one with a wrong check sum is a finding, and its lines count: each has its own digest", async () => {
    const bytes = good();
    bytes[bytes.length - 6]! ^= 1;
    const found = await read(bytes);
    expect(found.codes).toEqual(["gzip-corrupt"]);
    expect(found.entries).toHaveLength(3);
  });
});

test("a last line without newline counts", async () => {
  expect((await read(gzipSync(archivedLine(event())))).entries).toHaveLength(1);
});

test("a readable copy that was changed on the way leaves the entry as it is", async () => {
  const { entries, codes } = await read(
    packed(archivedLine(event(), (line) => (line["attributes"].art12.event.type = "remapped"))),
  );
  expect(codes).toEqual([]);
  expect(entries).toMatchObject([{ viewAltered: true, event: { type: "inference" } }]);
});
