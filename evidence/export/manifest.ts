import { z } from "zod";

/** Version of the bundle's layout and of `manifest.json`. */
export const BUNDLE_SCHEMA_VERSION = "1.0.0";

/** Files of a bundle, all in one folder. The first group is listed in the manifest, all but the last two in SHA256SUMS. */
export const BUNDLE_FILES = {
  content: [
    "VERIFY.md",
    "chain.json",
    "counts.json",
    "events.ndjson.gz",
    "events.parquet",
    "exporter.pub.pem",
    "findings.json",
    "objects.json",
    "report.html",
  ],
  manifest: "manifest.json",
  sums: "SHA256SUMS",
  signature: "SHA256SUMS.sig",
} as const;

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
const Moment = z.iso.datetime({ precision: 3 });
const Count = z.int().min(0);
const Claim = { holds: z.enum(["yes", "no", "unknown"]), because: z.string() };

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
  }),
  source: z.strictObject({ archive: z.string(), first_day: z.iso.date(), last_day: z.iso.date() }),
  counts: z.strictObject({
    object_versions: Count,
    object_bytes: Count,
    lines: Count,
    entries: Count,
    events: Count,
    duplicates: Count,
    outside_period: Count,
    other_systems: Count,
    other_environments: Count,
    view_altered: Count,
    emitters: Count,
    missing_in_gaps: Count,
    empty_days: Count,
  }),
  completeness: z.strictObject({
    level: z.literal(1),
    ...Claim,
    sequences: z.strictObject(Claim),
    emitters: z.strictObject(Claim),
  }),
  findings: z.record(z.string(), Count),
  signing_key: z.strictObject({ algorithm: z.literal("ecdsa-p256-sha256"), fingerprint: Digest }),
  files: z.array(z.strictObject({ name: z.enum(BUNDLE_FILES.content), bytes: Count, sha256: Digest })),
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
