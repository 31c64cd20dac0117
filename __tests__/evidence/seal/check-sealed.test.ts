import { checkSealed, type ObjectSeen, type Seal } from "../../../evidence/seal";
import { objectKey } from "../archive/corpus";

const [A, B] = ["a".repeat(64), "b".repeat(64)];
const KEY = objectKey("2026-03-09T08:00:00.000Z");
const WRITTEN = "2026-03-09T08:05:00.000Z";
const WINDOW = { archivePath: "art12", days: ["2026-03-08", "2026-03-09"] };

function seal(sequence: number, changes: Partial<Seal["details"]> = {}): Seal {
  const day = `2026-03-${String(9 + sequence).padStart(2, "0")}`;
  return {
    sequence,
    recordedAt: `${day}T03:00:01.000Z`,
    previous: A,
    details: {
      archive: "s3://vault/art12",
      listedAt: `${day}T03:00:00.000Z`,
      window: { from: "2026-03-07", to: "2026-03-12" },
      continues: false,
      objects: [],
      unreadable: [],
      laterVersions: [],
      deleteMarkers: [],
      gone: [],
      emitters: [],
      streams: [],
      ...changes,
    },
  };
}

const sealed = (versionId: string, sha256 = A, key = KEY) => ({
  key,
  versionId,
  writtenAt: WRITTEN,
  bytes: 1,
  sha256,
  entries: 1,
});
const seen = (version_id: string, changes: Partial<ObjectSeen> = {}): ObjectSeen => ({
  key: KEY,
  version_id,
  written_at: WRITTEN,
  sha256: A,
  ...changes,
});
const check = (objects: readonly ObjectSeen[], seals: readonly Seal[]) => {
  const { equal, findings } = checkSealed(objects, seals, WINDOW);
  return { equal, findings: findings.map(({ code, versionId }) => `${code} ${versionId}`) };
};

describe("Object versions that were read, compared with the seals", () => {
  it("are equal when they are what was sealed, whichever seal lists them", () => {
    const seals = [seal(1, { objects: [sealed("v1")] }), seal(2, { objects: [sealed("v2", B)] })];
    expect(check([seen("v1"), seen("v2", { sha256: B })], seals)).toEqual({ equal: 2, findings: [] });
  });

  it.each([
    { what: "differ from what was sealed", objects: [seen("v1", { sha256: B })], seals: [seal(1, { objects: [sealed("v1")] })], found: "sealed-digest-differs v1" },
    { what: "are missing, though sealed", objects: [], seals: [seal(1, { objects: [sealed("v1")] })], found: "sealed-object-gone v1" },
    { what: "were there when sealed, and are not listed", objects: [seen("v1")], seals: [seal(1)], found: "object-not-sealed v1" },
    { what: "were added to a day after the looks at it", objects: [seen("v1", { written_at: "2026-03-20T08:00:00.000Z" })], seals: [seal(1), seal(20, { window: { from: "2026-03-17", to: "2026-03-30" } })], found: "object-not-sealed v1" },
    { what: "are younger than the last seal", objects: [seen("v1", { written_at: "2026-03-10T04:00:00.000Z" })], seals: [seal(1)], found: "not-sealed-yet v1" },
    { what: "were written just before the last look", objects: [seen("v1", { written_at: "2026-03-10T02:30:00.000Z" })], seals: [seal(1)], found: "not-sealed-yet v1" },
    { what: "belong to a look that broke off", objects: [seen("v1", { written_at: "2026-03-10T08:00:00.000Z" })], seals: [seal(1), seal(2, { continues: true })], found: "not-sealed-yet v1" },
    { what: "could not be read now", objects: [seen("v1", { sha256: undefined })], seals: [seal(1, { objects: [sealed("v1")] })], found: "sealed-unread v1" },
    { what: "could not be read when they were to be sealed", objects: [seen("v1")], seals: [seal(1, { unreadable: [{ key: KEY, versionId: "v1", writtenAt: WRITTEN, bytes: 1, reason: "cold" }] })], found: "sealed-unread v1" },
    { what: "have no seal at all to be compared with", objects: [seen("v1")], seals: [], found: "no-seal v1" },
  ])("are found when they $what", ({ objects, seals, found }) => {
    expect(check(objects, seals)).toEqual({ equal: 0, findings: [found] });
  }); // prettier-ignore

  it("are equal when a later seal lists what an earlier one could not read", () => {
    const unreadable = [{ key: KEY, versionId: "v1", writtenAt: WRITTEN, bytes: 1, reason: "cold" }];
    const seals = [seal(1, { unreadable }), seal(2, { objects: [sealed("v1")] })];
    expect(check([seen("v1")], seals)).toEqual({ equal: 1, findings: [] });
  });

  it("are found when two seals tell different bytes of one version", () => {
    const seals = [seal(1, { objects: [sealed("v1")] }), seal(2, { objects: [sealed("v1", B)] })];
    expect(check([seen("v1")], seals)).toEqual({ equal: 1, findings: ["seal-contradicted v1"] });
  });

  it("are not asked for on days that the reader did not list", () => {
    const elsewhere = objectKey("2026-03-07T08:00:00.000Z");
    expect(check([], [seal(1, { objects: [sealed("v1", A, elsewhere)] })])).toEqual({
      equal: 0,
      findings: [],
    });
  });

  it("are told apart by key and version, not by either alone", () => {
    const other = objectKey("2026-03-09T09:00:00.000Z");
    const seals = [seal(1, { objects: [sealed("v1", A), sealed("v2", B), sealed("v1", B, other)] })];
    const objects = [seen("v1"), seen("v2", { sha256: B }), seen("v1", { key: other, sha256: B })];
    expect(check(objects, seals)).toEqual({ equal: 3, findings: [] });
  });

  it("say how to seal what was added to an old day", () => {
    const added = seen("v1", { written_at: "2026-03-20T08:00:00.000Z" });
    const late = seal(20, { window: { from: "2026-03-17", to: "2026-03-30" } });
    const [finding] = checkSealed([added], [late], WINDOW).findings;
    expect(finding?.reason).toContain("evidence seal run --all");
  });
});
