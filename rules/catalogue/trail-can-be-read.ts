import { bucketArn } from "../facts/buckets";
import { findKey } from "../facts/keys";
import { may, mayUse, policiesThat } from "../facts/rights";
import { trails } from "../facts/trails";
import { any } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging } from "../rule";
import { CannotTell } from "../values";

export const trailCanBeRead = judging({
  id: "trail-can-be-read",
  duties: ["Art12", "Art19(1)"],
  title: "Somebody may read the record of accesses",
  why: "A record that no role can list, open and decrypt shows nothing: a call past every deployment stays unseen.",
  fix: "Give the detector s3:ListBucketVersions on the trail's bucket, s3:GetObjectVersion on its log files, and kms:Decrypt with the trail's key.",
  subjects: trails,
  judge(trail, set) {
    const bucket = set.find("aws_s3_bucket", any(trail, "s3_bucket_name"), trail);
    if (!bucket) throw new CannotTell("the trail's bucket is none of these resources");
    const account = set.account(trail);
    if (account === undefined) throw new CannotTell("the trail's account is not known");
    const rights = rightsOn(set, trail, bucket, account);
    const readers = policiesThat(set, (policy) => rights.every(({ given }) => given(policy)));
    return holds(
      readers.length > 0,
      `read by ${readers.map(({ address }) => address).join(", ")}`,
      `no role has all of ${[...new Set(rights.map(({ call }) => call))].join(", ")}`,
    );
  },
});

/** A right that reading takes, and whether a policy gives it. */
interface Right {
  readonly call: string;
  given(policy: Resource): boolean;
}

function rightsOn(set: ResourceSet, trail: Resource, bucket: Resource, account: string): readonly Right[] {
  const arn = bucketArn(bucket);
  const key = findKey(set, trail, "kms_key_id");
  const on = (call: string, resource: string): Right => ({
    call,
    given: (policy) => may(policy, call, resource),
  });
  return [
    on("s3:ListBucketVersions", arn),
    // Log files and the digest files that tell whether one is missing.
    ...["CloudTrail", "CloudTrail-Digest"].map((kind) =>
      on("s3:GetObjectVersion", `${arn}/AWSLogs/${account}/${kind}/x`),
    ),
    ...(key
      ? [{ call: "kms:Decrypt", given: (policy: Resource) => mayUse(set, policy, "kms:Decrypt", key) }]
      : []),
  ];
}
