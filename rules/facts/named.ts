import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";

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
