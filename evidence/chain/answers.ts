import type { EntryFacts } from "../event";
import type { LoggedEntry, Sought } from "./sources";

/** Whether an entry may answer, by what is known of it without parsing it whole. */
export function mayAnswer({ question, environment, system, period }: Sought, facts: EntryFacts): boolean {
  if (question.by === "event") return facts.eventId === question.event;
  return (
    facts.environment === environment &&
    (system === undefined || facts.system === system) &&
    (period === undefined || (facts.time >= period.from && facts.time < period.to))
  );
}

/** Whether an entry answers. */
export function answers({ question }: Sought, { event }: Pick<LoggedEntry, "event">): boolean {
  switch (question.by) {
    case "event":
      return event.event_id === question.event;
    case "input":
      return "input" in event && event.input.digest === question.digest;
    case "case":
      return "case_ref" in event && event.case_ref?.digest === question.digest;
    case "version":
      return (
        "model" in event && event.model?.name === question.model && event.model.version === question.version
      );
    case "period":
      return true;
  }
}
