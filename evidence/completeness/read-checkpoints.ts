import { UnreadableObject, type ArchiveSource, type ObjectVersion } from "../archive";
import { utf8 } from "../records/envelope";
import {
  checkpointPlaceOf,
  checkpointPrefix,
  MAX_CHECKPOINT_BYTES,
  type CheckpointPlace,
} from "./checkpoint";
import type { Report } from "./findings";

/** A checkpoint as it stands in the vault, unjudged; a line of `checkpoints.ndjson`. */
export interface StoredCheckpoint {
  readonly key: string;
  /** Of the first version, which is the evidence. */
  readonly version_id: string;
  readonly written_at: string;
  /** The envelope's bytes as text, exactly. */
  readonly envelope: string;
}

/** Days listed, and objects fetched, at a time. */
const AT_ONCE = 16;

/**
 * Reads the first version of every checkpoint of a system on the given UTC days, in order of emitter and number. Second
 * versions, delete markers, foreign names and what cannot be read are reported. Throws UserError for a fault of the
 * environment.
 */
export async function* readCheckpoints(
  source: ArchiveSource,
  system: string,
  days: readonly string[],
  report: Report,
): AsyncIterable<StoredCheckpoint> {
  const first: { place: CheckpointPlace; version: ObjectVersion }[] = [];
  for (const some of chunks(days)) {
    const listed = await Promise.all(some.map((day) => keysOf(source, checkpointPrefix(system, day))));
    for (const [key, versions] of listed.flatMap((keys) => [...keys])) {
      const place = checkpointPlaceOf(key);
      const version = place === undefined ? unknownName(key, report) : firstVersion(key, versions, report);
      if (place !== undefined && version !== undefined) first.push({ place, version });
    }
  }
  first.sort(({ place: a }, { place: b }) => compare(a.emitter, b.emitter) || a.sequence - b.sequence);
  for (const some of chunks(first)) {
    const read = await Promise.all(some.map(({ version }) => readText(source, version)));
    for (const [index, text] of read.entries()) {
      const { key, versionId: version_id, writtenAt: written_at } = some[index]!.version;
      if ("unreadable" in text)
        report({ code: "checkpoint-unreadable", key, version_id, reason: text.unreadable });
      else yield { key, version_id, written_at, envelope: text.envelope };
    }
  }
}

async function keysOf(source: ArchiveSource, prefix: string): Promise<Map<string, ObjectVersion[]>> {
  const keys = new Map<string, ObjectVersion[]>();
  for await (const version of source.list(prefix))
    keys.set(version.key, [...(keys.get(version.key) ?? []), version]);
  return keys;
}

function unknownName(key: string, report: Report): undefined {
  report({ code: "checkpoint-unknown-name", key, reason: "not <emitter>.<12 digits>.dsse.json" });
}

function firstVersion(
  key: string,
  versions: readonly ObjectVersion[],
  report: Report,
): ObjectVersion | undefined {
  // Stores tell times to the second. S3 lists the versions of a key newest first, which settles what is left; a plain
  // file in a folder is the first version.
  const oldestFirst = [...versions].reverse();
  const ordered = oldestFirst.sort(
    (a, b) =>
      compare(a.writtenAt, b.writtenAt) || Number(b.versionId === "null") - Number(a.versionId === "null"),
  );
  const written = ordered.filter(({ deleteMarker }) => !deleteMarker);
  for (const { versionId: version_id, writtenAt } of ordered.filter(({ deleteMarker }) => deleteMarker)) {
    const reason = `laid at ${writtenAt} over ${written.length} version(s)`;
    report({ code: "checkpoint-delete-marker", key, version_id, reason });
  }
  if (written.length === 0)
    report({ code: "checkpoint-unreadable", key, reason: "nothing but delete markers stands there" });
  for (const { versionId: version_id, writtenAt } of written.slice(1))
    report({ code: "checkpoint-second-version", key, version_id, reason: `written at ${writtenAt}` });
  return written[0];
}

async function readText(
  source: ArchiveSource,
  version: ObjectVersion,
): Promise<{ envelope: string } | { unreadable: string }> {
  if (version.bytes > MAX_CHECKPOINT_BYTES) return { unreadable: `it has ${version.bytes} bytes` };
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of await source.open(version)) chunks.push(chunk as Buffer);
    const envelope = utf8(Buffer.concat(chunks));
    return envelope === undefined ? { unreadable: "it is not UTF-8" } : { envelope };
  } catch (error) {
    if (error instanceof UnreadableObject) return { unreadable: error.reason };
    throw error;
  }
}

function chunks<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / AT_ONCE) }, (_, index) =>
    items.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
