import {
  FollowedStream,
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
    return { decisions: [], snapshots: [], broken: [], kept: false };
  const stream = new FollowedStream<Kept>(records, GATE_STREAM, ring, ({ said }) => {
    if (said.kind !== "gate-decision" && said.kind !== "promotion-snapshot") return undefined;
    const { details, recordedAt: at } = said.statement.predicate;
    if (details.environment !== environment) return undefined;
    return { kind: said.kind, at, details } as Kept;
  });
  const { records: found, broken } = await stream.now();
  return {
    decisions: found.flatMap((one) => (one.kept.kind === "gate-decision" ? [recorded(one, one.kept)] : [])),
    snapshots: found.flatMap((one) =>
      one.kept.kind === "promotion-snapshot" ? [recorded(one, one.kept)] : [],
    ),
    broken,
    kept: true,
  };
}

function recorded<Kind extends "gate-decision" | "promotion-snapshot">(
  { key, sequence, sha256, against }: Followed<unknown>,
  { at, details }: { readonly at: string; readonly details: Details<Kind> },
): Recorded<Kind> {
  return { details, record: key, sequence, sha256, at, against };
}
