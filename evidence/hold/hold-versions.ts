import { readAhead } from "../archive/read-ahead";
import type { HeldBucket, ListedVersion } from "./held-bucket";
import type { Area } from "./scope";

/** How far holding, or taking holds off, has come. */
export interface HoldProgress {
  readonly area: Area["name"];
  readonly done: number;
}

/** What came of setting, or taking off, the holds of one area. */
export interface AreaOutcome {
  readonly area: Area["name"];
  readonly versions: number;
  readonly bytes: number;
  /** Versions whose hold was changed. */
  readonly changed: number;
  /** Versions that were as they should be. */
  readonly already: number;
  /** Versions another hold in force covers; they stay held. */
  readonly kept: number;
  /** Versions that were listed and were gone a moment later, as `key (version id)`. */
  readonly gone: readonly string[];
}

export interface HoldVersionsOptions {
  /** `true` sets the hold, `false` takes it off. */
  readonly held: boolean;
  /** Ask for each version first: a question costs a tenth of a change. Worth it where most are done already. */
  readonly askFirst: boolean;
  /** Versions to leave alone. @default none */
  readonly keep?: (version: ListedVersion) => boolean;
  readonly onProgress?: (progress: HoldProgress) => void;
}

/** Requests under way at a time. */
const AT_ONCE = 32;

/**
 * Sets the legal hold of every version in an area, or takes it off. Never deletes anything. Setting is idempotent, so
 * after a crash it is simply done again.
 *
 * @throws UserError where S3 refuses, which stops it
 */
export async function holdVersions(
  bucket: HeldBucket,
  area: Area,
  { held, askFirst, keep = () => false, onProgress }: HoldVersionsOptions,
): Promise<AreaOutcome> {
  const count = { versions: 0, bytes: 0, changed: 0, already: 0, kept: 0 };
  const gone: string[] = [];
  const change = async (version: ListedVersion) => {
    if (keep(version)) return "kept";
    if (askFirst) {
      const is = await bucket.isHeld(version);
      if (is === "gone") return is;
      if (is === held) return "already";
    }
    return (await bucket.setHold(version, held)) === "set" ? "changed" : "gone";
  };
  const outcomes = readAhead(versionsIn(bucket, area), AT_ONCE, async (version) => ({
    version,
    outcome: await change(version),
  }));
  for await (const { version, outcome } of outcomes) {
    count.versions++;
    count.bytes += version.bytes;
    if (outcome === "gone") gone.push(`${version.key} (version ${version.versionId})`);
    else count[outcome as "changed" | "already" | "kept"]++;
    onProgress?.({ area: area.name, done: count.versions });
  }
  return { area: area.name, ...count, gone };
}

async function* versionsIn(bucket: HeldBucket, area: Area): AsyncGenerator<ListedVersion> {
  for await (const { versions } of bucket.pages(area))
    for (const version of versions) if (!version.deleteMarker) yield version;
}

/** Findings that checking a hold can make, by code. */
export type HoldFindingCode = "not-held" | "delete-marker";

/** A version that is not as a hold wants it. */
export interface HoldFinding {
  readonly code: HoldFindingCode;
  readonly area: Area["name"];
  readonly key: string;
  readonly versionId: string;
  readonly writtenAt: string;
}

/** What checking the holds of one area came to. */
export interface AreaCheck {
  readonly area: Area["name"];
  readonly versions: number;
  readonly held: number;
  /** How often each kind was found. */
  readonly found: Readonly<Record<HoldFindingCode, number>>;
  /** The first of them, at most {@link KEPT_FINDINGS} of a kind. */
  readonly findings: readonly HoldFinding[];
}

/** A hold that was never set on ten years of log would else be a list of millions. */
const KEPT_FINDINGS = 1000;

/** Asks for the legal hold of every version in an area. Throws UserError. */
export async function checkVersions(
  bucket: HeldBucket,
  area: Area,
  onProgress?: (progress: HoldProgress) => void,
): Promise<AreaCheck> {
  const findings: HoldFinding[] = [];
  const found = { "not-held": 0, "delete-marker": 0 };
  let versions = 0;
  let held = 0;
  const listed = async function* () {
    for await (const page of bucket.pages(area)) yield* page.versions;
  };
  const answers = readAhead(listed(), AT_ONCE, async (version) => ({
    version,
    is: version.deleteMarker ? ("marker" as const) : await bucket.isHeld(version),
  }));
  for await (const { version, is } of answers) {
    const { key, versionId, writtenAt } = version;
    const find = (code: HoldFindingCode) => {
      if (++found[code] <= KEPT_FINDINGS) findings.push({ code, area: area.name, key, versionId, writtenAt });
    };
    if (is === "marker") find("delete-marker");
    else {
      versions++;
      if (is === true) held++;
      else find("not-held");
    }
    onProgress?.({ area: area.name, done: versions });
  }
  return { area: area.name, versions, held, found, findings };
}
