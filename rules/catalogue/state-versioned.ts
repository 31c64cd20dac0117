import { configurationOf } from "../facts/buckets";
import { stateBuckets } from "../facts/stacks";
import { text } from "../reading";
import { holds, judging, unmet } from "../rule";

export const stateVersioned = judging({
  id: "state-versioned",
  duties: ["Art17(1)", "Art18(1)"],
  title: "Earlier states are kept",
  why: "A broken state is mended from the one before; earlier states also show what was deployed when.",
  fix: "Enable versioning of the state's bucket.",
  subjects: stateBuckets,
  judge(bucket, set) {
    const versioning = configurationOf(set, bucket, "aws_s3_bucket_versioning");
    if (!versioning) return unmet("the bucket is not versioned");
    return holds(
      text(versioning, "versioning_configuration.status") === "Enabled",
      "earlier states are kept",
      "earlier states are not kept",
    );
  },
});
