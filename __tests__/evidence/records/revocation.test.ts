import { appendRecord, verifyRecords, type RecordDraft } from "../../../evidence/records";
import { actors, ringWith, secondGate, type Actor } from "./actors";
import { decision, gateStream, minute, revocation } from "./streams";

const RING = ringWith();
const gate = actors.gate;
const officer = actors["security-officer"];
const at = (n: number) => minute(n).toISOString();

interface Case {
  readonly what: string;
  /** Appended to three decisions of the gate, of minutes 1 to 3. */
  readonly then: readonly { readonly by: Actor; readonly draft: RecordDraft; readonly minute: number }[];
  readonly findings: readonly string[];
}

const revoke = (keyId: string, from: number, role: RecordDraft["role"] = "security-officer") =>
  revocation({ keyId, reason: "compromised", effectiveFrom: at(from) }, { role });

const CASES: readonly Case[] = [
  {
    what: "stands for what the key signs behind it, whatever time that claims",
    then: [
      { by: officer, draft: revoke(gate.keyId, 4), minute: 4 },
      { by: gate, draft: decision(), minute: 3 },
    ],
    findings: ["revoked-key@5"],
  },
  {
    what: "by the security officer may reach into the past",
    then: [{ by: officer, draft: revoke(gate.keyId, 2), minute: 4 }],
    findings: ["revoked-key@2", "revoked-key@3"],
  },
  {
    what: "leaves the role's other key alone",
    then: [
      { by: officer, draft: revoke(gate.keyId, 4), minute: 4 },
      { by: secondGate, draft: decision(), minute: 5 },
    ],
    findings: [],
  },
  {
    what: "of a key by itself counts, and is no record by a revoked key",
    then: [
      { by: gate, draft: revoke(gate.keyId, 4, "gate"), minute: 4 },
      { by: gate, draft: decision(), minute: 5 },
    ],
    findings: ["revoked-key@5"],
  },
  {
    what: "of a key by another key of its role counts",
    then: [
      { by: secondGate, draft: revoke(gate.keyId, 4, "gate"), minute: 4 },
      { by: gate, draft: decision(), minute: 5 },
    ],
    findings: ["revoked-key@5"],
  },
  {
    what: "by the key's own role does not reach into the past: whoever stole a key cannot undo what it signed before",
    then: [{ by: gate, draft: revoke(gate.keyId, 1, "gate"), minute: 4 }],
    findings: ["not-entitled@4"],
  },
  {
    what: "by another role does not count",
    then: [
      { by: actors.exporter, draft: revoke(gate.keyId, 4, "exporter"), minute: 4 },
      { by: gate, draft: decision(), minute: 5 },
    ],
    findings: ["not-entitled@4"],
  },
  {
    what: "by a key that was revoked before does not count",
    then: [
      { by: officer, draft: revoke(officer.keyId, 4), minute: 4 },
      { by: officer, draft: revoke(gate.keyId, 1), minute: 5 },
    ],
    findings: ["revoked-key@5"],
  },
];

describe("A revocation", () => {
  it.each(CASES)("$what", async ({ then, findings }) => {
    const folder = await gateStream(3);
    const { store } = folder;
    for (const { by, draft, minute: n } of then)
      await appendRecord(store, by.signer, draft, { now: () => minute(n) });
    expect(await folder.findings(RING)).toEqual(findings);
  });

  it("that the key ring repeats leaves the record of a key revoking itself without finding", async () => {
    const folder = await gateStream(3);
    await appendRecord(folder.store, gate.signer, revoke(gate.keyId, 4, "gate"), { now: () => minute(4) });
    expect(await folder.findings(ringWith({ gate: { revocation: { effectiveFrom: at(4) } } }))).toEqual([]);
  });

  it.each([
    { stream: "keys", heeded: "is heeded in every stream", codes: ["revoked-key", "revoked-key"] },
    { stream: "elsewhere", heeded: "is heeded in that stream only", codes: [] },
  ])("in stream $stream $heeded", async ({ stream, codes }) => {
    const folder = await gateStream(3);
    const draft = { ...revoke(gate.keyId, 2), stream };
    await appendRecord(folder.store, officer.signer, draft, { now: () => minute(4) });
    const { streams, findings } = await verifyRecords(folder.store, RING);
    expect(streams.map((verified) => verified.stream)).toEqual([stream, "gate"].sort());
    expect(findings.map(({ code }) => code)).toEqual(codes);
    const alone = await verifyRecords(folder.store, RING, "gate");
    expect(alone.findings.map(({ code }) => code)).toEqual(codes);
  });
});
