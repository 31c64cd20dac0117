import {
  FollowedStream,
  verifyRecords,
  type KeyRing,
  type RecordFinding,
  type RecordStore,
} from "../../evidence/records";
import type { RecordedDecision } from "./ledger";
import { GATE_STREAM } from "./open-ledger";
import { keptDecision } from "./recorded";

/**
 * All that a gate decided, from the vault's records, for whoever writes none.
 *
 * @returns sound decisions, oldest first, and everything that speaks against records of the stream
 * @throws UserError when the store cannot be read
 */
export async function readDecisions(
  records: RecordStore,
  ring: KeyRing,
): Promise<{ readonly decided: readonly RecordedDecision[]; readonly doubts: readonly RecordFinding[] }> {
  if (!(await records.streams()).includes(GATE_STREAM)) return { decided: [], doubts: [] };
  const { records: found } = await new FollowedStream(records, GATE_STREAM, ring, keptDecision).now();
  const decided = found.filter(({ against }) => against.length === 0).map(({ kept }) => kept);
  return { decided, doubts: (await verifyRecords(records, ring, GATE_STREAM)).findings };
}
