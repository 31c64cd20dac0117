import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { Unresolved, type Value } from "../values";

/** An expression that stands alone in a document, such as `${aws_kms_key.vault.arn}`. */
const EXPRESSION = /^\$\{([a-z0-9_]+)\.([\w-]+)\.\w+\}$/;

/**
 * The resource of a type that a document names: by its id, ARN or name, or by an expression that the document leaves
 * open because the resource is not made yet.
 */
export function namedIn(
  set: ResourceSet,
  type: string,
  text: string,
  beside: Resource,
): Resource | undefined {
  const [, ofType, name] = EXPRESSION.exec(text) ?? [];
  if (ofType === undefined) return set.find(type, text, beside);
  return set
    .ofType(type)
    .find((each) => ofType === type && each.name === name && each.stack === beside.stack && !each.module);
}

/** The resources of a type that a list names; of a list that a plan does not know yet, all that it refers to. */
export function allNamed(
  set: ResourceSet,
  type: string,
  values: readonly Value[],
  beside: Resource,
): readonly Resource[] {
  return values.flatMap((value) => {
    const referred = value instanceof Unresolved ? value.references.map(({ address }) => address) : [];
    if (referred.length < 2) return set.find(type, value, beside) ?? [];
    return set.ofType(type).filter(({ address }) => referred.includes(address));
  });
}
