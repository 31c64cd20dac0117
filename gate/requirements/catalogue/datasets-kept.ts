import { wrongSource } from "../dataset-source";
import { nameOf } from "../datasets";
import { BOTH_STEPS, CannotTell, productionOf, type RunRequirement, runOf } from "../requirement";

export const datasetsKept: RunRequirement = {
  id: "datasets-kept",
  of: "run",
  duties: ["Art10", "annex-iv:2(d)", "Art18(1)"],
  title: "Each data set names a source that keeps it, with its version",
  why: "A source that changes, or that one machine alone had, can be examined by nobody later.",
  how: 'Make the data set with its source, `mlflow.data.from_pandas(data, source="s3://bucket/key")`, and log the object\'s version as tag `version_id`; `log_datasets` takes no set without a source, and asks S3 for the version. Which sources are taken: `production.datasets` of the config.',
  steps: BOTH_STEPS,
  check(facts, context) {
    const { datasets } = runOf(facts);
    const allowed = productionOf(context).datasets;
    if (datasets.length === 0) throw new CannotTell("no data set is logged");
    return datasets.flatMap((dataset) => {
      const wrong = wrongSource(dataset, allowed);
      if (wrong === undefined) return [];
      return [
        {
          what: `${nameOf(dataset)} ${wrong}.`,
          fix: `Log it in a new run from ${allowed.sources.join(" or ")} with the tag version_id: mlflow.data.from_pandas(data, source="s3://bucket/key").`,
        },
      ];
    });
  },
};
