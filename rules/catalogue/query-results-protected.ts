import { flag, text } from "../reading";
import { holds, judging, unmet } from "../rule";

export const queryResultsProtected = judging({
  id: "query-results-protected",
  duties: ["Art78", "Art21"],
  title: "Query results are encrypted, wherever a query comes from",
  why: "Results are copies of log entries; a client's own settings must not send them elsewhere.",
  fix: "Enforce the workgroup's configuration, with SSE_KMS for its results.",
  subjects: (set) => set.ofType("aws_athena_workgroup"),
  judge(workgroup) {
    if (!flag(workgroup, "configuration.enforce_workgroup_configuration", true))
      return unmet("clients may override the configuration");
    const option = text(
      workgroup,
      "configuration.result_configuration.encryption_configuration.encryption_option",
    );
    return holds(
      option === "SSE_KMS",
      "encrypted with a key of ours",
      `encrypted with ${option ?? "nothing of ours"}`,
    );
  },
});
