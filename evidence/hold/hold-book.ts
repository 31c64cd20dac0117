import {
  envelopeDigest,
  peekRecord,
  readRecords,
  verifyRecords,
  type KeyRing,
  type RecordFinding,
  type RecordFindingCode,
  type RecordStatement,
  type RecordStore,
} from "../records";
import type { HoldScope } from "./scope";

/** The stream of all holds of an environment: placing, approvals of releases, and releases. */
export const HOLD_STREAM = "holds";

/** What an approval that lets a hold be released is about. */
export const RELEASE = "hold_release";

/** Findings that speak of what was laid over a record, not against the record. */
const LAID_OVER: ReadonlySet<RecordFindingCode> = new Set<RecordFindingCode>([
  "second-version",
  "delete-marker",
]);

/** Findings after which a record may be hidden that placed another hold. */
const HIDING: ReadonlySet<RecordFindingCode> = new Set<RecordFindingCode>([
  "sequence-missing",
  "malformed-envelope",
  "payload-not-canonical",
  "statement-invalid",
  "record-unreadable",
  "truncated",
  "stream-empty",
]);

/** A record about a hold, and who stands behind it. */
export interface HoldEntry {
  /** Object key of the record. */
  readonly key: string;
  /** SHA-256 of its envelope, hex. */
  readonly sha256: string;
  readonly recordedAt: string;
  readonly role: string;
  readonly actor?: string;
  readonly keyId: string;
}

/** An evidence hold, as its records tell it. */
export interface Hold extends HoldScope {
  readonly id: string;
  readonly environment: string;
  readonly reason: string;
  readonly reference?: string;
  readonly placed: HoldEntry;
  /** The last word of an approver about releasing it. */
  readonly approval?: HoldEntry & { readonly decision: "approved" | "refused" };
  /** Only a release that counts. */
  readonly released?: HoldEntry;
  /** What is doubtful about its records, in words. Doubt never releases: the hold then counts as in force. */
  readonly doubts: readonly string[];
}

/** All holds of an environment. */
export interface HoldBook {
  readonly holds: readonly Hold[];
  /** Whether the records were checked against a key ring. */
  readonly verified: boolean;
  /** What checking found in the stream; empty where nothing was checked. */
  readonly findings: readonly RecordFinding[];
}

/** A record of the stream, opened. */
interface Opened extends HoldEntry {
  readonly statement: RecordStatement;
  readonly said: NonNullable<Exclude<ReturnType<typeof peekRecord>, string>["said"]>;
  /** Why it is not to be relied on. */
  readonly unsound?: string;
}

type Building = { -readonly [Key in keyof Hold]: Hold[Key] } & { doubts: string[] };

/**
 * Reads the holds from their records. With a key ring every record is verified; without one each is taken at its word.
 *
 * @throws UserError when the store cannot be read
 */
export async function readHolds(store: RecordStore, ring?: KeyRing): Promise<HoldBook> {
  const exists = (await store.streams()).includes(HOLD_STREAM);
  const findings = ring && exists ? (await verifyRecords(store, ring, HOLD_STREAM)).findings : [];
  const against = new Map<string, string>();
  for (const { key, code, reason } of findings) {
    if (!LAID_OVER.has(code)) against.set(key, `${code}: ${reason}`);
  }
  const holds = new Map<string, Building>();
  for await (const { stored, bytes } of readRecords(store, HOLD_STREAM)) {
    const peeked = Buffer.isBuffer(bytes) ? peekRecord(bytes) : "it cannot be read";
    if (!Buffer.isBuffer(bytes) || typeof peeked === "string") continue;
    const { statement } = peeked.said;
    const { recordedAt, role, actor } = statement.predicate;
    const unsound = against.get(stored.key);
    enter(holds, {
      key: stored.key,
      sha256: envelopeDigest(bytes),
      recordedAt,
      role,
      ...(actor !== undefined && { actor }),
      keyId: peeked.keyId,
      statement,
      said: peeked.said,
      ...(unsound !== undefined && { unsound }),
    });
  }
  return { holds: [...holds.values()], verified: ring !== undefined, findings };
}

