import type { Reference } from "../values";

/** What a reference in an expression may look like: `aws_s3_bucket.vault.id`, `data.aws_region.here.name`, with index. */
const TRAVERSAL =
  /(?<![\w.-])((?:(?:data|ephemeral)\.)?[a-z][\w-]*\.[A-Za-z_][\w-]*(?:\[[^\]]*\])?)((?:\.[A-Za-z_][\w-]*)?)/g;

/**
 * Resources an expression refers to, in the order they stand in it. The expression is not understood, only searched for
 * addresses the set knows: what looks like one and is none does not count.
 *
 * @param known address in the set of a Terraform address, if there is such a resource
 */
export function referencesIn(
  expression: string,
  known: (terraformAddress: string) => string | undefined,
): readonly Reference[] {
  return [...expression.matchAll(TRAVERSAL)].flatMap(([, resource = "", attribute = ""]) => {
    const address = known(resource);
    return address === undefined ? [] : [{ address, attribute: attribute.slice(1) }];
  });
}
