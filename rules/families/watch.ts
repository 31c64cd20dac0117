import { unwatched, type Watched } from "../facts/watch";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { CannotTell } from "../values";
import { holds, judging, met, type JudgedBy, type Rule } from "../rule";

interface Watch extends Omit<JudgedBy<Resource>, "judge" | "measure"> {
  /** What must be watched for a subject; nothing where there is nothing to watch. */
  watched(subject: Resource, set: ResourceSet): readonly Watched[];
}

/** Attempts that people are told of, whether they succeed or not. */
export function watchedFor({ watched, ...text }: Watch): Rule {
  return judging({
    ...text,
    measure: { name: "events nobody is told of", unit: "events", better: "lower" },
    judge(subject, set) {
      const wanted = watched(subject, set);
      if (wanted.length === 0) return met("there is nothing to watch", 0);
      const open = wanted.flatMap((each) => unwatched(set, subject, each));
      if (open.length > 0 && !set.whole && set.ofType("aws_cloudwatch_event_rule").length === 0)
        throw new CannotTell("no watch is in these resources; it may be in another stack");
      return holds(
        open.length === 0,
        `people are told of ${wanted.flatMap(({ events }) => events).join(", ")}`,
        `no enabled rule with a target tells of ${[...new Set(open)].join(", ")}`,
        open.length,
      );
    },
  });
}
