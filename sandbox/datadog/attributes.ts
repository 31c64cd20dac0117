/** Attributes of a log by their dotted path, as the vendor's paths mean them: nested, or a key that holds the dot itself. Pure. */
import type { ReceivedLog } from "./received-log";

type Attributes = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Attributes =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What stands at a path; `undefined` where nothing does. */
export function valueAt(attributes: unknown, path: string): unknown {
  if (path === "") return attributes;
  if (!isObject(attributes)) return undefined;
  for (const [key, rest] of splits(path)) {
    const value = Object.hasOwn(attributes, key) ? valueAt(attributes[key], rest) : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}

const RESERVED = ["host", "service", "source", "status", "message"] as const;

/** An attribute, or the field of the log into which intake took it. */
export function attributeOf(log: ReceivedLog, path: string): unknown {
  const value = valueAt(log.attributes, path);
  const reserved = RESERVED.find((name) => name === path);
  return value === undefined && reserved ? log[reserved] || undefined : value;
}

/** The attributes with a value at a path. A parent that is no object keeps its value; the rest of the path is then one key. */
export function withValue(attributes: Attributes, path: string, value: unknown): Attributes {
  const dot = path.indexOf(".");
  if (dot < 0) return { ...attributes, [path]: value };
  const key = path.slice(0, dot);
  const child = attributes[key] ?? {};
  if (!isObject(child)) return { ...attributes, [path]: value };
  return { ...attributes, [key]: withValue(child, path.slice(dot + 1), value) };
}

/** The attributes without what stands at a path, and without parents that are empty because of it. */
export function withoutValue(attributes: Attributes, path: string): Attributes {
  for (const [key, rest] of splits(path)) {
    if (!Object.hasOwn(attributes, key) || valueAt(attributes[key], rest) === undefined) continue;
    const { [key]: child, ...others } = attributes;
    if (rest === "" || !isObject(child)) return others;
    const left = withoutValue(child, rest);
    return Object.keys(left).length === 0 ? others : { ...attributes, [key]: left };
  }
  return attributes;
}

/** Every way of reading the beginning of a path as one key. */
function splits(path: string): readonly (readonly [key: string, rest: string])[] {
  const parts = path.split(".");
  return parts.map((_, index) => [parts.slice(0, index + 1).join("."), parts.slice(index + 1).join(".")]);
}
