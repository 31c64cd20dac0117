import { z } from "zod";
import { VAULT_PREFIXES } from "../../configs/vault-layout";

/** Where all records lie in the vault, and in a folder of records. */
export const RECORDS_ROOT = `${VAULT_PREFIXES.records}/`;

/** Name of a stream of records: a chain of its own. */
export const StreamName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,47}$/, "a lower-case letter, then up to 47 lower-case letters, digits, hyphens");

/** The stream for records about keys: `key-ceremony` and `revocation`. Readers heed its revocations everywhere. */
export const KEY_STREAM = "keys";

/** What fits into the twelve digits of a key. */
export const LAST_SEQUENCE = 999_999_999_999;

/** Where a record stands. */
export interface Place {
  readonly stream: string;
  /** From 1, without gaps. */
  readonly sequence: number;
}

/** The folder of a stream's records, with a slash at its end. */
export function streamPrefix(stream: string): string {
  return `${RECORDS_ROOT}${stream}/`;
}

/** The object key of a record. Twelve digits, so that keys sort as numbers do. */
export function recordKey(stream: string, sequence: number): string {
  return `${streamPrefix(stream)}${String(sequence).padStart(12, "0")}.dsse.json`;
}

/** The place a key names; nothing when no record can have that key. */
export function placeOf(key: string): Place | undefined {
  const [, stream, digits] = /^records\/([^/]+)\/([0-9]{12})\.dsse\.json$/.exec(key) ?? [];
  if (stream === undefined || !StreamName.safeParse(stream).success) return undefined;
  const sequence = Number(digits);
  return sequence > 0 ? { stream, sequence } : undefined;
}
