import { metricTerms } from "../../logquery";
import { watchedSystems } from "../facts/monitors";
import { isArt12, metricQuery } from "../facts/monitor-query";
import { flag, number, text } from "../reading";
import type { Resource } from "../resource";
import { met, judging, unmet } from "../rule";

export const silenceAlarmed = judging({
  id: "silence-alarmed",
  duties: ["Art12", "Art12(1)", "Art72"],
  title: "People are told when a system falls silent",
  why: "A system that writes no entries raises no other alert: silence must not read as health.",
  fix: "Let one monitor of the system notify when there is no data, after a time that is written down.",
  measure: { name: "minutes until silence is said", unit: "minutes", better: "lower" },
  subjects: watchedSystems,
  judge({ monitors }) {
    const speaking = monitors.filter(
      (monitor) =>
        (flag(monitor, "notify_no_data", false) ||
          text(monitor, "on_missing_data") === "show_and_notify_no_data") &&
        // What another program measures may stop while the log goes on, and the other way round.
        metricTerms(metricQuery(monitor).expression).some(isArt12),
    );
    if (speaking.length === 0) return unmet("no monitor of the log speaks when there is no data");
    const minutes = speaking.flatMap(minutesOfSilence);
    return minutes.length > 0
      ? met("silence is said", Math.min(...minutes))
      : unmet("after how long silence is said is left open");
  },
});

function minutesOfSilence(monitor: Resource): number | [] {
  const minutes = number(monitor, "no_data_timeframe");
  if (minutes !== undefined && minutes > 0) return minutes;
  // Said by on_missing_data, silence is told of after each window.
  const window =
    text(monitor, "on_missing_data") === undefined ? undefined : metricQuery(monitor).windowMinutes;
  return window ?? [];
}
