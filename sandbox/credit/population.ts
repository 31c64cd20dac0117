/** Populations of applicants: the one the model was tested on, and ones that differ from it in a feature. Pure. */
import type { Applicant } from "./decisions";

/** What a population differs in: a number among the features, and how many times as large it is. */
export interface Shift {
  readonly feature: "duration" | "credit_amount" | "age";
  readonly factor: number;
}

/** The same persons with one feature shifted, all else as it was. */
export function shifted(applicants: readonly Applicant[], { feature, factor }: Shift): readonly Applicant[] {
  return applicants.map(({ id, features }) => {
    const value = features[feature];
    if (typeof value !== "number") throw new Error(`applicant ${id} has no number as ${feature}`);
    return { id, features: { ...features, [feature]: value * factor } };
  });
}
