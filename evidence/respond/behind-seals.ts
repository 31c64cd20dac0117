import { peekRecord, readRecords, type RecordStore } from "../records";
import { SEAL_STREAM } from "../seal/keys";
import type { Missing } from "./manifest";
import type { CopiedStream } from "./records-file";

/**
 * Streams that do not reach to where a seal among the records says that they ended: cut off, exchanged, or left out as a whole.
 * Seals are taken at their word; whether they are the detector's, checking the records shows.
 */
export async function behindSeals(
  records: RecordStore,
  streams: readonly CopiedStream[],
): Promise<readonly Missing[]> {
  const heads = new Map(streams.map(({ stream, head }) => [stream, head]));
  const behind = new Map<string, Missing>();
  for await (const { stored, bytes } of readRecords(records, SEAL_STREAM)) {
    const peeked = Buffer.isBuffer(bytes) ? peekRecord(bytes) : "";
    if (typeof peeked === "string" || peeked.said.kind !== "seal") continue;
    for (const { stream, sequence, sha256 } of peeked.said.statement.predicate.details.streams) {
      const head = heads.get(stream);
      const isThere =
        head !== undefined &&
        (head.sequence > sequence || (head.sequence === sequence && head.sha256 === sha256));
      if (isThere || behind.has(stream)) continue;
      const ends = head === undefined ? "it is not there" : `it ends at number ${head.sequence}`;
      behind.set(stream, {
        item: `records/${stream}`,
        because: `${ends}; ${stored.key} says that it reached number ${sequence}, with digest ${sha256}`,
      });
    }
  }
  return [...behind.values()];
}
