import { taskDefinitions } from "../facts/containers";
import { taskNeeds } from "../facts/task-needs";
import { exactlyNeeded } from "../families/needed-rights";

export const taskRightsNeeded = exactlyNeeded({
  id: "task-rights-needed",
  duties: ["Art12", "Art17(1)", "Art18(1)", "Art78"],
  title: "A task's programs may use its artifacts, take the vault's role for their work, and nothing else",
  why: "What the task may do, whoever takes over one of its programs may do: no right to delete, none on the vault itself.",
  fix: "Give the task role the artifacts below their prefix, the key through S3, and sts:AssumeRole on the vault's role for the program.",
  subjects: taskDefinitions,
  role: "task_role_arn",
  needs: taskNeeds,
});
