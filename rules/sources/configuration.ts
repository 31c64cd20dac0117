import { z } from "zod";
import type { Reference, Value, Values } from "../values";

const expressions = z.record(z.string(), z.unknown());
const configuredResource = z.looseObject({
  address: z.string(),
  provider_config_key: z.string().optional(),
  expressions: expressions.default({}),
  count_expression: z.unknown().optional(),
  for_each_expression: z.unknown().optional(),
  provisioners: z.array(z.looseObject({ type: z.string() })).optional(),
});
type ConfiguredResource = z.infer<typeof configuredResource>;
const output = z.looseObject({ expression: z.unknown().optional() });

interface Module {
  readonly resources: readonly ConfiguredResource[];
  readonly outputs: Readonly<Record<string, z.infer<typeof output>>>;
  readonly module_calls: Readonly<
    Record<string, { readonly expressions: Readonly<Record<string, unknown>>; readonly module: Module }>
  >;
}

const moduleSchema: z.ZodType<Module> = z.lazy(() =>
  z.looseObject({
    resources: z.array(configuredResource).default([]),
    outputs: z.record(z.string(), output).default({}),
    module_calls: z
      .record(z.string(), z.looseObject({ expressions: expressions.default({}), module: moduleSchema }))
      .default({}),
  }),
);

/** The part of a plan that says which attribute refers to which. */
export const configurationSchema = z.looseObject({
  provider_config: z
    .record(
      z.string(),
      z.looseObject({ name: z.string(), alias: z.string().optional(), expressions: expressions.optional() }),
    )
    .default({}),
  root_module: moduleSchema.default({ resources: [], outputs: {}, module_calls: {} }),
});

/** A resource of the plan, as far as its place in the configuration matters. */
interface Placed {
  readonly address: string;
  readonly module_address?: string | undefined;
  readonly type: string;
  readonly name: string;
  readonly mode: "managed" | "data";
}

interface Scope {
  readonly module: Module;
  /** Address prefix of this module's resources, such as `module.vault.`; instance keys left out. */
  readonly prefix: string;
  readonly parent?: { readonly scope: Scope; readonly call: Readonly<Record<string, unknown>> };
}

/** References of a plan's configuration, followed through modules' variables and outputs to resources of the plan. */
export class Configuration {
  private readonly scopes = new Map<string, Scope>();
  private readonly configured = new Map<
    string,
    { readonly resource: ConfiguredResource; readonly scope: Scope }
  >();
  /** Addresses in the plan by the address without instance keys. */
  private readonly instances = new Map<string, string[]>();

  constructor(
    private readonly configuration: z.infer<typeof configurationSchema>,
    private readonly stack: string,
    planned: readonly Placed[],
  ) {
    this.enter({ module: configuration.root_module, prefix: "" });
    for (const { address } of planned) {
      const plain = withoutKeys(address);
      this.instances.set(plain, [...(this.instances.get(plain) ?? []), address]);
    }
  }

  /** What is written of a resource at an address, whatever its instance. */
  at(address: string): ConfiguredResource | undefined {
    return this.configured.get(withoutKeys(address))?.resource;
  }

  /** Resources of the root module. */
  get inRoot(): readonly ConfiguredResource[] {
    return this.configuration.root_module.resources;
  }

  /** Provider and alias of a resource, such as `aws.replica`. */
  provider(placed: Placed): string | undefined {
    const key = this.configured.get(withoutKeys(placed.address))?.resource.provider_config_key;
    return key === undefined ? undefined : this.providerName(key);
  }

  /** What is written out of each provider's configuration. */
  providers(): Readonly<Record<string, Values>> {
    return Object.fromEntries(
      Object.entries(this.configuration.provider_config).map(([key, { expressions: given = {} }]) => [
        this.providerName(key),
        constants(given),
      ]),
    );
  }

  /** Finds what a resource refers to at a path of its attributes. */
  references(placed: Placed): (path: readonly string[]) => readonly Reference[] {
    const found = this.configured.get(withoutKeys(placed.address));
    if (!found) return () => [];
    return (path) =>
      namesAt(found.resource.expressions, path).flatMap((name) =>
        this.follow(name, found.scope, placed, new Set()),
      );
  }

  /** Tells whether the configuration says anything at a path of a resource's attributes, list positions left out. */
  says(placed: Pick<Placed, "address">): (path: readonly string[]) => boolean {
    const found = this.configured.get(withoutKeys(placed.address));
    return (path) => found !== undefined && isSaid(found.resource.expressions, path);
  }

