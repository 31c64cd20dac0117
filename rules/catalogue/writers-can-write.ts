import { bucketArn } from "../facts/buckets";
import { keyOf } from "../facts/keys";
import { PLACES } from "../facts/layout";
import { may, mayUse, policiesThat, vaultBucketsIn } from "../facts/rights";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { judging, met, unmet } from "../rule";

export const writersCanWrite = judging({
  id: "writers-can-write",
  duties: ["Art12", "Art12(1)", "Art18(1)"],
  title: "Whoever writes into the vault can do so",
  why: "A right that is missing shows when the record should be written, and then what happened is not on record.",
  fix: "Give back s3:PutObject on the places the role writes to, and kms:GenerateDataKey with the vault's key.",
  measure: { name: "kinds of places it writes to", unit: `of ${PLACES.length}`, better: "higher" },
  subjects: (set) =>
    policiesThat(set, (policy) => vaultBucketsIn(set, policy).some((bucket) => places(policy, bucket) > 0)),
  judge(policy, set) {
    const written = vaultBucketsIn(set, policy).filter((bucket) => places(policy, bucket) > 0);
    const locked = written.filter((bucket) => !mayEncrypt(set, policy, bucket));
    if (locked.length > 0)
      return unmet(`it may not use the key of ${locked.map(({ address }) => address).join(", ")}`);
    const all = written.reduce((total, bucket) => total + places(policy, bucket), 0);
    return met(`writes ${all} kinds of places`, all);
  },
});

const places = (policy: Resource, bucket: Resource): number =>
  PLACES.filter((place) => may(policy, "s3:PutObject", `${bucketArn(bucket)}/${place}`)).length;

function mayEncrypt(set: ResourceSet, policy: Resource, bucket: Resource): boolean {
  const key = keyOf(set, bucket);
  return key === undefined || mayUse(set, policy, "kms:GenerateDataKey", key);
}
