/** What every kind of asset can be asked: all of it, one, a new one, a change, a deletion. */
import type { Asset, Assets } from "../assets";
import { object, text, type Json } from "./json";
import type { Kind, Making, Query } from "./kind";

/** Who asks, when. */
export interface Asking {
  readonly assets: Assets;
  readonly login: string;
  readonly now: Date;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  /** What was changed, for the audit trail. */
  readonly changed?: { readonly id: string; readonly name?: string };
}

/** @param query `filter` looks into names and addresses, `aws_account_id` for an account */
export function all(kind: Kind, query: Query, { assets }: Asking): Answer {
  const every = assets.list(kind.kind);
  const { matches = usualMatch, page: paged = (all: readonly Asset[]) => all } = kind.search ?? {};
  const matching = every.filter((asset) => matches(asset, query)).map((asset) => answeredOf(kind, asset));
  const found = paged(matching, query, assets);
  const counts = { all: every.length, matching: matching.length };
  if (kind.envelope) return { status: 200, body: kind.envelope.all(found, counts) };
  if (kind.type === undefined) return { status: 200, body: found };
  const page = { total_count: every.length, total_filtered_count: found.length };
  return { status: 200, body: { data: found, meta: { page } } };
}

function usualMatch(asset: Asset, { filter = "", aws_account_id: account }: Query): boolean {
  const { name, email, aws_account_id: id } = { ...asset, ...object(asset["attributes"]) };
  return (
    [name, email].some((value) => text(value).includes(filter)) && (account === undefined || account === id)
  );
}

export function one(kind: Kind, id: string, { assets }: Asking): Answer {
  return { status: 200, body: bodyOf(kind, existing(kind, id, assets), "GET") };
}

/** @throws ApiFault */
export function make(kind: Kind, body: unknown, asking: Asking): Answer {
  const sent = fieldsSent(kind, body);
  const id = kind.newId({ ...sent, ...idSent(kind, body) }, asking.assets);
  const asset = assetOf(kind, sent, body, { ...asking, id });
  asking.assets.put(kind.kind, id, asset);
  return {
    status: kind.madeStatus ?? 200,
    body: bodyOf(kind, asset, "POST"),
    changed: { id, ...named(asset) },
  };
}

/** @throws ApiFault */
export function change(kind: Kind, id: string, body: unknown, asking: Asking): Answer {
  const before = existing(kind, id, asking.assets);
  const was = kind.type ? object(before["attributes"]) : before;
  const sent = { ...(kind.keepsUnnamed && was), ...fieldsSent(kind, body) };
  const newId = kind.goesByName ? text(sent["name"]) || id : id;
  const asset = assetOf(kind, sent, body, { ...asking, id: newId, before });
  if (newId !== id) asking.assets.delete(kind.kind, id);
  asking.assets.put(kind.kind, newId, asset);
  return { status: 200, body: bodyOf(kind, asset, kind.changedBy), changed: { id, ...named(asset) } };
}

/** @throws ApiFault */
export function remove(kind: Kind, id: string, asking: Asking): Answer {
  const before = existing(kind, id, asking.assets);
  const left = kind.afterDeletion?.(before, { ...asking, id, before });
  if (left) asking.assets.put(kind.kind, id, left);
  else asking.assets.delete(kind.kind, id);
  if (kind.spendsIds) asking.assets.spend(kind.kind, id);
  return { ...kind.deleted(id), changed: { id, ...named(before) } };
}

function existing(kind: Kind, id: string, assets: Assets): Asset {
  const asset = assets.get(kind.kind, id);
  if (!asset) throw kind.missing(id);
  return asset;
}

function assetOf(kind: Kind, sent: Json, body: unknown, making: Making): Asset {
  const fields = kind.fields(sent, making);
  if (kind.type === undefined) return fields;
  const relationships = kind.relationships?.(object(dataOf(body)["relationships"]), making, sent);
  return { id: making.id, type: kind.type, attributes: fields, ...(relationships && { relationships }) };
}

const dataOf = (body: unknown): Json => object(object(body)["data"]);
const fieldsSent = (kind: Kind, body: unknown): Json =>
  kind.type ? object(dataOf(body)["attributes"]) : object(body);
/** JSON:API has a chosen id beside the attributes. */
const idSent = (kind: Kind, body: unknown): Json => (kind.type ? { id: dataOf(body)["id"] } : {});

const answeredOf = (kind: Kind, asset: Asset): Asset => kind.secret?.(asset) ?? asset;

function bodyOf(kind: Kind, asset: Asset, method: string): unknown {
  const answered = answeredOf(kind, asset);
  return kind.envelope?.one(answered, method) ?? (kind.type ? { data: answered } : answered);
}

/** At the top, or where JSON:API puts it. */
export function named(asset: Asset): { readonly name?: string } {
  const name = asset["name"] ?? asset["title"] ?? object(asset["attributes"])["name"] ?? asset["id"];
  return typeof name === "string" ? { name } : {};
}
