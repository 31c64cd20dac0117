import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { anotherDocument, notTerraformJson, planWithErrors, unknownFormat } from "../../errors";
import type { Resource, Stack } from "../resource";
import { ResourceSet } from "../resource-set";
import { isBlock, Unresolved, type Value, type Values } from "../values";
import { besideOf, besideSchema, type PlanBeside } from "./beside";
import { changedPaths } from "./changed-paths";
import { Configuration, configurationSchema, withoutKeys } from "./configuration";
import { filled } from "./filled";
import { holes } from "./holes";
import { kindOf } from "./kind";
import type { Source } from "./synthesized";

const change = z.looseObject({
  actions: z.array(z.string()),
  before: z.unknown(),
  after: z.unknown().optional(),
  after_unknown: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
  importing: z.unknown().optional(),
});
const resourceChange = z.looseObject({
  address: z.string(),
  previous_address: z.string().optional(),
  module_address: z.string().optional(),
  mode: z.enum(["managed", "data"]),
  type: z.string(),
  name: z.string(),
  deposed: z.string().optional(),
  change,
});
type ResourceChange = z.infer<typeof resourceChange>;

const planSchema = besideSchema.extend({
  terraform_version: z.string().optional(),
  errored: z.boolean().optional(),
  resource_changes: z.array(resourceChange).default([]),
  deferred_changes: z
    .array(z.looseObject({ reason: z.string(), resource_change: resourceChange }))
    .default([]),
  configuration: configurationSchema.prefault({}),
});

/** What a plan does to one resource. */
export interface PlannedChange {
  readonly address: string;
  readonly stack: string;
  readonly mode: "managed" | "data";
  /** Terraform's own words: `create`, `update`, `delete`, `read`, `no-op`, `forget`. */
  readonly actions: readonly string[];
  /** Whether the resource is destroyed, or forgotten, and made anew. */
  readonly replaced: boolean;
  readonly imported: boolean;
  /** Address it had before, where it is moved. */
  readonly movedFrom?: string;
  /** Why Terraform puts the change off, where it does. */
  readonly deferred?: string;
  /** Dotted paths of the attributes that an update or a replacement changes, sorted. */
  readonly attributes: readonly string[];
}

/** Plans as two sets: what there is, and what there would be. */
export interface Plans {
  readonly before: ResourceSet;
  readonly after: ResourceSet;
  readonly changes: readonly PlannedChange[];
  /** What each plan does beside, and whether it is whole. */
  readonly beside: readonly PlanBeside[];
  /** Version of Terraform by stack, as far as its plan says. */
  readonly terraformVersions: Readonly<Record<string, string>>;
}

/** What a plan leaves out: `prevent_destroy`, the backend, documents that name what is not made yet, the other stacks. */
export interface Declared {
  /** Synthesized JSON of all stacks before the change; taken to be what it is after it when not given. */
  readonly base?: ResourceSet;
  /** Synthesized JSON of all stacks with the change. */
  readonly head?: ResourceSet;
}

const KNOWN_FORMAT = /^1\./;

/**
 * Reads outputs of `terraform show -json PLAN`, or OpenTofu's, one a stack. What no plan is about stands beside it as it
 * is declared: the archive is in one stack, its bucket in another.
 *
 * @throws UserError when one is no plan, of an unknown format, or one Terraform could not finish
 */
export function readPlans(plans: readonly Source[], { head, base = head }: Declared = {}): Plans {
  const read = plans.map((plan) => readPlan(plan, { ...(base && { base }), ...(head && { head }) }));
  const planned = new Set(plans.map(({ stack }) => stack));
  const side = (which: "before" | "after", declared: ResourceSet | undefined) =>
    new ResourceSet(
      [
        ...read.flatMap((plan) => plan[which]),
        ...(declared?.resources.filter(({ stack }) => !planned.has(stack)) ?? []),
      ],
      [
        ...read
          // A stack that the base does not declare is not there yet.
          .filter(
            ({ stack, before }) =>
              which === "after" || !declared || declared.stack(stack) !== undefined || before.length > 0,
          )
          .map((plan) => stackOf(plan, declared?.stack(plan.stack), which)),
        ...(declared?.stacks.filter(({ name }) => !planned.has(name)) ?? []),
      ],
      declared?.whole ?? false,
    );
  return {
    before: side("before", base),
    after: side("after", head),
    changes: read.flatMap(({ changes }) => changes),
    beside: read.map(({ beside }) => beside),
    terraformVersions: Object.fromEntries(
      read.flatMap(({ stack, terraformVersion }) =>
        terraformVersion === undefined ? [] : [[stack, terraformVersion]],
      ),
    ),
  };
}

