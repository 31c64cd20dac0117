import fc from "fast-check";
import { readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import {
  appendRecord,
  envelopeDigest,
  judgeRecord,
  keyRingOf,
  RECORD_FINDINGS,
  readHead,
  verifyStream,
} from "../../../evidence/records";
import { actors, keyRingDocument, ringWith } from "./actors";
import { decision, gateStream, minute } from "./streams";
import { TAMPERINGS, withFlippedBit } from "./tampering";

const RING = ringWith();

describe("A stream of records", () => {
  it("has no finding when nobody touched it; whether its end was cut off is said to be unknown", async () => {
    const folder = await gateStream(5);
    expect(await verifyStream(folder.store, "gate", RING)).toEqual({
      stream: "gate",
      records: 5,
      head: { sequence: 5, sha256: envelopeDigest(readFileSync(folder.file(5))) },
      tail: { whole: "unknown", because: "no remembered head was given to compare with" },
      findings: [],
      revocations: [],
    });
  });

  it.each(TAMPERINGS)("shows that a record was $what", async ({ tamper, findings, ring = RING }) => {
    const folder = await gateStream(5);
    await tamper(folder);
    expect(await folder.findings(ring)).toEqual(findings);
  });

  it("shows that a record was signed with an application's key, which may sign checkpoints only", async () => {
    const { keys, ...rest } = keyRingDocument();
    const asEmitter = keys.map((key) =>
      key.role === "gate" ? { ...key, role: "emitter" as const, systems: ["credit-scoring"] } : key,
    );
    const { store } = await gateStream(1);
    const { findings } = await verifyStream(store, "gate", keyRingOf({ ...rest, keys: asEmitter }));
    expect(findings.map(({ code }) => code)).toEqual(["not-entitled"]);
  });

  it("takes the first version for the evidence, and checks no other", async () => {
    const folder = await gateStream(3);
    writeFileSync(folder.file(2, "@v2"), "forged");
    const { findings } = await verifyStream(folder.store, "gate", RING);
    expect(findings).toMatchObject([{ code: "second-version", versionId: "v2" }]);
  });

  it("shows a flipped bit in any byte of a record", async () => {
    const folder = await gateStream(1);
    const bytes = readFileSync(folder.file(1));
    const place = { stream: "gate", sequence: 1 };
    const overlooked = [...bytes.keys()].filter(
      (at) => judgeRecord(withFlippedBit(bytes, at, at % 8), place, RING).faults.length === 0,
    );
    expect(overlooked).toEqual([]);
    expect(judgeRecord(bytes, place, RING).faults).toEqual([]);
  });

  it("never makes the check fail, whatever bytes stand there", async () => {
    const folder = await gateStream(2);
    const signedJson = fc.json().map((json) => folder.exchange(2, actors.gate, json));
    const anyBytes = fc
      .uint8Array({ maxLength: 200 })
      .map(async (bytes) => writeFileSync(folder.file(2), bytes));
    await fc.assert(
      fc.asyncProperty(fc.oneof(signedJson, anyBytes), async (written) => {
        await written;
        expect(await folder.findings(RING)).toHaveLength(1);
      }),
      { numRuns: 100 },
    );
  });

  it("bears the clocks of two writers being minutes apart", async () => {
    const folder = await gateStream(3);
    await appendRecord(folder.store, actors.gate.signer, decision(), { now: () => minute(-1) });
    expect(await folder.findings(RING)).toEqual([]);
  });

  it("is never taken for sound when it has no record", async () => {
    const folder = await gateStream(0);
    const { findings } = await verifyStream(folder.store, "gate", RING);
    expect(findings.map(({ code }) => RECORD_FINDINGS[code].verdict)).toEqual(["unknown"]);
  });
});

describe("What can be found in records", () => {
  it("has codes that reports refer to: none is renamed or dropped", () => {
    expect(Object.keys(RECORD_FINDINGS).sort()).toEqual([
      "bad-signature",
      "delete-marker",
      "head-mismatch",
      "key-not-yet-valid",
      "malformed-envelope",
      "not-entitled",
      "payload-not-canonical",
      "previous-mismatch",
      "record-unreadable",
      "revoked-key",
      "second-version",
      "sequence-differs",
      "sequence-missing",
      "statement-invalid",
      "stream-differs",
      "stream-empty",
      "time-reversed",
      "truncated",
      "unknown-key",
      "unknown-name",
    ]);
  });
});

describe("A remembered head", () => {
  it("shows that the stream is whole up to it, and that later records may follow", async () => {
    const folder = await gateStream(3);
    const expectedHead = await readHead(folder.store, "gate");
    await appendRecord(folder.store, actors.gate.signer, decision(), { now: () => minute(4) });
    const { tail, findings } = await verifyStream(folder.store, "gate", RING, { expectedHead });
    expect({ whole: tail.whole, findings }).toEqual({ whole: "yes", findings: [] });
  });

  it.each([
    { what: "cut off", keep: 3, rewrite: false, findings: ["truncated@5"] },
    {
      what: "cut off and written anew by the entitled key",
      keep: 3,
      rewrite: true,
      findings: ["head-mismatch@5"],
    },
    { what: "removed altogether", keep: 0, rewrite: false, findings: ["stream-empty@1", "truncated@5"] },
  ])("shows that the end was $what", async ({ keep, rewrite, findings }) => {
    const folder = await gateStream(5);
    const expectedHead = await readHead(folder.store, "gate");
    for (let n = keep + 1; n <= 5; n++) rmSync(folder.file(n));
    const { store } = folder;
    for (let n = keep + 1; rewrite && n <= 5; n++) {
      await appendRecord(store, actors.gate.signer, decision(), { now: () => minute(n) });
    }
    expect(await folder.findings(RING, expectedHead)).toEqual(findings);
    expect((await verifyStream(store, "gate", RING, { expectedHead })).tail.whole).toBe("no");
  });

  it("does not pass for whole when the remembered record cannot be read", async () => {
    const folder = await gateStream(3);
    const expectedHead = await readHead(folder.store, "gate");
    truncateSync(folder.file(3), 30_000_000);
    const { tail } = await verifyStream(folder.store, "gate", RING, { expectedHead });
    expect(tail.whole).toBe("unknown");
  });
});
