import { CLOCKS_APART_MS, timeOf } from "../moments";
import { BOTH_STEPS, type RunRequirement, runOf } from "../requirement";
import { shown } from "../shown";

export const runFinished: RunRequirement = {
  id: "run-finished",
  of: "run",
  duties: ["Art17(1)", "annex-iv:2(g)"],
  title: "The run has finished, is not deleted, and has plausible times",
  why: "The test report is dated: a run that goes on, failed, or ends tomorrow dates nothing.",
  how: "End the run with `mlflow.end_run()`, which the `with` block does; restore a deleted one.",
  steps: BOTH_STEPS,
  check(facts, { at }) {
    const { id, status, lifecycleStage, startTime, endTime } = runOf(facts);
    const latest = at.getTime() + CLOCKS_APART_MS;
    const times =
      Number.isFinite(startTime) &&
      endTime !== undefined &&
      Number.isFinite(endTime) &&
      startTime <= endTime &&
      endTime <= latest;
    return [
      ...(status === "FINISHED"
        ? []
        : [
            {
              what: `The run's status is ${shown(status)}; FINISHED is needed.`,
              fix:
                status === "RUNNING"
                  ? `End it: MlflowClient().set_terminated("${id}").`
                  : "Train again: a run that failed or was killed is no test report.",
            },
          ]),
      ...(lifecycleStage === "active"
        ? []
        : [
            {
              what: `The run's lifecycle stage is ${shown(lifecycleStage)}; active is needed.`,
              fix: `Restore it: MlflowClient().restore_run("${id}").`,
            },
          ]),
      ...(status !== "FINISHED" || times
        ? []
        : [
            {
              what: `The run began at ${timeOf(startTime)} and ended at ${endTime === undefined ? "no time" : timeOf(endTime)}, which is not before now.`,
              fix: "Set the clock of the machine that trains, and train again.",
            },
          ]),
    ];
  },
};
