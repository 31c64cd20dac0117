import type { Incident } from "./incidents";

/** Where an incident stands at a time. */
export interface IncidentStatus {
  readonly state:
    | "closed"
    /** A first report was sent. */
    | "reported"
    /** A person is aware; the days run. */
    | "running"
    /** Whatever day it is: a causal link, or its reasonable likelihood, is established, and nothing was sent. */
    | "due-at-once"
    /** The last day is over, and nothing was sent. */
    | "overdue"
    /** The causal link is excluded: nothing is to be reported, and nobody has closed it. */
    | "not-reportable"
    /** Nobody has recorded that they are aware: an alert is no awareness. */
    | "no-awareness";
  /** Days until the last one; 0 on it, negative after it. Absent where no day is counted. */
  readonly daysLeft?: number;
  /** The first report was sent after the last day. */
  readonly late: boolean;
  /** The first report was incomplete, and no complete one has been sent. */
  readonly completeMissing: boolean;
  /** Whether somebody has to act, and the day is over or is not waited for. */
  readonly needsAction: boolean;
}

const DAY_MS = 24 * 60 * 60_000;

/** Where an incident stands: Art 73(2)-(5). */
export function statusOf(incident: Incident, now: Date): IncidentStatus {
  const { due, notices, causalLink, closed, awareAt } = incident;
  const [first] = notices;
  const late = due !== undefined && first !== undefined && first.at.slice(0, 10) > due.latest;
  const completeMissing = first !== undefined && notices.every(({ report }) => report !== "complete");
  const daysLeft =
    due === undefined
      ? undefined
      : Math.round((dayOf(due.latest) - dayOf(now.toISOString().slice(0, 10))) / DAY_MS);
  const state = stateOf();
  return {
    state,
    ...(daysLeft !== undefined && { daysLeft }),
    late,
    completeMissing,
    needsAction: state === "overdue" || state === "due-at-once",
  };

  function stateOf(): IncidentStatus["state"] {
    if (closed !== undefined) return "closed";
    if (first !== undefined) return "reported";
    if (causalLink?.link === "excluded") return "not-reportable";
    if (daysLeft !== undefined && daysLeft < 0) return "overdue";
    if (causalLink !== undefined) return "due-at-once";
    return awareAt === undefined ? "no-awareness" : "running";
  }
}

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00.000Z`);
