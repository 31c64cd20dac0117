import type { Direction } from "./direction";
import { addressOf, type Mutant } from "./generate";
import type { Judge } from "./judge";
import { written } from "./path";

/** What came of one change. */
export type Result =
  /** It weakens a duty, and a rule about that duty says so. */
  | "killed"
  /** It weakens a duty, and no rule about it says so. */
  | "survived"
  /** It weakens nothing, and no rule says otherwise. */
  | "silent"
  /** It weakens nothing, and some rule says that it does. */
  | "false alarm"
  /** Terraform or AWS would refuse it. */
  | "refused"
  /** Nobody has said which it is. */
  | "unclassified"
  /** A rule failed on it: what it says is no judgement. */
  | "broken";

export interface Outcome {
  readonly address: string;
  readonly type: string;
  /** Attribute, with the names of the elements of lists; empty where the whole resource is meant. */
  readonly path: string;
  readonly mutation: string;
  readonly result: Result;
  /** Duties that the table says are weakened, as far as a rule saw it. */
  readonly duties: readonly string[];
  /** Rules that saw it, or failed. */
  readonly rules: readonly string[];
  /** What the table says of it. */
  readonly why: string;
}

/** Judges one change by the row of the tables that is about it. */
export function outcomeOf(mutant: Mutant, direction: Direction | undefined, judge: Judge): Outcome {
  const about = {
    address: addressOf(mutant),
    type: mutant.type,
    path: written(mutant.path),
    mutation: mutant.mutation,
  };
  if (!direction) return { ...about, result: "unclassified", duties: [], rules: [], why: "" };
  const { why, weakens } = direction;
  if (direction.refused) return { ...about, result: "refused", duties: [], rules: [], why };
  const { findings, brokenRules } = judge.judge(
    mutant.stack,
    mutant.changed(),
    direction.madeAnew && about.address,
  );
  if (brokenRules.length > 0) return { ...about, result: "broken", duties: [], rules: brokenRules, why };
  const alarms = findings.filter(({ effect }) => effect === "weakens" || effect === "unknown");
  if (weakens.length === 0) {
    const rules = [...new Set(alarms.map(({ rule }) => rule))];
    return { ...about, result: rules.length > 0 ? "false alarm" : "silent", duties: [], rules, why };
  }
  const seen = alarms.filter(({ duties }) => duties.some((duty) => weakens.includes(duty)));
  const duties = weakens.filter((duty) => seen.some((finding) => finding.duties.includes(duty)));
  const rules = [...new Set(seen.map(({ rule }) => rule))];
  return { ...about, result: rules.length > 0 ? "killed" : "survived", duties, rules, why };
}
