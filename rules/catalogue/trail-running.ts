import { trails } from "../facts/trails";
import { switched } from "../families/switch";

export const trailRunning = switched(
  {
    id: "trail-running",
    duties: ["Art12", "Art19(1)"],
    title: "The record of accesses is running",
    why: "What happens while it is stopped is on no record.",
    fix: "Set enable_logging to true.",
    subjects: trails,
  },
  { path: "enable_logging", wanted: true, otherwise: true },
);
