import { z } from "zod";
import { PURPOSES_BY_TYPE, type Art12EventType } from "../event";
import type { Finding } from "../archive";
import type { ObjectRead } from "./collect";
import type { EmitterChain } from "./emitter-chain";
import type { StoredCheckpoint } from "../completeness";
import { FINDING_KINDS, type FindingCode } from "./findings";
import type { DayCount } from "./manifest";

/** Strict schemas of a bundle's JSON files, for whoever reads a bundle that may be forged. */

const Count = z.int().min(0);
const Sequence = z.int().min(1);
const Digest = z.string().regex(/^[0-9a-f]{64}$/);
const Time = z.iso.datetime({ precision: 3 });
const EventType = z.enum(Object.keys(PURPOSES_BY_TYPE) as [Art12EventType, ...Art12EventType[]]);

export const chainFileSchema: z.ZodType<EmitterChain[]> = z.array(
  z.strictObject({
    emitter: z.string(),
    events: Count,
    first: z.exactOptional(z.strictObject({ sequence: Sequence, prev: Digest, time: Time })),
    last: z.exactOptional(z.strictObject({ sequence: Sequence, sha256: Digest, time: Time })),
    start: z.enum(["first-event", "after-neighbour", "untold"]),
    end: z.enum(["stopped", "before-neighbour", "open"]),
    emitter_start_seen: z.boolean(),
    emitter_stop_seen: z.boolean(),
    neighbours: z.array(
      z.strictObject({ sequence: Sequence, prev: Digest, sha256: Digest, time: Time, type: EventType }),
    ),
    missing: Count,
    gaps_total: Count,
    gaps: z.array(
      z.strictObject({ after: Sequence, before: Sequence, missing: Count, from: Time, to: Time }),
    ),
    misfits_total: Count,
    misfits: z.array(
      z.strictObject({ kind: z.enum(["false-start", "out-of-order", "broken-link"]), sequence: Sequence }),
    ),
  }),
);

export const countsFileSchema: z.ZodType<DayCount[]> = z.array(
  z.strictObject({
    day: z.iso.date(),
    events: Count,
    by_type: z.partialRecord(EventType, Count) as z.ZodType<Record<string, number>>,
    partial: z.boolean(),
  }),
);

export const objectsFileSchema: z.ZodType<ObjectRead[]> = z.array(
  z.strictObject({
    key: z.string(),
    version_id: z.string(),
    written_at: Time,
    bytes: Count,
    sha256: z.exactOptional(Digest),
    lines: Count,
    entries: Count,
    selected: Count,
  }),
);

/** A line of `checkpoints.ndjson`. */
export const checkpointLineSchema: z.ZodType<StoredCheckpoint> = z.strictObject({
  key: z.string(),
  version_id: z.string(),
  written_at: Time,
  envelope: z.string(),
});

export const findingsFileSchema: z.ZodType<Finding<FindingCode>[]> = z.array(
  z.strictObject({
    code: z.enum(Object.keys(FINDING_KINDS) as [FindingCode, ...FindingCode[]]),
    key: z.exactOptional(z.string()),
    version_id: z.exactOptional(z.string()),
    line: z.exactOptional(Sequence),
    emitter: z.exactOptional(z.string()),
    sequence: z.exactOptional(Sequence),
    event_id: z.exactOptional(z.string()),
    reason: z.string(),
  }),
);
