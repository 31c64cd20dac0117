import type { Decision } from "./gate-book";

/** A decision as `recordedProduction` reads it, with its record at hand. */
export interface Change {
  readonly act: string;
  readonly door: Decision["details"]["door"];
  readonly subject: Decision["details"]["model"];
  readonly displaces: readonly string[] | undefined;
  readonly record: string;
  readonly about: string | undefined;
  readonly decision: Decision;
}

/** What a recorded decision changes in production. */
export function changeOf(decision: Decision): Change {
  const { act, door, model: subject, displaces, about } = decision.details;
  return { act, door, subject, displaces, record: decision.record, about, decision };
}
