/** What a Datadog organisation consists of, as far as its API configures it: one store for whoever reads or changes it. */

/** A kind of asset. Singular, as the vendor's documentation names it. */
export type AssetKind =
  | "monitor"
  | "slo"
  | "dashboard"
  | "webhook"
  | "webhook custom variable"
  | "logs index"
  | "logs pipeline"
  | "logs archive"
  | "logs metric"
  | "scanning group"
  | "scanning rule"
  | "role"
  | "permission"
  | "monitor config policy"
  | "downtime"
  | "aws account"
  | "user";

/**
 * An asset in the shape in which the vendor's API answers for one of it. Of a kind of the API's second version the
 * resource object of JSON:API (`id`, `type`, `attributes`, `relationships`), without the `data` around it.
 */
export type Asset = Readonly<Record<string, unknown>>;

export interface AssetChange {
  readonly kind: AssetKind;
  readonly id: string;
  /** Not there when it is made. */
  readonly before?: Asset;
  /** Not there when it is deleted. */
  readonly after?: Asset;
}

/** Told after each change; of a new order, with the first id of it and neither `before` nor `after`. */
type Listener = (change: AssetChange) => void;

/** Assets by kind and id. Every kind keeps an order: that of making, until it is told another. */
export class Assets {
  private readonly kinds = new Map<AssetKind, Map<string, Asset>>();
  private readonly listeners = new Set<Listener>();
  private readonly spent = new Set<string>();

  /** All of a kind, in its order. */
  list(kind: AssetKind): readonly Asset[] {
    return [...this.of(kind).values()];
  }

  get(kind: AssetKind, id: string): Asset | undefined {
    return this.of(kind).get(id);
  }

  /** Makes it as the last of its kind, or changes it where it stands. */
  put(kind: AssetKind, id: string, asset: Asset): void {
    const before = this.of(kind).get(id);
    this.of(kind).set(id, asset);
    this.tell({ kind, id, ...(before && { before }), after: asset });
  }

  /** Whether there was one. */
  delete(kind: AssetKind, id: string): boolean {
    const before = this.of(kind).get(id);
    if (!before) return false;
    this.of(kind).delete(id);
    this.tell({ kind, id, before });
    return true;
  }

  /** From now on no asset of this kind may have this id. */
  spend(kind: AssetKind, id: string): void {
    this.spent.add(`${kind}/${id}`);
  }

  isSpent(kind: AssetKind, id: string): boolean {
    return this.spent.has(`${kind}/${id}`);
  }

  /** The ids of a kind in their order. */
  order(kind: AssetKind): readonly string[] {
    return [...this.of(kind).keys()];
  }

  /** Puts these first, in this order; what is not named keeps its place behind them. Unknown ids are passed over. */
  reorder(kind: AssetKind, ids: readonly string[]): void {
    const assets = this.of(kind);
    const first = new Set(ids.filter((id) => assets.has(id)));
    const order = [...first, ...[...assets.keys()].filter((id) => !first.has(id))];
    this.kinds.set(kind, new Map(order.map((id) => [id, assets.get(id) as Asset])));
    this.tell({ kind, id: order[0] ?? "" });
  }

  /** Calls back after each change; answers how to stop that. */
  onChange(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private of(kind: AssetKind): Map<string, Asset> {
    const known = this.kinds.get(kind);
    if (known) return known;
    const assets = new Map<string, Asset>();
    this.kinds.set(kind, assets);
    return assets;
  }

  private tell(change: AssetChange): void {
    for (const listener of this.listeners) listener(change);
  }
}
