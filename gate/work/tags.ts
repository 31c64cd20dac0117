import type { Json, JsonObject } from "../call";
import { isReservedTag, sameName } from "../names";
import { Refusal } from "../refusal";
import { USER_TAG, type Tag } from "../stamps";

/** White space around a key makes another key of it, that people read as the same. */
const bare = (key: string): string => key.replace(/^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu, "");

export const isUserTag = (key: string): boolean => sameName(bare(key), USER_TAG);

/** @throws Refusal PERMISSION_DENIED for a key that the gate alone writes */
export function refuseReserved(key: string): void {
  if (!isReservedTag(bare(key))) return;
  throw new Refusal(
    "PERMISSION_DENIED",
    `tag '${key}' is the gate's own: keys that begin with 'evidence.' say what it saw. Choose another prefix`,
  );
}

/** @throws Refusal PERMISSION_DENIED: who made something cannot be unsaid */
export function refuseUserTag(key: string): void {
  if (!isUserTag(key)) return;
  throw new Refusal(
    "PERMISSION_DENIED",
    `tag '${key}' says who made this: the gate sets it from the access token, and nobody changes it. Leave it out`,
  );
}

/** Entries of a list of a request whose elements have a key. */
export function entriesOf(list: Json | undefined): readonly JsonObject[] {
  return Array.isArray(list) ? (list as readonly JsonObject[]) : [];
}

export const keyOf = (entry: JsonObject): string => (typeof entry["key"] === "string" ? entry["key"] : "");

/**
 * Tags of something that is being made: what the client says of its user is left out without a word, for stock clients
 * always say it, and the gate's own come in.
 * @throws Refusal PERMISSION_DENIED for a reserved key
 */
export function stampedTags(given: Json | undefined, stamps: readonly Tag[], user: string): readonly Tag[] {
  const kept = entriesOf(given).filter((tag) => !isUserTag(keyOf(tag)));
  for (const tag of kept) refuseReserved(keyOf(tag));
  return [...(kept as unknown as readonly Tag[]), { key: USER_TAG, value: user }, ...stamps];
}