interface ReadPlan {
  readonly stack: string;
  readonly configuration: Configuration;
  readonly before: readonly Resource[];
  readonly after: readonly Resource[];
  readonly changes: readonly PlannedChange[];
  readonly beside: PlanBeside;
  readonly terraformVersion?: string | undefined;
}

function readPlan({ path, json, stack }: Source, declared: Declared): ReadPlan {
  const plan = parsedPlan(path, json);
  const told = [
    ...plan.resource_changes.map((each) => ({ each, deferred: undefined })),
    ...plan.deferred_changes.map(({ reason, resource_change: each }) => ({ each, deferred: reason })),
  ];
  const all = told.filter(({ each }) => each.deposed === undefined);
  refuseMisnamed(
    path,
    all.map(({ each }) => each),
  );
  const configuration = new Configuration(
    plan.configuration,
    stack,
    all.map(({ each }) => each),
  );
  return {
    stack,
    configuration,
    before: all.flatMap(({ each }) => beforeOf(each, stack, configuration, declared.base) ?? []),
    after: all.flatMap(({ each }) => afterOf(each, stack, configuration, declared.head) ?? []),
    changes: all.map(({ each, deferred }) => changeOf(each, stack, deferred)),
    beside: besideOf(
      stack,
      plan,
      all.map(({ each }) => each),
      (address) => configuration.at(address),
      configuration.inRoot,
      told.flatMap(({ each }) =>
        each.deposed !== undefined && each.change.actions.includes("delete")
          ? (beforeOf(each, stack, configuration, declared.base) ?? [])
          : [],
      ),
    ),
    terraformVersion: plan.terraform_version,
  };
}

function parsedPlan(path: string, json: unknown): z.infer<typeof planSchema> {
  const kind = kindOf(json);
  if (kind === "state") throw anotherDocument(path, "state", "plan");
  const { format_version: format } = (json ?? {}) as { format_version?: unknown };
  if (kind !== "plan" || typeof format !== "string")
    throw notTerraformJson(path, "plan", "no format_version, or no resource_changes");
  if (!KNOWN_FORMAT.test(format)) throw unknownFormat(path, format, "1.x");
  const parsed = planSchema.safeParse(json);
  if (!parsed.success) throw notTerraformJson(path, "plan", z.prettifyError(parsed.error));
  if (parsed.data.errored) throw planWithErrors(path);
  return parsed.data;
}

/** Terraform names each resource once, by its type and name: another text would be judged as what it is not. */
function refuseMisnamed(path: string, changes: readonly ResourceChange[]): void {
  const seen = new Set<string>();
  for (const { address, mode, type, name } of changes) {
    const named = `${mode === "data" ? "data." : ""}${type}.${name}`;
    const plain = withoutKeys(address);
    if (plain !== named && !plain.endsWith(`.${named}`))
      throw notTerraformJson(path, "plan", `the change of ${address} says that it is of ${named}`);
    if (seen.has(address)) throw notTerraformJson(path, "plan", `two changes of ${address}`);
    seen.add(address);
  }
}

/** A moved resource counts under its new address, declared under its old one. */
function beforeOf(each: ResourceChange, stack: string, configuration: Configuration, base?: ResourceSet) {
  const { before, before_sensitive: sensitive } = each.change;
  if (before === null) return undefined;
  const declared = base?.at(`${stack}/${each.previous_address ?? each.address}`);
  return resourceOf(each, stack, configuration, declared, filled({ value: before, sensitive }));
}

