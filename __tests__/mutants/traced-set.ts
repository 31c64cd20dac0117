import { ResourceSet, type Resource } from "../../rules";

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

/** Whether something asked for would be another in a set with other resources of these types, or other stacks. */
export function concernedBy(
  asked: ReadonlySet<string>,
  changed: { readonly types: ReadonlySet<string>; readonly stacks: boolean },
): boolean {
  return (
    asked.has(EVERYTHING) ||
    (changed.stacks && asked.has(STACKS)) ||
    [...changed.types].some((type) => asked.has(type))
  );
}
