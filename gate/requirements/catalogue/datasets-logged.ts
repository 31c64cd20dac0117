import { CONTEXTS, contextOf, nameOf, sha256Of } from "../datasets";
import { BOTH_STEPS, type Finding, type RunRequirement, runOf } from "../requirement";
import { shown } from "../shown";

const LOG_INPUT = 'mlflow.log_input(dataset, context="…", tags={"sha256": "…", "version_id": "…"})';

export const datasetsLogged: RunRequirement = {
  id: "datasets-logged",
  of: "run",
  duties: ["Art10", "annex-iv:2(d)"],
  title: "Training, validation and test set are logged, each with digest and SHA-256",
  why: "Which data made and tested a version can be said only if the run says it, by content.",
  how: `\`log_datasets(train=…, validation=…, test=…)\` of [clients/python](../clients/python/README.md#mlflow) logs all three and computes the SHA-256. By hand: \`${LOG_INPUT}\` in the run, once for each of ${CONTEXTS.join(", ")}. MLflow's own digest covers 10,000 rows at the most, hence the tag. With autologging: \`mlflow.autolog(log_datasets=False)\`.`,
  steps: BOTH_STEPS,
  check(facts) {
    const { datasets } = runOf(facts);
    const absent = CONTEXTS.filter((context) => !datasets.some((each) => contextOf(each) === context));
    return [
      ...(absent.length === 0
        ? []
        : [
            {
              what: `No data set is logged with the context ${absent.join(", none with ")}.`,
              fix: `Log each in a new run: ${LOG_INPUT.replace('"…"', `"${absent[0]}"`)}.`,
            },
          ]),
      ...datasets.flatMap((dataset): Finding[] => {
        const context = contextOf(dataset);
        const name = nameOf(dataset);
        return [
          ...((CONTEXTS as readonly (string | undefined)[]).includes(context)
            ? []
            : [
                {
                  what: `${name} has ${context === undefined ? "no context" : `the context ${shown(context)}`}; training, validation or test is needed, in these letters.`,
                  fix: "Log every data set with one of the three contexts in a new run; with autologging, mlflow.autolog(log_datasets=False).",
                },
              ]),
          ...(dataset.digest.trim() === ""
            ? [
                {
                  what: `${name} has no digest.`,
                  fix: "Make the data set with mlflow.data.from_…, which digests it.",
                },
              ]
            : []),
          ...(sha256Of(dataset) === undefined
            ? [
                {
                  what: `${name} has no tag sha256 with 64 hexadecimal digits.`,
                  fix: `Give the SHA-256 of the file or export: ${LOG_INPUT}.`,
                },
              ]
            : []),
        ];
      }),
    ];
  },
};
