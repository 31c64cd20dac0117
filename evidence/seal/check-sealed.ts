import { classifyKey } from "../archive";
import type { SealFinding, SealFindingCode } from "./findings";
import { digests } from "./index-repair";
import { sealKey } from "./keys";
import { versionRef, type Seal } from "./seal";

/** An object version as a reader of the archive saw it; an entry of a bundle's `objects.json` is one. */
export interface ObjectSeen {
  readonly key: string;
  readonly version_id: string;
  readonly written_at: string;
  /** Absent when it could not be read. */
  readonly sha256?: string | undefined;
}

/** What a seal says of one version. */
export interface SealedVersion {
  readonly key: string;
  readonly versionId: string;
  readonly sha256: string;
  readonly sealedBy: number;
}

/** A look at the archive that was ended: what was there then, in these days, is sealed. */
export interface Look {
  readonly sequence: number;
  readonly listedAt: string;
  readonly from: string;
  readonly to: string;
}

/** How the versions read compare with the seals. */
export interface SealedComparison {
  /** Versions that are, byte for byte, what was sealed. */
  readonly equal: number;
  readonly findings: readonly SealFinding[];
}

/** S3 dates a version from the start of its upload, and clocks differ: one this young may have missed the listing. */
const SETTLING_MS = 60 * 60_000;

/** Collects what seals say of some days of the archive; memory grows with the objects of these days only. */
export class SealedDays {
  readonly #days: ReadonlySet<string>;
  readonly #versions = new Map<string, SealedVersion>();
  readonly #unread = new Set<string>();
  readonly #looks: Look[] = [];
  readonly #contradictions: SealFinding[] = [];

  /**
   * @param archivePath path of the archive in the bucket
   * @param days UTC days (`YYYY-MM-DD`) the reader listed
   */
  constructor(
    private readonly archivePath: string,
    days: readonly string[],
  ) {
    this.#days = new Set(days);
  }

  /** Takes one seal; in any order, but all there are since the first of the days. */
  add(seal: Seal): void {
    const { sequence, details } = seal;
    const look = lookOf(seal);
    if (look !== undefined) this.#looks.push(look);
    for (const { key, versionId, sha256 } of details.objects) {
      if (!this.#isOurs(key)) continue;
      const ref = versionRef(key, versionId);
      const before = this.#versions.get(ref);
      if (before === undefined) this.#versions.set(ref, { key, versionId, sha256, sealedBy: sequence });
      else if (before.sha256 !== sha256) this.#contradictions.push(contradiction(before, sha256, sequence));
    }
    for (const { key, versionId } of details.unreadable)
      if (this.#isOurs(key)) this.#unread.add(versionRef(key, versionId));
  }

  /** Compares what was read in these days. */
  compare(objects: readonly ObjectSeen[]): SealedComparison {
    const { equal, findings } = compareSealed(objects, this.archivePath, {
      versions: this.#versions,
      unread: this.#unread,
      looks: this.#looks,
    });
    return { equal, findings: [...this.#contradictions, ...findings] };
  }

  #isOurs(key: string): boolean {
    const found = classifyKey(this.archivePath, key);
    return found.kind === "archive" && this.#days.has(found.day);
  }
}

/**
 * Compares object versions that a reader found in some days of the archive with the seals of that archive. Pure.
 *
 * @param objects all versions found in these days
 * @param seals all seals since the first of the days, checked before ({@link inspectSeals})
 */
export function checkSealed(
  objects: readonly ObjectSeen[],
  seals: Iterable<Seal>,
  { archivePath, days }: { readonly archivePath: string; readonly days: readonly string[] },
): SealedComparison {
  const sealed = new SealedDays(archivePath, days);
  for (const seal of seals) sealed.add(seal);
  return sealed.compare(objects);
}

/** The comparison itself, for whoever has what seals say in another form. */
export function compareSealed(
  objects: readonly ObjectSeen[],
  archivePath: string,
  sealed: {
    readonly versions: ReadonlyMap<string, SealedVersion>;
    readonly unread: ReadonlySet<string>;
    readonly looks: readonly Look[];
  },
): SealedComparison {
  const findings: SealFinding[] = [];
  const seen = new Set<string>();
  const lastLook = sealed.looks.reduce<Look | undefined>(
    (last, look) => (last === undefined || look.listedAt > last.listedAt ? look : last),
    undefined,
  );
  let equal = 0;
  for (const object of objects) {
    const ref = versionRef(object.key, object.version_id);
    seen.add(ref);
    const find = (code: SealFindingCode, reason: string) =>
      findings.push({ code, key: object.key, versionId: object.version_id, reason });
    const version = sealed.versions.get(ref);
    if (version === undefined) {
      if (sealed.unread.has(ref)) find("sealed-unread", "it could not be read when it was to be sealed");
      else find(...unsealed(object, archivePath, sealed.looks, lastLook));
    } else if (object.sha256 === undefined) find("sealed-unread", `seal ${version.sealedBy} lists it`);
    else if (object.sha256 === version.sha256) equal++;
    else find("sealed-digest-differs", digests(object.sha256, version.sha256));
  }
  for (const [ref, { key, versionId, sealedBy }] of sealed.versions) {
    if (seen.has(ref)) continue;
    findings.push({ code: "sealed-object-gone", key, versionId, reason: `seal ${sealedBy} lists it` });
  }
  return { equal, findings };
}

/** The look a seal ends; nothing for one whose look went on in the next seal. */
export function lookOf({ sequence, details }: Seal): Look | undefined {
  const { listedAt, window, continues } = details;
  return continues ? undefined : { sequence, listedAt, ...window };
}

function unsealed(
  { key, written_at: writtenAt }: ObjectSeen,
  archivePath: string,
  looks: readonly Look[],
  last: Look | undefined,
): [SealFindingCode, string] {
  if (last === undefined) return ["no-seal", "no look at the archive was ended"];
  const settled = new Date(Date.parse(writtenAt) + SETTLING_MS).toISOString();
  if (settled >= last.listedAt)
    return ["not-sealed-yet", `written at ${writtenAt}, last sealed at ${last.listedAt}`];
  const found = classifyKey(archivePath, key);
  const looked = looks.find(
    ({ listedAt, from, to }) =>
      listedAt > settled && found.kind === "archive" && from <= found.day && found.day <= to,
  );
  return [
    "object-not-sealed",
    looked === undefined
      ? `written at ${writtenAt}; no look since then went back to its day: evidence seal run --all does`
      : `written at ${writtenAt}, by its date; seal ${looked.sequence} looked at its day at ${looked.listedAt} and does not list it`,
  ];
}

function contradiction(before: SealedVersion, sha256: string, sequence: number): SealFinding {
  const { key, versionId } = before;
  const reason = `${before.sha256} by seal ${before.sealedBy}, ${sha256} by ${sealKey(sequence)}`;
  return { code: "seal-contradicted", key, versionId, reason };
}
