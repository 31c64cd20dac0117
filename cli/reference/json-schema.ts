import { z } from "zod";

/** As much of a JSON Schema as ours use. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly description?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** The JSON Schema of what a person writes, defaults not filled in yet. */
export function jsonSchemaOf(schema: z.ZodType): Schema {
  return z.toJSONSchema(schema, { io: "input" }) as Schema;
}

/** A schema, or the one that it refers to. */
export function resolved(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.replace(/^#\/\$defs\//, "");
  const target = name === undefined ? undefined : root.$defs?.[name];
  return target === undefined ? schema : resolved(target, root);
}

/** What a schema may be instead of one thing. */
export function variantsOf(schema: Schema, root: Schema): Schema[] {
  return [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].map((each) => resolved(each, root));
}

/** What may stand there, in words. */
export function typeOf(schema: Schema, root: Schema): string {
  const variants = variantsOf(schema, root);
  if (variants.length > 0) return eitherOf(variants.map((each) => typeOf(each, root)));
  if (schema.const !== undefined) return schema.const === "" ? "empty" : code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(", ");
  switch (schema.type) {
    case "array":
      return `list of ${schema.items ? itemsOf(resolved(schema.items, root), root) : "values"}`;
    case "object":
      return schema.properties ? "block" : "block, names free";
    case "integer":
      return `whole number${range(schema)}`;
    case "number":
      return `number${range(schema)}`;
    case "boolean":
      return "`true`, `false`";
    case "string":
      return FORMATS[schema.format ?? ""] ?? PATTERNS[schema.pattern ?? ""] ?? "text";
    default:
      return "any JSON";
  }
}

const OR = ", or ";

/** Several types as one, each told once. */
export function eitherOf(types: readonly string[]): string {
  return [...new Set(types.flatMap((type) => type.split(OR)))].join(OR);
}

const FORMATS: Readonly<Record<string, string>> = {
  date: "date, YYYY-MM-DD",
  uri: "address",
  email: "e-mail address",
  cidrv4: "IPv4 network",
};
const PATTERNS: Readonly<Record<string, string>> = { "^[0-9a-f]{64}$": "digest, 64 hex digits" };

const itemsOf = (items: Schema, root: Schema): string =>
  items.type === "object" ? "blocks" : items.enum ? `any of ${typeOf(items, root)}` : typeOf(items, root);

/** Beyond this zod states the bounds of JavaScript's whole numbers, which nobody means. */
const MEANT = 2 ** 52;

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema): string {
  const meant = (bound: number | undefined, word: string): string[] =>
    bound === undefined || Math.abs(bound) > MEANT ? [] : [`${word} ${bound}`];
  const bounds = [
    ...meant(minimum, "from"),
    ...meant(exclusiveMinimum, "above"),
    ...meant(maximum, "to"),
    ...meant(exclusiveMaximum, "below"),
  ];
  return bounds.length > 0 ? ` ${bounds.join(" ")}` : "";
}

const code = (value: unknown): string => `\`${String(value)}\``;
