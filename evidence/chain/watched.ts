import type { Details, Followed, KeyRing, RecordFinding, RecordKind, RecordStore } from "../records";
import { FollowedStream } from "../records";
import { SNAPSHOT_STREAM } from "../monitoring";

/** A record of one kind, with what speaks against it. */
export interface Noted<Kind extends RecordKind> {
  readonly record: string;
  readonly sequence: number;
  readonly sha256: string;
  /** By its writer's clock. */
  readonly at: string;
  readonly details: Details<Kind>;
  /** What it is about, by name and digest. */
  readonly subject: readonly { readonly name: string; readonly digest: { readonly sha256?: string } }[];
  readonly against: readonly RecordFinding[];
}

/** A stream's records of one kind; `broken` tells after what it is not known any more whether one is missing. */
export interface NotedStream<Kind extends RecordKind> {
  readonly all: readonly Noted<Kind>[];
  readonly broken: readonly RecordFinding[];
}

/** What was recorded about the watching of systems, and about the infrastructure. */
export interface Watched {
  readonly copies: NotedStream<"monitoring-snapshot">;
  readonly entries: NotedStream<"risk-entry">;
  readonly reviews: NotedStream<"plan-review">;
  readonly deploys: NotedStream<"deploy">;
  /** Of approvers: what they decided on plans. */
  readonly approvals: readonly (Noted<"approval"> & { readonly stream: string })[];
}

const STREAMS = {
  copies: SNAPSHOT_STREAM,
  entries: "detector-risk-register",
  reviews: "ci-review",
  deploys: "ci-deploy",
} as const;

/** Reads these streams whole: what is missing from one is told by its chain alone. @throws UserError for a fault of the store */
export async function readWatched(
  records: RecordStore,
  ring: KeyRing,
  environment: string,
): Promise<Watched> {
  const here = ({ environment: its }: { readonly environment: string }) => its === environment;
  const stack = (name: string) => name.startsWith(`${environment}-`) || name.endsWith("-datadog");
  const read = { records, ring };
  return {
    copies: await noted(read, STREAMS.copies, "monitoring-snapshot", here),
    entries: await noted(read, STREAMS.entries, "risk-entry", here),
    reviews: await noted(read, STREAMS.reviews, "plan-review", ({ plans }) =>
      plans.some((plan) => stack(plan.stack)),
    ),
    deploys: await noted(read, STREAMS.deploys, "deploy", (details) => stack(details.stack)),
    approvals: await approvalsIn(records, ring),
  };
}

/** Approvers have streams that begin with their role's name. */
async function approvalsIn(records: RecordStore, ring: KeyRing): Promise<Watched["approvals"]> {
  const streams = (await records.streams()).filter((name) => /^approver(?:-|$)/.test(name));
  const found = await Promise.all(
    streams.map(async (stream) => {
      const { all } = await noted({ records, ring }, stream, "approval", () => true);
      return all.map((one) => ({ ...one, stream }));
    }),
  );
  return found.flat();
}

async function noted<Kind extends RecordKind>(
  { records, ring }: { readonly records: RecordStore; readonly ring: KeyRing },
  stream: string,
  kind: Kind,
  wanted: (details: Details<Kind>) => boolean,
): Promise<NotedStream<Kind>> {
  if (!(await records.streams()).includes(stream)) return { all: [], broken: [] };
  type Kept = Pick<Noted<Kind>, "at" | "details" | "subject">;
  const followed = new FollowedStream<Kept>(records, stream, ring, ({ said }) => {
    if (said.kind !== (kind as RecordKind)) return undefined;
    const { subject, predicate } = said.statement;
    const { recordedAt: at } = predicate;
    const details = predicate.details as Details<Kind>;
    return wanted(details) ? { at, details, subject } : undefined;
  });
  const { records: found, broken } = await followed.now();
  return {
    all: found.map(({ key, kept, sequence, sha256, against }: Followed<Kept>) => ({
      record: key,
      sequence,
      sha256,
      against,
      ...kept,
    })),
    broken,
  };
}

/** Those that nothing speaks against. */
export function soundOf<Kind extends RecordKind>({ all }: NotedStream<Kind>): readonly Noted<Kind>[] {
  return all.filter(({ against }) => against.length === 0);
}

/** What speaks against a record, in words. */
export function doubtsIn(against: readonly RecordFinding[]): string {
  const [first] = against;
  return first === undefined ? "nothing" : `${first.code} at ${first.key}: ${first.reason}`;
}
