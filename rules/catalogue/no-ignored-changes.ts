import { declared } from "../facts/keepers";
import { scalingOf } from "../facts/services";
import { undeclared } from "../facts/stacks";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging } from "../rule";

export const noIgnoredChanges = judging({
  id: "no-ignored-changes",
  duties: ["Art12", "Art17(1)", "Art19(1)"],
  title: "Terraform overlooks no change to what keeps evidence, or watches it",
  why: "With ignore_changes, what somebody changes by hand stays as it is, and no plan ever shows it.",
  fix: "Take lifecycle.ignore_changes out.",
  subjects: declared,
  judge(resource, set) {
    const { ignoredChanges, stack } = resource;
    if (ignoredChanges === undefined) return undeclared(set, stack);
    const overlooked = ignoredChanges.filter((attribute) => !isScaled(set, resource, attribute));
    return holds(overlooked.length === 0, "every change shows", `overlooks ${overlooked.join(", ")}`);
  },
});

/** The number of a service's tasks, where declared bounds stand in its place. */
const isScaled = (set: ResourceSet, resource: Resource, attribute: string): boolean =>
  resource.type === "aws_ecs_service" &&
  attribute === "desired_count" &&
  scalingOf(set, resource) !== undefined;
