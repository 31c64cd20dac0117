import type { ProvisionId } from "../regulation";
import type { Outcome } from "../rules";

/** What a change does to a duty. `unknown` means that it cannot be told, and is never a pass. */
export type Effect = "weakens" | "unknown" | "strengthens" | "neutral";

/** Effects with the worst first: the order of every report. */
export const EFFECTS = ["weakens", "unknown", "strengthens", "neutral"] as const satisfies readonly Effect[];

/** What a rule said of a resource before or after the change. */
export interface Side {
  readonly verdict: Outcome;
  readonly reason: string;
}

/** A measure before and after; absent where there was, or is, nothing to measure. */
export interface MeasureChange {
  readonly name: string;
  readonly unit: string;
  readonly before?: number;
  readonly after?: number;
}

/** One thing that a change does to evidence: what a rule says differently, or how Terraform would handle a resource. */
export interface Finding {
  readonly effect: Effect;
  /** Id of the rule, or of the handling: `evidence-destroyed`, `evidence-replaced`, ... */
  readonly rule: string;
  /** What holds when the rule is met, or what happens to the resource. */
  readonly title: string;
  readonly duties: readonly ProvisionId[];
  /** `<stack>/<Terraform address>`; `*` where it is about a whole set. */
  readonly address: string;
  /** In one sentence, with before and after where there are both. */
  readonly reason: string;
  /** What to do about it; empty where nothing is to be done. */
  readonly fix: string;
  readonly before?: Side;
  readonly after?: Side;
  readonly measure?: MeasureChange;
}

/** Findings in the order of a report: destroyed and replaced evidence, then by effect, then by address. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const rank = ({ effect, rule }: Finding) =>
    effect === "weakens" && HANDLED_FIRST.has(rule) ? -1 : EFFECTS.indexOf(effect);
  return [...findings].sort(
    (a, b) => rank(a) - rank(b) || compare(a.address, b.address) || compare(a.rule, b.rule),
  );
}

const HANDLED_FIRST: ReadonlySet<string> = new Set([
  "stack-removed",
  "evidence-destroyed",
  "evidence-gone",
  "evidence-forgotten",
  "evidence-replaced",
]);
/** By code unit: the same order on every machine. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The worst of several effects; `neutral` of none. */
export function worst(effects: Iterable<Effect>): Effect {
  const seen = new Set(effects);
  return EFFECTS.find((effect) => seen.has(effect)) ?? "neutral";
}

/** Duties of several findings, each once, in the order they come. */
export const dutiesOf = (findings: readonly Pick<Finding, "duties">[]): readonly ProvisionId[] => [
  ...new Set(findings.flatMap(({ duties }) => duties)),
];
