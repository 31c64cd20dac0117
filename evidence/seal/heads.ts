import { UserError } from "../../errors";
import { readHead, type RecordStore } from "../records";
import { streamPrefix, StreamName } from "../records/record-key";
import type { SealFinding } from "./findings";
import { SEAL_STREAM } from "./keys";
import type { SealDetails } from "./seal";

/** Where all streams of records end but that of the seals, whose own head is in each seal's chain. */
export async function headsOf(
  store: RecordStore,
): Promise<{ streams: SealDetails["streams"]; findings: SealFinding[] }> {
  const streams: SealDetails["streams"] = [];
  const findings: SealFinding[] = [];
  for (const stream of await store.streams()) {
    if (stream === SEAL_STREAM || !StreamName.safeParse(stream).success) continue;
    try {
      const { sequence, sha256 } = await readHead(store, stream);
      if (sequence > 0) streams.push({ stream, sequence, sha256 });
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== "record-head-unreadable") throw error;
      findings.push({
        code: "stream-head-unread",
        key: streamPrefix(stream),
        reason: "its last record cannot be read",
      });
    }
  }
  return { streams, findings };
}
