import { createHmac, randomBytes } from "node:crypto";

/** Where an unresolved value comes from: an attribute of another resource of the set. */
export interface Reference {
  /** Address of the resource, as the set knows it. */
  readonly address: string;
  /** Its attribute, such as `id` or `arn`; empty where the whole resource is meant. */
  readonly attribute: string;
}

/**
 * A value that is not there to be read: known only after apply, an expression, or a secret. It keeps what it refers to,
 * so that "the id of that bucket" still counts as that bucket.
 */
export class Unresolved {
  constructor(
    /** In words, for the reason of a verdict: `is known only after apply`. */
    readonly why: string,
    readonly references: readonly Reference[] = [],
    /** The value after all, where the attribute referred to is written out in the set. */
    readonly literal?: string | number | boolean,
    /** Tells two hidden values apart without showing either: see {@link markOf}. */
    readonly mark?: string,
  ) {}
}

/** Of this process alone: a mark that gets out gives nobody a secret to guess at. */
const KEY = randomBytes(32);

/** A keyed digest of what stands behind a hole: two holes alike are equal only where the same is hidden. */
export const markOf = (hidden: unknown): string =>
  createHmac("sha256", KEY)
    .update(JSON.stringify(hidden) ?? "")
    .digest("hex");

/** Why a value of a plan is not there. */
export const AFTER_APPLY = "is known only after apply";

/** Whether the provider fills a value in and the config does not: what the config sets and is unknown refers to something. */
export const isLeftToProvider = (value: unknown): boolean =>
  value instanceof Unresolved && value.why === AFTER_APPLY && value.references.length === 0;

/** A value of a resource: JSON, with holes where something is not known. */
export type Value = string | number | boolean | null | Unresolved | readonly Value[] | Values;

/** The attributes of a resource, or of a block of one. */
export interface Values {
  readonly [attribute: string]: Value;
}

/** What reading starts from: a resource, or a block of one. */
export interface Readable {
  readonly address: string;
  readonly values: Values;
}

/** A rule cannot judge, for a reason that is nobody's fault: ends in the verdict `unknown`, never in a pass. */
export class CannotTell extends Error {}

/** Whether a value is a block: an object, and neither a list nor a hole. */
export function isBlock(value: Value | undefined): value is Values {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Unresolved)
  );
}
