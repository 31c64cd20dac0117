import { BOTH_STEPS, CannotTell, type VersionRequirement, runOf } from "../requirement";
import { shown } from "../shown";
import { versionSource } from "../version-source";

export const modelReady: VersionRequirement = {
  id: "model-ready",
  of: "version",
  duties: ["Art17(1)", "annex-iv:2(g)"],
  title: "The logged model is ready and is an output of the run",
  why: "The chain from the log to the model goes over the run that made it.",
  how: "Log the model inside the run, with `mlflow.<flavour>.log_model(...)`, and let it end. Clients of MLflow 2 log no model of its own: there the version's source stands for it.",
  steps: BOTH_STEPS,
  check(facts) {
    const run = runOf(facts);
    const { model, version } = facts;
    if (!model) {
      if (versionSource(version.source, run).kind === "run-artifacts" && version.modelId === undefined)
        return [];
      throw new CannotTell("the logged model of this version could not be read");
    }
    const fix = "Log the model again inside the run, and register that one.";
    return [
      ...(model.status === "LOGGED_MODEL_READY"
        ? []
        : [
            {
              what: `The logged model's status is ${shown(model.status)}; LOGGED_MODEL_READY is needed.`,
              fix,
            },
          ]),
      ...(run.outputs.includes(model.id)
        ? []
        : [{ what: `The logged model ${shown(model.id)} is not among the outputs of run ${run.id}.`, fix }]),
    ];
  },
};
