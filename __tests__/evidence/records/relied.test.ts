import { copyFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { appendRecord, judgedRecords, recordKey, type KeyRing } from "../../../evidence/records";
import { join } from "node:path";
import { actors, ringWith, stranger } from "./actors";
import { gateStream, minute, revocation, type RecordFolder } from "./streams";

/** Numbers of the gate's records against which nothing speaks. */
async function relied(folder: RecordFolder, ring: KeyRing = ringWith()): Promise<number[]> {
  const records = await judgedRecords(folder.store, ring, (stream) => stream === "gate");
  return records.filter(({ against }) => against.length === 0).map(({ sequence }) => sequence);
}

const revoke = (folder: RecordFolder, effectiveFrom: string) =>
  appendRecord(
    folder.store,
    actors["security-officer"].signer,
    revocation({ keyId: actors.gate.keyId, reason: "compromised", effectiveFrom }, { stream: "keys" }),
    { now: () => minute(20) },
  );

describe("Of a stream of five, what can be acted on", () => {
  it.each<{ what: string; change?: (folder: RecordFolder) => unknown; ring?: KeyRing; left: number[] }>([
    { what: "is all, when nobody touched it", left: [1, 2, 3, 4, 5] },
    { what: "is all but one over which another version was laid", change: (folder) => copyFileSync(folder.file(2), folder.file(3, "@1")), left: [1, 2, 4, 5] },
    { what: "is all but one over which a delete marker was laid", change: (folder) => writeFileSync(folder.file(3, "@1.delete-marker"), ""), left: [1, 2, 4, 5] },
    { what: "is what stands before one that was removed", change: (folder) => rmSync(folder.file(3)), left: [1, 2] },
    { what: "is what stands before one that cannot be read as JSON", change: (folder) => truncateSync(folder.file(3), 10), left: [1, 2] },
    { what: "is what stands before one that was exchanged by its own writer", change: (folder) => folder.reword(3, actors.gate, { actor: "mallory" }), left: [1, 2] },
    { what: "is what stands before one that was forged", change: (folder) => folder.reword(3, stranger, { actor: "mallory" }), left: [1, 2] },
    { what: "is all but a forged one at the end", change: (folder) => folder.reword(5, stranger, { actor: "mallory" }), left: [1, 2, 3, 4] },
    { what: "is what was signed before the key was revoked", change: (folder) => revoke(folder, minute(3).toISOString()), left: [1, 2] },
    { what: "is what was signed before the key ring has the key revoked", ring: ringWith({ gate: { revocation: { effectiveFrom: minute(4).toISOString() } } }), left: [1, 2, 3] },
    { what: "is nothing of a key of another role", ring: new Map([[actors.gate.keyId, { ...ringWith().get(actors.gate.keyId)!, role: "exporter" as const }]]), left: [] },
    { what: "is nothing, when a revocation may have been removed", change: async (folder) => {
      await revoke(folder, minute(30).toISOString());
      await revoke(folder, minute(31).toISOString());
      rmSync(join(folder.dir, recordKey("keys", 1)));
    }, left: [] },
  ])("$what", async ({ change, ring, left }) => {
    const folder = await gateStream(5);
    await change?.(folder);
    expect(await relied(folder, ring)).toEqual(left);
  }); // prettier-ignore

  it("is told with what speaks against the rest", async () => {
    const folder = await gateStream(2);
    copyFileSync(folder.file(1), folder.file(2, "@1"));
    const [, second] = await judgedRecords(folder.store, ringWith(), () => true);
    expect(second).toMatchObject({ sequence: 2, against: [{ code: "second-version" }] });
    expect(second?.said.kind).toBe("gate-decision");
  });
});
