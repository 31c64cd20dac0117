import { findKey } from "../facts/keys";
import { any, flag, written } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging } from "../rule";

/** Where each kind of store names its key. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  aws_backup_vault: ["kms_key_arn"],
  aws_cloudwatch_log_group: ["kms_key_id"],
  aws_db_instance: ["kms_key_id", "master_user_secret_kms_key_id"],
  aws_ecr_repository: ["encryption_configuration.kms_key"],
  aws_secretsmanager_secret: ["kms_key_id"],
};

export const keptUnderOwnKey = judging({
  id: "kept-under-own-key",
  duties: ["Art78", "Art17(1)"],
  title: "Database, secrets, images, logs and backups are encrypted with a key of ours",
  why: "With a key of our own, reading takes a second right, every use is on record, and the key's policy can be judged.",
  fix: "Name the service's key: kms_key_id, kms_key_arn, or kms_key of the encryption.",
  subjects: (set) => set.ofType(...Object.keys(KEYS)),
  judge(store, set) {
    const without = (KEYS[store.type] ?? [])
      .filter((path) => !isOurs(set, store, path))
      .concat(copies(store).filter((path) => !isOurs(set, store, path)));
    return holds(
      without.length === 0,
      "encrypted with a key of ours",
      `no key of ours: ${without.join(", ")}`,
    );
  },
});

/** Keys of what AWS keeps beside, where it was asked to: copies in other regions, and texts of queries. */
const copies = (store: Resource): readonly string[] => [
  ...(written(store, "replica").length > 0 ? ["replica.kms_key_id"] : []),
  ...(flag(store, "performance_insights_enabled", false) ? ["performance_insights_kms_key_id"] : []),
];

const isOurs = (set: ResourceSet, store: Resource, path: string): boolean =>
  any(store, path) !== undefined && findKey(set, store, path) !== undefined;
