import { backedUp, storeArn } from "../facts/stores";
import { selectionsOf } from "../facts/backups";
import { findKey, keyOf } from "../facts/keys";
import { may, mayUse, policiesOf } from "../facts/rights";
import { any, text } from "../reading";
import { concerns, statements } from "../policy";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, notApplicable } from "../rule";

/** Calls AWS Backup makes as the role, by what they are about. */
const ON_DATABASE = [
  "rds:AddTagsToResource",
  "rds:CreateDBSnapshot",
  "rds:DescribeDBInstances",
  "rds:ListTagsForResource",
];
const ON_SNAPSHOT = [
  "rds:AddTagsToResource",
  "rds:CreateDBSnapshot",
  "rds:DeleteDBSnapshot",
  "rds:DescribeDBSnapshots",
  "rds:ListTagsForResource",
];
const ON_BUCKET = [
  "s3:GetBucketAcl",
  "s3:GetBucketLocation",
  "s3:GetBucketNotification",
  "s3:GetBucketTagging",
  "s3:GetBucketVersioning",
  "s3:GetInventoryConfiguration",
  "s3:ListBucket",
  "s3:ListBucketVersions",
  "s3:PutBucketNotification",
  "s3:PutInventoryConfiguration",
];
const ON_OBJECTS = [
  "s3:GetObject",
  "s3:GetObjectAcl",
  "s3:GetObjectTagging",
  "s3:GetObjectVersion",
  "s3:GetObjectVersionAcl",
  "s3:GetObjectVersionTagging",
];
const ON_EVENTS = [
  "events:DeleteRule",
  "events:DescribeRule",
  "events:DisableRule",
  "events:EnableRule",
  "events:ListTargetsByRule",
  "events:PutRule",
  "events:PutTargets",
  "events:RemoveTargets",
];
const ON_EVERYTHING = ["cloudwatch:GetMetricData", "events:ListRules"];
const ON_VAULT = ["backup:CopyIntoBackupVault", "backup:DescribeBackupVault"];
const WITH_KEY = ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"];

export const backupRoleMay = judging({
  id: "backup-role-may",
  duties: ["Art17(1)", "Art18(1)"],
  title: "AWS Backup may do what the plan asks of it",
  why: "A right that is missing shows as a failed job at four in the morning, and as a backup that is not there a year later.",
  fix: "Give the selection's role back the calls that are named, on the store, its snapshots or objects, the vault and the key.",
  subjects: backedUp,
  judge(store, set) {
    const [selection] = selectionsOf(set, store);
    if (!selection) return notApplicable("no backup plan selects it, as another rule says");
    const role = set.find("aws_iam_role", any(selection, "iam_role_arn"), selection);
    if (!role) return holds(false, "", "its role is none of these resources");
    if (!takenByBackup(role)) return holds(false, "", "AWS Backup may not take the role");
    const policies = policiesOf(set, text(role, "name") ?? "");
    const lacking = needs(set, store).filter(
      ({ action, resource }) => !policies.some((policy) => may(policy, action, resource)),
    );
    const key = store.type === "aws_db_instance" ? findKey(set, store, "kms_key_id") : keyOf(set, store);
    const locked = WITH_KEY.filter(
      (call) => key && !policies.some((policy) => mayUse(set, policy, call, key)),
    );
    const missing = [...new Set([...lacking.map(({ action }) => action), ...locked])];
    return holds(missing.length === 0, "the role has all rights", `missing: ${missing.join(", ")}`);
  },
});

interface Need {
  readonly action: string;
  readonly resource: string;
}

function needs(set: ResourceSet, store: Resource): readonly Need[] {
  const arn = storeArn(set, store) ?? "";
  const here = `${set.region(store)}:${set.account(store)}`;
  const on = (actions: readonly string[], resource: string): readonly Need[] =>
    actions.map((action) => ({ action, resource }));
  const tagged = on(["backup:TagResource"], `arn:aws:backup:${here}:recovery-point:1`);
  const vaults = set
    .ofType("aws_backup_vault")
    .filter(({ stack }) => stack === store.stack)
    .flatMap((vault) => on(ON_VAULT, `arn:aws:backup:${here}:backup-vault:${text(vault, "name")}`));
  if (store.type === "aws_db_instance")
    return [
      ...tagged,
      ...vaults,
      ...on(ON_DATABASE, arn),
      ...on(ON_SNAPSHOT, `arn:aws:rds:${here}:snapshot:awsbackup:job-1`),
    ];
  return [
    ...tagged,
    ...vaults,
    ...on(ON_BUCKET, arn),
    ...on(ON_OBJECTS, `${arn}/mlflow/1`),
    ...on(ON_EVERYTHING, "*"),
    ...on(ON_EVENTS, `arn:aws:events:${here}:rule/AwsBackupManagedRule1`),
  ];
}

const takenByBackup = (role: Resource): boolean =>
  statements(role, "assume_role_policy").some(
    (trust) =>
      trust.effect === "Allow" &&
      trust.principals.includes("backup.amazonaws.com") &&
      concerns(trust, "sts:AssumeRole"),
  );
