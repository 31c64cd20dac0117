/**
 * Plays `terraform apply` of the synthesized Datadog stacks where there is no provider: their resources become assets, as the
 * provider would make them with the API. What others put into the organisation stays.
 */
import { synthesizedStacksInvalid, type Problem } from "../../../errors";
import type { Asset, Assets } from "../assets";
import { MAPPINGS, ORDERS, type Mapping } from "./mappings";
import { followed, resourcesNamedIn, type Follow } from "./references";
import { readStacks, type StackResource } from "./terraform-json";

export interface LoaderOptions {
  /** Folder with one folder a stack; may not exist yet. */
  readonly stacksDir: string;
  /** The stacks of one organisation; a `*` at the end of a name stands for any rest. @default all */
  readonly stacks?: readonly string[];
  /** Values of Terraform's variables. @default none */
  readonly variables?: Readonly<Record<string, string>>;
}

/** An asset that stands for a resource. */
interface Loaded {
  readonly mapping: Mapping;
  readonly id: string;
  readonly asset: Asset;
}

/** Monitors go by numbers; these are far from those that the API gives. */
const FIRST_MONITOR = 1_000_001;

export class StackLoader {
  private loaded: ReadonlyMap<string, Loaded> = new Map();
  private readonly monitorIds = new Map<string, string>();

  constructor(
    private readonly assets: Assets,
    private readonly options: LoaderOptions,
  ) {}

  /**
   * Makes, changes and deletes assets until they are what the stacks say, in their order. Error: the user fault
   * `synthesized-stacks-invalid` with everything that cannot be used; then nothing is changed.
   */
  async load(): Promise<void> {
    const { stacksDir, stacks = ["*"], variables = {} } = this.options;
    const problems: Problem[] = [];
    const resources = await readStacks(stacksDir, stacks, problems);
    const ids = new Map<string, string>();
    for (const resource of resources) {
      const mapping = MAPPINGS[resource.type];
      if (mapping) ids.set(addressOf(resource), this.idOf(mapping, resource));
    }
    const followIn =
      (stack: string): Follow =>
      (reference) => {
        const [type = "", id = "", attribute = ""] = reference.split(".");
        if (type === "var") return variables[id];
        return attribute === "id" || attribute === "name"
          ? ids.get(addressOf({ stack, type, id }))
          : undefined;
      };
    const loaded = new Map<string, Loaded>();
    for (const resource of resources) {
      const mapping = MAPPINGS[resource.type];
      if (!mapping) continue;
      const body = followed(resource.body, followIn(resource.stack), resource.where, problems);
      const id = ids.get(addressOf(resource)) ?? "";
      loaded.set(addressOf(resource), { mapping, id, asset: mapping.asset(body, id) });
    }
    const orders = resources.filter(({ type }) => type in ORDERS);
    problems.push(...severalOrders(orders));
    if (problems.length > 0) throw synthesizedStacksInvalid(problems);
    this.put(loaded);
    for (const order of orders) this.reorder(order, ids);
  }

  /** Takes all that was loaded away again, so that Terraform can make it. */
  unload(): void {
    this.put(new Map());
  }

  private put(loaded: ReadonlyMap<string, Loaded>): void {
    const ids = new Set([...loaded.values()].map(({ mapping: { kind }, id }) => `${kind}/${id}`));
    for (const { mapping, id } of this.loaded.values())
      if (!ids.has(`${mapping.kind}/${id}`)) this.assets.delete(mapping.kind, id);
    for (const { mapping, id, asset } of loaded.values())
      if (JSON.stringify(this.assets.get(mapping.kind, id)) !== JSON.stringify(asset))
        this.assets.put(mapping.kind, id, asset);
    this.loaded = loaded;
  }

  private reorder({ stack, type, body }: StackResource, ids: ReadonlyMap<string, string>): void {
    const order = ORDERS[type];
    if (!order) return;
    const named = resourcesNamedIn(body[order.argument], order.of).map((id) =>
      ids.get(addressOf({ stack, type: order.of, id })),
    );
    this.assets.reorder(
      order.kind,
      named.filter((id) => id !== undefined),
    );
  }

  private idOf({ kind, goesByName }: Mapping, resource: StackResource): string {
    if (goesByName) return String(resource.body["name"]);
    if (kind !== "monitor") return resource.id;
    const key = addressOf(resource);
    const number = this.monitorIds.get(key) ?? String(FIRST_MONITOR + this.monitorIds.size);
    this.monitorIds.set(key, number);
    return number;
  }
}

/** Stacks do not refer to one another. */
const addressOf = ({ stack, type, id }: Pick<StackResource, "stack" | "type" | "id">): string =>
  `${stack}/${type}.${id}`;

function severalOrders(orders: readonly StackResource[]): readonly Problem[] {
  return orders
    .filter(({ type, where }) => orders.some((other) => other.type === type && other.where !== where))
    .map(({ where }) => ({
      ...{ code: "several-orders", where, needed: "one organisation, and so one order of each kind" },
      fix: "name the stacks of one organisation",
    }));
}
