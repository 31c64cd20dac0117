import { isDeepStrictEqual } from "node:util";
import { declaredIn, providerOf, type Declared, type StackJson } from "./declared";
import { expressions, planned, UNKNOWN } from "./expressions";
import { computed, forcesNew } from "./provider-facts";

/** Version of Terraform whose format is written. */
const TERRAFORM_VERSION = "1.11.4";

export interface PlanOf {
  readonly stack: string;
  /** What is deployed; nothing where it is left out. */
  readonly before?: StackJson | undefined;
  /** What is to be; nothing where it is left out. */
  readonly after?: StackJson | undefined;
  /** Addresses that `moved` blocks give another, by the new address. */
  readonly moved?: Readonly<Record<string, string>>;
}

type Body = Record<string, unknown>;

/**
 * The plan Terraform would make from one synthesized stack to another, in the format of `terraform show -json` 1.2, as
 * far as its resources tell: providers' defaults are left out, ids are made up.
 */
export function planOf({ stack, before = {}, after = {}, moved = {} }: PlanOf): Record<string, unknown> {
  const [was, is] = [declaredIn(before), declaredIn(after)];
  const formerly = (address: string) => moved[address] ?? address;
  const deployed = new Values(stack, before, was);
  const anew = madeAnew(stack, { before, after, was, is, formerly });
  const wanted = new Values(stack, after, is, anew, formerly);
  const kept = new Set([...is.keys()].map(formerly));
  const managed = (all: ReadonlyMap<string, Declared>) =>
    [...all.values()].filter(({ mode }) => mode === "managed");
  const changes = [
    ...managed(is).map((resource) => {
      const old = was.get(formerly(resource.address));
      const previous = moved[resource.address];
      return {
        ...head(resource),
        ...(previous !== undefined && { previous_address: previous }),
        change: change(old && deployed.of(old), wanted.of(resource), anew.has(resource.address)),
      };
    }),
    ...managed(was)
      .filter(({ address }) => !kept.has(address))
      .map((resource) => ({ ...head(resource), change: change(deployed.of(resource), undefined, false) })),
  ];
  return {
    format_version: "1.2",
    terraform_version: TERRAFORM_VERSION,
    planned_values: { root_module: { resources: managed(is).map((each) => shown(each, wanted)) } },
    resource_changes: changes.sort((a, b) => (a.address < b.address ? -1 : 1)),
    prior_state: {
      format_version: "1.0",
      terraform_version: TERRAFORM_VERSION,
      values: { root_module: { resources: managed(was).map((each) => shown(each, deployed)) } },
    },
    configuration: configuration(after, is),
    applyable: changes.some(({ change: { actions } }) => actions[0] !== "no-op"),
    complete: true,
    errored: false,
  };
}

/** The values of a stack's resources, with what the provider gives them where they are there already. */
class Values {
  private readonly found = new Map<string, Body>();

  /** @param anew addresses of resources that this plan makes: what the provider gives them is not known yet */
  constructor(
    private readonly stack: string,
    private readonly json: StackJson,
    private readonly declared: ReadonlyMap<string, Declared>,
    private readonly anew: ReadonlySet<string> = new Set(),
    private readonly formerly: (address: string) => string = (address) => address,
  ) {}

  of(resource: Declared): Body {
    const { address, type, body } = resource;
    const known = this.found.get(address);
    if (known) return known;
    const own = planned(body, (other, attribute) => this.lookUp(other, attribute));
    const given = computed(type, own, this.placeOf(resource));
    const values = this.anew.has(address)
      ? { ...Object.fromEntries(Object.keys(given).map((key) => [key, UNKNOWN])), ...own }
      : { ...given, ...own };
    this.found.set(address, values);
    return values;
  }

  private lookUp(address: string, attribute: string): unknown {
    const resource = this.declared.get(address);
    return resource?.mode === "managed" ? this.of(resource)[attribute] : undefined;
  }

  private placeOf({ address, provider }: Declared) {
    const { region, allowed_account_ids: accounts } = providerOf(this.json, provider);
    const [account = ""] = (accounts as readonly string[] | undefined) ?? [];
    return { stack: this.stack, address: this.formerly(address), region: String(region ?? ""), account };
  }
}

