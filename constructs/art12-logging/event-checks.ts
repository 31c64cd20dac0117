import { printLogQuery, type LogQuery } from "../../logquery";
import { eventSchema, resolved, type Definitions, type Schema } from "./event-schema";
import { allOf, anyOf, has, is, isNot, isNumber, within } from "./log-conditions";

/** What a pipeline can say of one field of an event. */
export interface EventCheck {
  /** The field, below `art12`: `event.model.version`. */
  readonly field: string;
  /** Log search that matches the logs whose field is missing or wrong. */
  readonly query: string;
}

/** A field, and when it is wrong. */
interface Fault {
  readonly field: string;
  readonly when: LogQuery;
}

const ROOT = "art12";

/**
 * Checks of a log entry, made from the event's published schema: required fields, closed words, numbers and their
 * bounds, and what one field asks of another. Not among them, because a log search cannot ask: the form of a text
 * beyond its being there (64 hex digits, say), fields that the schema does not know, and whether the readable view is
 * what the entry says. Those are judged by whoever reads the entry (`evidence export`, `evidence verify`).
 *
 * @see https://docs.datadoghq.com/logs/explorer/search_syntax/
 */
export function eventChecks(): readonly EventCheck[] {
  const schema = eventSchema();
  const faults = new Faults(schema.$defs);
  const all = [
    { field: "entry", when: isNot(has(`${ROOT}.entry`)) },
    { field: "entry_sha256", when: isNot(has(`${ROOT}.entry_sha256`)) },
    ...faults.of(schema, "event"),
  ];
  return byField(all).map(([field, conditions]) => ({ field, query: printLogQuery(anyOf(conditions)) }));
}

class Faults {
  constructor(private readonly definitions: Definitions) {}

  /** What can be wrong with a field that has to be there. */
  of(given: Schema, field: string): readonly Fault[] {
    const schema = this.resolved(given);
    if (schema.oneOf && schema.discriminator)
      return this.ofVariants(schema.oneOf, schema.discriminator.propertyName, field);
    if (schema.anyOf) return this.ofAlternatives(schema.anyOf, field);
    if (schema.properties) return this.ofFields(schema, field);
    return ofValue(schema, field);
  }

  private ofFields({ properties = {}, required = [] }: Schema, field: string): readonly Fault[] {
    return Object.entries(properties).flatMap(([name, schema]) => {
      const faults = this.of(schema, `${field}.${name}`);
      if (required.includes(name)) return faults;
      const there = this.isThere(schema, `${field}.${name}`);
      return faults
        .filter(({ when }) => !isAbsenceOf(when, there))
        .map((fault) => ({ ...fault, when: allOf([there, fault.when]) }));
    });
  }

  /** One field says which variant it is: first that it says so, then what that variant asks. */
  private ofVariants(variants: readonly Schema[], by: string, field: string): readonly Fault[] {
    const path = `${field}.${by}`;
    const read = variants.map((variant) => {
      const { properties = {}, ...rest } = this.resolved(variant);
      const { [by]: which, ...others } = properties;
      const word = String(this.resolved(which ?? {}).const);
      const faults = this.ofFields({ ...rest, properties: others }, field);
      return { word, faults: [...faults, ...this.ofStrangers(variant, variants, field)] };
    });
    const words = read.map(({ word }) => word);
    const together = new Map<string, Fault & { readonly words: string[] }>();
    for (const { word, faults } of read)
      for (const fault of faults) {
        const key = `${fault.field} ${printLogQuery(fault.when)}`;
        const known = together.get(key) ?? { ...fault, words: [] };
        together.set(key, { ...known, words: [...known.words, word] });
      }
    return [
      { field: path, when: isNot(is(below(path), words)) },
      ...[...together.values()].map(({ words: of, ...fault }) => ({
        field: fault.field,
        when: of.length === words.length ? fault.when : allOf([is(below(path), of), fault.when]),
      })),
    ];
  }

  /** One of several forms: wrong if each of them is. */
  private ofAlternatives(forms: readonly Schema[], field: string): readonly Fault[] {
    const each = forms.map((form) => {
      const faults = [...this.of(form, field), ...this.ofStrangers(form, forms, field)];
      return anyOf(faults.map(({ when }) => when));
    });
    return [{ field, when: allOf(each) }];
  }

  /** Fields that belong to another form and not to this one. */
  private ofStrangers(form: Schema, forms: readonly Schema[], field: string): readonly Fault[] {
    const known = Object.keys(this.resolved(form).properties ?? {});
    const all = new Map(forms.flatMap((each) => Object.entries(this.resolved(each).properties ?? {})));
    return [...all]
      .filter(([name]) => !known.includes(name))
      .map(([name, schema]) => ({
        field: `${field}.${name}`,
        when: this.isThere(schema, `${field}.${name}`),
      }));
  }

  /** Whether anything of a field is there: a search finds values, and no objects. */
  private isThere(given: Schema, field: string): LogQuery {
    const paths = [...new Set(this.leaves(given, field))];
    return anyOf(paths.map((path) => has(below(path))));
  }

  private leaves(given: Schema, field: string): readonly string[] {
    const schema = this.resolved(given);
    const forms = schema.oneOf ?? schema.anyOf;
    if (forms) return forms.flatMap((form) => this.leaves(form, field));
    if (!schema.properties) return [field];
    return Object.entries(schema.properties).flatMap(([name, each]) => this.leaves(each, `${field}.${name}`));
  }

  private resolved(schema: Schema): Schema {
    return resolved(schema, this.definitions);
  }
}

function ofValue(schema: Schema, field: string): readonly Fault[] {
  const at = below(field);
  const fault = (when: LogQuery): readonly Fault[] => [{ field, when: isNot(when) }];
  if (schema.prefixItems) return fault(allOf(schema.prefixItems.map((item) => is(at, [String(item.const)]))));
  if (schema.enum) return fault(is(at, schema.enum));
  if (schema.const !== undefined) return fault(is(at, [String(schema.const)]));
  if (schema.type === "boolean") return fault(is(at, ["true", "false"]));
  if (schema.type !== "number" && schema.type !== "integer") return fault(has(at));
  const { minimum, maximum } = schema;
  return fault(minimum === undefined && maximum === undefined ? isNumber(at) : within(at, minimum, maximum));
}

const below = (field: string) => `${ROOT}.${field}`;

/** A text that need not be there has no other fault than to be missing. */
const isAbsenceOf = (when: LogQuery, there: LogQuery): boolean =>
  printLogQuery(when) === printLogQuery(isNot(there));

function byField(faults: readonly Fault[]): readonly (readonly [string, readonly LogQuery[]])[] {
  const fields = [...new Set(faults.map(({ field }) => field))];
  return fields.map((field) => [
    field,
    faults.filter((fault) => fault.field === field).map(({ when }) => when),
  ]);
}
