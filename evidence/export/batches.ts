import { canonicalString, sha256Hex } from "../event";
import type { ObjectVersion } from "../archive";

/** Object versions that are read together, and whose result is kept together. */
export interface Batch {
  /** Made from what is in it: the same versions are the same batch, in this run and in one that goes on after a crash. */
  readonly name: string;
  readonly versions: readonly ObjectVersion[];
}

/** Enough that a batch is worth a message to another thread, and so little that its events fit in memory. */
const MAX_BYTES = 8 * 1024 * 1024;
const MAX_VERSIONS = 512;

/**
 * Cuts an inventory into batches, in its order. A batch never spans two days, so that an object that comes late
 * changes the batches of its day only.
 */
export function batchesOf(versions: readonly ObjectVersion[]): Batch[] {
  const batches: Batch[] = [];
  let open: ObjectVersion[] = [];
  let bytes = 0;
  const close = () => {
    if (open.length > 0) batches.push({ name: nameOf(open), versions: open });
    [open, bytes] = [[], 0];
  };
  for (const version of versions) {
    const [last] = open.slice(-1);
    const full = bytes + version.bytes > MAX_BYTES || open.length === MAX_VERSIONS;
    if (last && (full || dayFolder(last) !== dayFolder(version))) close();
    open.push(version);
    bytes += version.bytes;
  }
  close();
  return batches;
}

function dayFolder({ key }: ObjectVersion): string {
  return key.split("/hour=", 1)[0]!;
}

function nameOf(versions: readonly ObjectVersion[]): string {
  const identity = versions.map(({ key, versionId, bytes, writtenAt }) => [key, versionId, bytes, writtenAt]);
  return sha256Hex(canonicalString(identity)).slice(0, 32);
}
