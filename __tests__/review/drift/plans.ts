import { synthesizedSet, type Source } from "../../../rules";
import { planParts, type PlanParts } from "../../../review/drift/plan-parts";
import { driftChanges, type Attributes } from "../../../review/drift/changes";
import { Mirrors } from "../../../review/drift/mirrors";

export const STACK = "s";

type Values = Readonly<Record<string, unknown>>;

/** A resource three times; what is left out is as the one before it: nothing changed. */
export interface Case {
  readonly recorded?: Values | null;
  readonly live?: Values | null;
  readonly declared?: Values | null;
  readonly unknown?: unknown;
  /** Attributes the config says; all declared ones where left out. */
  readonly says?: readonly string[];
  /** Terraform's words for what it would do; found out from the values where left out. */
  readonly actions?: readonly string[];
  /** More of the planned change, such as `importing`. */
  readonly change?: object;
  /** More of the entry, such as `previous_address`. */
  readonly entry?: object;
}

/** A plan as Terraform writes it, of resources by address. */
export function planOf(cases: Readonly<Record<string, Case>>, more: object = {}): Source {
  const entries = Object.entries(cases).map(([address, each]) => ({ address, ...sides(each), of: each }));
  const head = (address: string) => {
    const [type = "", name = ""] = address.split(".");
    return { address, mode: "managed", type, name };
  };
  return {
    path: "plan.json",
    stack: STACK,
    json: {
      format_version: "1.2",
      planned_values: {},
      resource_drift: entries.flatMap(({ address, recorded, live }) =>
        recorded === live
          ? []
          : [
              {
                ...head(address),
                change: { actions: [live === null ? "delete" : "update"], before: recorded, after: live },
              },
            ],
      ),
      resource_changes: entries.map(({ address, live, declared, of }) => ({
        ...head(address),
        ...of.entry,
        change: {
          actions: of.actions ?? actionsOf(live, declared),
          before: live,
          after: declared,
          after_unknown: of.unknown ?? {},
          ...of.change,
        },
      })),
      configuration: {
        root_module: {
          resources: entries.map(({ address, declared, of }) => ({
            address,
            expressions: Object.fromEntries(
              (of.says ?? Object.keys(declared ?? {})).map((name) => [name, { constant_value: "said" }]),
            ),
          })),
        },
      },
      ...more,
    },
  };
}

function sides({ recorded = null, live = recorded, declared = live }: Case) {
  return { recorded, live, declared };
}

function actionsOf(live: unknown, declared: unknown): readonly string[] {
  if (live === null) return ["create"];
  if (declared === null) return ["delete"];
  return live === declared ? ["no-op"] : ["update"];
}

/** How the resources of a plan differ. */
export function changesIn(cases: Readonly<Record<string, Case>>, attributes: Partial<Attributes> = {}) {
  const parts = planParts(planOf(cases));
  return changesOfParts(parts, attributes);
}

export function changesOfParts(parts: PlanParts, attributes: Partial<Attributes> = {}) {
  return driftChanges(parts, {
    ignored: () => [],
    computed: () => false,
    mirrors: new Mirrors(parts.resources),
    ...attributes,
  });
}

/** The set that a stack with these resources declares. */
export const declaredSet = (resource: Readonly<Record<string, Readonly<Record<string, unknown>>>>) =>
  synthesizedSet([{ path: "cdk.tf.json", json: { resource }, stack: STACK }], true);
