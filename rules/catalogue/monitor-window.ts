import { metricQuery } from "../facts/monitor-query";
import { systemMonitors } from "../facts/monitors";
import { judging, met } from "../rule";

export const monitorWindow = judging({
  id: "monitor-window",
  duties: ["Art72"],
  title: "A monitor looks back no further than it did",
  why: "Over a longer window a bad day disappears among good ones, and silence is noticed later.",
  fix: "Keep the window of the query; write a longer one down in the system's monitoring plan first.",
  measure: { name: "minutes it looks back", unit: "minutes", better: "lower" },
  subjects: systemMonitors,
  judge(monitor) {
    const { windowMinutes } = metricQuery(monitor);
    return met(`looks back ${windowMinutes} minutes`, windowMinutes);
  },
});
