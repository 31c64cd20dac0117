import { ART12_METRICS } from "../../art12-logging/metrics";
import { count, over } from "../monitor-query";
import { DAY, HOUR, QUIET, type MonitorRow } from "../monitor-row";

/** Whether the log is written, whole and readable (Arts 12, 19). */
export const LOG: readonly MonitorRow[] = [
  {
    key: "no_log_entries",
    article: "Art 12",
    duties: ["Art12", "Art19(1)", "Art72"],
    title: "No Art 12 log entries",
    meaning:
      "The system wrote no log entry for longer than its plan allows. Either it is not in use, or events are not being recorded.",
    action:
      "Find out which, and write it down: entries that were never sent cannot be made up later. Look at the emitters' spools first; what waits there arrives late and is not lost.",
    who: "the team that runs the system",
    priority: 1,
    where: "always",
    during: ["active"],
    watch: ({ scope, thresholds }) => ({
      query: over(`${thresholds.maxSilenceMinutes}m`, count(ART12_METRICS.events, scope), "<", 1),
      threshold: 1,
      missingData: { notifyAfterMinutes: 2 * thresholds.maxSilenceMinutes },
    }),
    renotifyMinutes: 4 * HOUR,
  },
  {
    key: "log_entries_lost",
    article: "Art 12",
    duties: ["Art12", "Art19(1)"],
    title: "An emitter could not write log entries",
    meaning:
      "A process gave numbers to events that it could not write down, and says so in its heartbeat. These entries are missing for good.",
    action:
      "Free its disk or restart it, then find the gap with `evidence query volume-and-gaps` and record its cause beside the monitoring plan.",
    who: "the team that runs the system",
    priority: 1,
    where: "always",
    during: ["active"],
    watch: ({ scope }) => ({
      query: over("15m", count(ART12_METRICS.losses, scope), ">", 0),
      threshold: 0,
      missingData: { quietBecause: "no report of a loss is what is wanted; no_log_entries tells of silence" },
    }),
    renotifyMinutes: 4 * HOUR,
  },
  {
    key: "log_entries_invalid",
    article: "Art 12",
    duties: ["Art12", "Art12(2)"],
    title: "Log entries break the schema",
    meaning:
      "Entries lack what the schema asks for, or say it in another way. They are archived all the same, marked compliance.art12_invalid:true; queries may not find them.",
    action:
      "Compare the emitter's version with the published schema, and mend the emitter: entries are never rewritten.",
    who: "the team that runs the system",
    priority: 2,
    where: "always",
    during: ["active"],
    watch: ({ scope }) => ({
      query: over("1h", count(ART12_METRICS.invalid, scope), ">", 0),
      threshold: 0,
      missingData: { quietBecause: "no invalid entry is what is wanted; no_log_entries tells of silence" },
    }),
    renotifyMinutes: DAY,
  },
  {
    key: "volume_low",
    article: "Art 12",
    duties: ["Art12", "Art72"],
    title: "Fewer log entries than planned",
    meaning:
      "A day brought far fewer entries than the plan expects: less use, or a part of the system that no longer records.",
    action:
      "Compare with the application's own count of decisions. Where use has changed for good, change volume.eventsPerDay.",
    who: "the team that runs the system",
    priority: 2,
    where: "always",
    during: ["active"],
    watch: ({ scope, thresholds, system }) => {
      const threshold = Math.ceil(system.volume.eventsPerDay * thresholds.volumeLow);
      return {
        query: over("1d", count(ART12_METRICS.events, scope), "<", threshold),
        threshold,
        missingData: QUIET,
      };
    },
    renotifyMinutes: DAY,
  },
  {
    key: "volume_high",
    article: "Art 72",
    duties: ["Art72", "Art12(2)"],
    title: "More log entries than planned",
    meaning:
      "A day brought far more entries than the plan expects: wider use than intended, a loop, or entries recorded twice.",
    action:
      "Look at which type of event grew, and whether the system is used outside its intended purpose (Art 26(1)).",
    who: "the team that runs the system",
    priority: 3,
    where: "always",
    during: ["active"],
    watch: ({ scope, thresholds, system }) => {
      const threshold = Math.ceil(system.volume.eventsPerDay * thresholds.volumeHigh);
      return {
        query: over("1d", count(ART12_METRICS.events, scope), ">", threshold),
        threshold,
        missingData: QUIET,
      };
    },
    renotifyMinutes: DAY,
  },
  {
    key: "unregistered_model_version",
    article: "Art 12",
    duties: ["Art12(2)", "Art17(1)", "Art72"],
    title: "Unregistered model version in the log",
    meaning:
      "A decision was made by a model version that the plan does not name: what runs is not what was tested and approved.",
    action:
      "List the decisions with `evidence query unregistered-versions`, roll back to an approved version, and treat the decisions as made without release. Where the version was approved, add it to monitoring.modelVersions.",
    who: "the team that runs the system, with the person who approves releases",
    priority: 1,
    where: "monitoring.modelVersions",
    during: ["active"],
    watch: ({ scope, system }) =>
      system.monitoring.modelVersions && {
        query: over(
          "15m",
          count(
            ART12_METRICS.events,
            scope,
            "event_type:inference",
            ...system.monitoring.modelVersions.map((version) => `!model_version:${version}`),
          ),
          ">",
          0,
        ),
        threshold: 0,
        missingData: {
          quietBecause: "no decision of another version is what is wanted; no_log_entries tells of silence",
        },
      },
    renotifyMinutes: HOUR,
  },
];
