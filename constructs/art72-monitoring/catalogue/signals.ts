import { ART12_METRICS } from "../../art12-logging/metrics";
import { count, over, sum } from "../monitor-query";
import { DAY, HOUR, WEEK, type MonitorContext, type MonitorRow } from "../monitor-row";

const outcomes = ({ scope }: MonitorContext, codes: readonly string[]) =>
  sum(codes.map((code) => count(ART12_METRICS.outcomes, scope, `outcome:${code}`)));

const WANTED_NONE = { quietBecause: "none is what is wanted; no_log_entries tells of silence" } as const;

/** What people outside tell of the system, and what must be assessed at once (Arts 72, 73). */
export const SIGNALS: readonly MonitorRow[] = [
  {
    key: "complaints",
    article: "Art 72",
    duties: ["Art72", "Art26(5)", "Art86"],
    title: "More complaints than planned",
    meaning: "More decisions were contested in a week than the plan expects.",
    action:
      "Read the cases with `evidence query case-events`, answer the persons (Art 86), and enter what they have in common in the risk register (Art 9).",
    who: "whoever answers complaints",
    priority: 2,
    where: "monitoring.complaints",
    during: ["active", "retired"],
    watch: (context) => {
      const { complaints } = context.system.monitoring;
      return (
        complaints && {
          query: over("1w", outcomes(context, complaints.codes), ">", complaints.perWeek),
          threshold: complaints.perWeek,
          missingData: WANTED_NONE,
        }
      );
    },
    renotifyMinutes: WEEK,
  },
  {
    key: "possible_serious_incident",
    article: "Art 73",
    duties: ["Art73", "Art72", "Art20"],
    title: "Possible serious incident: assess now",
    meaning:
      "An outcome was recorded that may be a serious incident (Art 3(49)). Whether it is one, and whether the system has a part in it, a person has to say.",
    action:
      "Assess it now and record when a person became aware with `evidence records add --kind incident`. Keep the evidence with `evidence hold place`, look at what surrounds it with `evidence query incident-window`, and do not alter the system in ways that affect a later evaluation before the authority is informed (Art 73(6)).",
    who: "the person who reports incidents to the authority",
    priority: 1,
    where: "monitoring.incidents",
    during: ["active", "retired"],
    watch: (context) => {
      const { incidents } = context.system.monitoring;
      return (
        incidents && {
          query: over("15m", outcomes(context, incidents.codes), ">", 0),
          threshold: 0,
          missingData: WANTED_NONE,
        }
      );
    },
    renotifyMinutes: 4 * HOUR,
  },
  {
    key: "used_after_retirement",
    article: "Art 72",
    duties: ["Art72", "Art26(5)"],
    title: "A retired system decides",
    meaning: "The system is retired, and yet it made a decision.",
    action: "Find out which process still runs, and stop it, or set the system's status back to active.",
    who: "the team that ran the system",
    priority: 1,
    where: "status: retired",
    during: ["retired"],
    watch: ({ scope }) => ({
      query: over("1h", count(ART12_METRICS.events, scope, "event_type:inference"), ">", 0),
      threshold: 0,
      missingData: { quietBecause: "a retired system that writes nothing is what is wanted" },
    }),
    renotifyMinutes: DAY,
  },
];
