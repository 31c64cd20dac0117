import { findSecret, KEPT_REGISTRY_THINGS } from "../../evidence/records";
import type { Disagreement } from "./disagreement";

/** As long as records take a text. */
const LONGEST = 1_000;

/**
 * A disagreement as it is printed, recorded and sent. What stands in MLflow is anybody's words: nothing in them may keep a
 * finding from being recorded.
 */
export function worded({ things, ...one }: Disagreement): Disagreement & { readonly thingsLeftOut?: number } {
  const { code, model, version, door, found, record } = one;
  const kept = things?.slice(0, KEPT_REGISTRY_THINGS).map(plain);
  return {
    code,
    model: plain(model),
    ...(version !== undefined && { version: plain(version) }),
    ...(door !== undefined && { door: plain(door) }),
    found: plain(found),
    ...(kept && { things: kept }),
    ...(things &&
      things.length > KEPT_REGISTRY_THINGS && { thingsLeftOut: things.length - KEPT_REGISTRY_THINGS }),
    ...(record !== undefined && { record: plain(record) }),
  };
}

/** Without what a terminal would obey, half letters, secrets that a record refuses, and more than one takes. */
function plain(text: string): string {
  const secret = findSecret(text);
  if (secret !== undefined) return `(left out: it seems to hold ${secret.what})`;
  const clean = text.replace(/[\u0000-\u001f\u007f]|\p{Surrogate}/gu, " ");
  if (clean === "") return "(empty)";
  return clean.length <= LONGEST ? clean : `${clean.slice(0, LONGEST - 1).replace(/\p{Surrogate}$/u, "")}…`;
}