  private providerName(key: string): string {
    const { name, alias } = this.configuration.provider_config[key] ?? {};
    if (name === undefined) return key.split(":").at(-1) ?? key;
    return alias === undefined ? name : `${name}.${alias}`;
  }

  private enter(scope: Scope): void {
    this.scopes.set(scope.prefix, scope);
    for (const resource of scope.module.resources)
      this.configured.set(scope.prefix + resource.address, { resource, scope });
    for (const [name, call] of Object.entries(scope.module.module_calls))
      this.enter({
        module: call.module,
        prefix: `${scope.prefix}module.${name}.`,
        parent: { scope, call: call.expressions },
      });
  }

  private follow(name: string, scope: Scope, from: Placed, seen: Set<string>): readonly Reference[] {
    const mark = `${scope.prefix}${name}`;
    if (seen.has(mark)) return [];
    seen.add(mark);
    const parts = withoutKeys(name).split(".");
    const [first = "", second = "", third = ""] = parts;
    const through = (expression: unknown, next: Scope) =>
      namesOf(expression).flatMap((each) => this.follow(each, next, from, seen));
    if (first === "var" && scope.parent) return through(scope.parent.call[second], scope.parent.scope);
    if (first === "module") {
      const inner = this.scopes.get(`${scope.prefix}module.${second}.`);
      return inner ? through(inner.module.outputs[third]?.expression, inner) : [];
    }
    const length = first === "data" ? 3 : 2;
    const plain = scope.prefix + parts.slice(0, length).join(".");
    const attribute = parts[length] ?? "";
    return this.instancesOf(plain, from).map((address) => ({
      address: `${this.stack}/${address}`,
      attribute,
    }));
  }

  /** The instance with the same key as the one that refers, where there is one; all of them otherwise. */
  private instancesOf(plain: string, from: Placed): readonly string[] {
    const all = this.instances.get(plain) ?? [];
    const same = all.filter((address) => keysOf(address) === keysOf(from.address));
    return same.length === 1 ? same : all;
  }
}

/** Names an attribute refers to: the nearest expression on the way to it. */
function namesAt(expressions: Readonly<Record<string, unknown>>, path: readonly string[]): readonly string[] {
  let at: readonly unknown[] = [expressions];
  for (const key of path) {
    at = at.flatMap((each) => {
      const value = (each as Record<string, unknown> | null)?.[key];
      return value === undefined ? [] : Array.isArray(value) ? (value as unknown[]) : [value];
    });
    const names = at.flatMap(namesOf);
    if (names.length > 0) return names;
  }
  return [];
}

/** An expression says all that is below it; a block says what stands in it. */
function isSaid(expressions: Readonly<Record<string, unknown>>, path: readonly string[]): boolean {
  let at: readonly unknown[] = [expressions];
  for (const key of path) {
    at = at.flatMap((each) => [(each as Record<string, unknown> | null)?.[key] ?? []].flat());
    if (at.some(isExpression)) return true;
  }
  return at.length > 0;
}

const isExpression = (value: unknown): boolean =>
  typeof value === "object" && value !== null && ("constant_value" in value || "references" in value);

/** `a.b.c` and `a.b` are both listed for one reference: the longer says more. */
function namesOf(expression: unknown): readonly string[] {
  const { references } = (expression ?? {}) as { references?: unknown };
  const names = Array.isArray(references) ? references.map(String) : [];
  return names.filter((name) => !names.some((other) => other !== name && other.startsWith(`${name}.`)));
}

/** An address without instance keys, which may hold dots and brackets themselves. */
export function withoutKeys(address: string): string {
  return address.replace(/\["(?:[^"\\]|\\.)*"\]|\[\d+\]|\[[^"\]]*\]/g, "");
}

function keysOf(address: string): string {
  return (address.match(/\["(?:[^"\\]|\\.)*"\]|\[\d+\]/g) ?? []).join("");
}

/** What is written out, blocks within blocks; what refers to something is left out. */
function constants(expressions: Readonly<Record<string, unknown>>): Values {
  return Object.fromEntries(
    Object.entries(expressions).flatMap(([name, expression]) => {
      if (Array.isArray(expression))
        return [[name, expression.map((block) => constants((block ?? {}) as Record<string, unknown>))]];
      const constant = (expression as { constant_value?: unknown } | null)?.constant_value;
      return constant === undefined ? [] : [[name, constant as Value]];
    }),
  );
}
