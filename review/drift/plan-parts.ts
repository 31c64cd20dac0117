import { z } from "zod";
import { anotherDocument, notTerraformJson } from "../../errors";
import type { Source } from "../../rules";
import { Configuration, configurationSchema } from "../../rules/sources/configuration";
import { kindOf } from "../../rules/sources/kind";

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
  mode: z.enum(["managed", "data"]),
  type: z.string(),
  name: z.string(),
  deposed: z.string().optional(),
  change,
});
const planSchema = z.looseObject({
  resource_drift: z.array(resourceChange).default([]),
  resource_changes: z.array(resourceChange).default([]),
  deferred_changes: z.array(z.looseObject({ resource_change: resourceChange })).default([]),
  configuration: configurationSchema,
});
type ResourceChange = z.infer<typeof resourceChange>;

/** One resource three times: as Terraform left it, as it is, as the config wants it. `undefined` where it is not. */
export interface Threefold {
  /** Terraform's address, without the stack. */
  readonly address: string;
  readonly type: string;
  /** Terraform's own words for what an apply would do. */
  readonly actions: readonly string[];
  readonly recorded: unknown;
  readonly live: unknown;
  readonly declared: unknown;
  /** What is known only after an apply: the same shape, `true` where it is so. */
  readonly unknown: unknown;
  readonly moved: boolean;
  readonly imported: boolean;
  readonly deferred: boolean;
  /** Whether the config says anything at a path, list positions left out. */
  readonly says: (path: readonly string[]) => boolean;
}

/** A plan, taken apart for the question who changed what. */
export interface PlanParts {
  readonly stack: string;
  /** The plan as it is: from what is to what is declared. */
  readonly toDeclared: Source;
  /** As if it were a plan: from what Terraform left to what is. */
  readonly toLive: Source;
  readonly resources: readonly Threefold[];
}

/**
 * Takes a plan apart: `resource_drift` is what refreshing changed of the state, `resource_changes` what an apply would
 * change after it.
 *
 * @throws UserError when it is no plan
 */
export function planParts(source: Source): PlanParts {
  const { path, json, stack } = source;
  const kind = kindOf(json);
  if (kind === "state") throw anotherDocument(path, "state", "plan");
  const parsed = planSchema.safeParse(json);
  if (kind !== "plan" || !parsed.success)
    throw notTerraformJson(
      path,
      "plan",
      parsed.error ? z.prettifyError(parsed.error) : "no resource_changes",
    );
  const { resource_drift, resource_changes, deferred_changes, configuration } = parsed.data;
  const deferred = deferred_changes.map(({ resource_change }) => resource_change);
  const planned = [...resource_changes, ...deferred].filter(isManaged);
  const drifted = new Map(resource_drift.filter(isManaged).map((each) => [each.address, each]));
  const said = new Configuration(configuration, stack, planned);
  const known = new Set(planned.map(({ address }) => address));
  const entries = [
    ...planned.map((each) => ({ each, drift: drifted.get(each.address) })),
    // Gone from the account and from the config alike: no change is planned for it.
    ...[...drifted.values()]
      .filter(({ address }) => !known.has(address))
      .map((drift) => ({ each: settled(drift), drift })),
  ];
  return {
    stack,
    toDeclared: source,
    toLive: {
      path,
      stack,
      json: { ...(json as object), resource_changes: entries.flatMap(asLive), deferred_changes: [] },
    },
    resources: entries.map(({ each, drift }) => threefold(each, drift, deferred.includes(each), said)),
  };
}

const isManaged = ({ mode, deposed }: ResourceChange): boolean => mode === "managed" && deposed === undefined;

interface Entry {
  readonly each: ResourceChange;
  readonly drift: ResourceChange | undefined;
}

/** A resource that refreshing changed and nothing else is planned for. */
function settled(drift: ResourceChange): ResourceChange {
  const { after, after_sensitive: sensitive } = drift.change;
  return {
    ...drift,
    change: {
      actions: ["no-op"],
      before: after,
      after,
      before_sensitive: sensitive,
      after_sensitive: sensitive,
    },
  };
}

function threefold(
  each: ResourceChange,
  drift: ResourceChange | undefined,
  deferred: boolean,
  said: Configuration,
): Threefold {
  const { actions, before, after, after_unknown: unknown, importing } = each.change;
  const leaves = (actions.includes("delete") || actions.includes("forget")) && !actions.includes("create");
  return {
    address: each.address,
    type: each.type,
    actions,
    recorded: present(drift ? drift.change.before : before),
    live: present(drift ? drift.change.after : before),
    declared: leaves ? undefined : present(after),
    unknown,
    moved: each.previous_address !== undefined,
    imported: importing !== undefined && importing !== null,
    deferred,
    says: said.says(each),
  };
}

const present = (value: unknown): unknown => (value === null ? undefined : value);

/** The change that somebody else than Terraform made; none of what is not there before or after. */
function asLive({ each, drift }: Entry): readonly ResourceChange[] {
  const { before, before_sensitive: sensitive } = each.change;
  const of = drift?.change ?? {
    before,
    after: before,
    before_sensitive: sensitive,
    after_sensitive: sensitive,
  };
  if (present(of.before) === undefined && present(of.after) === undefined) return [];
  const gone = present(of.after) === undefined;
  const actions = gone ? ["delete"] : drift ? ["update"] : ["no-op"];
  return [
    {
      ...each,
      // Where it moves to is no change of the real thing.
      previous_address: undefined,
      change: {
        actions,
        before: of.before,
        after: of.after,
        before_sensitive: of.before_sensitive,
        after_sensitive: of.after_sensitive,
      },
    },
  ];
}
