import type { Readable } from "node:stream";

/** One version of an object, or a delete marker laid over it. */
export interface ObjectVersion {
  readonly key: string;
  /** Version id; `null` (the word) in a bucket or folder that keeps no versions, as S3 calls it. */
  readonly versionId: string;
  /** Size in bytes; 0 for a delete marker. */
  readonly bytes: number;
  /** When the version was written, RFC 3339 in UTC. */
  readonly writtenAt: string;
  readonly deleteMarker: boolean;
  /** Storage class as S3 names it (`STANDARD`, `DEEP_ARCHIVE`, ...); absent where the source has none. */
  readonly storageClass?: string;
}

/**
 * Where archived logs are read from. A lock keeps versions from being deleted, yet not a second version or a delete
 * marker from being laid over them: so a source tells every version there is, never "the current one".
 */
export interface ArchiveSource {
  /** What a bundle says it was read from: `s3://bucket/path`, never a path of this machine. */
  readonly name: string;
  /** All versions and delete markers whose key starts with `prefix`, in any order. Throws UserError. */
  list(prefix: string): AsyncIterable<ObjectVersion>;
  /** The bytes of one version. Throws UserError for a fault of the environment, UnreadableObject for this object. */
  open(version: ObjectVersion): Promise<Readable>;
}

/** One object cannot be read (taken to cold storage, denied, gone), while the others may be. */
export class UnreadableObject extends Error {
  constructor(
    readonly key: string,
    readonly versionId: string,
    readonly reason: string,
  ) {
    super(`${key} (version ${versionId}): ${reason}`);
    this.name = "UnreadableObject";
  }
}
