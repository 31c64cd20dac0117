import { guardrails } from "./guardrails";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { CannotTell } from "../values";
import { art12Archives, configurationOf, evidenceBuckets } from "./buckets";
import { allKeys } from "./keys";
import { trails } from "./trails";

const OF_BUCKETS = [
  "aws_s3_bucket_object_lock_configuration",
  "aws_s3_bucket_policy",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_replication_configuration",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_versioning",
];

/** What keeps evidence: its buckets with all that protects them, keys, trails, archives, guardrails. */
export function keepers(set: ResourceSet): readonly Resource[] {
  const buckets = evidenceBuckets(set);
  const configurations = buckets.flatMap((bucket) =>
    OF_BUCKETS.flatMap((type) => {
      try {
        return configurationOf(set, bucket, type) ?? [];
      } catch (error) {
        // Which configuration it is, is for the rule about that configuration to tell.
        if (error instanceof CannotTell) return [];
        throw error;
      }
    }),
  );
  const others = [
    ...allKeys(set),
    ...set.ofType("aws_kms_alias"),
    ...trails(set),
    ...art12Archives(set),
    ...guardrails(set),
  ];
  return [...buckets, ...configurations, ...others];
}
