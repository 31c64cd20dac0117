import { mkdir } from "node:fs/promises";
import path from "node:path";
import { addDays, daysBetween, takeInventory, type ArchiveSource } from "../archive";
import { verifyRecords, type KeyRing, type RecordStore, type StreamVerification } from "../records";
import { compareSealed, lookOf, type Look, type ObjectSeen } from "./check-sealed";
import { fetched } from "./fetched";
import type { SealFinding } from "./findings";
import { SealedHeads } from "./heads-check";
import { inspectSeals, type InspectionMeans } from "./inspect";
import { SEAL_STREAM, sealKey } from "./keys";
import { readSeals } from "./read-seals";
import { SealedTable } from "./sealed-table";
import type { Witness } from "./witness";
import { compareWithWitness } from "./witness-check";

/** What to check seals with, and how far. */
export interface SealsVerificationMeans extends InspectionMeans {
  readonly witness?: Witness | undefined;
  /** Path of the archive in the bucket: where sealed objects lie. */
  readonly archivePath: string;
  /** Where to list and read the archive again; it is not touched without. */
  readonly source?: ArchiveSource | undefined;
  /** Empty folder to work in. */
  readonly work: string;
  readonly onProgress?: (doing: string) => void;
}

/** What checking all seals came to. */
export interface SealsVerification {
  readonly seals: number;
  /** Seals whose time stamps all verify. */
  readonly timeStamped: number;
  readonly objects: number;
  readonly entries: number;
  /** Versions read again that are what was sealed; only with a source. */
  readonly equal?: number;
  /** The stream's own check: signatures, chain, numbers. */
  readonly stream: StreamVerification;
  readonly findings: readonly SealFinding[];
}

/**
 * Checks all seals: the stream of records they are, their time stamps, that there is one each day, that they do not
 * contradict each other, the heads of other streams they name, what the witness saw, and the archive itself, read again.
 *
 * @throws UserError when store, archive or openssl cannot be used
 */
export async function verifySeals(
  store: RecordStore,
  ring: KeyRing,
  means: SealsVerificationMeans,
): Promise<SealsVerification> {
  const say = means.onProgress ?? (() => undefined);
  say("checking the stream of seals");
  const { streams } = await verifyRecords(store, ring, SEAL_STREAM);
  const findings: SealFinding[] = [];
  const heads = new SealedHeads(store);
  const table = await openTable(means);
  try {
    const sums = { seals: 0, timeStamped: 0, objects: 0, entries: 0 };
    const [digests, days, looks] = [new Map<number, string>(), new Set<string>(), [] as Look[]];
    for await (const one of inspectSeals(readSeals(store), ring, means)) {
      say(`checking seal ${one.stored.sequence}`);
      findings.push(...one.findings);
      sums.seals += 1;
      if (one.sha256 !== undefined) digests.set(one.stored.sequence, one.sha256);
      if (one.stampedAt !== undefined) sums.timeStamped += 1;
      if (one.seal === undefined) continue;
      const { details, recordedAt } = one.seal;
      days.add(recordedAt.slice(0, 10));
      const look = lookOf(one.seal);
      if (look !== undefined) looks.push(look);
      sums.objects += details.objects.length;
      sums.entries += details.objects.reduce((sum, { entries }) => sum + entries, 0);
      table.add(one.seal);
      findings.push(...(await heads.check(one.seal)));
    }
    table.finish();
    findings.push(...daysWithout(days, means.now ?? new Date()), ...(await table.contradictions()));
    if (means.witness !== undefined) findings.push(...(await compareWithWitness(means.witness, digests)));
    const again = means.source && (await readAgain(means.source, means, table, looks, say));
    findings.push(...(again?.findings ?? []));
    return { ...sums, ...(again && { equal: again.equal }), stream: streams[0]!, findings };
  } finally {
    table.close();
  }
}

async function openTable({ work, archivePath }: SealsVerificationMeans): Promise<SealedTable> {
  const folder = path.join(work, "sealed");
  await mkdir(folder, { recursive: true });
  return SealedTable.open(folder, archivePath);
}

/** Days between the first seal and yesterday on which none was made: today's may be still to come. */
function daysWithout(days: ReadonlySet<string>, now: Date): SealFinding[] {
  const [first] = [...days].sort();
  if (first === undefined) {
    return [{ code: "no-seal", key: sealKey(1), reason: "no seal could be read" }];
  }
  return daysBetween(first, addDays(now.toISOString().slice(0, 10), -1))
    .filter((day) => !days.has(day))
    .map((day) => ({ code: "day-without-seal", key: day, reason: "no seal was recorded on this day" }));
}

/** Lists the days that seals looked at, reads every version again, and compares. */
async function readAgain(
  source: ArchiveSource,
  { archivePath, work }: SealsVerificationMeans,
  table: SealedTable,
  looks: readonly Look[],
  say: (doing: string) => void,
): Promise<{ equal: number; findings: SealFinding[] }> {
  const findings: SealFinding[] = [];
  let equal = 0;
  const from = looks.reduce((first, look) => (look.from < first ? look.from : first), "9999-12-31");
  const to = looks.reduce((last, look) => (look.to > last ? look.to : last), "0000-01-01");
  for (const day of daysBetween(from, to)) {
    say(`reading the archive of ${day}`);
    const { versions } = await takeInventory(source, archivePath, [day]);
    const objects: ObjectSeen[] = [];
    for await (const staged of fetched(source, versions, work)) {
      const { key, versionId, writtenAt } = staged.version;
      const sha256 = "sha256" in staged ? staged.sha256 : undefined;
      objects.push({ key, version_id: versionId, written_at: writtenAt, sha256 });
    }
    const compared = compareSealed(objects, archivePath, { ...(await table.ofDay(day)), looks });
    equal += compared.equal;
    findings.push(...compared.findings);
  }
  return { equal, findings };
}
