import { isDeepStrictEqual } from "node:util";
import type { ProvisionId } from "../regulation";
import { evidenceResources, type Resource, type ResourceSet } from "../rules";
import type { Duties } from "./duties";
import type { Finding } from "./finding";

/** Attributes by which others name a resource. */
const NAMES = ["arn", "bucket", "id", "key_id", "name"] as const;
/** Shorter names are words that stand anywhere. */
const SHORTEST_NAME = 6;
const DUTIES = ["Art12", "Art17(1)"] as const satisfies readonly ProvisionId[];

/** What only points at a resource, and reaches nothing that it did not reach before: a name, and pictures. */
const HARMLESS: ReadonlySet<string> = new Set(["aws_cloudwatch_dashboard", "aws_route53_record"]);

/** Two sets, and the types of resources that rules asked for in them. */
export interface Unjudged {
  readonly before: ResourceSet;
  readonly after: ResourceSet;
  readonly judgedTypes: ReadonlySet<string>;
  readonly duties: Duties;
}

/**
 * New or changed resources of a type that no rule asks for, and that name something that keeps evidence or works beside
 * it: a policy of its own for a key, an object put into the vault, a template that holds the bucket's name. What they do
 * to it no rule knows, so it is `unknown`.
 */
export function unjudgedFindings({ before, after, judgedTypes, duties }: Unjudged): readonly Finding[] {
  const strange = after.resources.filter(
    ({ mode, type, address, values }) =>
      mode === "managed" &&
      !HARMLESS.has(type) &&
      !judgedTypes.has(type) &&
      !isDeepStrictEqual(before.at(address)?.values, values),
  );
  if (strange.length === 0) return [];
  const known = new Map<string, Resource>();
  for (const resource of [...evidenceResources(before), ...evidenceResources(after)])
    for (const name of [resource.address, ...namesOf(resource)]) known.set(name, resource);
  const evidence = new Set(known.values());
  return strange.flatMap((resource) => {
    const named = evidence.has(resource) ? undefined : namedBy(resource, known);
    if (!named) return [];
    const own = duties.of(named, before, after);
    return [
      {
        effect: "unknown",
        rule: "not-judged",
        title: "No rule knows what the resource does to evidence",
        duties: own.length > 0 ? own : DUTIES,
        address: resource.address,
        reason: `it names ${named.address}, and no rule is about ${resource.type}`,
        fix: "Do without it, or add the rules that judge it.",
      },
    ];
  });
}

const namesOf = ({ values }: Resource): readonly string[] =>
  NAMES.flatMap((key) => {
    const name = values[key];
    return typeof name === "string" && name.length >= SHORTEST_NAME ? [name] : [];
  });

function namedBy(
  { references, stack, values }: Resource,
  known: ReadonlyMap<string, Resource>,
): Resource | undefined {
  const referred = references.map(({ address }) => known.get(address)).find((each) => each !== undefined);
  if (referred) return referred;
  const texts = JSON.stringify(values);
  // A document with holes keeps them as they are written: `${aws_kms_key.vault.arn}`.
  const inHole = (each: Resource) => each.stack === stack && texts.includes(`\${${each.terraformAddress}.`);
  return [...known].find(([name, each]) => texts.includes(name) || inHole(each))?.[1];
}
