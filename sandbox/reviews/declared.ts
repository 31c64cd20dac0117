/** What cdktf writes of one stack, as far as a made plan reads it. */
export interface StackJson {
  readonly terraform?: {
    readonly required_providers?: Readonly<
      Record<string, { readonly source?: string; readonly version?: string }>
    >;
  };
  readonly provider?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly resource?: ByType;
  readonly data?: ByType;
}
type ByType = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** A resource as a stack declares it. */
export interface Declared {
  /** Terraform's address. */
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** Provider and alias, such as `aws.replica`. */
  readonly provider: string;
  readonly dependsOn: readonly string[];
  /** Its attributes, without what Terraform reads itself. */
  readonly body: Readonly<Record<string, unknown>>;
}

const META_ARGUMENTS = new Set(["//", "provider", "lifecycle", "depends_on", "provisioner", "connection"]);

/** All resources of a stack, by address. */
export function declaredIn({ resource = {}, data = {} }: StackJson): ReadonlyMap<string, Declared> {
  const read = (mode: Declared["mode"], types: ByType): readonly Declared[] =>
    Object.entries(types).flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, all]) => ({
        address: `${mode === "data" ? "data." : ""}${type}.${name}`,
        mode,
        type,
        name,
        provider: typeof all["provider"] === "string" ? all["provider"] : (type.split("_")[0] ?? ""),
        dependsOn: (all["depends_on"] as readonly string[] | undefined) ?? [],
        body: Object.fromEntries(Object.entries(all).filter(([key]) => !META_ARGUMENTS.has(key))),
      })),
    );
  return new Map([...read("managed", resource), ...read("data", data)].map((each) => [each.address, each]));
}

/** Settings of a provider or alias. */
export function providerOf({ provider = {} }: StackJson, name: string): Readonly<Record<string, unknown>> {
  const [type = "", alias] = name.split(".");
  return (provider[type] ?? []).find((each) => each["alias"] === alias) ?? {};
}
