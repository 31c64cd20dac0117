import { jobOf, KNOWN_JOBS, schedules, taskOf } from "../facts/jobs";
import { holds, judging } from "../rule";

export const jobsScheduled = judging({
  id: "jobs-scheduled",
  duties: ["Art12", "Art17(1)", "Art72"],
  title: "Where EventBridge starts jobs, it starts all of them",
  why: "A check that is not there finds nothing, and its silence looks like all is well.",
  fix: "Schedule every job that the product declares; or leave them all to CI (scheduledBy: ci).",
  measure: { name: "jobs scheduled", unit: `of ${Object.keys(KNOWN_JOBS).length}`, better: "higher" },
  subjects: (set) => set.stacks.filter(({ name }) => schedules(set).some(({ stack }) => stack === name)),
  judge({ name }, set) {
    const started = schedules(set)
      .filter(({ stack }) => stack === name)
      .flatMap((schedule) => {
        const task = taskOf(set, schedule);
        return task ? (jobOf(task) ?? []) : [];
      });
    const missing = Object.keys(KNOWN_JOBS).filter((job) => !started.includes(job));
    return holds(
      missing.length === 0,
      `${started.length} jobs`,
      `not scheduled: ${missing.join(", ")}`,
      Object.keys(KNOWN_JOBS).length - missing.length,
    );
  },
});
