import { any, text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";

export const services = (set: ResourceSet): readonly Resource[] => set.ofType("aws_ecs_service");

/** The task definition of a service. @throws CannotTell when it is not known */
export const taskOfService = (set: ResourceSet, service: Resource): Resource | undefined =>
  set.find("aws_ecs_task_definition", any(service, "task_definition"), service);

/** Bounds within which a service is scaled. */
export const scalingOf = (set: ResourceSet, service: Resource): Resource | undefined =>
  set.ofType("aws_appautoscaling_target").find((target) => {
    if (target.stack !== service.stack) return false;
    const named = text(target, "resource_id")?.split("/").at(-1);
    return (
      named === text(service, "name") && text(target, "scalable_dimension") === "ecs:service:DesiredCount"
    );
  });
