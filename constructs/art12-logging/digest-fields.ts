import { eventSchema, resolved, type Definitions, type Schema } from "./event-schema";

/** Shapes of the event's schema that are made of hexadecimal digits, in which a pattern may find what is not there. */
const HEXADECIMAL = ["Digest", "EventId", "Hex32"];

/** Fields of a log entry that hold digests and ids, as paths of the log's attributes. */
export function digestFields(): readonly string[] {
  const schema = eventSchema();
  return [...new Set(["art12.entry_sha256", ...below(schema, "art12.event", schema.$defs)])].sort();
}

function below(schema: Schema, path: string, definitions: Definitions): readonly string[] {
  if (HEXADECIMAL.includes(schema.$ref?.split("/").at(-1) ?? "")) return [path];
  const { properties = {}, anyOf = [], oneOf = [] } = resolved(schema, definitions);
  return [
    ...[...anyOf, ...oneOf].flatMap((form) => below(form, path, definitions)),
    ...Object.entries(properties).flatMap(([name, each]) => below(each, `${path}.${name}`, definitions)),
  ];
}
