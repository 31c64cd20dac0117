import type { ObjectVersion } from "../archive";

/** Everything that stands under one key: a lock keeps versions from going, not others from being laid over them. */
export interface StoredKey {
  readonly key: string;
  /** Oldest first: the first is the evidence. Empty when only delete markers stand there. */
  readonly versions: readonly ObjectVersion[];
  readonly deleteMarkers: readonly ObjectVersion[];
  /** It was left out on purpose where this was copied to, with those before it from number `first` on; its digest is told. */
  readonly withheld?: { readonly first: number; readonly sha256: string; readonly redacted?: boolean };
}

/**
 * What came of a put: written; refused because the key is taken; or not settled, because the answer was lost or
 * another write was under way. In the last case the object may or may not be there, and the same put is tried again.
 */
export type PutOutcome =
  { readonly is: "written" } | { readonly is: "taken" } | { readonly is: "unsettled"; readonly why: string };

/** Where records are kept. All methods throw UserError for a fault of the environment. */
export interface RecordStore {
  /** For people: `s3://bucket/records`, or what stands for it. */
  readonly name: string;
  /** Writes an object only if its key has none, in one step that no other writer can come between. */
  putIfAbsent(key: string, bytes: Uint8Array): Promise<PutOutcome>;
  /** Keys that start with `prefix`, in order, with all versions; only those behind the key `after`, where given. */
  list(prefix: string, after?: string): AsyncIterable<StoredKey>;
  /** Names of the streams there are, in order. */
  streams(): Promise<string[]>;
  /** The bytes of one version. Throws UnreadableObject where only this one cannot be read. */
  read(version: ObjectVersion): Promise<Buffer>;
}
