import { findBy, Underivable, type Lookup } from "./import-ids";
import { declarationOf, providerOf, providersOf, refersTo, resourcesOf, type StackJson } from "./stack-json";

/** A resource that is looked for, by an id or by a look-up. */
export interface Sought {
  readonly address: string;
  /** Provider and alias. */
  readonly provider: string;
  readonly by: string | Lookup;
}

/** What is looked for in the account, and what cannot be, by Terraform's address. */
export interface Search {
  readonly sought: readonly Sought[];
  readonly notSought: ReadonlyMap<string, string>;
}

/** Where the resources of a stack are to be found. */
export function searchFor(stack: StackJson): Search {
  const sought: Sought[] = [];
  const notSought = new Map<string, string>();
  for (const resource of resourcesOf(stack)) {
    const { address, type, body } = resource;
    try {
      if (body["count"] !== undefined || body["for_each"] !== undefined)
        throw new Underivable("one declaration stands for several resources");
      sought.push({
        address,
        provider: providerOf(resource),
        by: findBy(type, declarationOf(resource, stack)),
      });
    } catch (error) {
      if (!(error instanceof Underivable)) throw error;
      notSought.set(address, error.message);
    }
  }
  for (const name of Object.keys(stack.module ?? {}))
    notSought.set(`module.${name}`, "the resources of a module are not declared in the stack itself");
  return { sought, notSought };
}

/** Tags by which the stack's resources say whose they are, by provider and alias. */
export interface OwnTags {
  readonly provider: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Prefix of the tags that this product sets on everything it makes. */
const OURS = "ai-act:";

export function ownTags(stack: StackJson): readonly OwnTags[] {
  return [...providersOf(stack)].flatMap(([provider, { default_tags: defaults }]) => {
    const [block] = [defaults].flat() as readonly (
      { tags?: Readonly<Record<string, unknown>> } | undefined
    )[];
    const tags = Object.entries(block?.tags ?? {}).flatMap(([key, value]) =>
      key.startsWith(OURS) && typeof value === "string" ? [[key, value] as const] : [],
    );
    return tags.length > 0 ? [{ provider, tags: Object.fromEntries(tags) }] : [];
  });
}

/** Names of what the copy adds; no stack of ours has such. */
const LOOKUP = "evidence_lookup_";
const TAGGED = "evidence_tagged_";
export const TAGGED_TYPE = "aws_resourcegroupstaggingapi_resources";

/** A copy of a stack that imports what it declares into an empty state, and changes nothing. */
export interface Copy {
  readonly json: unknown;
  /** Terraform's address of the resource that each data source looks up. */
  readonly lookups: ReadonlyMap<string, Sought>;
  /** Data sources that list what has our tags. */
  readonly tagged: ReadonlySet<string>;
}

/**
 * Writes the copy. What would keep Terraform from saying what differs is left out: the backend, `prevent_destroy`,
 * `ignore_changes`; moves and imports of the stack itself are about its state.
 */
export function copyOf(stack: StackJson, sought: readonly Sought[], owned: readonly OwnTags[]): Copy {
  const data = structuredClone(stack.data ?? {}) as Record<string, Record<string, unknown>>;
  const lookups = new Map<string, Sought>();
  const tagged = new Set<string>();
  const add = (type: string, name: string, body: Record<string, unknown>): string => {
    (data[type] ??= {})[name] = body;
    return `data.${type}.${name}`;
  };
  const imports = sought.map((each) => {
    const { address: to, by, provider } = each;
    if (typeof by === "string") return { to, id: by };
    const lookup = add(by.data, `${LOOKUP}${to.replace(".", "_")}`, {
      ...by.arguments,
      ...aliased(provider),
    });
    lookups.set(lookup, each);
    return { to, id: `\${${lookup}.${by.id}}` };
  });
  for (const { provider, tags } of owned)
    tagged.add(
      add(TAGGED_TYPE, `${TAGGED}${provider.replace(".", "_")}`, {
        tag_filter: Object.entries(tags).map(([key, value]) => ({ key, values: [value] })),
        ...aliased(provider),
      }),
    );
  const json = {
    ...ownWords(stack),
    terraform: { ...stateless(stack.terraform ?? {}), backend: { local: { path: "no-state.tfstate" } } },
    ...filled({ resource: withoutLifecycle(stack), data }),
    import: imports,
  };
  return { json, lookups, tagged };
}

/** Terraform takes a section without anything in it for a block that lacks its label. */
const filled = (sections: Readonly<Record<string, object>>): object =>
  Object.fromEntries(Object.entries(sections).filter(([, section]) => Object.keys(section).length > 0));

const ownWords = ({
  moved: _,
  removed: __,
  import: ___,
  output: ____,
  resource: _____,
  data: ______,
  ...stack
}: StackJson) => stack;

const stateless = ({ backend: _, cloud: __, ...settings }: Readonly<Record<string, unknown>>) => settings;

const changeable = ({ lifecycle: _, ...body }: Readonly<Record<string, unknown>>) => body;

/** The default provider goes without saying. */
const aliased = (provider: string) => (provider.includes(".") ? { provider } : {});

function withoutLifecycle(stack: StackJson): Record<string, Record<string, unknown>> {
  const resource: Record<string, Record<string, unknown>> = {};
  for (const { type, name, body } of resourcesOf(stack)) (resource[type] ??= {})[name] = changeable(body);
  return resource;
}

/** What is left to look for, once some is known to be missing: what is named by a missing resource is missing, too. */
export function without(sought: readonly Sought[], missing: ReadonlySet<string>): readonly Sought[] {
  return sought.filter(
    ({ address, by }) =>
      !missing.has(address) && !(typeof by === "string" && [...missing].some((each) => refersTo(by, each))),
  );
}
