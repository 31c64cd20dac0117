import { writeFileSync } from "node:fs";
import path from "node:path";
import {
  inspectChain,
  inspectSeals,
  readSealLines,
  readSeals,
  SealedDays,
  sealLine,
  type InspectedSeal,
} from "../../../evidence/seal";
import { startAuthority } from "../../../sandbox/timestamp-authority/server";
import { temporaryFolder } from "../../temporary";
import { actors, ringWith } from "../records/actors";
import { SealScene } from "./scene";

/** Lines of all seals that may list something of `since` or later. */
async function linesOf(scene: SealScene, since?: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const seal of readSeals(scene.store, since)) lines.push(sealLine(seal));
  return lines;
}

async function inspected(lines: readonly string[], timestampCa?: string): Promise<InspectedSeal[]> {
  const file = path.join(temporaryFolder(), "seals.ndjson");
  writeFileSync(file, lines.map((line) => `${line}\n`).join(""));
  const seals: InspectedSeal[] = [];
  for await (const seal of inspectChain(inspectSeals(readSealLines(file), ringWith(), { timestampCa })))
    seals.push(seal);
  return seals;
}

const codes = (seals: readonly InspectedSeal[]) =>
  seals
    .flatMap(({ findings }) => findings.map(({ code }) => code))
    .filter((code) => code !== "not-time-stamped");

async function threeSeals(): Promise<SealScene> {
  const scene = new SealScene();
  scene.put("2026-03-09");
  for (const day of ["2026-03-10", "2026-03-11", "2026-03-12"]) await scene.seal(day);
  return scene;
}

describe("Seals carried elsewhere as lines", () => {
  it("say what they said, can begin anywhere in the stream, and are compared with objects there", async () => {
    const scene = await threeSeals();
    const lines = await linesOf(scene);
    expect(lines).toHaveLength(3);
    const seals = await inspected(lines);
    expect(codes(seals)).toEqual([]);
    expect(codes(await inspected(lines.slice(1)))).toEqual([]);
    const days = new SealedDays("art12", ["2026-03-09"]);
    for (const { seal } of seals) days.add(seal!);
    const [{ key, versionId: version_id, writtenAt: written_at, sha256 }] = scene.said(1).details.objects as [
      ReturnType<SealScene["said"]>["details"]["objects"][number],
    ];
    expect(days.compare([{ key, version_id, written_at, sha256 }])).toEqual({ equal: 1, findings: [] });
  });

  it("keep their time stamps", async () => {
    const authority = await startAuthority(temporaryFolder());
    const scene = new SealScene();
    await scene.seal("2026-03-10", { authority, now: () => new Date() });
    await authority.stop();
    const [seal] = await inspected(await linesOf(scene), authority.caFile);
    expect(seal).toMatchObject({ findings: [], stampedAt: expect.any(Date) });
  });

  it.each([
    { what: "one taken out", change: ([a, , c]: string[]) => [a!, c!], found: ["seal-chain-broken"] },
    { what: "two exchanged", change: ([a, b, c]: string[]) => [b!, a!, c!], found: ["seal-chain-broken", "seal-chain-broken"] },
    { what: "one under another number", change: ([a, b]: string[]) => [a!, b!.replace('"sequence":2', '"sequence":3')], found: ["seal-unreadable", "seal-chain-broken"] },
    { what: "one changed", change: ([a, b]: string[]) => [a!, b!.replace("payload\\\":\\\"ey", "payload\\\":\\\"fy")], found: ["seal-unreadable"] },
    { what: "one without its envelope", change: () => ['{"sequence":1,"stamps":[]}'], found: ["seal-unreadable"] },
  ])("show $what", async ({ change, found }) => {
    const lines = change(await linesOf(await threeSeals()));
    expect(codes(await inspected(lines))).toEqual(found);
  }); // prettier-ignore

  it("show one that was signed again with the right key", async () => {
    const scene = await threeSeals();
    await scene.rewrite(2, actors.detector, () => ({ archive: "s3://other/art12" }));
    expect(codes(await inspected(await linesOf(scene)))).toEqual(["seal-chain-broken"]);
  });

  it("stay one line each, whatever a forged envelope holds", () => {
    // Newer versions of Node end a line at these characters, too.
    const bytes = Buffer.from("\u2028 and \u2029");
    const line = sealLine({ sequence: 1, key: "", bytes, stamps: [] });
    expect(line).not.toMatch(/[\u2028\u2029]/);
    expect(JSON.parse(line).envelope).toBe(bytes.toString());
  });

  it("are refused when a line is none", async () => {
    await expect(inspected(["{"])).rejects.toMatchObject({ code: "seal-line-invalid" });
  });
});
