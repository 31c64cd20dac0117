import { RESPONSE_FILES } from "../../respond";
import type { KeyRing } from "../../records";
import { checkSignature } from "../signature";
import { responseChecks } from "./checks";
import { checkResponseSums, readResponseSums, ResponseReader } from "./folder";

/** Files that say what is not there, and where entries lie: nothing else in an answer vouches for them. */
const SAYING: ReadonlySet<string> = new Set([RESPONSE_FILES.records, RESPONSE_FILES.places]);

/**
 * What speaks against following a chain through an answer: files that were added, left out or changed since somebody with an
 * exporter's key signed it. Records and documents vouch for themselves, and the export is looked at as one; `evidence verify`
 * checks all of it.
 *
 * @throws UserError when there is no such folder
 */
export async function againstAnswer(folder: string, ring: KeyRing): Promise<readonly string[]> {
  const checks = responseChecks();
  const reader = await ResponseReader.open(folder, checks);
  const sums = await readResponseSums(reader, checks);
  const { fingerprint } = await checkSignature(reader, undefined, checks);
  const saying = new Map([...sums].filter(([name]) => SAYING.has(name)));
  await checkResponseSums(reader, saying, checks);
  const against = checks
    .results()
    .filter(({ verdict }) => verdict !== "met")
    .map(({ file, reason }) => `${file ?? "the answer"}: ${reason}`);
  return fingerprint === undefined || ring.get(fingerprint)?.role === "exporter"
    ? against
    : [...against, `the key ring does not list the answer's key ${fingerprint} as an exporter's`];
}
