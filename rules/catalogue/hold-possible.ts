import { bucketArn, bucketPolicy, vaultBuckets } from "../facts/buckets";
import { PLACES } from "../facts/layout";
import { may, policiesAbout, policiesThat } from "../facts/rights";
import { denials, type Statement } from "../policy";
import { text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging } from "../rule";

const HOLD = "s3:PutObjectLegalHold";

export const holdPossible = judging({
  id: "hold-possible",
  duties: ["Art73(6)"],
  title: "Evidence can be put under hold",
  why: "After an incident nothing of it may change or expire: whoever has to hold it must be able to at once.",
  fix: "Let the roles that hold evidence call s3:PutObjectLegalHold on all objects, and exempt them by name where others are denied.",
  measure: { name: "roles that can", unit: "roles", better: "higher" },
  subjects: vaultBuckets,
  judge(bucket, set) {
    const able = policiesThat(set, (policy) => canHold(set, policy, bucket), policiesAbout(set, bucket));
    return holds(able.length > 0, `${able.length} roles can`, "no role can", able.length);
  },
});

function canHold(set: ResourceSet, policy: Resource, bucket: Resource): boolean {
  const arn = bucketArn(bucket);
  const role = `:role/${text(policy, "role") ?? ""}`;
  const refused = denials(bucketPolicy(set, bucket), HOLD, `${arn}/*`).some((denial) =>
    refuses(denial, role),
  );
  return !refused && PLACES.every((place) => may(policy, HOLD, `${arn}/${place}`));
}

/** Denials of requests without TLS refuse nobody; others refuse whom they do not exempt. */
function refuses({ conditions }: Statement, role: string): boolean {
  if (conditions.length === 0) return true;
  return conditions.every(
    ({ key, values }) =>
      key.toLowerCase() === "aws:principalarn" && !values.some((value) => value.endsWith(role)),
  );
}
