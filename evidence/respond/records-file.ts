import { z } from "zod";
import { RECORD_FINDINGS, type RecordFindingCode } from "../records";
import { StreamName } from "../records/record-key";

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
const Sequence = z.int().min(1);

/** Why a record is not in an answer. */
const LEFT_OUT = ["other-system", "other-time", "other-request", "other-person", "redacted"] as const;
export type LeftOutWhy = (typeof LEFT_OUT)[number];

/** Neighbours in a stream that were left out for one reason. The digest of the last lets the chain be followed over them. */
const leftOutSchema = z.strictObject({
  first: Sequence,
  last: Sequence,
  sha256: Digest,
  why: z.enum(LEFT_OUT),
});
export type LeftOut = z.infer<typeof leftOutSchema>;

const streamSchema = z.strictObject({
  stream: StreamName,
  /** Where the stream ended when it was copied. */
  head: z.strictObject({ sequence: Sequence, sha256: Digest }),
  /** Records of it that are here. */
  records: z.int().min(0),
  left_out: z.array(leftOutSchema),
});
export type CopiedStream = z.infer<typeof streamSchema>;

const Codes = Object.keys(RECORD_FINDINGS) as [RecordFindingCode, ...RecordFindingCode[]];

/** The strict schema of `records.json`. */
export const recordsFileSchema = z.strictObject({
  streams: z.array(streamSchema),
  /** What checking them came to, where they were copied from and with the exporter's key ring. */
  findings: z.array(z.strictObject({ code: z.enum(Codes), key: z.string(), reason: z.string() })),
});
export type RecordsFile = z.infer<typeof recordsFileSchema>;
