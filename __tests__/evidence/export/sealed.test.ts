import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Manifest } from "../../../evidence/export";
import { startAuthority, type RunningAuthority } from "../../../sandbox/timestamp-authority/server";
import { temporaryFolder } from "../../temporary";
import { archivedLine, packed } from "../archive/corpus";
import { ringWith as emittersRing } from "../completeness/checkpoints";
import { actors, stranger } from "../records/actors";
import { DAY, SealedScene, type SealedRequest } from "../verify/sealed-scene";
import { jsonIn } from "./bundles";

let whole: SealedScene, stranded: RunningAuthority;
beforeAll(async () => {
  whole = await SealedScene.make();
  stranded = await startAuthority(temporaryFolder());
});
afterAll(() => Promise.all([whole.authority.stop(), stranded.stop()]));

/** The bundle that is exported after something was done to archive or vault, and what its reader is told. */
async function after(
  spoil: (scene: SealedScene) => unknown = () => undefined,
  request: () => SealedRequest = () => ({}),
) {
  const scene = whole.copy();
  await spoil(scene);
  const { out, manifest } = await scene.export(request());
  return { scene, out, manifest, read: await scene.verify(out) };
}

/** Numbers other than zero. */
const some = (versions: Manifest["sealed"]["versions"]) =>
  Object.fromEntries(Object.entries(versions).filter(([, total]) => total > 0));
const sealCodes = ({ findings }: Manifest) => Object.keys(findings).filter((code) => /seal|stamp/.test(code));

const line = () => archivedLine(whole.seals.emitter.emit(`${DAY}T08:00:00.000Z`));

