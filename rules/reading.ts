import { CannotTell, isBlock, isLeftToProvider, Unresolved, type Readable, type Value } from "./values";

/**
 * Everything at a dotted path, in the order it stands there. A block and a list of one block read alike: synthesized
 * JSON writes the first, plans and states write the second. What is null is not there.
 */
export function all(at: Readable, path: string): readonly Value[] {
  const [first = "", ...rest] = keysOf(path);
  return rest.reduce<readonly Value[]>(
    (found, key) => found.flatMap((value) => step(value, key)),
    present(at.values[first]),
  );
}

/** Rules ask for few paths, of thousands of resources. */
const KEYS = new Map<string, readonly string[]>();

function keysOf(path: string): readonly string[] {
  const known = KEYS.get(path);
  if (known) return known;
  const keys = path.split(".");
  KEYS.set(path, keys);
  return keys;
}

function step(value: Value, key: string): readonly Value[] {
  if (value instanceof Unresolved) return [value];
  if (!isBlock(value)) return [];
  return present(value[key]);
}

function present(value: Value | undefined): readonly Value[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly Value[]).flatMap(present) : [value];
}

/** The value at the path, with its hole if it is one; `undefined` where nothing stands. */
export function any(at: Readable, path: string): Value | undefined {
  return all(at, path)[0];
}

/** The texts at the path. */
export function texts(at: Readable, path: string): readonly string[] {
  return all(at, path).map((value) => String(scalar(value, path)));
}

/** The text at the path. */
export function text(at: Readable, path: string): string | undefined {
  return texts(at, path)[0];
}

/** The number at the path; Terraform writes numbers as texts in places. */
export function number(at: Readable, path: string): number | undefined {
  const value = text(at, path);
  if (value === undefined) return undefined;
  const read = Number(value);
  // JSON can write numbers that are infinite here.
  if (!Number.isFinite(read)) throw new CannotTell(`${path} is no number`);
  return read;
}

/** The switch at the path, or the provider's default where nothing stands. */
export function flag(at: Readable, path: string, otherwise: boolean): boolean {
  const value = text(at, path);
  if (value === undefined) return otherwise;
  if (value !== "true" && value !== "false") throw new CannotTell(`${path} is neither true nor false`);
  return value === "true";
}

/** The blocks at the path. */
export function blocks(at: Readable, path: string): readonly Readable[] {
  return all(at, path).map((value) => {
    if (isBlock(value)) return { address: at.address, values: value };
    throw new CannotTell(value instanceof Unresolved ? `${path} ${value.why}` : `${path} is no block`);
  });
}

/** The blocks at the path that somebody wrote: what a provider fills in, before it has, is not there. */
export const written = (at: Readable, path: string): readonly Readable[] =>
  all(at, path).some(isLeftToProvider) ? [] : blocks(at, path);

function scalar(value: Value, path: string): string | number | boolean {
  if (value instanceof Unresolved) {
    if (value.literal !== undefined) return value.literal;
    throw new CannotTell(`${path} ${value.why}`);
  }
  if (typeof value === "object") throw new CannotTell(`${path} is no single value`);
  return value;
}
