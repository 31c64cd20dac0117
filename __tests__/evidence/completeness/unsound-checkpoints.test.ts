import { TestArchive } from "../archive/corpus";
import { checkpointFile, keys, putCheckpoints, ringWith, type Twist } from "./checkpoints";
import { at, edges, examined, honest, run } from "./day";

describe("a checkpoint that may not be relied on", () => {
  const event = run("credit-scoring.a3", "12")[0]!;
  const forged = (text: string) => text.replace(/"sig":"..../, '"sig":"AAAA');

  it.each<[string, Twist, string]>([
    ["by a key that no ring lists", { by: keys.stranger }, "checkpoint-unknown-key"],
    ["that claims a key it was not signed with", { spoil: forged }, "checkpoint-bad-signature"],
    ["by the gate's key", { by: keys.gate }, "checkpoint-not-entitled"],
    ["by another system's key", { by: keys.screening }, "checkpoint-not-entitled"],
    ["from before its key was valid", { says: { time: at("08:00:00", "23").replace("2026", "2025") }, key: "checkpoints/credit-scoring/dt=20261123/credit-scoring.a3.000000000001.dsse.json" }, "checkpoint-not-entitled"],
    ["about another environment", { says: { environment: "production" } }, "checkpoint-misplaced"],
    ["moved to another emitter's name", { key: "checkpoints/credit-scoring/dt=20261124/credit-scoring.a9.000000000001.dsse.json" }, "checkpoint-misplaced"],
    ["moved to another number", { key: "checkpoints/credit-scoring/dt=20261124/credit-scoring.a3.000000000007.dsse.json" }, "checkpoint-misplaced"],
    ["moved to another day", { key: "checkpoints/credit-scoring/dt=20261125/credit-scoring.a3.000000000001.dsse.json" }, "checkpoint-misplaced"],
    ["with a field too many", { says: { note: "x" } }, "checkpoint-malformed"],
    ["spelt with a space", { spoil: (text) => ` ${text}` }, "checkpoint-malformed"],
    ["that is a record's envelope", { spoil: (text) => text.replace("vnd.ai-act-evidence.checkpoint", "vnd.in-toto") }, "checkpoint-malformed"],
    ["that is no envelope", { spoil: () => "{}" }, "checkpoint-malformed"],
  ])("%s is named and not heeded", async (_, twist, code) => {
    const { completeness, found } = await examined(await putCheckpoints(await honest(), [event], twist));
    expect(found).toEqual([code]);
    expect(completeness).toMatchObject({ level: 1, holds: "unknown", checkpoints: { holds: "unknown" } });
  }); // prettier-ignore

  it("with a key revoked by then is named; with one revoked later it is heeded", async () => {
    const revoked = (effectiveFrom: string) => ({ keyRing: ringWith({ revocation: { effectiveFrom } }) });
    const { found } = await examined(await honest(), revoked(at("00:00:00")));
    expect(found).toContain("checkpoint-revoked-key");
    expect((await examined(await honest(), revoked(at("00:00:01", "25")))).completeness.level).toBe(3);
  });

  it("of a time at which its key was revoked is named, although the vault says that it is older", async () => {
    const [one, two] = [run("credit-scoring.a1"), run("credit-scoring.a2", "10")];
    const archive = new TestArchive().putEvents(...one, ...two);
    for (const event of [...edges(one), ...edges(two)]) {
      const { key, bytes } = await checkpointFile(event);
      archive.put(key, bytes, undefined, "2026-11-23");
    }
    const { found } = await examined(archive, {
      keyRing: ringWith({ revocation: { effectiveFrom: at("00:00:00") } }),
    });
    expect(found).toEqual(["checkpoint-revoked-key"]);
  });

  it("written by whoever stole a key, and dated back, is seen by the time the vault took it", async () => {
    const { found } = await examined(await honest(), {
      keyRing: ringWith({ revocation: { effectiveFrom: at("23:00:00") } }),
    });
    expect(found).toContain("checkpoint-revoked-key");
  });

  it.each<[string, (archive: TestArchive, key: string) => void, string]>([
    ["second version laid over", (archive, key) => void archive.put(key, Buffer.from("{}"), "v2", "2026-11-26"), "checkpoint-second-version"],
    ["delete marker laid over", (archive, key) => void archive.putDeleteMarker(key, "v2"), "checkpoint-delete-marker"],
    ["foreign name beside", (archive, key) => void archive.put(`${key}.bak`, Buffer.from("{}")), "checkpoint-unknown-name"],
  ])("%s it is named, and the first version is the evidence", async (_, lay, code) => {
    const archive = await honest();
    lay(archive, (await checkpointFile(run("credit-scoring.a1")[0]!)).key);
    const { completeness, found } = await examined(archive);
    expect(found).toEqual([code]);
    expect(completeness.level).toBe(3);
  }); // prettier-ignore

  it.each<[string, Buffer]>([
    ["that is not UTF-8", Buffer.from([0xff, 0xfe])],
    ["that is far too long", Buffer.alloc(9_000, "x")],
  ])("%s is named as unreadable", async (_, bytes) => {
    const { key } = await checkpointFile(event);
    const { completeness, found } = await examined((await honest()).put(key, bytes));
    expect(found).toEqual(["checkpoint-unreadable"]);
    expect(completeness.checkpoints.holds).toBe("unknown");
  });
});