/** Those findings that leave open whether all holds are known. */
export function hidingFindings({ findings }: HoldBook): readonly RecordFinding[] {
  return findings.filter(({ code }) => HIDING.has(code));
}

function enter(holds: Map<string, Building>, record: Opened): void {
  const { said } = record;
  if (said.kind === "approval") {
    const { about, reference, decision } = said.statement.predicate.details;
    const hold = about === RELEASE ? holds.get(reference) : undefined;
    if (hold === undefined) return;
    if (record.unsound !== undefined) hold.doubts.push(`approval ${record.key}: ${record.unsound}`);
    else if (isAbout(record, hold.placed)) hold.approval = { ...entryOf(record), decision };
    return;
  }
  if (said.kind !== "hold") return;
  const { details } = said.statement.predicate;
  const hold = holds.get(details.holdId);
  if (details.action === "place") {
    if (hold !== undefined) hold.doubts.push(`placed again by ${record.key}: the first record counts`);
    else holds.set(details.holdId, placed(record, details));
    return;
  }
  if (hold === undefined || hold.released !== undefined) return;
  const objection = record.unsound ?? objectionToRelease(hold, record);
  if (objection !== undefined) hold.doubts.push(`release ${record.key} does not count: ${objection}`);
  else hold.released = entryOf(record);
}

function placed(record: Opened, details: PlacedDetails): Building {
  const { holdId: id, system, environment, period, reason, reference } = details;
  return {
    id,
    system,
    environment,
    // A record without a period names no bounds, so it holds everything.
    period: period ?? { from: "0001-01-02T00:00:00.000Z" },
    reason,
    ...(reference !== undefined && { reference }),
    placed: entryOf(record),
    doubts: record.unsound === undefined ? [] : [`placed by ${record.key}: ${record.unsound}`],
  };
}

interface PlacedDetails {
  readonly holdId: string;
  readonly system: string;
  readonly environment: string;
  readonly period?: HoldScope["period"];
  readonly reason: string;
  readonly reference?: string;
}

/** Who wants to release a hold: what {@link objectionToRelease} looks at. */
interface Releaser {
  readonly role: string;
  readonly actor?: string;
  readonly keyId: string;
}

/**
 * Why a person may not release a hold, in words; nothing when they may. Two people and two keys are needed: an approver
 * has approved, and a security officer, who neither did that nor placed the hold, releases. A key has one role, so no
 * key can do both.
 */
export function objectionToRelease(
  { placed, approval }: Pick<Hold, "placed" | "approval">,
  by: Releaser,
): string | undefined {
  if (by.role !== "security-officer") return `it is by ${by.role}, not by a security officer`;
  if (by.actor === undefined) return "it names no actor";
  if (samePerson(placed, by)) return `${by.actor} placed the hold`;
  if (approval === undefined) return "no approver has approved it";
  if (approval.decision !== "approved") return `the last word of an approver, ${approval.key}, refuses it`;
  if (approval.actor === undefined || approval.actor === by.actor)
    return `the approval ${approval.key} is not by another person`;
  return undefined;
}

/** By name; by key where the older record names nobody. */
function samePerson(one: Releaser | HoldEntry, other: Releaser): boolean {
  return one.actor === undefined ? one.keyId === other.keyId : one.actor === other.actor;
}

function isAbout({ statement }: Opened, { sha256 }: HoldEntry): boolean {
  return statement.subject.some(({ digest }) => digest.sha256 === sha256);
}

function entryOf({ key, sha256, recordedAt, role, actor, keyId }: Opened): HoldEntry {
  return { key, sha256, recordedAt, role, ...(actor !== undefined && { actor }), keyId };
}
