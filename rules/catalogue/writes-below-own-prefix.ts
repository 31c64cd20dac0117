import { bucketName, evidenceBuckets } from "../facts/buckets";
import { allowed, rolePolicies } from "../facts/roles";
import { concerns, like } from "../policy";
import { holds, judging } from "../rule";

export const writesBelowOwnPrefix = judging({
  id: "writes-below-own-prefix",
  duties: ["Art12", "Art17(1)"],
  title: "Each role writes below prefixes of its own",
  why: "A role that may write anywhere in the vault may write records in another role's stream, or entries into the archive.",
  fix: "Limit s3:PutObject to the prefixes the role writes to.",
  measure: { name: "prefixes it may write below", unit: "prefixes", better: "lower" },
  subjects: rolePolicies,
  judge(policy, set) {
    const writable = allowed(policy)
      .filter((right) => concerns(right, "s3:PutObject"))
      .flatMap(({ resources }) => resources);
    const evidence = evidenceBuckets(set).map(bucketName);
    const everywhere = writable.filter((resource) =>
      evidence.some(
        (name) =>
          like(resource, `arn:aws:s3:::${name}/any/key`) && !resource.startsWith(`arn:aws:s3:::${name}/any`),
      ),
    );
    return holds(
      everywhere.length === 0,
      "writes below named prefixes",
      `may write everywhere: ${everywhere.join(", ")}`,
      writable.length,
    );
  },
});
