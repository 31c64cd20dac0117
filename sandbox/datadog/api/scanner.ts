/**
 * The Sensitive Data Scanner: one configuration, whose groups stand in an order and hold rules. Every answer says the
 * configuration's version; a change answers nothing else.
 *
 * @see https://docs.datadoghq.com/api/latest/sensitive-data-scanner/
 */
import type { Asset, AssetKind, Assets } from "../assets";
import { named, type Answer } from "./collection";
import { refused } from "./fault";
import { uuid } from "./ids";
import { list, object, text, type Json } from "./json";

export const SCANNER_PATH = "/api/v2/sensitive-data-scanner/config";

/** What the audit trail calls it. */
export const SCANNER_AUDITED = {
  category: "Sensitive Data Scanner",
  type: "sensitive_data_scanner",
} as const;

const CONFIGURATION = {
  id: "9fe1f43f8d7a473ad75d6fb608592cadb63f7d0d1a90f83e0f907d482642e565",
  type: "sensitive_data_scanner_configuration",
};
const LIMITS = {
  count_limit: 100,
  group_count_limit: 20,
  has_highlight_enabled: true,
  min_sampling_rate: 10,
};

interface ScannerKind {
  readonly kind: AssetKind;
  readonly type: string;
  readonly fields: (sent: Json) => Json;
}

export const SCANNER_KINDS: Readonly<Record<"groups" | "rules", ScannerKind>> = {
  groups: {
    kind: "scanning group",
    type: "sensitive_data_scanner_group",
    fields: (sent) => {
      if (text(sent["name"]) === "") throw refused(400, "Group name is required");
      if (list(sent["product_list"]).length === 0) throw refused(400, "Group product_list is required");
      return { ...{ is_enabled: false, filter: { query: "*" }, description: "", samplings: [] }, ...sent };
    },
  },
  rules: {
    kind: "scanning rule",
    type: "sensitive_data_scanner_rule",
    fields: (sent) => {
      if (text(sent["name"]) === "") throw refused(400, "Rule name is required");
      try {
        new RegExp(text(sent["pattern"]));
      } catch {
        throw refused(400, `Invalid pattern ${text(sent["pattern"])}`);
      }
      const defaults = { namespaces: [], excluded_namespaces: [], tags: [], labels: [], is_enabled: false };
      return { ...defaults, description: "", text_replacement: { type: "none" }, ...sent };
    },
  },
};

export class Scanner {
  private version = 0;

  all(assets: Assets): Answer {
    const groups = assets.list("scanning group").map((group) => withRelationships(group, assets));
    const data = {
      ...CONFIGURATION,
      attributes: {},
      relationships: { groups: { data: groups.map(reference) } },
    };
    const included = groups.flatMap((group) => [group, ...rulesOf(group, assets)]);
    return { status: 200, body: { data, included, meta: { ...this.meta(), ...LIMITS } } };
  }

  /** All groups in a new order. */
  reorder(body: unknown, assets: Assets): Answer {
    const { relationships } = object(object(body)["data"]);
    const ids = list(object(object(relationships)["groups"])["data"]).map((group) =>
      text(object(group)["id"]),
    );
    const known = assets.order("scanning group");
    const wrong = ids.find((id) => !known.includes(id)) ?? known.find((id) => !ids.includes(id));
    if (wrong !== undefined) throw refused(400, `Groups do not match those of the configuration: ${wrong}`);
    assets.reorder("scanning group", ids);
    return { ...this.changed(), changed: { id: "order", name: "order" } };
  }

  make(kind: ScannerKind, body: unknown, assets: Assets): Answer {
    const { attributes, relationships } = object(object(body)["data"]);
    const asset: Asset = {
      ...{ id: uuid(), type: kind.type, attributes: kind.fields(object(attributes)) },
      relationships: relationshipsOf(kind, object(relationships), assets),
    };
    const id = text(asset["id"]);
    assets.put(kind.kind, id, asset);
    const data = kind.kind === "scanning group" ? withRelationships(asset, assets) : asset;
    const { status, body: meta } = this.changed();
    return { status, body: { data, ...object(meta) }, changed: { id, ...named(asset) } };
  }

  change(kind: ScannerKind, id: string, body: unknown, assets: Assets): Answer {
    const before = existing(kind, id, assets);
    const { attributes, relationships } = object(object(body)["data"]);
    assets.put(kind.kind, id, {
      ...before,
      attributes: kind.fields({ ...object(before["attributes"]), ...object(attributes) }),
      relationships: relationshipsOf(
        kind,
        { ...object(before["relationships"]), ...object(relationships) },
        assets,
      ),
    });
    return { ...this.changed(), changed: { id, ...named(before) } };
  }

  remove(kind: ScannerKind, id: string, assets: Assets): Answer {
    const before = existing(kind, id, assets);
    assets.delete(kind.kind, id);
    if (kind.kind === "scanning group")
      for (const rule of rulesOf(before, assets)) assets.delete("scanning rule", text(rule["id"]));
    return { ...this.changed(), changed: { id, ...named(before) } };
  }

  private changed(): Answer {
    this.version++;
    return { status: 200, body: { meta: this.meta() } };
  }

  private meta() {
    return { version: this.version };
  }
}

function existing({ kind }: ScannerKind, id: string, assets: Assets): Asset {
  const asset = assets.get(kind, id);
  if (!asset) throw refused(404, `${kind} ${id} not found`);
  return asset;
}

/** A rule belongs to a group that is there. */
function relationshipsOf({ kind }: ScannerKind, sent: Json, assets: Assets): Json {
  if (kind === "scanning group") return {};
  const group = text(object(object(sent["group"])["data"])["id"]);
  if (!assets.get("scanning group", group)) throw refused(400, `Group ${group} not found`);
  return sent;
}

function withRelationships(group: Asset, assets: Assets): Asset {
  const rules = { data: rulesOf(group, assets).map(reference) };
  return { ...group, relationships: { configuration: { data: CONFIGURATION }, rules } };
}

function rulesOf({ id }: Asset, assets: Assets): readonly Asset[] {
  const groupOf = (rule: Asset) => object(object(object(rule["relationships"])["group"])["data"])["id"];
  return assets.list("scanning rule").filter((rule) => groupOf(rule) === id);
}

const reference = ({ id, type }: Asset) => ({ id, type });