describe("An export of days that were sealed", () => {
  it("says that it is what was sealed, when and by how many seals", async () => {
    const { manifest, read } = await after();
    const { holds, seals, versions } = manifest.sealed;
    expect({ holds, versions: some(versions), codes: sealCodes(manifest) }).toEqual({
      holds: "yes",
      versions: { equal: 2 },
      codes: [],
    });
    expect(seals).toMatchObject({ found: 3, first: 1, last: 3, time_stamped: 3 });
    expect(Math.abs(Date.parse(seals.first_stamped_at!) - Date.now())).toBeLessThan(600_000);
    expect(read).toMatchObject({ verified: true, sealed: manifest.sealed });
  });

  interface Case {
    readonly what: string;
    readonly spoil: (scene: SealedScene) => unknown;
    readonly versions: object;
    readonly codes: readonly string[];
  }
  it.each<Case>([
    { what: "an object was changed after it was sealed", spoil: (scene) => writeFileSync(scene.objectFile(0), packed(line())), versions: { equal: 1, differ: 1 }, codes: ["sealed-digest-differs"] },
    { what: "a sealed object is gone", spoil: (scene) => rmSync(scene.objectFile(1)), versions: { equal: 1, gone: 1 }, codes: ["sealed-object-gone"] },
    { what: "an object was added to a sealed day, dated back", spoil: (scene) => scene.seals.put(DAY, { id: "c3" }), versions: { equal: 2, not_sealed: 1 }, codes: ["object-not-sealed"] },
    { what: "a version was laid over an object, dated back", spoil: (scene) => scene.seals.put(DAY, { id: "a1", version: "v2" }), versions: { equal: 2, not_sealed: 1 }, codes: ["object-not-sealed"] },
    { what: "the first seal was removed", spoil: (scene) => rmSync(scene.seals.sealFile(1)), versions: { equal: 1, not_sealed: 1 }, codes: ["object-not-sealed"] },
    { what: "a seal in the middle was removed", spoil: (scene) => rmSync(scene.seals.sealFile(2)), versions: { equal: 1, not_sealed: 1 }, codes: ["object-not-sealed", "seal-chain-broken"] },
    { what: "a seal was signed by somebody else", spoil: (scene) => scene.seals.rewrite(3, stranger, () => ({})), versions: { equal: 2 }, codes: ["seal-unreadable", "stamp-invalid"] },
    { what: "a seal is no record", spoil: (scene) => writeFileSync(scene.seals.sealFile(3), '"\u2028\u2029"'), versions: { equal: 2 }, codes: ["seal-unreadable", "stamp-invalid"] },
    { what: "a seal bears the time stamp of another", spoil: (scene) => copyFileSync(scene.stampFile(2), scene.stampFile(1)), versions: { equal: 2 }, codes: ["stamp-invalid"] },
    { what: "two seals tell two digests", spoil: (scene) => contradict(scene), versions: { equal: 2, contradicted: 1 }, codes: ["seal-contradicted"] },
  ])("says no when $what, and names it; the bundle shows it again", async ({ spoil, versions, codes }) => {
    const { manifest, read } = await after(spoil);
    expect({ holds: manifest.sealed.holds, versions: some(manifest.sealed.versions) }).toEqual({ holds: "no", versions });
    expect(sealCodes(manifest)).toEqual(codes);
    expect(read).toMatchObject({ verified: true, failed: "", sealed: manifest.sealed });
  }); // prettier-ignore

  interface Doubt {
    readonly what: string;
    readonly spoil?: (scene: SealedScene) => unknown;
    readonly request?: () => SealedRequest;
    readonly because: string;
    readonly versions: object;
    readonly codes?: readonly string[];
  }
  it.each<Doubt>([
    { what: "seals were not looked for", request: () => ({ without: "seals" }), because: "seals of the archive were not looked for", versions: { not_compared: 2 } },
    { what: "there is none", spoil: (scene) => rmSync(scene.seals.vault, { recursive: true }), because: "no seal of these days was found", versions: { not_compared: 2 } },
    { what: "no key ring is given", request: () => ({ without: "keyRing" }), because: "no key ring with the detector's key", versions: { not_compared: 2 } },
    { what: "the key ring holds keys of emitters only", request: () => ({ keyRing: emittersRing() }), because: "no key ring with the detector's key", versions: { not_compared: 2 } },
    { what: "no authority's certificate is given", request: () => ({ without: "timestampCa" }), because: "no certificate of a time-stamp authority was given", versions: { equal: 2 } },
    { what: "a time stamp is missing", spoil: (scene) => rmSync(scene.stampFile(2)), because: "1 of 3 seal(s) have no time stamp that is good", versions: { equal: 2 }, codes: ["not-time-stamped"] },
    { what: "a seal was time-stamped long after it says it was made", spoil: sealLate, because: "a seal was time-stamped much later than it says it was made", versions: { equal: 2 }, codes: ["stamp-late"] },
    { what: "no look at the archive was ended", spoil: breakOff, because: "1 could not be compared, for no seal ends a look at the archive", versions: { equal: 1, not_compared: 1 }, codes: ["not-time-stamped"] },
    { what: "an object is younger than the last seal", spoil: (scene) => young(scene), because: "1 object version(s) are younger than the last seal", versions: { equal: 2, not_yet: 1 } },
  ])("cannot tell when $what, and says why", async ({ spoil, request, because, versions, codes = [] }) => {
    const { manifest } = await after(spoil, request);
    expect({ holds: manifest.sealed.holds, versions: some(manifest.sealed.versions) }).toEqual({ holds: "unknown", versions });
    expect(manifest.sealed.because).toContain(because);
    expect(sealCodes(manifest)).toEqual(codes);
  }); // prettier-ignore

  it("does not take the time stamps of an authority whose certificate was not given", async () => {
    const { manifest, read } = await after(undefined, () => ({ timestampCa: stranded.caFile }));
    expect(manifest.sealed).toMatchObject({ holds: "no", seals: { time_stamped: 0 } });
    expect(manifest.findings).toMatchObject({ "stamp-invalid": 3 });
    expect(read).toMatchObject({ verified: true, sealed: { holds: "yes" } });
  });

  it("is not disturbed by what seals say of other days", async () => {
    const { manifest } = await after(async (scene) => {
      scene.seals.put("2026-02-01", { id: "stays" });
      const elsewhere = scene.seals.put("2026-02-01", { id: "goes" });
      await scene.seal();
      scene.seals.removeObject(elsewhere);
      expect((await scene.seal()).findings).toMatchObject([{ code: "sealed-object-gone" }]);
    });
    expect({ holds: manifest.sealed.holds, codes: sealCodes(manifest) }).toEqual({ holds: "yes", codes: [] });
  });

  it("takes nothing but certificates out of the file with certificates", async () => {
    const file = path.join(temporaryFolder(), "ca.pem");
    const certificate = readFileSync(whole.authority.caFile, "utf8");
    writeFileSync(file, `-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n${certificate}`);
    const { out, manifest } = await after(undefined, () => ({ timestampCa: file }));
    expect(readFileSync(path.join(out, "timestamp-ca.pem"), "utf8")).toBe(certificate);
    expect(manifest.sealed.holds).toBe("yes");
  });

  it("tells in its report how many seals there are, from when, and what they say", async () => {
    const { out } = await after((scene) => rmSync(scene.objectFile(1)));
    const report = readFileSync(path.join(out, "report.html"), "utf8");
    const { seals } = jsonIn(out, "manifest.json").sealed;
    expect(report).toContain(`${seals.first_stamped_at} to ${seals.last_stamped_at} (RFC 3161`);
    expect(report).toMatch(/Sealed, and gone<\/th><td class="n"><span class="no">1</);
    expect(report).toContain("openssl ts -verify -data ../seal.dsse.json -in ../seal.tsr");
  });
});

/** An object that was put just now, after the last seal. */
function young({ seals }: SealedScene): void {
  seals.archive.put(seals.put(DAY, { id: "d4" }), packed(line()), undefined, new Date().toISOString());
}

/** A seal about a new record whose clock was three hours behind. */
async function sealLate(scene: SealedScene): Promise<void> {
  await scene.seals.decide(DAY);
  await scene.seal(undefined, { now: () => new Date(Date.now() - 3 * 3_600_000) });
}

/** Only the first seal is there, and the look it belongs to went on. */
async function breakOff(scene: SealedScene): Promise<void> {
  const { seals } = scene;
  for (const number of [2, 3]) rmSync(seals.sealFile(number));
  await seals.rewrite(1, actors.detector, () => ({ continues: true }));
  rmSync(scene.stampFile(1));
}

/** The last seal lists an object of the first again, with another digest, and is stamped anew. */
async function contradict(scene: SealedScene): Promise<void> {
  const [object] = scene.seals.said(1).details.objects;
  await scene.seals.rewrite(3, actors.detector, () => ({
    objects: [{ ...object!, sha256: "0".repeat(64) }],
  }));
  rmSync(scene.stampFile(3));
  await scene.seal();
}
