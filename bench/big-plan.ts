import { closeSync, openSync, writeSync } from "node:fs";

/** Parts of the JSON of a plan that the bench repeats. */
interface Plan {
  readonly format_version: string;
  readonly terraform_version: string;
  readonly timestamp: string;
  readonly planned_values: Values;
  readonly prior_state?: { readonly values: Values };
  readonly resource_changes: readonly Change[];
  readonly configuration: {
    readonly provider_config: unknown;
    readonly root_module: { readonly resources: readonly { readonly address: string }[] };
  };
}
interface Values {
  readonly root_module: { readonly resources: readonly { readonly address: string }[] };
}
interface Change {
  readonly address: string;
  readonly change: { readonly actions: readonly string[]; readonly after: Record<string, unknown> | null };
}

/** What becomes of the copies, in turn. */
const TURNS = ["create", "update", "no-op"] as const;
/** The plan of one environment as JSON: made for the first time, or deployed and left as it is. */
export type PlanOfOne = (name: string, turn: "created" | "deployed") => string;

/**
 * Writes the JSON of one plan that is about many environments, each in a module of its own, with names and ids of its own.
 * A third is created, a third updated, a third left as it is.
 *
 * @returns how many changes it has
 */
export function writeBigPlan(out: string, planOfOne: PlanOfOne, changes: number): number {
  const { configuration, format_version, terraform_version, timestamp, resource_changes } = JSON.parse(
    planOfOne("e0000", "deployed"),
  ) as Plan;
  const copies = Math.ceil(changes / resource_changes.length);
  const all = Array.from({ length: copies }, (_, index) => {
    const name = `e${String(index + 1).padStart(4, "0")}`;
    const turn = TURNS[index % TURNS.length] ?? "no-op";
    const text = planOfOne(name, turn === "create" ? "created" : "deployed");
    return { plan: JSON.parse(text) as Plan, module: `module.environment["${name}"]`, turn };
  });
  const rest = {
    format_version,
    terraform_version,
    timestamp,
    errored: false,
    planned_values: {
      root_module: { child_modules: all.map(({ plan, module }) => below(module, plan.planned_values)) },
    },
    prior_state: {
      format_version: "1.0",
      terraform_version,
      values: {
        root_module: {
          child_modules: all.flatMap(({ plan, module }) =>
            plan.prior_state ? [below(module, plan.prior_state.values)] : [],
          ),
        },
      },
    },
    configuration: {
      provider_config: configuration.provider_config,
      root_module: {
        module_calls: {
          environment: {
            source: "./environment",
            for_each_expression: { references: ["var.environments"] },
            module: configuration.root_module,
          },
        },
      },
    },
  };
  const text = JSON.stringify({
    ...rest,
    resource_changes: all.flatMap(({ plan, module, turn }) =>
      plan.resource_changes.map((each) => ({
        ...each,
        address: `${module}.${each.address}`,
        module_address: module,
        change: turn === "update" ? updated(each.change) : each.change,
      })),
    ),
  });
  const file = openSync(out, "w");
  writeSync(file, text);
  closeSync(file);
  return all.reduce((sum, { plan }) => sum + plan.resource_changes.length, 0);
}

function below(address: string, { root_module: { resources } }: Values) {
  return {
    address,
    resources: resources.map((each) => ({ ...each, address: `${address}.${each.address}` })),
  };
}

/** An update as a new tag is, where there are tags. */
function updated(change: Change["change"]): Change["change"] {
  const { after } = change;
  if (!after || typeof after["tags"] !== "object") return change;
  const tags = { ...after["tags"], "cost-centre": "4711" };
  return { ...change, actions: ["update"], after: { ...after, tags, tags_all: tags } };
}