function afterOf(each: ResourceChange, stack: string, configuration: Configuration, head?: ResourceSet) {
  const { actions, after, after_unknown: unknown, after_sensitive: sensitive } = each.change;
  const leaves = actions.includes("delete") || actions.includes("forget");
  if (leaves && !actions.includes("create")) return undefined;
  const declared = head?.at(`${stack}/${each.address}`);
  const values = filled({
    value: after ?? {},
    unknown,
    sensitive,
    references: configuration.references(each),
    ...(declared && { declared: declared.values }),
  });
  return resourceOf(each, stack, configuration, declared, values);
}

function resourceOf(
  each: ResourceChange,
  stack: string,
  configuration: Configuration,
  declared: Resource | undefined,
  values: Values,
): Resource {
  const { preventDestroy, ignoredChanges } = declared ?? {};
  return {
    address: `${stack}/${each.address}`,
    terraformAddress: each.address,
    mode: each.mode,
    type: each.type,
    name: each.name,
    ...(each.module_address !== undefined && { module: each.module_address }),
    provider: configuration.provider(each) ?? each.type.split("_")[0] ?? "",
    stack,
    values,
    ...holes(values),
    ...(preventDestroy !== undefined && { preventDestroy }),
    ...(ignoredChanges !== undefined && { ignoredChanges }),
  };
}

function changeOf(each: ResourceChange, stack: string, deferred: string | undefined): PlannedChange {
  const { actions, importing, before, after, after_unknown: unknown } = each.change;
  const replaced = actions.includes("create") && (actions.includes("delete") || actions.includes("forget"));
  return {
    address: `${stack}/${each.address}`,
    stack,
    mode: each.mode,
    actions,
    replaced,
    imported: importing !== undefined && importing !== null,
    ...(each.previous_address !== undefined && { movedFrom: `${stack}/${each.previous_address}` }),
    ...(deferred !== undefined && { deferred }),
    attributes: replaced || actions.includes("update") ? changedPaths(before, after, unknown) : [],
  };
}

/**
 * A plan names neither backend nor pinned versions, and no provider that no resource uses: what the synthesized JSON says
 * of them is taken over. Its providers are those of the change.
 */
function stackOf(
  { stack, configuration }: ReadPlan,
  known: Stack | undefined,
  side: "before" | "after",
): Stack {
  return {
    name: stack,
    from: "plan",
    address: `${stack}/terraform`,
    providers:
      side === "before" && known
        ? known.providers
        : asPlanned(known?.providers ?? {}, configuration.providers()),
    ...(known?.backend && { backend: known.backend }),
    ...(known?.requiredProviders && { requiredProviders: known.requiredProviders }),
    ...(known?.ephemeral && { ephemeral: known.ephemeral }),
    unseenModules: [],
  };
}

type Providers = Stack["providers"];

/** Providers as the plan has them, written as they are declared where that means the same. */
function asPlanned(declared: Providers, planned: Providers): Providers {
  const merged = Object.entries(planned).map(([name, values]): [string, Values] => {
    const own = declared[name] ?? {};
    // A plan says the alias elsewhere, and of what refers to something no value.
    const kept = Object.entries(own).filter(([key, value]) => key === "alias" || hasHole(value));
    const told = Object.entries(values).map(([key, value]): [string, Value] => {
      const said = own[key];
      return [key, said !== undefined && isDeepStrictEqual(plain(said), plain(value)) ? said : value];
    });
    return [name, Object.fromEntries([...kept, ...told])];
  });
  return { ...declared, ...Object.fromEntries(merged) };
}

const hasHole = (value: Value): boolean =>
  value instanceof Unresolved ||
  (typeof value === "object" && value !== null && Object.values(value).some(hasHole));

/** A block that stands alone is a list of one in a plan. */
function plain(value: Value): unknown {
  if (Array.isArray(value)) return value.length === 1 ? plain(value[0] as Value) : value.map(plain);
  if (!isBlock(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}
