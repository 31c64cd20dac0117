import { TerraformStack, type TerraformElement, type TerraformResource } from "cdktf";
import type { ProvisionId } from "../regulation";

/** A provision of the AI Act a resource serves, for example `Art12` or `Art19(1)`. */
export type Duty = ProvisionId;

export interface EvidenceResourceProps {
  /** Address of the resource in its stack: a literal, frozen once deployed, because a new address destroys the old resource. */
  readonly logicalId: string;
  /** Provisions the resource serves; they end in the article-to-resource matrix and, where the resource takes tags, in its tags. */
  readonly duties: readonly Duty[];
  /**
   * Refuse plans that would destroy the resource.
   * @default false
   */
  readonly preventDestroy?: boolean;
}

const pinned = new WeakMap<TerraformStack, Map<string, string>>();
const served = new WeakMap<TerraformResource, readonly Duty[]>();

/**
 * Marks a resource as one that carries evidence: pins its address, records the duties it serves and, on request,
 * refuses its destruction.
 *
 * @throws Error when two resources of one type in a stack take the same logical id: CDKTF would merge them silently
 */
export function evidenceResource<R extends TerraformResource>(resource: R, props: EvidenceResourceProps): R {
  pinAddress(resource, resource.terraformResourceType, props.logicalId);
  served.set(resource, props.duties);
  if (props.preventDestroy) resource.lifecycle = { ...resource.lifecycle, preventDestroy: true };
  return resource;
}

/** Pins the logical id of any element, and refuses a second use of it for the same type in the stack. */
export function pinAddress(element: TerraformElement, type: string, logicalId: string): void {
  const stack = TerraformStack.of(element);
  const ids = pinned.get(stack) ?? new Map<string, string>();
  pinned.set(stack, ids);
  const address = `${type}.${logicalId}`;
  const taken = ids.get(address);
  if (taken !== undefined)
    throw new Error(
      `${address} is pinned twice in ${stack.node.id}: by ${taken} and by ${element.node.path}`,
    );
  ids.set(address, element.node.path);
  element.overrideLogicalId(logicalId);
}

/** Duties a resource was declared to serve, empty for one that carries no evidence. */
export function dutiesOf(resource: TerraformResource): readonly Duty[] {
  return served.get(resource) ?? [];
}

/**
 * Tags that show the duties in the AWS console. AWS forbids parentheses in tag values, so `Art19(1)` reads `Art19-1`.
 */
export function dutyTags(duties: readonly Duty[]): Record<string, string> {
  return { "ai-act:duties": duties.map((duty) => duty.replace(/\(([^)]+)\)/g, "-$1")).join(" ") };
}
