import { z } from "zod";

const digestFile = z.looseObject({
  digestStartTime: z.iso.datetime({ offset: true }),
  digestEndTime: z.iso.datetime({ offset: true }),
  logFiles: z.array(
    z.looseObject({ s3Object: z.string(), hashValue: z.string(), hashAlgorithm: z.literal("SHA-256") }),
  ),
});

/** What a digest file says: which log files CloudTrail delivered in an hour. Its own signature is not checked here. */
export interface Digest {
  /** RFC 3339 UTC; the end is not included. */
  readonly from: string;
  readonly to: string;
  /** SHA-256 of the unpacked bytes, by object key. */
  readonly logFiles: ReadonlyMap<string, string>;
}

/** Reads the document of a digest file; the reason, as text, when it is none. */
export function readDigest(value: unknown): Digest | string {
  const parsed = digestFile.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `${issue?.path.join(".") || "the digest"}: ${issue?.message}`;
  }
  const { digestStartTime, digestEndTime, logFiles } = parsed.data;
  return {
    from: new Date(digestStartTime).toISOString(),
    to: new Date(digestEndTime).toISOString(),
    logFiles: new Map(logFiles.map(({ s3Object, hashValue }) => [s3Object, hashValue.toLowerCase()])),
  };
}
