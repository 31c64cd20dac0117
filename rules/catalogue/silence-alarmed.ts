import { watchedSystems } from "../facts/monitors";
import { flag, number, text } from "../reading";
import { met, judging, unmet } from "../rule";

export const silenceAlarmed = judging({
  id: "silence-alarmed",
  duties: ["Art12", "Art12(1)", "Art72"],
  title: "People are told when a system falls silent",
  why: "A system that writes no entries raises no other alert: silence must not read as health.",
  fix: "Let one monitor of the system notify when there is no data.",
  measure: { name: "minutes until silence is said", unit: "minutes", better: "lower" },
  subjects: watchedSystems,
  judge({ monitors }) {
    const speaking = monitors.filter(
      (monitor) =>
        flag(monitor, "notify_no_data", false) ||
        text(monitor, "on_missing_data") === "show_and_notify_no_data",
    );
    if (speaking.length === 0) return unmet("no monitor speaks when there is no data");
    const minutes = Math.min(...speaking.map((monitor) => number(monitor, "no_data_timeframe") ?? Infinity));
    return met("silence is said", Number.isFinite(minutes) ? minutes : undefined);
  },
});
