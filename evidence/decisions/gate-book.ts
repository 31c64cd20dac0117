import {
  FollowedStream,
  placeOf,
  type Details,
  type Followed,
  type KeyRing,
  type RecordFinding,
  type RecordStore,
} from "../records";

/** Stream of everything the gate decides. */
const GATE_STREAM = "gate";

/** A decision of the gate, or a snapshot of what one was made on, with all that speaks against its record. */
export interface Recorded<Kind extends "gate-decision" | "promotion-snapshot"> {
  readonly details: Details<Kind>;
  /** Key of the record. */
  readonly record: string;
  readonly sequence: number;
  readonly sha256: string;
  /** When it was recorded, by the gate's clock. */
  readonly at: string;
  readonly against: readonly RecordFinding[];
}

export type Decision = Recorded<"gate-decision">;
export type Snapshot = Recorded<"promotion-snapshot">;

/** Everything a gate recorded in one environment, oldest first. */
export interface GateBook {
  readonly decisions: readonly Decision[];
  readonly snapshots: readonly Snapshot[];
  /** After these it is not known any more whether a decision is missing. */
  readonly broken: readonly RecordFinding[];
  /** Everything that is wrong in the gate's stream: what such a record said before, whatever it says now, is not known. */
  readonly doubts: readonly RecordFinding[];
  /** Whether there is a stream of the gate at all. */
  readonly kept: boolean;
}

type Kept =
  | { readonly kind: "gate-decision"; readonly at: string; readonly details: Details<"gate-decision"> }
  | {
      readonly kind: "promotion-snapshot";
      readonly at: string;
      readonly details: Details<"promotion-snapshot">;
    };

/** Reads the gate's stream; signatures, entitlement and chain are checked. @throws UserError when the store cannot be read */
export async function readGateBook(
  records: RecordStore,
  ring: KeyRing,
  environment: string,
): Promise<GateBook> {
  if (!(await records.streams()).includes(GATE_STREAM))
    return { decisions: [], snapshots: [], broken: [], doubts: [], kept: false };
  const stream = new FollowedStream<Kept>(records, GATE_STREAM, ring, ({ said }) => {
    if (said.kind !== "gate-decision" && said.kind !== "promotion-snapshot") return undefined;
    const { details, recordedAt: at } = said.statement.predicate;
    if (details.environment !== environment) return undefined;
    return { kind: said.kind, at, details } as Kept;
  });
  const { records: found, broken, findings } = await stream.now();
  return {
    decisions: found.flatMap((one) => (one.kept.kind === "gate-decision" ? [recorded(one, one.kept)] : [])),
    snapshots: found.flatMap((one) =>
      one.kept.kind === "promotion-snapshot" ? [recorded(one, one.kept)] : [],
    ),
    broken,
    doubts: [...findings, ...(await redactedIn(records))],
    kept: true,
  };
}

/** Records of the gate that an answer names and does not show. Those of other models and systems are no doubt. */
async function redactedIn(records: RecordStore): Promise<readonly RecordFinding[]> {
  const redacted: RecordFinding[] = [];
  for await (const { key, withheld } of records.list(`records/${GATE_STREAM}/`))
    if (withheld?.redacted === true)
      redacted.push({ code: "record-unreadable", key, reason: "it was redacted from this answer" });
  return redacted;
}

/**
 * What is wrong with a record that came after a decision, and by a moment: it may have been the one that takes the version
 * out of production, or the approval back. What stands after a sound record of a later time came later, too.
 */
export function doubtSince(
  { doubts, decisions }: Pick<GateBook, "doubts" | "decisions">,
  { sequence }: Pick<Decision, "sequence">,
  last: string | undefined,
): RecordFinding | undefined {
  const end = decisions.find(({ at, against }) => last !== undefined && at > last && against.length === 0);
  return doubts.find(({ key }) => {
    const found = placeOf(key)?.sequence ?? Infinity;
    return found > sequence && found < (end?.sequence ?? Infinity);
  });
}

function recorded<Kind extends "gate-decision" | "promotion-snapshot">(
  { key, sequence, sha256, against }: Followed<unknown>,
  { at, details }: { readonly at: string; readonly details: Details<Kind> },
): Recorded<Kind> {
  return { details, record: key, sequence, sha256, at, against };
}
