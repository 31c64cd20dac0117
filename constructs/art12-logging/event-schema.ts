import { eventJsonSchema } from "../../evidence/event";

/** The parts of JSON Schema that the event's schema uses and a log search can express. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: string | number | boolean;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly discriminator?: { readonly propertyName: string };
  readonly prefixItems?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Schemas that others refer to, by name. */
export type Definitions = Readonly<Record<string, Schema>>;

/** The published schema of the event. */
export const eventSchema = (): Schema & { readonly $defs: Definitions } =>
  eventJsonSchema() as unknown as Schema & { readonly $defs: Definitions };

/** A schema itself, where it only refers to one. */
export function resolved(schema: Schema, definitions: Definitions): Schema {
  const name = schema.$ref?.split("/").at(-1);
  if (name === undefined) return schema;
  const found = definitions[name];
  if (!found) throw new Error(`the event's schema has no ${name}`);
  return resolved(found, definitions);
}
