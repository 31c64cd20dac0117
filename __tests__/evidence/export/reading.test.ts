import { readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { FolderSource } from "../../../evidence/archive";
import { batchesOf } from "../../../evidence/export/batches";
import { FindingLog, KEPT_PER_CODE } from "../../../evidence/export/findings";
import { ReaderPool } from "../../../evidence/export/reader-pool";
import { parquetRows } from "../../../evidence/export/queries";
import { ROW_COLUMNS, segmentFiles } from "../../../evidence/export/segment";
import { openDatabase, parsePeriod } from "../../../evidence/export";
import { verifyBundle } from "../../../evidence/verify";
import { temporaryFolder } from "../../temporary";
import { archivedLine, objectKey, packed, TestArchive, TestEmitter } from "../archive/corpus";
import { eventsIn, exported } from "./bundles";

const SELECTION = {
  system: "credit-scoring",
  environment: "sandbox",
  period: parsePeriod("2026-11-24", "2026-11-24"),
};

const version = (key: string, bytes = 1000, versionId = "v1") => ({
  key,
  versionId,
  bytes,
  writtenAt: "2026-11-25T00:00:00.000Z",
  deleteMarker: false,
});

/** An archived object with what an archive can hold: good lines, a broken one, another system's, one laid over. */
function stagedObject() {
  const emitter = new TestEmitter();
  const at = (second: number) => `2026-11-24T08:00:${String(second).padStart(2, "0")}.000Z`;
  const good = Array.from({ length: 40 }, (_, index) => archivedLine(emitter.emit(at(index))));
  const other = archivedLine(new TestEmitter("cv.1", "cv-screening").emit(at(1)));
  const file = path.join(temporaryFolder(), "object.json.gz");
  writeFileSync(file, packed(...good.slice(0, 20), "{", other, ...good.slice(20)));
  const bytes = statSync(file).size;
  return { version: version(objectKey(at(0)), bytes), file, bytes, sha256: "ab".repeat(32) };
}

test("a batch read by a thread of its own gives what one read here gives, byte for byte", async () => {
  const staged = [
    stagedObject(),
    { version: version("art12/x"), unreadable: "it is frozen" },
    { ...stagedObject(), file: path.join(temporaryFolder(), "gone") },
  ];
  const folder = temporaryFolder();
  const read = async (name: string, bytes: number, count: number) => {
    const files = segmentFiles(folder, name);
    const pool = ReaderPool.open(SELECTION, bytes);
    try {
      await pool.read({ staged: staged.slice(0, count), files });
    } finally {
      await pool.close();
    }
    return Object.values(files).map((file) => readFileSync(file, "utf8"));
  };
  const here = await read("here", 1, 2);
  expect(await read("there", 1e9, 2)).toEqual(here);
  expect(here.join()).toContain("line-not-json");
  // What fails in a thread fails here, with its code.
  await expect(read("failed", 1e9, 3)).rejects.toMatchObject({ code: "ENOENT" });
});

test("a batch never spans two days, and has its name from what is in it", () => {
  const [one, two, next] = ["20261124/hour=01/a", "20261124/hour=23/b", "20261125/hour=00/c"].map((rest) =>
    version(`art12/dt=${rest}`),
  );
  const batches = batchesOf([one!, two!, next!]);
  expect(batches.map(({ versions }) => versions)).toEqual([[one, two], [next]]);
  expect(batchesOf([one!, two!])[0]!.name).toBe(batches[0]!.name);
  for (const change of [{ bytes: 1 }, { versionId: "v2" }, { writtenAt: "2026-11-26T00:00:00.000Z" }])
    expect(batchesOf([one!, { ...two!, ...change }])[0]!.name).not.toBe(batches[0]!.name);
});

test.each([
  [
    "bytes",
    Array.from({ length: 3 }, (_, n) => version(`art12/dt=20261124/hour=00/${n}`, 5_000_000)),
    [1, 1, 1],
  ],
  ["objects", Array.from({ length: 513 }, (_, n) => version(`art12/dt=20261124/hour=00/${n}`, 1)), [512, 1]],
])("a batch with many %s is cut", (_, versions, sizes) => {
  expect(batchesOf(versions).map((batch) => batch.versions.length)).toEqual(sizes);
});

test("findings merged batch by batch are what one log would hold: all counted, the first kept", () => {
  const whole = new FindingLog();
  const merged = new FindingLog();
  for (let batch = 0; batch < 3; batch++) {
    const part = new FindingLog();
    for (let at = 0; at < KEPT_PER_CODE - 100; at++)
      for (const log of [whole, part])
        log.add({ code: "line-not-json", line: batch * 10_000 + at, reason: "x" });
    part.add({ code: "object-empty", reason: "y" });
    whole.add({ code: "object-empty", reason: "y" });
    merged.merge(part.soFar());
  }
  expect(merged.soFar()).toEqual(whole.soFar());
  expect(merged.total("line-not-json")).toBe(3 * (KEPT_PER_CODE - 100));
});

test("thousands of events from many objects stand in the order of their chains, in lines and table alike", async () => {
  const emitters = ["credit-scoring.a", "credit-scoring.b", "credit-scoring.c"].map(
    (id) => new TestEmitter(id),
  );
  const archive = new TestArchive();
  const time = (n: number) => new Date(Date.parse("2026-11-24T00:00:00.000Z") + n * 10_000).toISOString();
  for (let n = 0; n < 6_000; n += 100) {
    const lines = Array.from({ length: 100 }, (_, at) =>
      archivedLine(emitters[at % 3]!.emit(time(n + at), "emitter_heartbeat")),
    );
    archive.put(objectKey(time(n), `a${n}`), gzipSync(lines.map((line) => `${line}\n`).join("")));
  }
  const { out } = await exported(archive, { source: new FolderSource(archive.folder) });
  const places = eventsIn(out).map(
    ({ emitter: { id, sequence } }) => `${id} ${String(sequence).padStart(6, "0")}`,
  );
  expect(places).toHaveLength(6_000);
  expect(places).toEqual([...places].sort());
  expect((await verifyBundle(out)).checks.filter(({ verdict }) => verdict !== "met")).toEqual([]);
}, 60_000);

test("the table is written in the order of the lines: nothing but their place joins the two", async () => {
  const { connection, close } = await openDatabase(temporaryFolder());
  const columns = Object.entries(ROW_COLUMNS).map(([name, type]) => `${name} ${type}`);
  await connection.run(`CREATE TABLE rows (${columns.join(", ")})`);
  await connection.run("CREATE TABLE objects (id INTEGER, key VARCHAR, version_id VARCHAR)");
  const sql = parquetRows("(SELECT 'x' AS entry)");
  const plan = JSON.stringify((await connection.runAndReadAll(`EXPLAIN ${sql}`)).getRowsJS());
  close();
  expect(plan).toContain("POSITIONAL_JOIN");
  expect(plan).not.toContain("HASH_JOIN");
});
