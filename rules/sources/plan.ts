import { z } from "zod";
import { anotherDocument, notTerraformJson, planWithErrors, unknownFormat } from "../../errors";
import type { Resource, Stack } from "../resource";
import { ResourceSet } from "../resource-set";
import type { Values } from "../values";
import { Configuration, configurationSchema } from "./configuration";
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

const planSchema = z.looseObject({
  errored: z.boolean().optional(),
  resource_changes: z.array(resourceChange).default([]),
  deferred_changes: z
    .array(z.looseObject({ reason: z.string(), resource_change: resourceChange }))
    .default([]),
  configuration: configurationSchema,
});

/** What a plan does to one resource. */
export interface PlannedChange {
  readonly address: string;
  /** Terraform's own words: `create`, `update`, `delete`, `read`, `no-op`, `forget`. */
  readonly actions: readonly string[];
  /** Whether the resource is destroyed and made anew. */
  readonly replaced: boolean;
  readonly imported: boolean;
  /** Address it had before, where it is moved. */
  readonly movedFrom?: string;
  /** Why Terraform puts the change off, where it does. */
  readonly deferred?: string;
}

/** A plan as two sets: what there is, and what there would be. */
export interface Plan {
  readonly before: ResourceSet;
  readonly after: ResourceSet;
  readonly changes: readonly PlannedChange[];
}

const KNOWN_FORMAT = /^1\./;

/**
 * Reads the output of `terraform show -json PLAN`, or OpenTofu's.
 *
 * @param declared the synthesized JSON of all stacks, the plan's own included: it tells what a plan leaves out
 *   (`prevent_destroy`, the backend, documents that name what is not made yet), and what the other stacks hold
 * @throws UserError when it is no plan, of an unknown format, or one Terraform could not finish
 */
export function readPlan({ path, json, stack }: Source, declared?: ResourceSet): Plan {
  const kind = kindOf(json);
  if (kind === "state") throw anotherDocument(path, "state", "plan");
  const { format_version: format } = (json ?? {}) as { format_version?: unknown };
  if (kind !== "plan" || typeof format !== "string")
    throw notTerraformJson(path, "plan", "no format_version, or no resource_changes");
  if (!KNOWN_FORMAT.test(format)) throw unknownFormat(path, format, "1.x");
  const parsed = planSchema.safeParse(json);
  if (!parsed.success) throw notTerraformJson(path, "plan", z.prettifyError(parsed.error));
  const plan = parsed.data;
  if (plan.errored) throw planWithErrors(path);

  const all = [
    ...plan.resource_changes.map((each) => ({ each, deferred: undefined })),
    ...plan.deferred_changes.map(({ reason, resource_change: each }) => ({ each, deferred: reason })),
  ].filter(({ each }) => each.deposed === undefined);
  const configuration = new Configuration(
    plan.configuration,
    stack,
    all.map(({ each }) => each),
  );
  const sides = all.map(({ each }) => sidesOf(each, stack, configuration, declared));
  // What a plan does not change stands beside it: the archive is in one stack, its bucket in another.
  const others = declared?.resources.filter((resource) => resource.stack !== stack) ?? [];
  const stacks = [
    stackOf(stack, configuration, declared),
    ...(declared?.stacks.filter(({ name }) => name !== stack) ?? []),
  ];
  const setOf = (resources: readonly (Resource | undefined)[]) =>
    new ResourceSet(
      [...resources.filter((resource) => resource !== undefined), ...others],
      stacks,
      declared?.whole ?? false,
    );
  return {
    before: setOf(sides.map(({ before }) => before)),
    after: setOf(sides.map(({ after }) => after)),
    changes: all.map(({ each, deferred }) => changeOf(each, stack, deferred)),
  };
}

function sidesOf(each: ResourceChange, stack: string, configuration: Configuration, declared?: ResourceSet) {
  const { change: planned } = each;
  const resource = (values: Values): Resource => {
    const terraformAddress = each.address;
    const inDeclared = declared?.at(`${stack}/${terraformAddress}`);
    const { preventDestroy, ignoredChanges } = inDeclared ?? {};
    return {
      address: `${stack}/${terraformAddress}`,
      terraformAddress,
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
  };
  const leaves = planned.actions.includes("delete") || planned.actions.includes("forget");
  const stays = planned.actions.includes("create") || !leaves;
  const known = declared?.at(`${stack}/${each.address}`)?.values;
  return {
    ...(planned.before !== null && {
      before: resource(filled({ value: planned.before, sensitive: planned.before_sensitive })),
    }),
    ...(stays && {
      after: resource(
        filled({
          value: planned.after ?? {},
          unknown: planned.after_unknown,
          sensitive: planned.after_sensitive,
          references: configuration.references(each),
          ...(known && { declared: known }),
        }),
      ),
    }),
  };
}

function changeOf(each: ResourceChange, stack: string, deferred: string | undefined): PlannedChange {
  const { actions, importing } = each.change;
  return {
    address: `${stack}/${each.address}`,
    actions,
    replaced: actions.includes("delete") && actions.includes("create"),
    imported: importing !== undefined && importing !== null,
    ...(each.previous_address !== undefined && { movedFrom: `${stack}/${each.previous_address}` }),
    ...(deferred !== undefined && { deferred }),
  };
}

/** A plan names neither backend nor pinned versions: what the synthesized JSON says of them is taken over. */
function stackOf(name: string, configuration: Configuration, declared: ResourceSet | undefined): Stack {
  const known = declared?.stack(name);
  return {
    name,
    from: "plan",
    address: `${name}/terraform`,
    providers: configuration.providers(),
    ...(known?.backend && { backend: known.backend }),
    ...(known?.requiredProviders && { requiredProviders: known.requiredProviders }),
    unseenModules: [],
  };
}
