import { any } from "./reading";
import type { Resource, Stack } from "./resource";
import { CannotTell, Unresolved, type Value } from "./values";

/** Attributes by which others name a resource. */
const IDENTITIES = ["id", "arn", "bucket", "key_id", "name"] as const;

/** Resources by address, and how to find one by what others call it. Rules see nothing else. */
export class ResourceSet {
  /** Whether nothing was left out: what a whole set lacks is missing; what a part lacks may be elsewhere. */
  readonly whole: boolean;
  private readonly byAddress: ReadonlyMap<string, Resource>;
  private readonly byType: ReadonlyMap<string, readonly Resource[]>;
  private readonly kept = new Map<string, unknown>();
  private readonly regions = new Map<Resource, string | undefined>();
  private readonly accounts = new Map<Resource, string | undefined>();

  /** @param allStacks whether these are all stacks of the configs */
  constructor(
    readonly resources: readonly Resource[],
    readonly stacks: readonly Stack[],
    allStacks: boolean,
  ) {
    this.whole = allStacks && stacks.every(({ unseenModules }) => unseenModules.length === 0);
    this.byAddress = new Map(resources.map((resource) => [resource.address, resource]));
    this.byType = groupedBy(
      resources.filter(({ mode }) => mode === "managed"),
      ({ type }) => [type],
    );
  }

  at(address: string): Resource | undefined {
    return this.byAddress.get(address);
  }

  /** Managed resources of these types, in the order of the set. */
  ofType(...types: readonly string[]): readonly Resource[] {
    const [only = "", ...others] = types;
    if (others.length === 0) return this.byType.get(only) ?? [];
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  /** Resources of one stack. */
  inStack(name: string): readonly Resource[] {
    return this.once("by stack", () => groupedBy(this.resources, ({ stack }) => [stack])).get(name) ?? [];
  }

  stack(name: string): Stack | undefined {
    return this.once("stacks", () => new Map(this.stacks.map((stack) => [stack.name, stack]))).get(name);
  }

  /**
   * The resource of a type that a value names: by reference, or by its id, ARN or physical name, in whatever stack it is.
   * Of two with one name, the one beside the resource that names it.
   *
   * @returns `undefined` when the set has none
   * @throws CannotTell when the value is not known, or names several
   */
  find(type: string, value: Value | undefined, beside?: Resource): Resource | undefined {
    const found = this.named(type, value);
    if (found.length < 2) return found[0];
    const near = found.filter(
      (each) => beside && each.stack === beside.stack && this.sameRegion(each, beside),
    );
    if (near.length === 1) return near[0];
    const [first, second, ...others] = found.map(({ address }) => address);
    const more = others.length > 0 ? ` and ${others.length} more` : "";
    throw new CannotTell(`${first} and ${second}${more} have one name`);
  }

  /** Region of a resource, as far as it can be told: by its own words, or its provider's. */
  region(resource: Resource): string | undefined {
    return remembered(this.regions, resource, () => this.regionOf(resource));
  }

  private regionOf(resource: Resource): string | undefined {
    const own = any(resource, "region");
    return typeof own === "string" ? own : this.told(resource, 3, "region");
  }

  /** Account of a resource, as far as it can be told. */
  account(resource: Resource): string | undefined {
    return remembered(this.accounts, resource, () => this.told(resource, 4, "allowed_account_ids"));
  }

  /** ARN of a bucket or topic: as it is written, or as it follows from the name; `undefined` where neither can be told. */
  arn(resource: Resource): string | undefined {
    const written = any(resource, "arn");
    return typeof written === "string" ? written : this.arnByName(resource);
  }

  private told(resource: Resource, partOfArn: number, ofProvider: string): string | undefined {
    const arn = any(resource, "arn");
    const inArn = typeof arn === "string" ? arn.split(":")[partOfArn] : "";
    if (inArn) return inArn;
    const values = this.stack(resource.stack)?.providers[resource.provider];
    const configured = values && any({ address: resource.address, values }, ofProvider);
    return typeof configured === "string" ? configured : undefined;
  }

  /** Resources of a type by the address of what one of their attributes names, and those of which that cannot be told. */
  pointing(type: string, attribute: string, to: string): Pointers {
    return this.once(`${type}.${attribute} -> ${to}`, () => this.pointers(type, attribute, to));
  }

  /** What is found out once about a set and asked for by many rules. */
  once<T>(key: string, find: () => T): T {
    if (!this.kept.has(key)) this.kept.set(key, find());
    return this.kept.get(key) as T;
  }

  private named(type: string, value: Value | undefined): readonly Resource[] {
    if (value === undefined || value === null) return [];
    if (value instanceof Unresolved) {
      const addresses = new Set(value.references.map(({ address }) => address));
      const meant = [...addresses].flatMap((address) => this.byAddress.get(address) ?? []);
      const ofType = meant.filter((resource) => resource.type === type);
      if (ofType.length > 0) return ofType;
      if (value.literal === undefined)
        throw new CannotTell(`a ${type} is named by a value that ${value.why}`);
      return this.identities(type).get(String(value.literal)) ?? [];
    }
    return this.identities(type).get(String(value)) ?? [];
  }

  private identities(type: string): ReadonlyMap<string, readonly Resource[]> {
    return this.once(`identities of ${type}`, () =>
      groupedBy(this.ofType(type), (resource) => this.identitiesOf(resource)),
    );
  }

  /** What others call a resource: its own attributes, and the ARN that follows from its name. */
  private identitiesOf(resource: Resource): readonly string[] {
    const names = IDENTITIES.flatMap((attribute) => {
      const value = any(resource, attribute);
      return typeof value === "string" ? [value] : [];
    });
    const arn = this.arnByName(resource);
    return [...new Set(arn === undefined ? names : [...names, arn])];
  }

  private arnByName(resource: Resource): string | undefined {
    const [bucket, name] = [any(resource, "bucket"), any(resource, "name")];
    if (resource.type === "aws_s3_bucket" && typeof bucket === "string") return `arn:aws:s3:::${bucket}`;
    const [region, account] = [this.region(resource), this.account(resource)];
    const isTopic = resource.type === "aws_sns_topic" && typeof name === "string";
    return isTopic && region && account ? `arn:aws:sns:${region}:${account}:${name}` : undefined;
  }

  private sameRegion(a: Resource, b: Resource): boolean {
    const [one, other] = [this.region(a), this.region(b)];
    return one !== undefined && other !== undefined ? one === other : a.provider === b.provider;
  }

  private pointers(type: string, attribute: string, to: string): Pointers {
    const strays: Resource[] = [];
    const by = groupedBy(this.ofType(type), (resource) => {
      try {
        const target = this.find(to, any(resource, attribute), resource);
        return target ? [target.address] : [];
      } catch (error) {
        if (!(error instanceof CannotTell)) throw error;
        strays.push(resource);
        return [];
      }
    });
    return { by, strays };
  }
}

function remembered<T>(known: Map<Resource, T>, resource: Resource, find: () => T): T {
  if (!known.has(resource)) known.set(resource, find());
  return known.get(resource) as T;
}

interface Pointers {
  readonly by: ReadonlyMap<string, readonly Resource[]>;
  readonly strays: readonly Resource[];
}

/** Items by each of their keys, in their order. */
export function groupedBy<T, K>(
  items: readonly T[],
  keysOf: (item: T) => readonly K[],
): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items)
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
  return groups;
}
