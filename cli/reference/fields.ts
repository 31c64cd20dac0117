import { table } from "./markdown";
import { eitherOf, resolved, typeOf, variantsOf, type Schema } from "./json-schema";

/** One field that can be set. */
interface Field {
  /** From the top: `a.b`, `a[].b` in each item of a list, `a.<name>.b` where names are free. */
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly default?: string;
  readonly description: string;
}

/** All fields of a schema as a table, each behind the block it is part of. */
export function fieldsTable(schema: Schema, root: Schema = schema, path = ""): string {
  return table(
    ["field", "value", "needed", "default", "meaning"],
    fieldsOf(schema, root, path).map((field) => [
      `\`${field.path}\``,
      field.type,
      field.required ? "yes" : "",
      field.default === undefined ? "" : `\`${field.default}\``,
      field.description,
    ]),
  );
}

function fieldsOf(schema: Schema, root: Schema, path: string): Field[] {
  return unique(fieldsBelow(resolved(schema, root), path, root));
}

function fieldsBelow(schema: Schema, path: string, root: Schema): Field[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, value]) =>
    fieldAt(value, path === "" ? name : `${path}.${name}`, schema.required?.includes(name) ?? false, root),
  );
  const named = typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
  return [
    ...own,
    ...(named ? fieldsBelow(resolved(named, root), `${path}.<name>`, root) : []),
    ...(schema.items ? fieldsBelow(resolved(schema.items, root), `${path}[]`, root) : []),
    ...variantsOf(schema, root).flatMap((variant) => fieldsBelow(variant, path, root)),
  ];
}

function fieldAt(given: Schema, path: string, required: boolean, root: Schema): Field[] {
  const schema = resolved(given, root);
  const field = {
    path,
    type: typeOf(schema, root),
    required,
    description: given.description ?? schema.description ?? "",
    ...(given.default !== undefined && { default: JSON.stringify(given.default) }),
  };
  return [field, ...fieldsBelow(schema, path, root)];
}

/** Variants of a block share fields: each is told once, with all its values, and is needed where every variant needs it. */
function unique(fields: readonly Field[]): Field[] {
  const byPath = new Map<string, Field>();
  for (const field of fields) {
    const before = byPath.get(field.path);
    byPath.set(field.path, {
      ...(before ?? field),
      type: eitherOf([...(before ? [before.type] : []), field.type]),
      required: field.required && (before?.required ?? true),
    });
  }
  return [...byPath.values()];
}
