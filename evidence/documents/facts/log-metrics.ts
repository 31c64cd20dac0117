import { eventJsonSchema, PURPOSES_BY_TYPE, type Art12EventType } from "../../event";
import { textAt, type Deployed } from "./deployed";

/** Types of event in the order of the purposes table. */
export const EVENT_TYPES = Object.keys(PURPOSES_BY_TYPE) as readonly Art12EventType[];

const METRIC_IN_QUERY = /\b(art12\.[a-z0-9_]+)\{([^}]*)\}/g;

/**
 * The types of event that a monitor's query counts: those that its metrics' filters and scopes let through. Nothing where
 * it reads no count of the log, or one that is not deployed.
 *
 * @param stack of the Datadog organisation, which has the metrics
 */
export function eventTypesOf(query: string, deployed: Deployed, stack: string): readonly Art12EventType[] {
  const counted = new Set<Art12EventType>();
  // Of a share it is the part, and not the whole, that tells what is watched.
  for (const [, metric = "", scope = ""] of (query.split(" / ")[0] ?? "").matchAll(METRIC_IN_QUERY)) {
    const found = deployed
      .in(stack, "datadog_logs_metric")
      .find(({ values }) => textAt(values, "name") === metric);
    if (!found) continue;
    const filter = textAt(found.values, "filter", "query") ?? "";
    for (const type of EVENT_TYPES)
      if (passes(type, scope.split(",")) && passes(type, filter.split(" "))) counted.add(type);
  }
  return EVENT_TYPES.filter((type) => counted.has(type));
}

/** Whether an event of this type may pass all terms of a filter that speak of its type or its fields. */
function passes(type: Art12EventType, terms: readonly string[]): boolean {
  return terms.every((term) => {
    const [, not = "", named] = /^([!-]?)event_type:([a-z_]+)$/.exec(term.trim()) ?? [];
    if (named !== undefined) return (named === type) === (not === "");
    const [, field] = /^@art12\.event\.([a-z_]+)/.exec(term.trim()) ?? [];
    return field === undefined || fieldsOf(type).has(field);
  });
}

interface TypeSchema {
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly description?: string;
}

interface FieldSchema {
  readonly const?: unknown;
  readonly description?: string;
  readonly $ref?: string;
}

interface KnownType {
  readonly type: Art12EventType;
  readonly fields: Readonly<Record<string, FieldSchema>>;
  readonly trigger: string;
}

let known:
  { readonly defs: Readonly<Record<string, TypeSchema>>; readonly types: readonly KnownType[] } | undefined;

/** The published schema, as far as it is told here. */
function schema() {
  if (known) return known;
  const defs = (eventJsonSchema()["$defs"] ?? {}) as Record<string, TypeSchema>;
  const all = Object.values(defs);
  const types = EVENT_TYPES.flatMap((type) => {
    const own = all.find(({ properties }) => properties?.["type"]?.const === type);
    return own ? [{ type, fields: own.properties ?? {}, trigger: own.description ?? "" }] : [];
  });
  return (known = { defs, types });
}

const typeOf = (type: Art12EventType) => schema().types.find((each) => each.type === type);

/** Fields that an event of this type may have. */
const fieldsOf = (type: Art12EventType): ReadonlySet<string> =>
  new Set(Object.keys(typeOf(type)?.fields ?? {}));

/** What makes the client write an event of this type. */
export const triggerOf = (type: Art12EventType): string => typeOf(type)?.trigger ?? "";

/** A field of events, what it holds, and which events have it. */
export interface EventField {
  readonly field: string;
  readonly says: string;
  readonly types: readonly Art12EventType[];
}

/** Told once for all types: the schema itself says it of each. */
const SAID_HERE: Readonly<Record<string, string>> = {
  schema_version: "Version of the schema.",
  type: "Type of the event.",
  purposes: "Purposes of Art 12(2) that this type serves.",
};

/** The fields of all events, each once, with what the published schema says of it. */
export function fieldsOfEvents(): readonly EventField[] {
  const { defs, types } = schema();
  const names = new Set(types.flatMap(({ fields }) => Object.keys(fields)));
  return [...names].map((field) => {
    const having = types.filter(({ fields }) => Object.hasOwn(fields, field));
    const own = having[0]?.fields[field];
    const behind = defs[own?.$ref?.split("/").at(-1) ?? ""]?.description;
    return {
      field,
      says: SAID_HERE[field] ?? own?.description ?? behind ?? "",
      types: having.map(({ type }) => type),
    };
  });
}
