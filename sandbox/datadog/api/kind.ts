/** What the API must know of a kind of asset. The kinds are data; what is done with them is in `collection.ts`. */
import type { Asset, AssetKind, Assets } from "../assets";
import type { ApiFault } from "./fault";
import type { Json } from "./json";

/** What is known while an asset is made or changed. */
export interface Making {
  readonly assets: Assets;
  /** Login of the user whose application key was used. */
  readonly login: string;
  readonly now: Date;
  readonly id: string;
  /** The asset as it is; not there while it is made. */
  readonly before?: Asset;
}

/** A query string. */
export type Query = Readonly<Record<string, string | undefined>>;

export interface Counts {
  readonly all: number;
  readonly matching: number;
}

export interface Kind {
  readonly kind: AssetKind;
  /** Where its API is. */
  readonly path: string;
  /** What the audit trail calls it. Of what it has no event for, the category is `Request`. */
  readonly audited: { readonly category: string; readonly type: string };
  /** The resource type, of the kinds of the API's second version, which speaks JSON:API. The others are flat. */
  readonly type?: string;
  /** As the vendor makes ids. @param sent the fields of the new asset */
  readonly newId: (sent: Json, assets: Assets) => string;
  /** Whether a changed `name` is a changed id. */
  readonly goesByName?: true;
  /** Whether the id of a deleted one is never given again. */
  readonly spendsIds?: true;
  readonly changedBy: "PUT" | "PATCH";
  /** Whether a change leaves what it does not name. */
  readonly keepsUnnamed: boolean;
  /**
   * The fields that the server answers for those that were sent: with its defaults, its own additions, its order. Of a kind
   * of the second version the fields are its `attributes`.
   *
   * @throws ApiFault when the real API refuses them
   */
  readonly fields: (sent: Json, making: Making) => Json;
  /** The relationships the server keeps, of those and of the attributes that were sent. @default none */
  readonly relationships?: (sent: Json, making: Making, attributes: Json) => Json;
  /** What is kept and never answered. @default nothing */
  readonly secret?: (asset: Asset) => Asset;
  readonly missing: (id: string) => ApiFault;
  readonly madeStatus?: 201;
  readonly deleted: (id: string) => { readonly status: number; readonly body?: unknown };
  /** What stays of a deleted one. @default nothing */
  readonly afterDeletion?: (asset: Asset, making: Making) => Asset;
  /** What is put round one asset, and round all. @default as the version does: nothing, or `data` */
  readonly envelope?: {
    readonly one: (asset: Asset, method: string) => unknown;
    /** @param counts of all there are, and of those that match, whatever page was asked for */
    readonly all: (assets: readonly Asset[], counts: Counts) => unknown;
  };
  /** What the list can be narrowed by, and its pages. @default all of it in one page */
  readonly search?: {
    readonly matches: (asset: Asset, query: Query) => boolean;
    readonly page: (found: readonly Asset[], query: Query, assets: Assets) => readonly Asset[];
  };
}
