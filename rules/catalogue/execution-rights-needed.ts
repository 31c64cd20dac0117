import { taskDefinitions } from "../facts/containers";
import { executionNeeds } from "../facts/task-needs";
import { exactlyNeeded } from "../families/needed-rights";

export const executionRightsNeeded = exactlyNeeded({
  id: "execution-rights-needed",
  duties: ["Art12", "Art17(1)", "Art78"],
  title: "ECS may pull a task's images, read its secrets, write its logs, and nothing else",
  why: "With more, a task can be handed the secrets of another; with less it does not start.",
  fix: "Give the execution role the rights that follow from the containers: images, secrets and log groups by name.",
  subjects: taskDefinitions,
  role: "execution_role_arn",
  needs: executionNeeds,
});
