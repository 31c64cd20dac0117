import type { ProvisionId } from "../regulation";
import type { ResourceSet } from "./resource-set";
import { CannotTell } from "./values";

/** What a rule found for one resource. `unknown` means that it cannot be told, and is never a pass. */
export type Outcome = "met" | "unmet" | "not-applicable" | "unknown";

/** What a rule measures, so that a change of it shows even while the rule is met. */
export interface Measure {
  readonly name: string;
  readonly unit: string;
  /** Which direction serves the duty. */
  readonly better: "higher" | "lower";
}

export interface Verdict {
  readonly rule: string;
  readonly duties: readonly ProvisionId[];
  /** Address of the resource; `*` where the verdict is about the set. */
  readonly address: string;
  readonly verdict: Outcome;
  readonly reason: string;
  readonly measure?: { readonly name: string; readonly value: number; readonly unit: string };
}

/** The texts of a rule. */
interface RuleText {
  /** Kebab case and the file's name; a promise, because waivers name it. */
  readonly id: string;
  readonly duties: readonly [ProvisionId, ...ProvisionId[]];
  /** What holds when the rule is met. */
  readonly title: string;
  /** What would be lost otherwise. */
  readonly why: string;
  readonly fix: string;
  readonly measure?: Measure;
}

/** A rule: verdicts from a set of resources. Pure, and knows no law but the names of the duties. */
export interface Rule extends RuleText {
  evaluate(set: ResourceSet): readonly Verdict[];
}

/** What a judge says of one subject. */
export interface Finding {
  readonly verdict: Exclude<Outcome, "unknown">;
  readonly reason: string;
  readonly value?: number;
}

export const met = (reason: string, value?: number): Finding => finding("met", reason, value);
export const unmet = (reason: string, value?: number): Finding => finding("unmet", reason, value);
export const notApplicable = (reason: string): Finding => finding("not-applicable", reason);

/** Met if it holds, unmet otherwise. */
export const holds = (condition: boolean, good: string, bad: string, value?: number): Finding =>
  condition ? met(good, value) : unmet(bad, value);

function finding(verdict: Finding["verdict"], reason: string, value?: number): Finding {
  return { verdict, reason, ...(value !== undefined && { value }) };
}

export interface JudgedBy<S extends { readonly address: string }> extends RuleText {
  /** What the rule is about. */
  subjects(set: ResourceSet): readonly S[];
  /** @throws CannotTell where a value is not known: the verdict is `unknown` then */
  judge(subject: S, set: ResourceSet): Finding;
}

/** A rule that judges its subjects one by one. What a judge cannot tell is `unknown`, for that subject alone. */
export function judging<S extends { readonly address: string }>({
  subjects,
  judge,
  ...text
}: JudgedBy<S>): Rule {
  const { id, duties, measure } = text;
  const verdict = (
    address: string,
    { verdict, reason, value }: Omit<Finding, "verdict"> & { verdict: Outcome },
  ) => ({
    rule: id,
    duties,
    address,
    verdict,
    reason,
    ...(measure && value !== undefined && { measure: { name: measure.name, value, unit: measure.unit } }),
  });
  return {
    ...text,
    evaluate(set) {
      const about = subjects(set);
      if (about.length === 0) return [verdict("*", notApplicable("nothing here that the rule is about"))];
      return about.map((subject) => {
        try {
          return verdict(subject.address, judge(subject, set));
        } catch (error) {
          if (!(error instanceof CannotTell)) throw error;
          return verdict(subject.address, { verdict: "unknown", reason: error.message });
        }
      });
    },
  };
}
