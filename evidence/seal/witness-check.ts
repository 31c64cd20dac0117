import type { SealFinding } from "./findings";
import { sealKey } from "./keys";
import { WitnessSilent, type Witness } from "./witness";

/**
 * Compares the seals there are with those the witness was told of. Seals that are older than the newest one the
 * witness knows need not be known to it: the chain fixes them.
 *
 * @param digests digest of each seal's envelope, by number
 */
export async function compareWithWitness(
  witness: Witness,
  digests: ReadonlyMap<number, string>,
): Promise<SealFinding[]> {
  const findings = new Map<string, SealFinding>();
  const find = (finding: SealFinding) =>
    findings.set(`${finding.code} ${finding.key} ${finding.reason}`, finding);
  let newestTold = 0;
  try {
    for await (const line of witness.told()) {
      if (typeof line === "string") {
        find({ code: "witness-unreadable", key: witness.name, reason: line });
        continue;
      }
      const { sequence, sha256, recordedAt } = line;
      const key = sealKey(sequence);
      const there = digests.get(sequence);
      newestTold = Math.max(newestTold, sequence);
      if (there === undefined)
        find({ code: "witnessed-seal-missing", key, reason: `of ${recordedAt}, ${sha256}` });
      else if (there !== sha256)
        find({
          code: "witnessed-seal-differs",
          key,
          reason: `its digest is ${there}, the witness was told ${sha256}`,
        });
    }
  } catch (error) {
    if (!(error instanceof WitnessSilent)) throw error;
    find({ code: "witness-unreadable", key: witness.name, reason: error.message });
    return [...findings.values()];
  }
  const newest = Math.max(0, ...digests.keys());
  if (newest > newestTold) {
    const reason = `the witness knows up to number ${newestTold}, the last seal is number ${newest}`;
    find({ code: "not-witnessed", key: sealKey(newestTold + 1), reason });
  }
  return [...findings.values()];
}
