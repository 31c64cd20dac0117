import { FollowedStream, type Details, type Followed, type KeyRing, type RecordStore } from "../records";
import type { Part } from "./parts";
import type { Known } from "./windows";

/** The stream of these records. */
export const SNAPSHOT_STREAM = "detector-monitoring";

export type SnapshotDetails = Details<"monitoring-snapshot">;

/** The records of an environment's copies, read by who acts on them. */
export function followSnapshots(
  store: RecordStore,
  ring: KeyRing,
  environment: string,
): FollowedStream<SnapshotDetails> {
  return new FollowedStream(store, SNAPSHOT_STREAM, ring, ({ said }) => {
    if (said.kind !== "monitoring-snapshot") return undefined;
    const { details } = said.statement.predicate;
    return details.environment === environment ? details : undefined;
  });
}

const LOST = "lost: ";

/** The words of what Datadog keeps no more; by their beginning such a gap is told from one that is asked for again. */
export function lostBecause(keptDays: number): string {
  return `${LOST}Datadog keeps this for ${keptDays} days, and of this period it was not copied in time`;
}

/** Whether a record closes its period for a part: it holds all of it, or says that it is lost. */
export function settles({ documents, missing }: SnapshotDetails, what: string): boolean {
  const missed = missing.filter((each) => each.what === what);
  if (missed.length > 0) return missed.every(({ because }) => because.startsWith(LOST));
  return documents.some((document) => document.what === what);
}

/** What the records that nothing speaks against say of each part. */
export function knownOf(
  records: readonly Followed<SnapshotDetails>[],
  parts: readonly Part[],
): ReadonlyMap<Part["what"], Known> {
  const relied = records.filter(({ against }) => against.length === 0).map(({ kept }) => kept);
  const known = new Map<Part["what"], Known>();
  for (const { what } of parts) {
    const about = relied.filter(({ documents, missing }) =>
      [...documents, ...missing].some((each) => each.what === what),
    );
    const [since] = about.map(({ period }) => period.from).toSorted();
    if (since === undefined) continue;
    known.set(what, {
      since,
      settled: about.filter((details) => settles(details, what)).map(({ period }) => period),
    });
  }
  return known;
}
