import { systemMonitors } from "../facts/monitors";
import { switched } from "../families/switch";

export const monitorSparseData = switched(
  {
    id: "monitor-sparse-data",
    duties: ["Art72"],
    title: "Monitors judge windows that are not full",
    why: "Decisions come irregularly: a monitor that waits for a full window may never judge one.",
    fix: "Set require_full_window to false.",
    subjects: systemMonitors,
  },
  { path: "require_full_window", wanted: false, otherwise: true },
);
