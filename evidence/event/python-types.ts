/** The event's types for the Python client, made from the JSON Schema. */

type Schema = Readonly<Record<string, unknown>>;

type Definitions = Readonly<Record<string, Schema>>;

interface Fields {
  readonly properties: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** Name and Python type. */
type Field = readonly [string, string];

const HEAD = `"""The event as JSON: types for editors and type checkers. The schema decides.

Generated from the event's JSON Schema by \`npm run generate\`: change nothing here.
"""

from __future__ import annotations

from typing import Literal, TypedDict
`;

/**
 * A module of \`TypedDict\`s, one for each object of the schema, in the syntax of Python 3.10: fields that may be missing stand in
 * a class of their own.
 */
export function pythonTypes(schema: Schema): string {
  const definitions = schema["$defs"] as Definitions;
  const entries = Object.entries(definitions);
  const classes = entries.flatMap(([name, definition]) => classesOf(name, definition, definitions));
  const unions = entries.filter(([, definition]) => alternativesOf(definition) !== undefined);
  const aliases = unions.map(([name, definition]) => {
    const alternatives = alternativesOf(definition)!.map((one, index) =>
      "$ref" in one ? nameOf(one) : alternative(name, index),
    );
    return union(name, alternatives);
  });
  const events = (schema["oneOf"] as readonly Schema[]).map(nameOf);
  return [HEAD, ...classes, ...aliases, union("Art12Event", events)].join("\n\n");
}

function classesOf(name: string, definition: Schema, definitions: Definitions): string[] {
  const inline = alternativesOf(definition)?.filter((one) => !("$ref" in one)) ?? [];
  if (inline.length > 0)
    return inline.flatMap((one, index) =>
      classesOf(alternative(name, index), { ...one, description: definition["description"] }, definitions),
    );
  if (!("properties" in definition)) return [];
  const { properties, required = [] } = definition as unknown as Fields;
  const isRequired = (field: string): boolean => required.includes(field);
  const fields = Object.entries(properties).map(([field, schema]): Field => [
    field,
    typeOf(schema, definitions),
  ]);
  const may = fields.filter(([field]) => !isRequired(field));
  const must = fields.filter(([field]) => isRequired(field));
  const doc = `    """${String(definition["description"] ?? name)}"""\n`;
  if (may.length === 0) return [classOf(name, "TypedDict", doc, must)];
  const base = `_${name}Required`;
  return [classOf(base, "TypedDict", "", must), classOf(name, `${base}, total=False`, doc, may)];
}

function classOf(name: string, base: string, doc: string, fields: readonly Field[]): string {
  const lines = fields.map(([field, type]) => `    ${field}: ${type}`).join("\n");
  return `class ${name}(${base}):\n${doc}${doc && "\n"}${lines}\n`;
}

/** The type of a field; a definition that is a text of a certain form counts as a text. */
function typeOf(schema: Schema, definitions: Definitions): string {
  if ("$ref" in schema) {
    const name = nameOf(schema);
    return definitions[name]?.["type"] === "string" ? "str" : name;
  }
  if ("const" in schema) return `Literal[${literal(schema["const"])}]`;
  if ("enum" in schema) return `Literal[${(schema["enum"] as unknown[]).map(literal).join(", ")}]`;
  const items = schema["prefixItems"] as readonly Schema[] | undefined;
  if (items) return `list[Literal[${items.map((item) => literal(item["const"])).join(", ")}]]`;
  const type = PYTHON_TYPE[String(schema["type"])];
  if (type === undefined) throw new TypeError(`no Python type for ${JSON.stringify(schema)}`);
  return type;
}

const PYTHON_TYPE: Readonly<Record<string, string>> = {
  string: "str",
  number: "float",
  integer: "int",
  boolean: "bool",
};

function alternativesOf(definition: Schema): readonly Schema[] | undefined {
  return (definition["anyOf"] ?? definition["oneOf"]) as readonly Schema[] | undefined;
}

function alternative(name: string, index: number): string {
  return `${name}${index + 1}`;
}

function union(name: string, members: readonly string[]): string {
  return `${name} = (\n    ${members.join("\n    | ")}\n)\n`;
}

function nameOf(reference: Schema): string {
  return String(reference["$ref"]).split("/").at(-1)!;
}

function literal(value: unknown): string {
  return typeof value === "boolean" ? (value ? "True" : "False") : JSON.stringify(value);
}
