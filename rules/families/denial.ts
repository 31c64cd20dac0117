import { bucketArn, bucketPolicy } from "../facts/buckets";
import { denials, like, type Condition, type Statement } from "../policy";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, type Finding, type JudgedBy, type Rule } from "../rule";

/** Where policies are looked for, and what they have to deny. */
interface Denial extends Omit<JudgedBy<Resource>, "judge" | "measure"> {
  readonly actions: readonly string[];
  /** The statements to search; a bucket's policy when left out. */
  readonly statementsOf?: (set: ResourceSet, subject: Resource) => readonly Statement[];
  /** What the denial has to be about; where calls differ in that, by call. */
  readonly on: On | ((action: string) => On);
}

type On = "bucket" | "objects" | "everything";

/** Calls that are denied to everyone without exception. */
export function deniedToEveryone({ actions, on, statementsOf = bucketPolicy, ...text }: Denial): Rule {
  return judging({
    ...text,
    measure: { name: "calls denied to everyone", unit: `of ${actions.length}`, better: "higher" },
    judge(subject, set) {
      const all = statementsOf(set, subject);
      const open = actions.filter(
        (action) =>
          !denials(all, action, target(subject, on, action)).some(
            ({ conditions }) => conditions.length === 0,
          ),
      );
      return holds(
        open.length === 0,
        `${actions.join(", ")} denied to everyone`,
        `not denied to everyone: ${open.join(", ")}`,
        actions.length - open.length,
      );
    },
  });
}

/** Calls that are denied to everyone but roles that are named one by one. */
export function deniedToOthers({ actions, on, statementsOf = bucketPolicy, ...text }: Denial): Rule {
  return judging({
    ...text,
    measure: { name: "principals exempt", unit: "principals", better: "lower" },
    judge(subject, set): Finding {
      const all = statementsOf(set, subject);
      const exempt = new Set<string>();
      const open = actions.filter((action) => {
        const found = denials(all, action, target(subject, on, action)).filter(({ conditions }) =>
          conditions.every(exempts),
        );
        // Denials add up: who is exempt from one of them only is still denied by the other.
        const [narrowest] = found
          .map(({ conditions }) => conditions.flatMap(({ values }) => values))
          .sort((a, b) => a.length - b.length);
        for (const principal of narrowest ?? []) exempt.add(principal);
        return narrowest === undefined;
      });
      if (open.length > 0) return holds(false, "", `open to others than named roles: ${open.join(", ")}`);
      const wide = [...exempt].filter((principal) => principal.includes("*"));
      return holds(
        wide.length === 0,
        exempt.size === 0 ? "denied to everyone" : `denied to all but ${[...exempt].join(", ")}`,
        `exempt by pattern and not by name: ${wide.join(", ")}`,
        exempt.size,
      );
    },
  });
}

/** A denial of everything to everyone while a condition holds, such as a request without TLS. */
export function deniedWhile(
  text: Omit<JudgedBy<Resource>, "judge">,
  condition: (each: Condition) => boolean,
): Rule {
  return judging({
    ...text,
    judge(bucket, set) {
      const all = bucketPolicy(set, bucket);
      const denied = (resource: string) =>
        denials(all, "s3:*", resource).some(
          ({ conditions: [first, ...others] }) =>
            first !== undefined && others.length === 0 && condition(first),
        );
      return holds(
        denied(bucketArn(bucket)) && denied(`${bucketArn(bucket)}/*`),
        "denied for the bucket and its objects",
        "not denied for the bucket and all its objects",
      );
    },
  });
}

const exempts = ({ operator, key }: Condition): boolean =>
  like("*Not*", operator) && key.toLowerCase() === "aws:principalarn";

function target(subject: Resource, on: Denial["on"], action: string): string {
  const wanted = typeof on === "string" ? on : on(action);
  if (wanted === "everything") return "*";
  return wanted === "bucket" ? bucketArn(subject) : `${bucketArn(subject)}/*`;
}
