import { eventJsonSchema } from "./json-schema";
import { PURPOSES_BY_TYPE, type Art12EventType } from "./purposes";

/**
 * The canonical strings of the event schema, as regular expressions made from the published JSON Schema: every value
 * of an event is of a closed alphabet, keys are sorted and there is no white space, so they are a regular language.
 * What matches is valid and canonical without being parsed, which is several times faster than parsing. What does not
 * match may still be an event (a number in exponent form): then the schema decides. Never the other way round.
 */

/** What reading an archive needs of an event. */
export interface EntryFacts {
  readonly eventId: string;
  readonly type: Art12EventType;
  /** As events spell time. */
  readonly time: string;
  readonly system: string;
  readonly environment: string;
  readonly emitter: string;
  readonly sequence: number;
  readonly prev: string;
}

/** Recognises an entry by its bytes alone; nothing when it is none, or one that only the schema can judge. */
export function recognise(entry: string): EntryFacts | undefined {
  const at = entry.lastIndexOf(TYPE_MEMBER) + TYPE_MEMBER.length;
  const form = FORMS.get(entry.slice(at, entry.indexOf('"', at)));
  const match = form?.exec(entry);
  if (!match) return undefined;
  // In the order of the keys, which is that of the alphabet.
  const [, emitter, prev, sequence, environment, eventId, system, time, type] = match as string[];
  return {
    eventId: eventId!,
    type: type as Art12EventType,
    time: time!,
    system: system!,
    environment: environment!,
    emitter: emitter!,
    sequence: Number(sequence),
    prev: prev!,
  };
}

const TYPE_MEMBER = '"type":"';

/** Values that are captured. */
const CAPTURED: ReadonlySet<string> = new Set([
  ".emitter.id",
  ".emitter.prev",
  ".emitter.sequence",
  ".environment",
  ".event_id",
  ".system.id",
  ".time",
  ".type",
]);

/** The part of JSON Schema that the event's schema uses. */
interface Schema {
  readonly $ref?: string;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly type?: string;
  readonly const?: string | boolean;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly prefixItems?: readonly Schema[];
  readonly items?: boolean;
  readonly minItems?: number;
}

/** Matches nothing: what is not understood is left to the schema. */
const NOTHING = "(?!)";
/** At most 14 digits, so that the text is the one spelling of its number (doubles keep 15). */
const INTEGER = "(?:0|-?[1-9][0-9]{0,13})";
const FRACTION = "-?(?:0|[1-9][0-9]{0,7})\\.[0-9]{0,5}[1-9]";

const FORMS: ReadonlyMap<string, RegExp> = formsByType(
  eventJsonSchema() as Schema as Schema & { $defs: Definitions },
);

type Definitions = Readonly<Record<string, Schema>>;

function formsByType({ oneOf = [], $defs }: Schema & { $defs: Definitions }): Map<string, RegExp> {
  const forms = new Map<string, RegExp>();
  for (const schema of oneOf) {
    const { properties = {} } = resolve(schema, $defs);
    const type = properties["type"]?.const;
    if (typeof type === "string" && type in PURPOSES_BY_TYPE)
      forms.set(type, new RegExp(`^${formOf(schema, $defs, "")}$`));
  }
  return forms;
}

function formOf(schema: Schema, definitions: Definitions, path: string): string {
  const form = uncaptured(resolve(schema, definitions), definitions, path);
  if (!CAPTURED.has(path)) return form;
  return form.startsWith('"') ? `"(${form.slice(1, -1)})"` : `(${form})`;
}

function uncaptured(schema: Schema, definitions: Definitions, path: string): string {
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives) return `(?:${alternatives.map((one) => formOf(one, definitions, path)).join("|")})`;
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum) return `(?:${schema.enum.map(literal).join("|")})`;
  switch (schema.type) {
    case "string":
      return stringForm(schema.pattern);
    case "boolean":
      return "(?:true|false)";
    case "integer":
      return schema.minimum === 1 ? "[1-9][0-9]{0,13}" : NOTHING;
    case "number":
      return numberForm(schema);
    case "array":
      return arrayForm(schema, definitions, path);
    case "object":
      return objectForm(schema, definitions, path);
    default:
      return NOTHING;
  }
}

function numberForm({ minimum, maximum }: Schema): string {
  if (minimum === undefined && maximum === undefined) return `(?:${INTEGER}|${FRACTION})`;
  return minimum === 0 && maximum === 1 ? "(?:0|1|0\\.[0-9]{0,5}[1-9])" : NOTHING;
}

/** A pattern is taken where it names each character it admits, and none that JSON would escape. */
function stringForm(pattern = ""): string {
  const inner = /^\^(.+)\$$/.exec(pattern)?.[1] ?? "";
  const unescaped = inner.replace(/\\[.+]/g, "");
  // What is left when the classes are gone but those that name what they do not admit.
  const outsideClasses = unescaped.replace(/\[[^\]^][^\]]*\]/g, "");
  const closed = inner !== "" && /^[A-Za-z0-9:(){},?|-]*$/.test(outsideClasses);
  return closed && /^[ !#-[\]-~]*$/.test(unescaped) ? `"(?:${inner})"` : NOTHING;
}

function arrayForm({ prefixItems, items, minItems }: Schema, definitions: Definitions, path: string) {
  if (!prefixItems || items !== false || minItems !== prefixItems.length) return NOTHING;
  return `\\[${prefixItems.map((item, at) => formOf(item, definitions, `${path}[${at}]`)).join(",")}\\]`;
}

/** Members in canonical order; a comma follows each but the last that is there. */
function objectForm(schema: Schema, definitions: Definitions, path: string): string {
  const { properties = {}, required = [], additionalProperties } = schema;
  if (additionalProperties !== false) return NOTHING;
  const members = Object.keys(properties)
    .sort()
    .map((key) => {
      const member = `${literal(key)}:${formOf(properties[key]!, definitions, `${path}.${key}`)}(?:,|(?=\\}))`;
      return required.includes(key) ? member : `(?:${member})?`;
    });
  return `\\{${members.join("")}(?<!,)\\}`;
}

function resolve(schema: Schema, definitions: Definitions): Schema {
  return schema.$ref === undefined ? schema : (definitions[schema.$ref.replace("#/$defs/", "")] ?? {});
}

/** A JSON text of plain characters, to be matched as it is. */
function literal(value: string | boolean): string {
  return JSON.stringify(value).replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
