import Ajv2020, { type ErrorObject, type ValidateFunction } from "ajv/dist/2020";
import type { Art12Event, Art12EventType } from "./event";
import schema from "./schema/art12-event.v1.schema.json";

const ajv = new Ajv2020({ strict: true, discriminator: true, verbose: true, allErrors: true });
const validateEvent = ajv.compile(schema);
const validateCode = definition("Code");

/** The alternatives of each union, by its title: to tell which of them was meant. */
const ALTERNATIVES = new Map<string, readonly ValidateFunction[]>(
  Object.entries(schema.$defs).flatMap(([name, union]) =>
    "anyOf" in union
      ? [[union.title, union.anyOf.map((_, index) => definition(`${name}/anyOf/${index}`))]]
      : [],
  ),
);

const PURPOSES = new Map<string, Art12Event["purposes"]>(
  Object.values(schema.$defs).flatMap((event) => {
    if (!("properties" in event && "purposes" in event.properties)) return [];
    const { type, purposes } = event.properties;
    const fixed = Object.freeze(purposes.prefixItems.map((item) => item.const));
    return [[type.const, fixed as unknown as Art12Event["purposes"]] as const];
  }),
);

/** What is wrong with an event. Holds no value of it. */
export interface EventFault {
  readonly field: string;
  readonly needed: string;
}

/** The first fault of an event by the published JSON Schema, or undefined where it has none. */
export function eventFault(event: unknown): EventFault | undefined {
  return validateEvent(event) ? undefined : firstFault(validateEvent.errors ?? [], "");
}

/** Whether a text has the form of a code. */
export function isCode(text: unknown): boolean {
  return validateCode(text);
}

/** The Art 12(2) purposes that the schema fixes for a type of event. */
export function purposesOf(type: Art12EventType): Art12Event["purposes"] {
  const purposes = PURPOSES.get(type);
  if (purposes === undefined) throw new TypeError(`the schema knows no event of type ${type}`);
  return purposes;
}

function definition(pointer: string): ValidateFunction {
  return ajv.compile({ $ref: `${schema.$id}#/$defs/${pointer}` });
}

/** The first fault that is not only the fault of one alternative among others. */
function firstFault(errors: readonly ErrorObject[], at: string): EventFault | undefined {
  const unions = errors.filter(({ keyword }) => keyword === "anyOf");
  const error = errors.find(
    (one) => unions.includes(one) || !unions.some((union) => one.instancePath.startsWith(union.instancePath)),
  );
  if (error === undefined) return undefined;
  const path = at + error.instancePath;
  if (error.keyword === "anyOf") return firstFault(faultsOfNearest(error), path);
  return { field: fieldOf(path, error.params), needed: neededBy(error) };
}

/** Of a union's alternatives the one that was meant: no fixed value contradicts it, and the fewest faults remain. */
function faultsOfNearest({ parentSchema, data }: ErrorObject): readonly ErrorObject[] {
  const faults = (ALTERNATIVES.get(parentSchema?.title) ?? []).map((validate) => {
    validate(data);
    return validate.errors ?? [];
  });
  const possible = faults.filter((errors) => !errors.some(({ keyword }) => keyword === "const"));
  const candidates = possible.length > 0 ? possible : faults;
  return candidates.toSorted((a, b) => a.length - b.length)[0] ?? [];
}

function fieldOf(path: string, params: ErrorObject["params"]): string {
  const {
    missingProperty,
    tag,
    additionalProperty: added,
  } = params as Readonly<Record<string, string | undefined>>;
  const last = missingProperty ?? (added === undefined ? tag : nameOf(added));
  const keys = path.split("/").slice(1);
  return [...keys, ...(last === undefined ? [] : [last])].join(".") || "(event)";
}

/** A key that does not look like a field's name may be data: it is not repeated. */
function nameOf(key: string): string {
  return /^[A-Za-z_]{1,32}$/.test(key) ? key : "(unnamed key)";
}

function neededBy({ keyword, message, parentSchema }: ErrorObject): string {
  if (keyword === "required") return "is missing";
  if (keyword === "additionalProperties") return "is not a field of this event";
  if (keyword === "pattern" || keyword === "not") {
    return `has not the form needed (${parentSchema?.description ?? message})`;
  }
  return message ?? `breaks the rule "${keyword}"`;
}
