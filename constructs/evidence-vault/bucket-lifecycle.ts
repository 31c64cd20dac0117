import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { Construct } from "constructs";
import { evidenceResource, type Duty } from "../evidence-resource";
import type { LockedBucket } from "./locked-bucket";

export interface VaultLifecycleProps {
  readonly vault: LockedBucket;
  /** Days until objects move to GLACIER_IR. */
  readonly toGlacierInstantRetrievalAfterDays: number;
  /** Days until objects expire; `undefined` keeps them. Never before the lock ends. */
  readonly expireAfterDays: number | undefined;
}

const DUTIES: readonly Duty[] = ["Art18(1)", "Art19(1)", "Art26(6)"];
/** Days a broken-off upload may linger. Its parts are billed and are not evidence. */
const ABORT_INCOMPLETE_UPLOADS_AFTER_DAYS = 7;

/**
 * Storage class and end of life of the vault. GLACIER_IR, because Datadog rehydrates from no colder class. Expiry
 * makes a noncurrent version; noncurrent versions go after the same number of days, so that neither outlives the
 * stated period for long nor ends before it.
 */
export class VaultLifecycle extends Construct {
  constructor(scope: Construct, id: string, props: VaultLifecycleProps) {
    super(scope, id);
    const { vault, toGlacierInstantRetrievalAfterDays, expireAfterDays } = props;
    const lifecycle = new S3BucketLifecycleConfiguration(this, "Resource", {
      bucket: vault.bucket.id,
      dependsOn: [vault.versioning],
      rule: [
        {
          id: "to-glacier-instant-retrieval",
          status: "Enabled",
          filter: [{}],
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
        ...(expireAfterDays === undefined ? [] : endOfRetention(expireAfterDays)),
      ],
    });
    evidenceResource(lifecycle, { logicalId: "evidence_vault", duties: DUTIES });
  }
}

function endOfRetention(days: number) {
  return [
    {
      id: "end-of-retention",
      status: "Enabled",
      filter: [{}],
      expiration: [{ days }],
      noncurrentVersionExpiration: [{ noncurrentDays: days }],
    },
    {
      id: "remove-markers-without-versions",
      status: "Enabled",
      filter: [{}],
      expiration: [{ expiredObjectDeleteMarker: true }],
    },
  ];
}
