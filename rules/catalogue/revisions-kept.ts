import { taskDefinitions } from "../facts/containers";
import { switched } from "../families/switch";

export const revisionsKept = switched(
  {
    id: "revisions-kept",
    duties: ["Art17(1)", "Art18(1)"],
    title: "Earlier revisions of a task definition stay",
    why: "They say which images ran with which settings, and a version that does not come up is taken back to the one before.",
    fix: "Set skip_destroy to true.",
    subjects: taskDefinitions,
  },
  { path: "skip_destroy", wanted: true, otherwise: false },
);
