import { statements } from "../policy";
import { text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import type { Value } from "../values";
import { policiesOf } from "./rights";
import { attachedTo } from "./roles";

/** A call on a resource, and under which conditions. */
export interface Right {
  readonly call: string;
  readonly on: string;
  /** By operator and key, such as `StringEquals kms:ViaService`. @default none */
  readonly when?: Readonly<Record<string, string>>;
}

const written = ({ call, on, when = {} }: Right): string =>
  [
    `${call} on ${on}`,
    ...Object.entries(when)
      .map(([key, value]) => `${key} ${value}`)
      .sort(),
  ].join(" if ");

/**
 * Where a role's rights are not exactly those that its work needs, in words: fewer leave work undone, more are somebody's
 * who takes a program over.
 *
 * @throws CannotTell when a policy is not known
 */
export function differingRights(
  set: ResourceSet,
  role: Resource,
  needs: readonly Right[],
): readonly string[] {
  const given = [
    ...policiesOf(set, text(role, "name") ?? "").flatMap(rightsIn),
    ...attachedTo(set, role).flatMap((arn) => rightsAttached(set, role, arn)),
  ];
  const needed = [...new Set(needs.map(written))];
  return [
    ...needed.filter((right) => !given.includes(right)).map((right) => `lacks ${right}`),
    ...given.filter((right) => !needed.includes(right)).map((right) => `has ${right}`),
  ];
}

/** Of a policy that is none of these resources, AWS's own among them, nobody here knows what it gives. */
function rightsAttached(set: ResourceSet, role: Resource, arn: Value): readonly string[] {
  const policy = set.find("aws_iam_policy", arn, role);
  return policy ? rightsIn(policy) : [`all of ${String(arn)}`];
}

function rightsIn(policy: Resource): readonly string[] {
  return statements(policy, "policy").flatMap(({ effect, actions, notActions, resources, conditions }) => {
    if (effect === "Deny") return [`a denial of ${actions.join(", ")}`];
    const when = Object.fromEntries(
      conditions.map(({ operator, key, values }) => [`${operator} ${key}`, values.join(", ")]),
    );
    const calls = notActions.length > 0 ? [`all but ${notActions.join(", ")}`] : actions;
    return calls.flatMap((call) => resources.map((on) => written({ call, on, when })));
  });
}
