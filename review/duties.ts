import type { ProvisionId } from "../regulation";
import { taggedDuties, type Evaluation, type Resource, type ResourceSet } from "../rules";

/** Attributes by which others name a resource. */
const NAMES = ["id", "arn", "bucket", "name"] as const;

/**
 * Which duties the resources of a set serve: those of the rules that speak of them and those their tags name; where
 * there are none, those of what a resource refers to. A bucket's policy has no tags, its bucket has.
 */
export class Duties {
  private readonly spoken = new Map<string, Set<ProvisionId>>();

  constructor(evaluations: readonly Evaluation[]) {
    for (const { verdicts } of evaluations)
      for (const { verdict, address, duties } of verdicts) {
        if (verdict === "not-applicable") continue;
        const all = this.spoken.get(address) ?? new Set();
        for (const duty of duties) all.add(duty);
        this.spoken.set(address, all);
      }
  }

  /** @param sets where the resource may be, and what it refers to */
  of(resource: Resource, ...sets: readonly ResourceSet[]): readonly ProvisionId[] {
    const own = this.own(resource);
    if (own.length > 0) return own;
    return [...new Set(sets.flatMap((set) => neighbours(resource, set)).flatMap((each) => this.own(each)))];
  }

  private own(resource: Resource): readonly ProvisionId[] {
    return [
      ...new Set([
        ...(this.spoken.get(resource.address) ?? []),
        ...(taggedDuties(resource) as readonly ProvisionId[]),
      ]),
    ];
  }
}

/** What a resource refers to: by reference, or by a name written out. */
function neighbours({ address }: Resource, set: ResourceSet): readonly Resource[] {
  const resource = set.at(address);
  if (!resource) return [];
  const named = set.once("by any name", () => byName(set));
  return [
    ...resource.references.flatMap((reference) => set.at(reference.address) ?? []),
    ...Object.values(resource.values).flatMap((value) =>
      typeof value === "string" ? (named.get(value) ?? []) : [],
    ),
  ].filter((each) => each.address !== address);
}

function byName(set: ResourceSet): ReadonlyMap<string, readonly Resource[]> {
  const found = new Map<string, Resource[]>();
  for (const resource of set.resources)
    for (const name of NAMES) {
      const value = resource.values[name];
      if (typeof value !== "string" || value === "") continue;
      const others = found.get(value);
      if (others) others.push(resource);
      else found.set(value, [resource]);
    }
  return found;
}
