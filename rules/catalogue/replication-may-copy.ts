import { bucketArn, bucketPolicy, vaultBuckets } from "../facts/buckets";
import { findKey, keyOf } from "../facts/keys";
import { inOneAccount } from "../facts/places";
import { copyingOf, type Copying } from "../facts/replication";
import { may, mayUse, policiesOf } from "../facts/rights";
import { concerns, grants, statements } from "../policy";
import { text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, notApplicable } from "../rule";
import { CannotTell } from "../values";

const OF_VAULT = ["s3:GetReplicationConfiguration", "s3:ListBucket"];
const OF_ENTRIES = [
  "s3:GetObjectVersionForReplication",
  "s3:GetObjectVersionAcl",
  "s3:GetObjectVersionTagging",
  "s3:GetObjectRetention",
  "s3:GetObjectLegalHold",
];
const INTO_COPY = ["s3:ReplicateObject", "s3:ReplicateTags"];
/** Needed between accounts alone: the copy belongs to its own account, not to the vault's. */
const TAKE_OVER = "s3:ObjectOwnerOverrideToBucketOwner";
const WITH_KEY = ["kms:Encrypt", "kms:GenerateDataKey"];

export const replicationMayCopy = judging({
  id: "replication-may-copy",
  duties: ["Art12", "Art18(1)", "Art19(1)"],
  title: "S3 may copy the vault",
  why: "A copy that is not let in fails entry by entry, while the configuration looks as it should.",
  fix: "Give the replication's role the rights on vault, copy and both keys; in another account let the copy's policy and key let it in.",
  subjects: vaultBuckets,
  judge(bucket, set) {
    const copying = copyingOf(set, bucket);
    if (copying.length === 0) return notApplicable("the vault is not copied, as another rule says");
    const missing = copying.flatMap((each) => [
      ...missingFromRole(set, bucket, each),
      ...missingThere(set, bucket, each),
    ]);
    return holds(missing.length === 0, "it may", `missing: ${[...new Set(missing)].join(", ")}`);
  },
});

function missingFromRole(set: ResourceSet, bucket: Resource, copying: Copying): readonly string[] {
  const replica = replicaOf(copying);
  const name = (text(copying.configuration, "role") ?? "").split("/").at(-1) ?? "";
  const role = set.find("aws_iam_role", name, copying.configuration);
  if (!role) return [`the role ${name}`];
  const policies = policiesOf(set, name);
  const vault = bucketArn(bucket);
  const needed = [
    ...OF_VAULT.map((call) => ({ call, on: vault })),
    ...OF_ENTRIES.map((call) => ({ call, on: `${vault}/any` })),
    ...intoCopy(set, bucket, replica).map((call) => ({ call, on: `${bucketArn(replica)}/any` })),
  ];
  const keys = [
    { key: keyOf(set, bucket), calls: ["kms:Decrypt"] },
    { key: replicaKey(set, copying), calls: WITH_KEY },
  ];
  return [
    ...(taken(role) ? [] : ["S3 may not take the role"]),
    ...needed
      .filter(({ call, on }) => !policies.some((policy) => may(policy, call, on)))
      .map(({ call }) => call),
    ...keys.flatMap(({ key, calls }) =>
      key ? calls.filter((call) => !policies.some((policy) => mayUse(set, policy, call, key))) : [],
    ),
  ];
}

/** What the copy itself has to grant, where it lies in another account. */
function missingThere(set: ResourceSet, bucket: Resource, copying: Copying): readonly string[] {
  const replica = replicaOf(copying);
  if (inOneAccount(set, bucket, replica)) return [];
  const principal = text(copying.configuration, "role") ?? "";
  const policy = bucketPolicy(set, replica);
  const key = replicaKey(set, copying);
  const resource = `${bucketArn(replica)}/any`;
  const { rule } = copying;
  return [
    ...intoCopy(set, bucket, replica)
      .filter((action) => grants(policy, { principal, action, resource }).length === 0)
      .map((action) => `${action} in the copy's policy`),
    ...WITH_KEY.filter(
      (action) => key && grants(statements(key, "policy"), { principal, action, resource: "*" }).length === 0,
    ).map((action) => `${action} in the policy of the copy's key`),
    ...(text(rule, "destination.account") === set.account(replica) ? [] : ["the account of the copy"]),
    ...(text(rule, "destination.access_control_translation.owner") === "Destination"
      ? []
      : ["the copy's owner"]),
  ];
}

const intoCopy = (set: ResourceSet, bucket: Resource, replica: Resource): readonly string[] =>
  inOneAccount(set, bucket, replica) ? INTO_COPY : [...INTO_COPY, TAKE_OVER];

const replicaKey = (set: ResourceSet, { configuration }: Copying): Resource | undefined =>
  findKey(set, configuration, "rule.destination.encryption_configuration.replica_kms_key_id");

function replicaOf({ replica }: Copying): Resource {
  if (!replica) throw new CannotTell("the copy's bucket is none of these resources");
  return replica;
}

const taken = (role: Resource): boolean =>
  statements(role, "assume_role_policy").some(
    (trust) =>
      trust.effect === "Allow" &&
      trust.principals.includes("s3.amazonaws.com") &&
      concerns(trust, "sts:AssumeRole"),
  );
