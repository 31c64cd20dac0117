import { guardedBuckets } from "../facts/buckets";
import { findKey, keyOf } from "../facts/keys";
import { flag, text } from "../reading";
import { holds, judging, unmet } from "../rule";

const RESULTS = "configuration.result_configuration";

export const queryResultsProtected = judging({
  id: "query-results-protected",
  duties: ["Art78", "Art21"],
  title: "Query results are encrypted, wherever a query comes from, and stay in a bucket of ours",
  why: "Results are copies of log entries; a client's own settings must not send them elsewhere.",
  fix: "Enforce the workgroup's configuration, with SSE_KMS for its results, the bucket for them and the key of that bucket.",
  subjects: (set) => set.ofType("aws_athena_workgroup"),
  judge(workgroup, set) {
    if (!flag(workgroup, "configuration.enforce_workgroup_configuration", true))
      return unmet("clients may override the configuration");
    const option = text(workgroup, `${RESULTS}.encryption_configuration.encryption_option`);
    if (option !== "SSE_KMS") return unmet(`encrypted with ${option ?? "nothing of ours"}`);
    const [, name] =
      /^s3:\/\/([^/]+)\/results\/$/.exec(text(workgroup, `${RESULTS}.output_location`) ?? "") ?? [];
    const bucket = name === undefined ? undefined : set.find("aws_s3_bucket", name, workgroup);
    if (!bucket || !guardedBuckets(set).includes(bucket))
      return unmet("they go to no place of ours for results");
    const key = findKey(set, workgroup, `${RESULTS}.encryption_configuration.kms_key_arn`);
    return holds(
      key !== undefined && key === keyOf(set, bucket),
      "encrypted with a key of ours",
      "encrypted with another key than their bucket",
    );
  },
});
