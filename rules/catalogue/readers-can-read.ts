import { bucketArn } from "../facts/buckets";
import { keyOf } from "../facts/keys";
import { DERIVED_PREFIX, PLACES } from "../facts/layout";
import { may, mayUse, policiesThat, vaultBucketsIn } from "../facts/rights";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { judging, met, unmet } from "../rule";

const OF_OBJECTS = [
  "s3:GetObject",
  "s3:GetObjectVersion",
  "s3:GetObjectRetention",
  "s3:GetObjectLegalHold",
  "s3:RestoreObject",
];
const OF_BUCKETS = ["s3:ListBucket", "s3:ListBucketVersions"];
const OF_KEYS = ["kms:GetPublicKey", "kms:Verify", "kms:VerifyMac"];
const READ = PLACES.filter((place) => !place.startsWith(`${DERIVED_PREFIX}/`));

export const readersCanRead = judging({
  id: "readers-can-read",
  duties: ["Art12", "Art21", "Art26(6)"],
  title: "Whoever answers for the log can read and check it",
  why: "An authority asks for the log, with all versions, locks and signatures: a right that is missing shows on that day.",
  fix: "Give back the rights to read objects with their versions, retention and holds, to list them, and to use the vault's key.",
  measure: { name: "things it may read or check", unit: "rights", better: "higher" },
  subjects: (set) =>
    policiesThat(set, (policy) => vaultBucketsIn(set, policy).some((bucket) => reads(policy, bucket))),
  judge(policy, set) {
    const read = vaultBucketsIn(set, policy).filter((bucket) => reads(policy, bucket));
    const locked = read.filter((bucket) => !mayDecrypt(set, policy, bucket));
    if (locked.length > 0)
      return unmet(`it may not use the key of ${locked.map(({ address }) => address).join(", ")}`);
    const rights = read.reduce((total, bucket) => total + count(set, policy, bucket), 0);
    return met(`${rights} rights to read or check`, rights);
  },
});

const reads = (policy: Resource, bucket: Resource): boolean =>
  READ.some((place) => may(policy, "s3:GetObject", `${bucketArn(bucket)}/${place}`));

function mayDecrypt(set: ResourceSet, policy: Resource, bucket: Resource): boolean {
  const key = keyOf(set, bucket);
  return key === undefined || mayUse(set, policy, "kms:Decrypt", key);
}

function count(set: ResourceSet, policy: Resource, bucket: Resource): number {
  const arn = bucketArn(bucket);
  const anyKey = `arn:aws:kms:${set.region(bucket)}:${set.account(bucket)}:key/any`;
  return [
    ...READ.flatMap((place) => OF_OBJECTS.map((call) => ({ call, on: `${arn}/${place}` }))),
    ...OF_BUCKETS.map((call) => ({ call, on: arn })),
    ...OF_KEYS.map((call) => ({ call, on: anyKey })),
  ].filter(({ call, on }) => may(policy, call, on)).length;
}
