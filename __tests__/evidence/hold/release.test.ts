import { takeOff, type HeldBucket, type Hold, type HoldBook } from "../../../evidence/hold";

const hold = (id: string): Hold => ({
  id,
  system: "credit-scoring",
  environment: "sandbox",
  period: { from: "2026-11-10T00:00:00.000Z" },
  reason: "audit",
  placed: { key: id, sha256: "", recordedAt: "", role: "approver", keyId: "" },
  doubts: [],
});
const book = (...holds: Hold[]): HoldBook => ({ holds, verified: true, findings: [] });
const VERSION = {
  key: "art12/dt=20261110/hour=00/archive_000000.0000.a.json.gz",
  versionId: "v1",
  bytes: 1,
  writtenAt: "2026-11-10T00:00:00.000Z",
  deleteMarker: false,
};

/** A bucket with one held version. */
function bucket() {
  let held = true;
  const stub = {
    pages: async function* ({ name }: { name: string }) {
      yield { versions: name === "archive" ? [VERSION] : [] };
    },
    isHeld: async () => held,
    setHold: async (_: unknown, to: boolean) => {
      held = to;
      return "set";
    },
  };
  return { stub: stub as unknown as HeldBucket, isHeld: () => held };
}

/** Releases hold `old` while the records say these things, one reading after the other. */
async function release(...readings: HoldBook[]) {
  const { stub, isHeld } = bucket();
  const read = async () => readings.shift()!;
  const { setAgain, areas } = await takeOff(hold("old"), stub, read, { askFirst: false });
  return { setAgain, held: isHeld(), kept: areas[0]?.kept };
}

describe("While a hold is released", () => {
  const [old, fresh] = [hold("old"), hold("fresh")];

  it("its versions are let go when no other hold is there", async () => {
    expect(await release(book(old), book(old))).toEqual({ setAgain: [], held: false, kept: 0 });
  });

  it("versions of a hold that was there before are never touched", async () => {
    expect(await release(book(old, fresh), book(old, fresh))).toEqual({ setAgain: [], held: true, kept: 1 });
  });

  it("versions of a hold that is placed meanwhile are held once more", async () => {
    expect(await release(book(old), book(old, fresh))).toEqual({ setAgain: ["fresh"], held: true, kept: 0 });
  });

  it("a hold that was released before does not keep anything", async () => {
    const gone = { ...fresh, released: fresh.placed };
    expect(await release(book(old, gone), book(old, gone))).toEqual({ setAgain: [], held: false, kept: 0 });
  });
});
