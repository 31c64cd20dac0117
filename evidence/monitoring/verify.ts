import { UserError } from "../../errors";
import { documentKey, type DocumentStore } from "../documentation";
import type { Followed, KeyRing, RecordStore } from "../records";
import { followSnapshots, knownOf, settles, type SnapshotDetails } from "./copied";
import { readCopy } from "./copy";
import { PARTS } from "./parts";
import { covering, spelled, without } from "./stretches";

/** What may be found, and what it means. */
export const SNAPSHOT_FINDINGS = {
  record: "the record is not to be relied on",
  "document-missing": "a document that a record names is not in the vault",
  "document-changed": "a document is not what its record says",
  "not-copied": "what could not be copied yet; Datadog may still have it",
  lost: "what Datadog keeps no more, and nobody copied in time",
} as const;

/** Something that is not as it should be. */
export interface SnapshotFinding {
  readonly code: keyof typeof SNAPSHOT_FINDINGS;
  /** Key of the record or document, or the part it is about. */
  readonly where: string;
  readonly reason: string;
}

/** What checking the copies came to. */
export interface SnapshotsVerification {
  readonly records: number;
  readonly documents: number;
  readonly entries: number;
  /** Of each part, the periods that are copied whole. */
  readonly copied: Readonly<Record<string, readonly { readonly from: string; readonly to: string }[]>>;
  readonly findings: readonly SnapshotFinding[];
}

/** Where the copies are. */
export interface SnapshotPlace {
  readonly records: RecordStore;
  readonly documents: DocumentStore;
  readonly ring: KeyRing;
  readonly environment: string;
}

/**
 * Checks all copies of an environment without asking Datadog: the records, that every document is there and is what its record
 * says, and that the periods of each part join.
 *
 * @throws UserError when the vault cannot be read
 */
export async function verifySnapshots(place: SnapshotPlace): Promise<SnapshotsVerification> {
  const { records, broken } = await followSnapshots(place.records, place.ring, place.environment).now();
  const doubts = new Set([...broken, ...records.flatMap(({ against }) => against)]);
  const findings: SnapshotFinding[] = [...doubts].map(({ code, key, reason }) => ({
    code: "record",
    where: key,
    reason: `${code}: ${reason}`,
  }));
  const checked = await checkDocuments(records, place, findings);
  findings.push(...gaps(records));
  return { records: records.length, ...checked, copied: copiedOf(records), findings };
}

async function checkDocuments(
  records: readonly Followed<SnapshotDetails>[],
  { documents }: SnapshotPlace,
  findings: SnapshotFinding[],
): Promise<{ documents: number; entries: number }> {
  const named = new Map<string, SnapshotDetails["documents"][number]>();
  for (const { kept } of records) for (const each of kept.documents) named.set(each.sha256, each);
  let entries = 0;
  for (const document of named.values()) {
    const where = documentKey(document.sha256);
    try {
      const copy = await readCopy(documents, document);
      if (copy === undefined) findings.push({ code: "document-missing", where, reason: document.what });
      else if (copy.what !== document.what || copy.entries.length !== document.entries)
        findings.push({
          code: "document-changed",
          where,
          reason: `it holds ${copy.entries.length} ${copy.what}, its record says ${document.entries} ${document.what}`,
        });
      else entries += document.entries;
    } catch (error) {
      if (!(error instanceof UserError) || !OF_THE_DOCUMENT.has(error.code)) throw error;
      findings.push({ code: "document-changed", where, reason: error.headline });
    }
  }
  return { documents: named.size, entries };
}

const OF_THE_DOCUMENT: ReadonlySet<string> = new Set(["document-changed", "monitoring-copy-unreadable"]);

const TIMED = PARTS.filter(({ keptDays }) => keptDays !== undefined);

/** What is not copied whole between the first copy and the last; and what the records say is lost. */
function gaps(records: readonly Followed<SnapshotDetails>[]): readonly SnapshotFinding[] {
  const to = Math.max(0, ...records.map(({ kept }) => Date.parse(kept.period.to)));
  const known = knownOf(records, TIMED);
  return TIMED.flatMap(({ what }): SnapshotFinding[] => {
    const { since, settled } = known.get(what) ?? { settled: [] };
    const open = since === undefined ? [] : without({ from: Date.parse(since), to }, covering(settled));
    return [
      ...open.map((stretch): SnapshotFinding => ({
        code: "not-copied",
        where: what,
        reason: `${spelled(stretch.from)} to ${spelled(stretch.to)}`,
      })),
      ...lostOf(records, what).map(({ from, to }): SnapshotFinding => ({
        code: "lost",
        where: what,
        reason: `${from} to ${to}`,
      })),
    ];
  });
}

function lostOf(records: readonly Followed<SnapshotDetails>[], what: string) {
  return records
    .filter(({ kept, against }) => against.length === 0 && settles(kept, what) && !holds(kept, what))
    .map(({ kept }) => kept.period);
}

function copiedOf(records: readonly Followed<SnapshotDetails>[]): SnapshotsVerification["copied"] {
  const relied = records.filter(({ against }) => against.length === 0).map(({ kept }) => kept);
  return Object.fromEntries(
    TIMED.map(({ what }) => [
      what,
      covering(
        relied.filter((kept) => settles(kept, what) && holds(kept, what)).map(({ period }) => period),
      ).map(({ from, to }) => ({ from: spelled(from), to: spelled(to) })),
    ]),
  );
}

const holds = ({ documents }: SnapshotDetails, what: string): boolean =>
  documents.some((document) => document.what === what);
