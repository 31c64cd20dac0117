import { isDeepStrictEqual } from "node:util";
import type { Resource } from "./resource";
import { ResourceSet } from "./resource-set";

/** What is asked of the stacks themselves, and what cannot be told apart by type. */
const STACKS = "(stacks)";
const EVERYTHING = "(everything)";

/**
 * A set that notes what is asked of it: types of resources, and the stacks themselves. What was found out once for all
 * rules counts as asked by each that is given it.
 */
export class TracedSet extends ResourceSet {
  private asked = new Set<string>();
  private readonly askedOnce = new Map<string, ReadonlySet<string>>();

  constructor({ resources, stacks, whole }: ResourceSet) {
    super(resources, stacks, whole);
    const noting = <T>(what: string, value: T) => ({ get: () => (this.asked.add(what), value) });
    Object.defineProperty(this, "stacks", noting(STACKS, stacks));
    Object.defineProperty(this, "resources", noting(EVERYTHING, resources));
  }

  /** Runs something, and says what it asked for. */
  trace<T>(run: () => T): { readonly result: T; readonly asked: ReadonlySet<string> } {
    const [before, asked] = [this.asked, new Set<string>()];
    this.asked = asked;
    try {
      return { result: run(), asked };
    } finally {
      this.asked = before;
    }
  }

  override at(address: string) {
    this.asked.add(EVERYTHING);
    return super.at(address);
  }

  override ofType(...types: readonly string[]) {
    for (const type of types) this.asked.add(type);
    return super.ofType(...types);
  }

  override inStack(name: string) {
    this.asked.add(EVERYTHING);
    return super.inStack(name);
  }

  override stack(name: string) {
    this.asked.add(STACKS);
    return super.stack(name);
  }

  override find(type: string, ...named: [Parameters<ResourceSet["find"]>[1], Resource?]) {
    this.asked.add(type).add(STACKS);
    return super.find(type, ...named);
  }

  override region(resource: Resource) {
    this.asked.add(STACKS);
    return super.region(resource);
  }

  override account(resource: Resource) {
    this.asked.add(STACKS);
    return super.account(resource);
  }

  override once<T>(key: string, find: () => T): T {
    const known = this.askedOnce.get(key);
    if (!known) {
      const { result, asked } = this.trace(() => super.once(key, find));
      this.askedOnce.set(key, asked);
      for (const each of asked) this.asked.add(each);
      return result;
    }
    for (const each of known) this.asked.add(each);
    return super.once(key, find);
  }
}

/** What is not the same in two sets. */
export interface Differences {
  /** Types of which there are other resources. */
  readonly types: ReadonlySet<string>;
  /** Whether the stacks themselves, or what a set leaves out, are not the same. */
  readonly stacks: boolean;
}

/** Compares two sets; resources that one shares with the other are not compared again. */
export function differences(before: ResourceSet, after: ResourceSet): Differences {
  const [was, is] = [new Set(before.resources), new Set(after.resources)];
  const changed = [...was, ...is].filter((each) => !was.has(each) || !is.has(each));
  return {
    types: new Set(changed.map(({ type }) => type)),
    stacks: before.whole !== after.whole || !isDeepStrictEqual(before.stacks, after.stacks),
  };
}

/** The same set, with the resources of another where they are deeply equal: what was read from them stays known. */
export function sharing(set: ResourceSet, other: ResourceSet): ResourceSet {
  const resources = set.resources.map((resource) => {
    const old = other.at(resource.address);
    return old && isDeepStrictEqual(old, resource) ? old : resource;
  });
  return new ResourceSet(resources, set.stacks, set.whole);
}

/** Whether something asked for is not the same in two sets. */
export function concernedBy(asked: ReadonlySet<string>, { types, stacks }: Differences): boolean {
  return (
    (asked.has(EVERYTHING) && types.size > 0) ||
    (stacks && (asked.has(STACKS) || asked.has(EVERYTHING))) ||
    [...types].some((type) => asked.has(type))
  );
}
