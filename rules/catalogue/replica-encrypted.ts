import { configurationOf, vaultBuckets } from "../facts/buckets";
import { findKey, keyOf } from "../facts/keys";
import { inOnePlace } from "../facts/places";
import { any, text } from "../reading";
import { holds, judging, notApplicable, unmet } from "../rule";

export const replicaEncrypted = judging({
  id: "replica-encrypted",
  duties: ["Art18(1)", "Art19(1)", "Art78"],
  title: "Encrypted entries are copied, under another key",
  why: "S3 leaves encrypted objects out unless told otherwise; under the vault's own key the copy would be lost with the key.",
  fix: "Enable sse_kms_encrypted_objects and name a key of the replica in replica_kms_key_id.",
  subjects: vaultBuckets,
  judge(bucket, set) {
    const replication = configurationOf(set, bucket, "aws_s3_bucket_replication_configuration");
    if (!replication) return notApplicable("the vault is not copied, as another rule says");
    if (text(replication, "rule.source_selection_criteria.sse_kms_encrypted_objects.status") !== "Enabled")
      return unmet("encrypted entries are left out of the copy");
    const key = findKey(set, replication, "rule.destination.encryption_configuration.replica_kms_key_id");
    if (!key) return unmet("the copy's key is none of these resources");
    if (key === keyOf(set, bucket)) return unmet("vault and copy have one key");
    const replica = set.find("aws_s3_bucket", any(replication, "rule.destination.bucket"), replication);
    return holds(
      replica === undefined || inOnePlace(set, key, replica),
      `copied under ${key.address}`,
      `${key.address} is not where the copy is`,
    );
  },
});
