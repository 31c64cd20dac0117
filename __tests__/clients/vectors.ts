import { readFileSync } from "node:fs";
import path from "node:path";

/** The test vectors, which bind every client and every reader, whatever its language. */
export interface InvalidCase {
  readonly rule: string;
  readonly base: string;
  readonly at: readonly string[];
  readonly set?: unknown;
  readonly field?: string;
}

export interface InvalidEvent {
  readonly name: string;
  readonly event: unknown;
  readonly field: string;
}

export function readVectors<Content>(file: string): Content {
  const text = readFileSync(path.join(__dirname, "../../clients/vectors", file), "utf8");
  return JSON.parse(text) as Content;
}

/** The valid events by name. */
export function validEvents(): readonly { readonly name: string; readonly event: Record<string, unknown> }[] {
  return readVectors<{ events: { name: string; event: Record<string, unknown> }[] }>("valid-events.json")
    .events;
}

/** The valid event of that name, a fresh copy. */
export function validEvent(name: string): Record<string, unknown> {
  const found = validEvents().find((vector) => vector.name === name);
  if (found === undefined) throw new Error(`no vector ${name}`);
  return found.event;
}

/** Every invalid event, one for each pointer of each case. */
export function invalidEvents(): readonly InvalidEvent[] {
  return readVectors<{ cases: InvalidCase[] }>("invalid-events.json").cases.flatMap((invalid) =>
    invalid.at.map((pointer) => ({
      name: `${invalid.rule}: ${invalid.base}, ${pointer || "(event)"}, ${given(invalid)}`,
      event: changed(validEvent(invalid.base), pointer, invalid),
      field: invalid.field ?? pointer.split("/").slice(1).join("."),
    })),
  );
}

/** The value with one place set, or removed where `change` has no `set`. */
export function changed(value: unknown, pointer: string, change: { readonly set?: unknown }): unknown {
  const keys = pointer.split("/").slice(1);
  const last = keys.pop();
  if (last === undefined) return change.set;
  const parent = keys.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);
  if ("set" in change) (parent as Record<string, unknown>)[last] = change.set;
  else delete (parent as Record<string, unknown>)[last];
  return value;
}

/** Pointers to every value inside, blocks included. */
export function pointers(value: unknown, at = ""): string[] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => pointers(inner, `${at}/${key}`))];
}

function given(change: { readonly set?: unknown }): string {
  return "set" in change ? JSON.stringify(change.set).slice(0, 60) : "removed";
}
