import type { S3Client } from "@aws-sdk/client-s3";
import { s3Client } from "../archive";
import type { LockSaid, LockSource } from "./sources";

/** A bucket whose objects have locks. */
export interface LockedBucket {
  readonly bucket: string;
  readonly region: string;
  /** Bucket in the URL's path, not its host name: for an emulated AWS. @default false */
  readonly forcePathStyle?: boolean | undefined;
}

/**
 * Locks as S3 tells them of each version. A `HeadObject` shows a lock to whoever may read it, and leaves it out for everybody
 * else: where it shows none, the retention is asked for by itself, whose answer tells the two apart.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html x-amz-object-lock-mode
 */
export function s3Locks(
  { bucket, region, forcePathStyle = false }: LockedBucket,
  client?: Pick<S3Client, "send">,
): LockSource {
  const s3 = client ?? s3Client({ region, forcePathStyle });
  return {
    async lockOf({ key: Key, versionId: VersionId }): Promise<LockSaid> {
      const { GetObjectRetentionCommand, HeadObjectCommand } = await import("@aws-sdk/client-s3");
      const place = { Bucket: bucket, Key, VersionId };
      const head = await answered(() => s3.send(new HeadObjectCommand(place)));
      if (typeof head === "string") return head;
      const hold = head?.ObjectLockLegalHoldStatus === "ON";
      if (head?.ObjectLockMode !== undefined && head.ObjectLockRetainUntilDate !== undefined)
        return { mode: head.ObjectLockMode, until: head.ObjectLockRetainUntilDate.toISOString(), hold };
      const asked = await answered(
        async () => (await s3.send(new GetObjectRetentionCommand(place))).Retention,
      );
      if (typeof asked === "string") return asked;
      const { Mode: mode = "none", RetainUntilDate: until } = asked ?? {};
      return { mode, ...(until && { until: until.toISOString() }), hold };
    },
  };
}

/** Nobody can be asked: what is read is no bucket. @param because words that follow "cannot be told:" */
export function noLocks(because: string): LockSource {
  return { lockOf: () => Promise.resolve(because) };
}

/** S3's answer for a version on which none was ever set. */
const NONE = "NoSuchObjectLockConfiguration";

async function answered<Answer>(ask: () => Promise<Answer>): Promise<Answer | string | undefined> {
  try {
    return await ask();
  } catch (error) {
    const { name, message } = error as Error;
    if (name === NONE) return undefined;
    return `S3 does not say (${name}: ${message.split("\n", 1)[0] ?? ""})`;
  }
}
