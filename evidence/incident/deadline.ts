import { latestReports, type IncidentDeadline, type IncidentKind } from "../../regulation";
import type { IncidentKindCode } from "../records";

/** The regulation's name of each kind that records know. */
const KINDS: Readonly<Record<IncidentKindCode, IncidentKind>> = {
  "serious-incident": "serious incident",
  "widespread-or-critical-infrastructure": "widespread infringement or critical infrastructure",
  death: "death",
};

/** By when a report is due at the latest. */
export interface Due {
  readonly kind: IncidentKindCode;
  /** Calendar days after the day of awareness. */
  readonly days: number;
  /** Last day of the report, ISO date. Weekends and holidays are not taken off: that errs on the early side. */
  readonly latest: string;
  readonly source: IncidentDeadline["source"];
}

/**
 * The earliest of the dates that the kinds of one incident come to (Art 73(2)-(4)).
 *
 * @param awareAt ISO time. Its UTC day counts: in the Union's time zones that is the same day, or the one before
 * @param kinds at least one
 */
export function dueDate(awareAt: string, kinds: readonly IncidentKindCode[]): Due {
  const reports = latestReports(awareAt.slice(0, "YYYY-MM-DD".length));
  const all = kinds.map((kind): Due => {
    const found = reports.find((report) => report.kind === KINDS[kind]);
    if (found === undefined)
      throw new Error(`regulation/ has no date for an incident of kind ${KINDS[kind]}`);
    const { days, latest, source } = found;
    return { kind, days, latest, source };
  });
  const [first, ...others] = all;
  if (first === undefined) throw new Error("an incident of no kind has no date");
  return others.reduce((one, other) => (other.latest < one.latest ? other : one), first);
}
