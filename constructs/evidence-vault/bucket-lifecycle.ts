import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { Construct } from "constructs";
import { evidenceResource, type Duty } from "../evidence-resource";
import type { LockedBucket } from "./locked-bucket";

export interface BucketLifecycleProps {
  /** Address, frozen once deployed. */
  readonly logicalId: string;
  readonly bucket: LockedBucket;
  /** Days until objects move to GLACIER_IR. */
  readonly toGlacierInstantRetrievalAfterDays: number;
  /**
   * Smaller objects, in bytes, stay in STANDARD. Always told to S3 as a filter, which outranks its own default for the
   * bucket: what happens to small objects stands in the plan.
   * @default S3's own, 128 KiB
   */
  readonly moveFromBytes?: number;
  /**
   * What ends by itself, and when; never before the lock ends. Records are never among it: documentation is kept until
   * ten years after placing on the market (Art 18(1)), a date no age of an object tells.
   * @default nothing
   */
  readonly expire?: { readonly prefixes: readonly string[]; readonly afterDays: number } | undefined;
  /**
   * Provider of the region or account of the bucket.
   * @default the stack's
   */
  readonly provider?: AwsProvider;
}

const DUTIES: readonly Duty[] = ["Art18(1)", "Art19(1)", "Art26(6)"];
/** Days a broken-off upload may linger. Its parts are billed and are not evidence. */
const ABORT_INCOMPLETE_UPLOADS_AFTER_DAYS = 7;
/** Smaller objects are moved by no lifecycle that does not ask for it. */
const DEFAULT_MOVE_FROM_BYTES = 128 * 1024;

/**
 * Storage class and end of life of a locked bucket. GLACIER_IR, because Datadog rehydrates from no colder class.
 *
 * The bucket-wide setting of S3 for small objects is no way here: it lets them move to GLACIER and DEEP_ARCHIVE, never to
 * GLACIER_IR. A rule's filter by size does.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 *
 * In a versioned bucket expiry only makes the version noncurrent, and S3 counts the days of noncurrent versions anew:
 * they are given the whole period again, so that an overwritten version never goes early should a lock be missing. An
 * entry is thus gone for good after at most twice the period; the runbook for the end of retention removes it sooner.
 */
export class BucketLifecycle extends Construct {
  constructor(scope: Construct, id: string, props: BucketLifecycleProps) {
    super(scope, id);
    const { logicalId, bucket, toGlacierInstantRetrievalAfterDays, expire, provider } = props;
    const { moveFromBytes = DEFAULT_MOVE_FROM_BYTES } = props;
    const lifecycle = new S3BucketLifecycleConfiguration(this, "Resource", {
      ...(provider && { provider }),
      bucket: bucket.bucket.id,
      dependsOn: [bucket.versioning],
      rule: [
        {
          id: "to-glacier-instant-retrieval",
          status: "Enabled",
          filter: [{ objectSizeGreaterThan: moveFromBytes - 1 }],
          transition: [{ days: toGlacierInstantRetrievalAfterDays, storageClass: "GLACIER_IR" }],
          noncurrentVersionTransition: [
            { noncurrentDays: toGlacierInstantRetrievalAfterDays, storageClass: "GLACIER_IR" },
          ],
        },
        {
          id: "abort-incomplete-uploads",
          status: "Enabled",
          filter: [{}],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: ABORT_INCOMPLETE_UPLOADS_AFTER_DAYS }],
        },
        ...(expire
          ? expire.prefixes.flatMap((prefix, index) => endOfRetention(prefix, index, expire.afterDays))
          : []),
      ],
    });
    evidenceResource(lifecycle, { logicalId, duties: DUTIES });
  }
}

/** The first prefix is the archive, whose rules had these ids before there were others. */
function endOfRetention(prefix: string, index: number, days: number) {
  const suffix = index === 0 ? "" : `-${prefix.replace(/\/$/, "")}`;
  return [
    {
      id: `end-of-retention${suffix}`,
      status: "Enabled",
      filter: [{ prefix }],
      expiration: [{ days }],
      noncurrentVersionExpiration: [{ noncurrentDays: days }],
    },
    {
      id: `remove-markers-without-versions${suffix}`,
      status: "Enabled",
      filter: [{ prefix }],
      expiration: [{ expiredObjectDeleteMarker: true }],
    },
  ];
}
