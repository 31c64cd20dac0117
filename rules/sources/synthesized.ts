import { z } from "zod";
import { notSynthesized } from "../../errors";
import type { Resource, Stack } from "../resource";
import { ResourceSet } from "../resource-set";
import { markOf, Unresolved, type Value, type Values } from "../values";
import { holes } from "./holes";
import { referencesIn } from "./references";

/** A text to read, and what to call it. */
export interface Source {
  /** File it came from, for messages. */
  readonly path: string;
  readonly json: unknown;
  /** Name of the stack, where the text itself does not say. */
  readonly stack: string;
}

const named = z.record(z.string(), z.record(z.string(), z.unknown()));
const byType = z.record(
  z.string(),
  z.record(z.string(), z.union([named.valueType, z.array(named.valueType).length(1)])),
);
const synthesizedStack = z.looseObject({
  "//": z
    .looseObject({ metadata: z.looseObject({ stackName: z.string().optional() }).optional() })
    .optional(),
  terraform: z
    .looseObject({
      backend: named.optional(),
      required_providers: z
        .record(z.string(), z.union([z.string(), z.looseObject({ version: z.unknown().optional() })]))
        .optional(),
    })
    .optional(),
  provider: z.record(z.string(), z.union([z.array(named.valueType), named.valueType])).optional(),
  resource: byType.optional(),
  data: byType.optional(),
  ephemeral: byType.optional(),
  module: z.record(z.string(), z.unknown()).optional(),
});
type SynthesizedStack = z.infer<typeof synthesizedStack>;

/** What Terraform reads itself and no provider does. */
const META_ARGUMENTS = [
  "//",
  "provider",
  "lifecycle",
  "depends_on",
  "count",
  "for_each",
  "provisioner",
  "connection",
];

/**
 * The set of synthesized stacks (`cdk.tf.json`).
 *
 * @param whole whether these are all stacks of the configs
 * @throws UserError when one is no Terraform JSON
 */
export function synthesizedSet(sources: readonly Source[], whole: boolean): ResourceSet {
  const read = sources.map(readStack);
  return new ResourceSet(
    read.flatMap(({ resources }) => resources),
    read.map(({ stack }) => stack),
    whole,
  );
}

function readStack({ path, json, stack: fallback }: Source): { stack: Stack; resources: Resource[] } {
  const parsed = synthesizedStack.safeParse(json);
  if (!parsed.success) throw notSynthesized(path, z.prettifyError(parsed.error));
  const name = parsed.data["//"]?.metadata?.stackName ?? fallback;
  const raw = rawResources(name, parsed.data);
  const resolve = resolver(name, raw, ephemeralAddresses(parsed.data));
  return {
    stack: stackOf(name, parsed.data, resolve),
    resources: raw.map(({ values, ...resource }) => {
      const resolved = withoutMetaArguments(values, resolve);
      const { prevent_destroy: preventDestroy, ignore_changes: ignored = [] } = (values["lifecycle"] ??
        {}) as {
        prevent_destroy?: unknown;
        ignore_changes?: unknown;
      };
      const alias = typeof values["provider"] === "string" ? values["provider"] : undefined;
      return {
        ...resource,
        provider: alias ?? resource.type.split("_")[0] ?? "",
        values: resolved,
        ...holes(resolved),
        preventDestroy: preventDestroy === true || preventDestroy === "true",
        ignoredChanges: [ignored].flat().map(String),
      };
    }),
  };
}

type Raw = Pick<Resource, "address" | "terraformAddress" | "mode" | "type" | "name" | "stack"> & {
  readonly values: Readonly<Record<string, unknown>>;
};

function rawResources(stack: string, json: SynthesizedStack): readonly Raw[] {
  const read = (mode: Raw["mode"], types: SynthesizedStack["resource"] = {}): Raw[] =>
    Object.entries(types).flatMap(([type, byName]) =>
      Object.entries(byName).flatMap(([name, body]) => {
        const terraformAddress = `${mode === "data" ? "data." : ""}${type}.${name}`;
        const values = (Array.isArray(body) ? body[0] : body) as Record<string, unknown>;
        if (isNoInstance(values)) return [];
        return { address: `${stack}/${terraformAddress}`, terraformAddress, mode, type, name, stack, values };
      }),
    );
  return [...read("managed", json.resource), ...read("data", json.data)];
}

/** Declared, and made not once. */
const isNoInstance = ({ count, for_each: each }: Readonly<Record<string, unknown>>): boolean =>
  (count !== undefined && Number(count) === 0) ||
  (typeof each === "object" && each !== null && Object.keys(each).length === 0);

type Resolve = (value: unknown) => Value;

