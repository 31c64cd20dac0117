import { blocks, text } from "../reading";
import { holds, judging } from "../rule";

/** Metrics of a cluster's tasks, and the same with those of each container. */
const ON = ["enabled", "enhanced"];

export const taskCountsMeasured = judging({
  id: "task-counts-measured",
  duties: ["Art12", "Art17(1)"],
  title: "Every cluster measures how many tasks run",
  why: "Without the metric the alarm on a missing task has nothing to read.",
  fix: "Set containerInsights to enabled.",
  subjects: (set) => set.ofType("aws_ecs_cluster"),
  judge(cluster) {
    const on = blocks(cluster, "setting").some(
      (setting) => text(setting, "name") === "containerInsights" && ON.includes(text(setting, "value") ?? ""),
    );
    return holds(on, "it measures its tasks", "containerInsights is not enabled");
  },
});
