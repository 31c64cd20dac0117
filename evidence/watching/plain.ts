import { findSecret } from "../records";

/** As long as records take a text. */
const LONGEST = 1_000;

/**
 * A text as it is printed, recorded and sent: without what a terminal would obey, half letters, secrets that a record refuses,
 * and more than one takes. What stands elsewhere is anybody's words: nothing in them may keep a finding from being recorded.
 */
export function plain(text: string): string {
  const secret = findSecret(text);
  if (secret !== undefined) return `(left out: it seems to hold ${secret.what})`;
  const clean = text.replace(/[\u0000-\u001f\u007f]|\p{Surrogate}/gu, " ");
  if (clean === "") return "(empty)";
  return clean.length <= LONGEST ? clean : `${clean.slice(0, LONGEST - 1).replace(/\p{Surrogate}$/u, "")}…`;
}
