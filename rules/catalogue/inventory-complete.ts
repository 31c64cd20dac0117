import { configurationOf, vaultBuckets } from "../facts/buckets";
import { flag, text, texts } from "../reading";
import { holds, judging, unmet } from "../rule";

const NEEDED = [
  "ObjectLockMode",
  "ObjectLockRetainUntilDate",
  "ObjectLockLegalHoldStatus",
  "ReplicationStatus",
  "EncryptionStatus",
];

export const inventoryComplete = judging({
  id: "inventory-complete",
  duties: ["Art12", "Art21"],
  title: "S3 itself lists all versions, with their locks",
  why: "The inventory is a witness apart from the product: what is locked until when, and what was copied.",
  fix: "Give the vault an enabled inventory of all versions with the fields of lock and replication.",
  measure: { name: "fields of lock and copy", unit: `of ${NEEDED.length}`, better: "higher" },
  subjects: vaultBuckets,
  judge(bucket, set) {
    const inventory = configurationOf(set, bucket, "aws_s3_bucket_inventory");
    if (!inventory) return unmet("the vault has no inventory", 0);
    if (!flag(inventory, "enabled", true)) return unmet("the inventory is switched off", 0);
    if (text(inventory, "filter.prefix")) return unmet("the inventory lists a part of the vault", 0);
    const fields = texts(inventory, "optional_fields");
    const found = NEEDED.filter((field) => fields.includes(field));
    if (text(inventory, "included_object_versions") !== "All")
      return unmet("earlier versions are left out", found.length);
    return holds(
      found.length === NEEDED.length,
      "all versions, with lock and copy",
      "fields of lock or copy are left out",
      found.length,
    );
  },
});
