import { MIRRORS, type Mirror } from "./known-differences";
import type { Threefold } from "./plan-parts";

/** Attributes by which one resource names another. */
const IDENTITIES = ["id", "arn", "bucket", "name", "key_id"] as const;

/** What attributes of resources repeat of others: of what is told of by itself, the repetition says nothing. */
export class Mirrors {
  private readonly byType = new Map<string, Threefold[]>();

  /** @param all the resources of all stacks that were looked at, as the state or the account has them */
  constructor(all: Iterable<Threefold>) {
    for (const resource of all) {
      const others = this.byType.get(resource.type);
      if (others) others.push(resource);
      else this.byType.set(resource.type, [resource]);
    }
  }

  /**
   * The resources of which an attribute only repeats the configuration, in words.
   *
   * @param values the attribute's values, of which all must be accounted for
   * @returns `undefined` where the attribute says something of its own
   */
  repeats(resource: Threefold, attribute: string, values: readonly unknown[]): string | undefined {
    const mirror = MIRRORS.find((each) => each.type === resource.type && each.path === attribute);
    if (!mirror) return undefined;
    const repeated = this.repeated(resource, mirror);
    if (repeated.length === 0 || unaccounted(values.flatMap(itemsOf), mirror, repeated)) return undefined;
    return `repeats ${repeated.map(({ address }) => address).join(", ")}`;
  }

  /** Attributes with something that no resource accounts for and no config says, such as a policy somebody attached. */
  added(resource: Threefold): readonly string[] {
    return MIRRORS.filter(
      (mirror) =>
        (mirror.each !== undefined || mirror.eachOf !== undefined) &&
        mirror.type === resource.type &&
        !resource.says([mirror.path]) &&
        unaccounted(itemsOf(at(resource.live, mirror.path)), mirror, this.repeated(resource, mirror)),
    ).map(({ path }) => path);
  }

  private repeated(resource: Threefold, { of, via }: Mirror): readonly Threefold[] {
    const names = new Set(
      sidesOf(resource).flatMap((side) => IDENTITIES.map((key) => at(side, key)).filter(isName)),
    );
    return (this.byType.get(of) ?? []).filter((each) =>
      sidesOf(each).some((side) => names.has(at(side, via))),
    );
  }
}

/** Whether an item is of none of the resources. */
function unaccounted(
  items: readonly unknown[],
  { each, eachOf }: Mirror,
  resources: readonly Threefold[],
): boolean {
  if (eachOf) {
    const known = new Set(resources.flatMap(sidesOf).map(eachOf.resource));
    return items.flatMap(eachOf.item).some((item) => !known.has(item));
  }
  if (!each) return false;
  const known = new Set(resources.flatMap(sidesOf).map((side) => at(side, each.attribute)));
  return items.some((item) => !known.has(each.item === "" ? item : at(item, each.item)));
}

const sidesOf = ({ recorded, live }: Threefold): readonly unknown[] => [recorded, live];

const isName = (value: unknown): boolean => typeof value === "string" && value !== "";

const itemsOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value)
    ? (value as readonly unknown[])
    : [undefined, null, ""].includes(value as null)
      ? []
      : [value];

const at = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
