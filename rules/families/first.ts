import { organisationStacks } from "../facts/log-path";
import { all } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, notApplicable, unmet, type JudgedBy, type Rule } from "../rule";
import { CannotTell, Unresolved } from "../values";

type Text = Omit<JudgedBy<Resource>, "judge" | "subjects">;

interface Order {
  /** What has to come first. */
  ours(set: ResourceSet): readonly Resource[];
  readonly type: string;
  /** Type of the resource that sets the order, and the attribute that holds it. */
  readonly order: string;
  readonly attribute: string;
}

/** Of what has one order in the organisation, ours stands in front. */
export function first(text: Text, { ours, type, order, attribute }: Order): Rule {
  return judging({
    ...text,
    subjects: organisationStacks,
    judge({ name }, set) {
      const own = ours(set).filter(({ stack }) => stack === name);
      if (own.length === 0) return notApplicable("there is none of ours");
      const [found] = set.ofType(order).filter(({ stack }) => stack === name);
      if (!found) return unmet("the order is not set");
      const front = inOrder(set, found, type, attribute).slice(0, own.length);
      return holds(
        own.every(({ address }) => front.includes(address)),
        "ours stands in front",
        "another may stand before ours",
      );
    },
  });
}

/** Addresses in the order; what is none of the set keeps its place. */
function inOrder(set: ResourceSet, order: Resource, type: string, attribute: string): readonly string[] {
  return all(order, attribute).flatMap((value) => {
    if (!(value instanceof Unresolved)) return set.find(type, value, order)?.address ?? String(value);
    if (value.references.length === 0) throw new CannotTell(`${attribute} ${value.why}`);
    return value.references.map(({ address }) => address);
  });
}
