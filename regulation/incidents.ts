import { addDays } from "./calendar";
import { aiAct } from "./provision";
import type { Source } from "./provision";

export type IncidentKind =
  "serious incident" | "widespread infringement or critical infrastructure" | "death";

export interface IncidentDeadline {
  readonly kind: IncidentKind;
  /** Calendar days after becoming aware, at the latest. */
  readonly days: number;
  readonly source: Source;
}

/** Latest reports under Article 73; each is due at once when the causal link, or its reasonable likelihood, is established. */
export const INCIDENT_DEADLINES: readonly IncidentDeadline[] = [
  { kind: "serious incident", days: 15, source: aiAct("Article 73(2)") },
  { kind: "widespread infringement or critical infrastructure", days: 2, source: aiAct("Article 73(3)") },
  { kind: "death", days: 10, source: aiAct("Article 73(4)") },
];

export const INCIDENT_RULES = {
  clock: "The clock starts when a person records awareness: an alert is not awareness.",
  due: "Report at once when a causal link or its reasonable likelihood is established; the days are the latest date.",
  death: "After a death, report as soon as a causal link is suspected (Article 73(4)).",
  firstReport: "A first report may be incomplete and completed later.",
  evidence: "Do not alter the system in ways that affect a later evaluation before informing the authority.",
  source: aiAct("Article 73(2) to (6)"),
} as const;

/**
 * The latest day of the report for each kind of incident.
 * @param awareOn ISO date on which a person recorded awareness; that day is not counted
 * @throws RegulationReferenceError if it is no date of the calendar
 */
export function latestReports(awareOn: string): readonly (IncidentDeadline & { readonly latest: string })[] {
  return INCIDENT_DEADLINES.map((deadline) => ({ ...deadline, latest: addDays(awareOn, deadline.days) }));
}
