import { containersOf, taskDefinitions, type Container } from "../facts/containers";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, unmet, type JudgedBy, type Rule } from "../rule";

interface OfContainers extends Omit<JudgedBy<Resource>, "judge" | "subjects"> {
  /** @default every task definition */
  readonly tasks?: (set: ResourceSet) => readonly Resource[];
  /** What is wrong with a container of the task; nothing where all is well. */
  faults(container: Container, task: Resource, set: ResourceSet): readonly string[];
}

/** What holds of every container of a task. */
export function ofEveryContainer({ tasks = taskDefinitions, faults, ...text }: OfContainers): Rule {
  return judging({
    ...text,
    subjects: tasks,
    judge(task, set) {
      const containers = containersOf(task);
      if (containers.length === 0) return unmet("its containers are no JSON that can be read");
      const wrong = containers.flatMap((each) =>
        faults(each, task, set).map((fault) => `${each.name} ${fault}`),
      );
      return holds(wrong.length === 0, `${containers.length} containers`, wrong.join("; "));
    },
  });
}
