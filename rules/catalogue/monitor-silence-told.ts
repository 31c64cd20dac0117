import { systemMonitors } from "../facts/monitors";
import { flag, number } from "../reading";
import { judging, met, notApplicable, unmet } from "../rule";

export const monitorSilenceTold = judging({
  id: "monitor-silence-told",
  duties: ["Art72", "Art12"],
  title: "A monitor that speaks of silence does so in time",
  why: "After how long silence is told is part of the plan: a longer time hides a day without a log, or an evaluation that has stopped.",
  fix: "Set no_data_timeframe to a number of minutes, and keep it.",
  measure: { name: "minutes until its silence is told", unit: "minutes", better: "lower" },
  subjects: systemMonitors,
  judge(monitor) {
    if (!flag(monitor, "notify_no_data", false)) return notApplicable("another monitor speaks of silence");
    const minutes = number(monitor, "no_data_timeframe") ?? 0;
    return minutes > 0
      ? met(`told after ${minutes} minutes`, minutes)
      : unmet("after how long it is told is left open");
  },
});