const WHOLE_EXPRESSION = /^\$\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}$/s;
const INTERPOLATION = /\$\{([^{}]*)\}/g;

/** What is no resource of the set, and yet referred to: which values are made of one random text is seen by it. */
const ephemeralAddresses = ({ ephemeral = {} }: SynthesizedStack): ReadonlySet<string> =>
  new Set(
    Object.entries(ephemeral).flatMap(([type, byName]) =>
      Object.keys(byName).map((name) => `ephemeral.${type}.${name}`),
    ),
  );

/** Puts literals where an expression names an attribute that is written out, and holes where it does not. */
function resolver(stack: string, raw: readonly Raw[], ephemeral: ReadonlySet<string>): Resolve {
  const byTerraformAddress = new Map(raw.map((each) => [each.terraformAddress, each]));
  const known = (terraformAddress: string) =>
    byTerraformAddress.has(terraformAddress) || ephemeral.has(terraformAddress)
      ? `${stack}/${terraformAddress}`
      : undefined;
  const literal = (expression: string) => {
    const [reference, ...others] = referencesIn(expression, known);
    if (!reference || others.length > 0) return undefined;
    const terraformAddress = reference.address.slice(stack.length + 1);
    if (expression.trim() !== `${terraformAddress}.${reference.attribute}`) return undefined;
    return writtenOut(byTerraformAddress.get(terraformAddress), reference.attribute);
  };
  const text = (value: string): Value => {
    if (!value.includes("${")) return value;
    // Doubled, it is not Terraform's: Terraform passes it on as it stands.
    if (!value.replaceAll("$${", "").includes("${")) return value.replaceAll("$${", () => "${");
    const [, whole] = WHOLE_EXPRESSION.exec(value) ?? [];
    const filled = value.replace(INTERPOLATION, (as, expression: string) => literal(expression) ?? as);
    // A document with a hole in it is still a document: who reads it sees which part is open.
    if (whole === undefined && (!filled.includes("${") || isJson(filled))) return filled;
    const only = whole === undefined ? undefined : literal(whole);
    const why = "is an expression whose value is not known here";
    return new Unresolved(why, referencesIn(value, known), only, markOf(value));
  };
  const resolve: Resolve = (value) => {
    if (typeof value === "string") return text(value);
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== "object" || value === null) return value as Value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each)]));
  };
  return resolve;
}

/** The attribute of a resource where the JSON says it, or where the type makes it follow from its name. */
function writtenOut(target: Raw | undefined, attribute: string): string | undefined {
  if (!target) return undefined;
  const { bucket } = target.values;
  if (target.type === "aws_s3_bucket" && typeof bucket === "string" && !bucket.includes("${")) {
    if (attribute === "id") return bucket;
    if (attribute === "arn") return `arn:aws:s3:::${bucket}`;
  }
  const value = target.values[attribute];
  return typeof value === "string" && !value.includes("${") ? value : undefined;
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

function withoutMetaArguments(values: Readonly<Record<string, unknown>>, resolve: Resolve): Values {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([key]) => !META_ARGUMENTS.includes(key))
      .map(([key, value]) => [key, resolve(value)]),
  );
}

function stackOf(name: string, json: SynthesizedStack, resolve: Resolve): Stack {
  // Terraform's own default, where nothing is written.
  const elsewhere = json.terraform?.["cloud"] === undefined ? "local" : "cloud";
  const [type, settings] = Object.entries(json.terraform?.backend ?? {})[0] ?? [elsewhere, {}];
  const providers = Object.entries(json.provider ?? {}).flatMap(([provider, configurations]) =>
    [configurations].flat().map((configuration) => {
      const { alias } = configuration as { alias?: unknown };
      return [
        typeof alias === "string" ? `${provider}.${alias}` : provider,
        resolve(configuration) as Values,
      ];
    }),
  );
  return {
    name,
    from: "synthesized",
    address: `${name}/terraform`,
    backend: { type, values: resolve(settings) as Values },
    requiredProviders: Object.fromEntries(
      Object.entries(json.terraform?.required_providers ?? {}).map(([provider, required]) => {
        if (typeof required === "string") return [provider, { version: resolve(required) }];
        return [provider, { version: resolve(required.version), source: resolve(required["source"]) }];
      }),
    ),
    ephemeral: Object.fromEntries(
      Object.entries(json.ephemeral ?? {}).flatMap(([type, byName]) =>
        Object.entries(byName).map(([name, body]) => [
          `${type}.${name}`,
          withoutMetaArguments([body].flat()[0] ?? {}, resolve),
        ]),
      ),
    ),
    providers: Object.fromEntries(providers) as Stack["providers"],
    unseenModules: Object.keys(json.module ?? {}),
  };
}
