import { readFileSync } from "node:fs";
import path from "node:path";
import type { ExportRequest, Manifest } from "../../../evidence/export";
import type { KeyRing } from "../../../evidence/records";
import type { SealRun } from "../../../evidence/seal";
import { verifyBundle } from "../../../evidence/verify";
import { startAuthority, type RunningAuthority } from "../../../sandbox/timestamp-authority/server";
import { temporaryFolder } from "../../temporary";
import { exported } from "../export/bundles";
import type { Actor } from "../records/actors";
import { actors, ringWith } from "../records/actors";
import { SealScene } from "../seal/scene";

/** What an export is given, where it differs from all there is. */
export interface SealedRequest extends Partial<ExportRequest> {
  readonly without?: "seals" | "keyRing" | "timestampCa";
}

/** The day that is exported. */
export const DAY = "2026-03-09";

/** An archive with seals by a real time-stamp authority, and its bundles. */
export class SealedScene {
  private constructor(
    readonly seals: SealScene,
    readonly authority: RunningAuthority,
    readonly keys: readonly string[],
  ) {}

  /** Two objects, and three seals made on the machine's own clock, for that is the authority's: two list one each. */
  static async make(detector: Actor = actors.detector): Promise<SealedScene> {
    const authority = await startAuthority(temporaryFolder());
    const seals = new SealScene();
    const scene = new SealedScene(seals, authority, [seals.put(DAY, { id: "a1" })]);
    await scene.seal(detector);
    const both = new SealedScene(seals, authority, [...scene.keys, seals.put(DAY, { id: "b2", hour: "09" })]);
    await both.seal(detector);
    await seals.decide(DAY);
    await both.seal(detector);
    return both;
  }

  /** The same again, in folders of its own. */
  copy(): SealedScene {
    return new SealedScene(this.seals.copy(), this.authority, this.keys);
  }

  seal({ signer }: Actor = actors.detector, changes: object = {}): Promise<SealRun> {
    const now = () => new Date();
    return this.seals.seal(DAY, { signer, authority: this.authority, now, days: { all: true }, ...changes });
  }

  /** Exports the day with seals, the detector's key and the authority's certificate, but for what is changed. */
  async export({ without, ...changes }: SealedRequest = {}): Promise<{ out: string; manifest: Manifest }> {
    const request: Partial<ExportRequest> = { seals: this.seals.store, ...this.means, ...changes };
    if (without !== undefined)
      delete (request as { -readonly [Key in keyof ExportRequest]?: unknown })[without];
    return exported(this.seals.archive, { from: DAY, target: { createdAt: new Date() }, request });
  }

  /** What a reader is told who has the right keys and the authority's certificate, or what is given. */
  async verify(
    bundle: string,
    means: { readonly keyRing?: KeyRing | undefined; readonly timestampCa?: string | undefined } = this.means,
  ) {
    const { verified, checks, sealed } = await verifyBundle(bundle, means);
    const failed = checks.filter(({ verdict }) => verdict !== "met");
    return { verified, sealed, failed: failed.map(({ check, reason }) => `${check}: ${reason}`).join("\n") };
  }

  get means(): Pick<ExportRequest, "keyRing" | "timestampCa"> {
    return { keyRing: ringWith(), timestampCa: this.authority.caFile };
  }

  objectFile(index: number): string {
    return path.join(this.seals.archive.folder, this.keys[index]!);
  }

  stampFile(sequence: number): string {
    return this.seals.file(`timestamps/seal/${String(sequence).padStart(12, "0")}.1.tsr`);
  }
}

/** Lines of a bundle's seals, parsed. */
export function sealLinesIn(bundle: string) {
  const text = readFileSync(path.join(bundle, "seals.ndjson"), "utf8");
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as { sequence: number; envelope: string; stamps: { base64: string }[] });
}
