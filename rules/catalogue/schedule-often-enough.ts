import { jobOf, KNOWN_JOBS, longestGap, schedules, taskOf } from "../facts/jobs";
import { blocks, number, text } from "../reading";
import { holds, judging, notApplicable, unmet } from "../rule";

/** A start may be put off a little, to spread load. */
const MOST_MINUTES_OFF = 15;

export const scheduleOftenEnough = judging({
  id: "schedule-often-enough",
  duties: ["Art12", "Art72"],
  title: "Every job runs as often as it is declared to",
  why: "A tampering that is looked for once a month is served for a month.",
  fix: "Give the schedule the cron that the product synthesizes, and leave it enabled.",
  measure: { name: "time between runs", unit: "hours", better: "lower" },
  subjects: schedules,
  judge(schedule, set) {
    const task = taskOf(set, schedule);
    const id = task ? jobOf(task) : undefined;
    const known = KNOWN_JOBS[id ?? ""];
    if (!known) return notApplicable("it starts none of the jobs, as another rule says");
    if ((text(schedule, "state") ?? "ENABLED") !== "ENABLED") return unmet("it is switched off");
    if (["start_date", "end_date"].some((bound) => (text(schedule, bound) ?? "") !== ""))
      return unmet("it runs for some time only");
    const [off] = blocks(schedule, "flexible_time_window");
    if (
      off &&
      text(off, "mode") !== "OFF" &&
      (number(off, "maximum_window_in_minutes") ?? 0) > MOST_MINUTES_OFF
    )
      return unmet("it is put off");
    const hours = longestGap(schedule);
    if (!Number.isFinite(hours)) return unmet("it does not run every day");
    return holds(
      hours <= known.mostHours,
      `every ${hours} hours`,
      `every ${hours} hours, ${known.mostHours} at the most`,
      hours,
    );
  },
});
