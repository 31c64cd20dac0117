import { FolderSource, type ObjectVersion } from "../../../evidence/archive";
import {
  askForRestores,
  coldVersions,
  mustBeReadable,
  restoreOptions,
  surveyCold,
  waitUntilReadable,
} from "../../../evidence/restore";
import { parsePeriod } from "../../../evidence/export";
import { TestArchive, TestEmitter } from "../archive/corpus";
import { cold, FakeStorage, UNTIL } from "./cold";

const PERIOD = parsePeriod("2026-11-24", "2026-11-24");
const WISH = { tier: "standard", days: 14 } as const;

/** An archive whose objects lie in the given classes, in turn. */
class Classed extends FolderSource {
  #next = 0;

  constructor(
    folder: string,
    private readonly classes: readonly (string | undefined)[],
  ) {
    super(folder);
  }

  override async *list(prefix: string): AsyncIterable<ObjectVersion> {
    for await (const version of super.list(prefix)) {
      const storageClass = this.classes[this.#next++ % this.classes.length];
      yield { ...version, ...(storageClass !== undefined && { storageClass }) };
    }
  }
}

function archive(...classes: (string | undefined)[]) {
  const emitter = new TestEmitter();
  const times = ["08", "09", "10", "11"].map((hour) => `2026-11-24T${hour}:00:00.000Z`);
  const { folder } = new TestArchive().putEvents(...times.map((time) => emitter.emit(time)));
  return { source: new Classed(folder, classes), path: "art12" };
}

describe("What of a period is cold", () => {
  it.each([
    ["STANDARD", 0],
    ["GLACIER_IR", 0],
    ["STANDARD_IA", 0],
    ["GLACIER", 4],
    ["DEEP_ARCHIVE", 4],
    [undefined, 0],
  ])("class %s: %d of 4 object versions must be restored first", async (storageClass, expected) => {
    const window = await coldVersions(PERIOD, archive(storageClass));
    expect(window).toMatchObject({ firstDay: "2026-11-23", lastDay: "2026-11-25", objectVersions: 4 });
    expect(window.cold).toHaveLength(expected);
  });

  it("is told by class and state, with the end of the first copy, and what S3 says nothing about apart", async () => {
    const versions = [cold(1), cold(2), cold(3), cold(4, "GLACIER"), cold(5)];
    const storage = new FakeStorage()
      .set(versions[1]!, { is: "restored", until: "2026-12-10T00:00:00.000Z" })
      .set(versions[2]!, { is: "restored", until: UNTIL })
      .set(versions[3]!, { is: "under-way" })
      .set(versions[4]!, "gone");
    const survey = await surveyCold(versions, storage);
    expect(survey.classes).toEqual([
      {
        storageClass: "DEEP_ARCHIVE",
        archived: { objects: 1, bytes: 1_000 },
        underWay: { objects: 0, bytes: 0 },
        restored: { objects: 2, bytes: 2_000 },
        restoredUntil: UNTIL,
      },
      {
        storageClass: "GLACIER",
        archived: { objects: 0, bytes: 0 },
        underWay: { objects: 1, bytes: 1_000 },
        restored: { objects: 0, bytes: 0 },
      },
    ]);
    expect(survey).toMatchObject({
      archived: [versions[0]],
      underWay: [versions[3]],
      unknown: [{ key: versions[4]!.key, version_id: "v5", reason: "it was listed, but is not there" }],
      readable: false,
    });
  });

  it.each(["archived", "under-way"] as const)("is not readable while one version is %s", async (is) => {
    const [first, second] = [cold(1), cold(2)];
    const storage = new FakeStorage().set(first, { is: "restored", until: UNTIL }).set(second, { is });
    expect((await surveyCold([first, second], storage)).readable).toBe(false);
    storage.set(second, { is: "restored", until: UNTIL });
    expect((await surveyCold([first, second], storage)).readable).toBe(true);
  });
});

describe("Asking for restores", () => {
  it("asks for each version once, some at a time; asking again asks for nothing twice", async () => {
    const versions = Array.from({ length: 60 }, (_, n) => cold(n));
    const storage = new FakeStorage();
    const asked = await askForRestores(versions, storage, WISH);
    expect(asked).toEqual({ asked: 60, underWay: 0, restored: 0, failures: [] });
    expect(storage.most).toBeGreaterThan(1);
    expect(storage.most).toBeLessThanOrEqual(16);
    const { archived } = await surveyCold(versions, storage);
    expect(archived).toEqual([]);
    expect(await askForRestores(versions, storage, WISH)).toMatchObject({ asked: 0, underWay: 60 });
  });

  it("goes on when S3 refuses one version, and names it", async () => {
    const versions = [cold(1), cold(2), cold(3)];
    const storage = new FakeStorage().set(versions[1]!, "gone");
    expect(await askForRestores(versions, storage, WISH)).toMatchObject({
      asked: 2,
      failures: [{ key: versions[1]!.key, version_id: "v2" }],
    });
  });

  it("refuses a speed that a class does not have before anything is asked", async () => {
    const storage = new FakeStorage();
    const asking = askForRestores([cold(1, "GLACIER"), cold(2)], storage, { tier: "expedited", days: 1 });
    await expect(asking).rejects.toMatchObject({
      code: "restore-tier-not-offered",
      problems: [
        {
          given: expect.stringContaining("DEEP_ARCHIVE"),
          needed: expect.stringMatching(/^bulk or standard;/),
        },
      ],
    });
    expect(storage.asked).toEqual([]);
    await expect(
      askForRestores([cold(1, "GLACIER")], storage, { tier: "expedited", days: 1 }),
    ).resolves.toMatchObject({
      asked: 1,
    });
  });
});

describe("Waiting", () => {
  it("looks again at those on their way only, until none is; then once more at all", async () => {
    const versions = [cold(1), cold(2)];
    const storage = new FakeStorage().set(versions[0]!, { is: "restored", until: UNTIL });
    storage.set(versions[1]!, { is: "under-way" });
    let pauses = 0;
    const survey = await waitUntilReadable(versions, storage, {
      everyMs: 7,
      pause: async (ms) => {
        expect(ms).toBe(7);
        if (++pauses === 2) storage.set(versions[1]!, { is: "restored", until: UNTIL });
      },
    });
    expect(survey.readable).toBe(true);
    expect(pauses).toBe(2);
    expect(storage.looked).toEqual(["v1", "v2", "v2", "v2", "v1", "v2"]);
  });

  it("does not wait for what nobody asked to restore", async () => {
    const survey = await waitUntilReadable([cold(1)], new FakeStorage(), {
      pause: () => Promise.reject(new Error("it waited")),
    });
    expect(survey.readable).toBe(false);
  });
});

describe("Each way to restore", () => {
  it("is offered with its time and cost: 100 objects of 10 MiB, copies for 14 days", async () => {
    const versions = Array.from({ length: 100 }, (_, n) => cold(n, "DEEP_ARCHIVE", 10 * 1024 ** 2));
    const { classes } = await surveyCold(versions, new FakeStorage());
    const options = restoreOptions(classes, "eu-central-1", 14);
    expect(options.map(({ tier, wait }) => [tier, wait.toHours])).toEqual([
      ["bulk", 48],
      ["standard", 12],
    ]);
    // By hand: 100 requests at 0.12 a thousand; 1000 MiB are 0.9765625 GiB at 0.024; the same for 14 of 30.4375 days at 0.0245.
    const standard = options[1]!.cost!;
    expect(standard.requestsUsd).toBeCloseTo(0.012, 10);
    expect(standard.retrievalUsd).toBeCloseTo(0.0234375, 10);
    expect(standard.copiesUsd).toBeCloseTo((0.9765625 * 0.0245 * 14) / 30.4375, 10);
    expect(standard.totalUsd).toBeCloseTo(0.012 + 0.0234375 + 0.011004684, 6);
    expect(options[0]!.cost!.totalUsd).toBeLessThan(standard.totalUsd);
  });

  it("of GLACIER is offered at three speeds, in bulk without a fee but for the copies", async () => {
    const { classes } = await surveyCold([cold(1, "GLACIER")], new FakeStorage());
    const options = restoreOptions(classes, "eu-west-1", 1);
    expect(options.map(({ tier }) => tier)).toEqual(["bulk", "standard", "expedited"]);
    expect(options[0]!.cost).toMatchObject({ requestsUsd: 0, retrievalUsd: 0 });
    expect(options[0]!.cost!.copiesUsd).toBeGreaterThan(0);
  });

  it("in a region without prices is offered with its time and no cost", async () => {
    const { classes } = await surveyCold([cold(1)], new FakeStorage());
    expect(restoreOptions(classes, "xx-north-1", 1)).toMatchObject([{ cost: null }, { cost: null }]);
  });

  it("is not offered for what is back or under way", async () => {
    const version = cold(1);
    const storage = new FakeStorage().set(version, { is: "under-way" });
    expect(restoreOptions((await surveyCold([version], storage)).classes, "eu-central-1", 1)).toEqual([]);
  });
});

describe("An export that meets cold objects", () => {
  const COMMAND = "evidence restore --system s";
  const archiveOfTwo = () => archive("DEEP_ARCHIVE", "GLACIER_IR");

  it("is refused before anything is read, with the command to run", async () => {
    const refusal = mustBeReadable(PERIOD, archiveOfTwo(), new FakeStorage(), COMMAND);
    await expect(refusal).rejects.toMatchObject({
      code: "archive-is-cold",
      exitCode: 1,
      problems: [
        {
          given: "2 of 4 object version(s) in DEEP_ARCHIVE without a restored copy, 0 of them being restored",
          fix: expect.stringContaining(COMMAND),
        },
      ],
    });
  });

  it("goes on once all have a restored copy, and asks S3 nothing where none is cold", async () => {
    const storage = new FakeStorage();
    storage.look = async () => ({ is: "restored", until: UNTIL });
    await expect(mustBeReadable(PERIOD, archiveOfTwo(), storage, COMMAND)).resolves.toBeUndefined();
    const unasked = new FakeStorage();
    await mustBeReadable(PERIOD, archive("GLACIER_IR"), unasked, COMMAND);
    expect(unasked.looked).toEqual([]);
  });
});