interface Sides {
  readonly before: StackJson;
  readonly after: StackJson;
  readonly was: ReadonlyMap<string, Declared>;
  readonly is: ReadonlyMap<string, Declared>;
  readonly formerly: (address: string) => string;
}

/** Addresses that are made by the plan: new ones, and those whose change, or whose neighbour's, destroys them first. */
function madeAnew(stack: string, { before, after, was, is, formerly }: Sides): ReadonlySet<string> {
  const anew = new Set([...is.keys()].filter((address) => !was.has(formerly(address))));
  const deployed = new Values(stack, before, was);
  for (let size = -1; size !== anew.size;) {
    size = anew.size;
    const wanted = new Values(stack, after, is, anew, formerly);
    for (const resource of is.values()) {
      const old = was.get(formerly(resource.address));
      if (!old || anew.has(resource.address)) continue;
      const [had, has] = [deployed.of(old), wanted.of(resource)];
      const replaced = forcesNew(resource.type).some((key) => !isDeepStrictEqual(had[key], has[key]));
      if (replaced) anew.add(resource.address);
    }
  }
  return anew;
}

const head = ({ address, mode, type, name, provider }: Declared) => ({
  address,
  mode,
  type,
  name,
  provider_name: registryName(provider),
});

/** A change as Terraform writes it; what is not known is left out of `after` and marked beside it. */
function change(before: Body | undefined, after: Body | undefined, anew: boolean) {
  return {
    actions: actions(before, after, anew),
    before: before ?? null,
    after: after === undefined ? null : known(after),
    after_unknown: after === undefined ? false : unknown(after),
    before_sensitive: before === undefined ? false : {},
    after_sensitive: after === undefined ? false : {},
  };
}

function actions(before: Body | undefined, after: Body | undefined, anew: boolean): readonly string[] {
  if (after === undefined) return ["delete"];
  if (before === undefined) return ["create"];
  if (anew) return ["delete", "create"];
  return isDeepStrictEqual(before, after) ? ["no-op"] : ["update"];
}

function known(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => (each === UNKNOWN ? null : known(each)));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== UNKNOWN);
  return Object.fromEntries(entries.map(([key, each]) => [key, known(each)]));
}

/** The same shape with `true` for what is not known; single values that are known are left out. */
function unknown(value: unknown): unknown {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.map(unknown);
  if (typeof value !== "object" || value === null) return false;
  const entries = Object.entries(value).map(([key, each]) => [key, unknown(each)] as const);
  return Object.fromEntries(entries.filter(([, each]) => each !== false));
}

const shown = (resource: Declared, values: Values) => ({
  ...head(resource),
  schema_version: 0,
  values: known(values.of(resource)),
  sensitive_values: {},
});

function configuration(json: StackJson, resources: ReadonlyMap<string, Declared>) {
  const providers = Object.entries(json.provider ?? {}).flatMap(([name, all]) =>
    all.map(({ alias, ...settings }) => {
      const key = alias === undefined ? name : `${name}.${String(alias)}`;
      const version = json.terraform?.required_providers?.[name]?.version;
      const about = {
        name,
        full_name: registryName(name),
        ...(alias !== undefined && { alias }),
        ...(version !== undefined && { version_constraint: version }),
        expressions: expressions(settings),
      };
      return [key, about] as const;
    }),
  );
  return {
    provider_config: Object.fromEntries(providers),
    root_module: {
      resources: [...resources.values()].map(({ address, mode, type, name, provider, body, dependsOn }) => ({
        address,
        mode,
        type,
        name,
        provider_config_key: provider,
        expressions: expressions(body),
        schema_version: 0,
        ...(dependsOn.length > 0 && { depends_on: dependsOn }),
      })),
    },
  };
}

function registryName(provider: string): string {
  const name = provider.split(".")[0] ?? "";
  return `registry.terraform.io/${name === "aws" ? "hashicorp" : name.toLowerCase()}/${name}`;
}
