import { writeFileSync } from "node:fs";
import { findEntries, type Lookup } from "../../../evidence/seal";
import { temporaryFolder } from "../../temporary";
import { archivedLine, objectKey, packed } from "../archive/corpus";
import { SealScene } from "./scene";

const [INPUT, CASE, OTHER] = ["1".repeat(64), "2".repeat(64), "3".repeat(64)];
/** Its first 48 bits are 2026-03-09T08:00:00Z. */
const EVENT = "019cd18b-0c00-7000-8000-00000000000a";
const TIME = "2026-03-09T08:00:00.000Z";
const KEY = objectKey(TIME);

const input = (digest: string) => ({
  algorithm: "hmac-sha256",
  key_id: "k1",
  canonicalization: "rfc8785",
  scope: "applicant",
  digest,
});

/** A sealed archive: a start of an emitter, a decision about one input and case, and one about another input. */
async function sealed(): Promise<SealScene> {
  const scene = new SealScene();
  const { emitter } = scene;
  const events = [
    emitter.emit(TIME, "emitter_start"),
    emitter.emit(TIME, "inference", {
      event_id: EVENT,
      input: input(INPUT),
      case_ref: { key_id: "k2", digest: CASE },
    }),
    emitter.emit(TIME, "inference", { input: input(OTHER) }),
  ];
  scene.archive.put(KEY, packed(...events.map((event) => archivedLine(event))), undefined, "2026-03-09");
  await scene.seal("2026-03-10");
  return scene;
}

const find = (scene: SealScene, by: Lookup, value: string, days = {}) =>
  findEntries(scene.store, { by, value }, days, temporaryFolder());

describe("Looking up a log entry in the index", () => {
  it.each([
    { what: "its event id", by: "eventId", value: EVENT },
    { what: "the digest of its input", by: "inputDigest", value: INPUT },
    { what: "its case", by: "caseRef", value: CASE },
  ] as const)("by $what tells its object, version and line, without the archive", async ({ by, value }) => {
    const scene = await sealed();
    scene.removeObject(KEY);
    const { found } = await find(scene, by, value);
    expect(found).toEqual([
      {
        event_id: EVENT,
        time: TIME,
        type: "inference",
        input_digest: INPUT,
        case_ref: CASE,
        emitter: scene.emitter.id,
        sequence: 2,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        key: KEY,
        version_id: "null",
        line: 2,
      },
    ]);
  });

  it("finds nothing where nothing is", async () => {
    const scene = await sealed();
    expect((await find(scene, "inputDigest", "9".repeat(64))).found).toEqual([]);
    expect(await find(new SealScene(), "inputDigest", INPUT)).toMatchObject({ found: [], files: 0 });
  });

  it("for an event id reads the index of the days after its own time only", async () => {
    const scene = await sealed();
    await scene.seal("2026-03-20");
    expect(await find(scene, "eventId", EVENT)).toMatchObject({
      files: 1,
      days: { from: "2026-03-08", to: "2026-03-14" },
    });
    expect((await find(scene, "inputDigest", INPUT)).files).toBe(2);
  });

  it.each([
    { days: { from: "2026-03-11" }, files: 1 },
    { days: { to: "2026-03-10" }, files: 1 },
    { days: { from: "2026-03-10", to: "2026-03-20" }, files: 2 },
  ])("reads the index of the days $days when told so", async ({ days, files }) => {
    const scene = await sealed();
    await scene.seal("2026-03-20");
    expect((await find(scene, "eventId", EVENT, days)).files).toBe(files);
  });

  it("reads the first version of an index file, not what was laid over it", async () => {
    const scene = await sealed();
    const [index] = scene.keys("index");
    writeFileSync(`${scene.file(index!)}@v2`, "forged");
    expect((await find(scene, "inputDigest", INPUT)).found).toHaveLength(1);
  });
});
