import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { packed } from "../archive/corpus";
import { actors, stranger } from "../records/actors";
import { SealScene } from "./scene";

const DAYS = ["2026-03-10", "2026-03-11", "2026-03-12"] as const;
const LAST = DAYS[2];

let untouched: Promise<SealScene> | undefined;

/** Three days, each with an object of the day before, a decision of the gate and a seal; a copy for each test. */
async function threeDays(): Promise<SealScene> {
  untouched ??= build();
  return (await untouched).copy();
}

async function build(): Promise<SealScene> {
  const scene = new SealScene();
  for (const [at, day] of DAYS.entries()) {
    scene.put(["2026-03-09", ...DAYS][at]!);
    await scene.decide(day);
    await scene.seal(day);
  }
  return scene;
}

describe("Verifying all seals", () => {
  it("finds nothing when nobody touched seals, archive or other records", async () => {
    const scene = await threeDays();
    const result = await scene.verify(LAST, { source: scene.source });
    expect(result).toMatchObject({ seals: 3, timeStamped: 0, objects: 3, entries: 6, equal: 3 });
    expect(await scene.codes(LAST, { source: scene.source })).toEqual([]);
  });

  it("tells of every seal that it has no time stamp", async () => {
    const scene = await threeDays();
    const { findings } = await scene.verify(LAST);
    expect(findings.map(({ code }) => code)).toEqual(Array(3).fill("not-time-stamped"));
  });

  it.each([
    {
      what: "a seal removed from the middle",
      tamper: async (scene: SealScene) => rmSync(scene.sealFile(2)),
      found: ["day-without-seal", "sequence-missing", "witnessed-seal-missing"],
    },
    {
      what: "the last seals cut off",
      tamper: async (scene: SealScene) => [2, 3].forEach((n) => rmSync(scene.sealFile(n))),
      found: ["day-without-seal", "witnessed-seal-missing", "witnessed-seal-missing"],
    },
    {
      what: "a seal changed and signed by a stranger",
      tamper: (scene: SealScene) => scene.rewrite(2, stranger, () => ({ objects: [] })),
      found: [
        "day-without-seal",
        "previous-mismatch",
        "seal-unreadable",
        "unknown-key",
        "witnessed-seal-differs",
      ],
    },
    {
      what: "a seal changed and signed by a key of another role",
      tamper: (scene: SealScene) => scene.rewrite(2, actors.exporter, () => ({ objects: [] })),
      found: [
        "day-without-seal",
        "not-entitled",
        "previous-mismatch",
        "seal-unreadable",
        "witnessed-seal-differs",
      ],
    },
    {
      what: "the last seal changed and signed again with the right key",
      tamper: (scene: SealScene) => scene.rewrite(3, actors.detector, () => ({ objects: [] })),
      found: ["witnessed-seal-differs"],
    },
    {
      what: "two seals that contradict each other",
      tamper: (scene: SealScene) =>
        scene.rewrite(3, actors.detector, () => ({
          objects: scene.said(1).details.objects.map((object) => ({ ...object, sha256: "f".repeat(64) })),
        })),
      found: ["seal-contradicted", "witnessed-seal-differs"],
    },
    {
      what: "another stream that was cut off behind its sealed head",
      tamper: async (scene: SealScene) => rmSync(scene.file("records/gate/000000000003.dsse.json")),
      found: ["stream-rolled-back"],
    },
    {
      what: "another stream that was rewritten with the right key",
      tamper: async (scene: SealScene) => {
        rmSync(scene.file("records/gate"), { recursive: true });
        for (const day of ["2026-03-01", "2026-03-02", "2026-03-03"]) await scene.decide(day);
      },
      found: ["stream-rolled-back", "stream-rolled-back", "stream-rolled-back"],
    },
    {
      what: "a second seal under the number of the first",
      tamper: async (scene: SealScene) => writeFileSync(`${scene.sealFile(1)}@v2`, "forged"),
      found: ["second-version"],
    },
  ])("finds $what", async ({ tamper, found }) => {
    const scene = await threeDays();
    await tamper(scene);
    expect(await scene.codes(LAST)).toEqual(found);
  });

  it("finds, by the witness, that the whole stream was taken back and written anew", async () => {
    const scene = await threeDays();
    rmSync(scene.file("records/seal"), { recursive: true });
    for (const day of DAYS) await scene.seal(day, { witness: undefined, days: { all: true } });
    expect(new Set(await scene.codes(LAST))).toEqual(new Set(["witnessed-seal-differs"]));
    expect(await scene.codes(LAST, { witness: undefined })).toEqual([]);
  });

  it("finds that nothing is left of the stream", async () => {
    const scene = await threeDays();
    rmSync(scene.file("records/seal"), { recursive: true });
    expect(new Set(await scene.codes(LAST))).toEqual(
      new Set(["no-seal", "stream-empty", "witnessed-seal-missing"]),
    );
  });

  it("names days without a seal up to yesterday, for today's may still come", async () => {
    const scene = await threeDays();
    const { findings } = await scene.verify("2026-03-15");
    const days = findings.filter(({ code }) => code === "day-without-seal").map(({ key }) => key);
    expect(days).toEqual(["2026-03-13", "2026-03-14"]);
  });

  it.each([
    {
      what: "an object that was exchanged",
      tamper: (scene: SealScene, key: string) =>
        scene.archive.put(key, packed("{}"), undefined, "2026-03-09"),
      found: ["sealed-digest-differs"],
    },
    {
      what: "an object that was taken away",
      tamper: (scene: SealScene, key: string) => scene.removeObject(key),
      found: ["sealed-object-gone"],
    },
    {
      what: "a version that was laid over an object",
      tamper: (scene: SealScene, key: string) => scene.archive.put(key, packed("{}"), "v2", "2026-03-10"),
      found: ["object-not-sealed"],
    },
    {
      what: "an object that was added after its day was sealed",
      tamper: (scene: SealScene) => void scene.put("2026-03-09", { id: "added" }),
      found: ["object-not-sealed"],
    },
    {
      what: "nothing in an object that the next seal will list",
      tamper: (scene: SealScene) => void scene.put(LAST, { id: "young" }),
      found: ["not-sealed-yet"],
    },
  ])("reads the archive again and finds $what", async ({ tamper, found }) => {
    const scene = await threeDays();
    const [object] = scene.said(1).details.objects;
    tamper(scene, object!.key);
    expect(await scene.codes(LAST, { source: scene.source })).toEqual(found);
  });

  it.each([
    { what: "is not there", make: (file: string) => rmSync(file), found: ["witness-unreadable"] },
    {
      what: "holds a line that is no head of a seal",
      make: (file: string) => writeFileSync(file, "hello\n", { flag: "a" }),
      found: ["witness-unreadable"],
    },
    {
      what: "has not heard of the last seals",
      make: (file: string) => writeFileSync(file, readFileSync(file, "utf8").split("\n")[0]!),
      found: ["not-witnessed"],
    },
    {
      what: "was told the same head twice, and adds words of its own",
      make: (file: string) => {
        const text = readFileSync(file, "utf8");
        writeFileSync(file, text + text.replaceAll('"stream"', '"toldAt":"2026-03-12","stream"'));
      },
      found: [],
    },
    {
      what: "knows only the newest seal, for that one fixes those before",
      make: (file: string) => writeFileSync(file, readFileSync(file, "utf8").trim().split("\n").at(-1)!),
      found: [],
    },
  ])("says what a witness that $what comes to", async ({ make, found }) => {
    const scene = await threeDays();
    make(scene.witnessFile);
    expect(await scene.codes(LAST)).toEqual(found);
  });
});
