import { existsSync } from "node:fs";
import { mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setImmediate as tick } from "node:timers/promises";
import { withLock } from "../../sandbox/world/lock";

const lockFile = async (): Promise<string> => join(await mkdtemp(join(tmpdir(), "lock-")), "world.lock");

describe("the lock of a world's folder", () => {
  it("lets one at a time in", async () => {
    const file = await lockFile();
    const seen: string[] = [];
    const work = (name: string) => async () => {
      seen.push(`${name} in`);
      await tick();
      seen.push(`${name} out`);
    };
    await Promise.all([withLock(file, work("a")), withLock(file, work("b"))]);
    expect([seen[0]?.[0], seen[2]?.[0]].sort()).toEqual(["a", "b"]);
    expect(seen.map((line) => line.slice(2))).toEqual(["in", "out", "in", "out"]);
  });

  it("leaves no file behind, whether the work succeeds or fails", async () => {
    const file = await lockFile();
    await withLock(file, async () => expect(existsSync(file)).toBe(true));
    await expect(withLock(file, () => Promise.reject(new Error("work failed")))).rejects.toThrow(
      "work failed",
    );
    expect(await readdir(dirname(file))).toEqual([]);
  });

  it.each([
    ["is gone", { pid: 2 ** 30, started: "1" }],
    ["is another process with the same id now", { pid: process.pid, started: "long ago" }],
  ])("is taken over when its holder %s", async (_, holder) => {
    const file = await lockFile();
    await writeFile(file, JSON.stringify({ id: "dead", ...holder }));
    expect(await withLock(file, async () => "done")).toBe("done");
    expect(await readdir(dirname(file))).toEqual([]);
  });

  it("names the holder to whoever has waited long enough", async () => {
    const file = await lockFile();
    const second = withLock(file, () => withLock(file, async () => "never", { waitMs: 0 }));
    await expect(second).rejects.toMatchObject({ code: "sandbox-locked" });
    await expect(second).rejects.toThrow(`held by process ${process.pid}`);
  });

  it("can be given up on while waiting", async () => {
    const file = await lockFile();
    const waiting = withLock(file, () =>
      withLock(file, async () => "never", { signal: AbortSignal.abort() }),
    );
    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
  });
});
