import { chmodSync, chownSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { temporaryFolder } from "../../../temporary";
import { CALL } from "../logger-options";
import { asKilled, numbers, spooling } from "./spooling";

const isRoot = process.getuid?.() === 0;

/** A spool with an event that waits, as a killed process leaves it. */
async function killed() {
  const { intake, start, folder } = spooling();
  intake.goAway();
  const log = await start({}, { closeWaitMs: 0 });
  const { emitter } = await log.inference(CALL);
  const left = asKilled(folder);
  await log.close();
  return { left, chains: path.join(left, "chains"), id: emitter.id };
}

describe("a spool in which somebody else could put events", () => {
  it.each<[string, (chains: string) => void, string]>([
    ["its group may write", (chains) => chmodSync(chains, 0o770), "writable for its group or for others"],
    ["everybody may write", (chains) => chmodSync(chains, 0o777), "writable for its group or for others"],
    [
      "is a link to elsewhere",
      (chains) => {
        renameSync(chains, `${chains}-elsewhere`);
        symlinkSync(`${chains}-elsewhere`, chains);
      },
      "not a link or a file",
    ],
    ...(isRoot
      ? [["is somebody else's", (chains: string) => chownSync(chains, 4711, 4711), "must belong to"] as const]
      : []),
  ] as [string, (chains: string) => void, string][])(
    "is refused where %s: they would be sent, and signed for, in this application's name",
    async (_, open, needed) => {
      const { left, chains } = await killed();
      open(chains);
      const next = spooling(left);
      await expect(next.start()).rejects.toMatchObject({
        name: "Art12ConfigError",
        code: "spool-not-private",
        field: "spool.folder",
        needed: expect.stringContaining(needed),
      });
      expect(next.intake.taken).toEqual([]);
    },
  );

  it("is used once owner and mode are mended: nothing of it is lost", async () => {
    const { left, chains, id } = await killed();
    chmodSync(chains, 0o777);
    const next = spooling(left);
    await expect(next.start()).rejects.toMatchObject({ code: "spool-not-private" });
    chmodSync(chains, 0o700);
    await (await next.start()).close();
    expect(numbers(next.intake.taken, id)).toEqual([1, 2, 3]);
  });
});

describe("a spool's folder", () => {
  it("may be reached by a link, and is one folder by whatever name", async () => {
    const { start, folder } = spooling();
    const log = await start();
    const link = path.join(temporaryFolder(), "link");
    symlinkSync(folder, link);
    await expect(spooling(link).start()).rejects.toMatchObject({ code: "spool-in-use" });
    await log.close();
    await (await spooling(link).start()).close();
  });

  it("may hold what is no spool's: it is left alone", async () => {
    const { left, chains, id } = await killed();
    writeFileSync(path.join(left, "README"), "of an administrator");
    writeFileSync(path.join(chains, ".DS_Store"), "");
    symlinkSync("/nowhere", path.join(chains, "a-link"));
    const next = spooling(left);
    await (await next.start()).close();
    expect(numbers(next.intake.taken, id)).toEqual([1, 2, 3]);
    expect(next.faults).toEqual([]);
  });

  it.each(["fail-closed", "fail-open"] as const)(
    "is used (%s) although an earlier process left something unreadable: that is said, and stays where it is",
    async (whenLogCannotBeWritten) => {
      const { left, chains, id } = await killed();
      // A folder where a file should be cannot be read, whoever tries.
      const harmed = path.join(chains, "0000000000001.of-a-broken-disk");
      mkdirSync(path.join(harmed, "000000000001.segment"), { recursive: true });
      const next = spooling(left);
      const log = await next.start({}, { whenLogCannotBeWritten });
      const { emitter } = await log.inference(CALL);
      await log.close();
      expect(next.faults).toMatchObject([
        { code: "chain-not-opened", needed: expect.stringContaining("0000000000001.of-a-broken-disk") },
      ]);
      expect(numbers(next.intake.taken, id)).toEqual([1, 2, 3]);
      expect(numbers(next.intake.taken, emitter.id)).toEqual([1, 2, 3]);
    },
  );
});
