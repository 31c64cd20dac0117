import { z } from "zod";
import { expectedEmittersSchema } from "../completeness";

/** Version of the bundle's layout and of `manifest.json`. */
export const BUNDLE_SCHEMA_VERSION = "1.0.0";

/** Checkpoints as they stand in the vault. */
export const CHECKPOINTS_FILE = "checkpoints.ndjson";

/** The public keys that the exporter judged the checkpoints with. */
export const KEY_RING_FILE = "key-ring.json";

/** The independent count as it was given. */
export const COUNT_FILE = "independent-count.json";

/** Seals of the archive with their time stamps, as they stand in the vault. */
export const SEALS_FILE = "seals.ndjson";

/** The certificates that the exporter checked time stamps with. */
export const TIMESTAMP_CA_FILE = "timestamp-ca.pem";

/**
 * Files of a bundle, all in one folder. The first two groups are listed in the manifest, all but the last two in
 * SHA256SUMS. The optional ones are there only where the exporter was given what they hold.
 */
export const BUNDLE_FILES = {
  content: [
    "VERIFY.md",
    "chain.json",
    CHECKPOINTS_FILE,
    "counts.json",
    "events.ndjson.gz",
    "events.parquet",
    "exporter.pub.pem",
    "findings.json",
    "objects.json",
    "report.html",
  ],
  optional: [COUNT_FILE, KEY_RING_FILE, SEALS_FILE, TIMESTAMP_CA_FILE],
  manifest: "manifest.json",
  sums: "SHA256SUMS",
  signature: "SHA256SUMS.sig",
} as const;

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
const Moment = z.iso.datetime({ precision: 3 });
const Count = z.int().min(0);
const claim = { holds: z.enum(["yes", "no", "unknown"]), because: z.string() };
const Claim = z.strictObject(claim);

/** The strict schema of `manifest.json`. */
export const manifestSchema = z.strictObject({
  schema_version: z.literal(BUNDLE_SCHEMA_VERSION),
  kind: z.literal("art12-event-export"),
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  created_at: Moment,
  request: z.strictObject({
    system: z.string(),
    environment: z.string(),
    period: z
      .strictObject({ from: Moment, to: Moment })
      .refine(({ from, to }) => from < to, "it has no length"),
    reference: z.string().optional(),
    expected_emitters: expectedEmittersSchema.optional(),
  }),
  source: z.strictObject({
    archive: z.string(),
    /** Of the archive in its bucket. */
    path: z.string(),
    first_day: z.iso.date(),
    last_day: z.iso.date(),
  }),
  counts: z.strictObject({
    object_versions: Count,
    object_bytes: Count,
    lines: Count,
    entries: Count,
    events: Count,
    duplicates: Count,
    /** Events of the bundle that came by the late path. */
    late_path: Count,
    outside_period: Count,
    other_systems: Count,
    other_environments: Count,
    view_altered: Count,
    emitters: Count,
    missing_in_gaps: Count,
    empty_days: Count,
  }),
  completeness: z.strictObject({
    level: z.literal([0, 1, 2, 3]),
    ...claim,
    sequences: Claim,
    checkpoints: Claim,
    independent_count: Claim,
    emitters: Claim,
    clocks: Claim,
  }),
  sealed: z.strictObject({
    ...claim,
    seals: z.strictObject({
      found: Count,
      first: z.exactOptional(Count),
      last: z.exactOptional(Count),
      time_stamped: Count,
      first_stamped_at: z.exactOptional(Moment),
      last_stamped_at: z.exactOptional(Moment),
    }),
    versions: z.strictObject({
      equal: Count,
      differ: Count,
      not_sealed: Count,
      gone: Count,
      contradicted: Count,
      not_yet: Count,
      unread: Count,
      not_compared: Count,
    }),
  }),
  findings: z.record(z.string(), Count),
  signing_key: z.strictObject({ algorithm: z.literal("ecdsa-p256-sha256"), fingerprint: Digest }),
  files: z.array(
    z.strictObject({
      name: z.enum([...BUNDLE_FILES.content, ...BUNDLE_FILES.optional]),
      bytes: Count,
      sha256: Digest,
    }),
  ),
});

/** What `manifest.json` says. */
export type Manifest = z.infer<typeof manifestSchema>;

export type BundleCounts = Manifest["counts"];

/** Events of one UTC day; an entry of `counts.json`. */
export interface DayCount {
  readonly day: string;
  readonly events: number;
  readonly by_type: Readonly<Record<string, number>>;
  /** The period covers only a part of this day. */
  readonly partial: boolean;
}
