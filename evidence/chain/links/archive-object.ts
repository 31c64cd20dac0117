import { Looking } from "../link";
import type { Matter } from "../matter";
import type { ChainLink } from "../model";
import type { ObjectSeen } from "../sources";

/** That the object which holds the entry is, byte for byte, what was sealed, and that nothing was laid over it. */
export function archiveObject({ entry, objects, sources }: Matter): ChainLink {
  const looking = new Looking("archive-object");
  if (entry === undefined)
    return looking.cannotTell("There is no entry whose object could be looked at.").link();
  const { versions = [], deleteMarkers = [] } = objects ?? {};
  if (versions.length === 0)
    looking.missing(`Nothing is known of the object ${entry.place.key} that the entry was read from.`);
  for (const { key, versionId, writtenAt } of deleteMarkers)
    looking.broken(
      `Somebody asked to delete ${key}: a delete marker (${versionId}) was laid over it at ${writtenAt}.`,
    );
  for (const version of versions) lookAt(version, looking, sources.log.kind);
  const keys = new Set(versions.map(({ key }) => key));
  if (versions.length > keys.size)
    looking.fact(
      "Versions",
      `${versions.length} of ${keys.size} key(s); an archive writes a key again after a time-out`,
    );
  return looking.link();
}

function lookAt(version: ObjectSeen, looking: Looking, kind: "archive" | "bundle"): void {
  const { key, versionId, writtenAt, sha256, holds, seal } = version;
  const named = `${key} (version ${versionId})`;
  looking.source(kind, named, sha256);
  if (writtenAt !== undefined) looking.fact("Written", `${writtenAt} (version ${versionId})`);
  if (holds === false) looking.broken(`${named} lies over the same key and does not hold the entry.`);
  if (typeof holds === "string") looking.cannotTell(`Whether ${named} holds it cannot be told: ${holds}.`);
  if (seal.is === "differs") looking.broken(`${named} is not, byte for byte, what ${seal.by} sealed.`);
  else if (seal.is === "not-sealed")
    looking.broken(`${named} is in no seal, though its day was sealed since: ${seal.because}.`);
  else if (seal.is === "cannot-tell")
    looking.cannotTell(`Whether ${named} is as it was written cannot be told: ${seal.because}.`);
  else {
    const stamped =
      seal.stampedAt === undefined ? "its time stamp was not checked" : `time-stamped ${seal.stampedAt}`;
    looking
      .met(`${named} is, byte for byte, what ${seal.by} sealed (${stamped}).`)
      .fact("Sealed by", seal.by)
      .fact("There at the latest", seal.stampedAt)
      .source("seal", seal.by);
  }
}
