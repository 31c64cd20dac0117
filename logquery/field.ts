import { RESERVED_FIELDS } from "./ast";
import type { Field } from "./ast";

/**
 * The field that a key names, or in words why it names none. `@` makes it an attribute; without `@` it is a reserved
 * attribute or, for every other name, a tag.
 */
export function fieldOf(name: string, isAttribute: boolean): Field | string {
  if (isAttribute) {
    return name === "@"
      ? "the name of the attribute is missing after @"
      : { in: "attribute", path: name.slice(1) };
  }
  const reserved = RESERVED_FIELDS.find((field) => field === name);
  if (reserved) return { in: "reserved", name: reserved };
  switch (name) {
    case "message":
      return { in: "text" };
    case "tags":
      return { in: "whole-tag" };
    case "_missing_":
      return "_missing_ is not documented: exclude any value instead, -key:*";
    case "trace_id":
    case "timestamp":
      return `${name} is a reserved attribute that cannot be judged here`;
    default:
      return { in: "tag", name };
  }
}
