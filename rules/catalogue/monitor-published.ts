import { complianceMonitors } from "../facts/monitors";
import { text } from "../reading";
import { holds, judging } from "../rule";

export const monitorPublished = judging({
  id: "monitor-published",
  duties: ["Art72", "Art26(5)"],
  title: "Monitors are published",
  why: "A draft notifies nobody.",
  fix: "Take draft_status out, or set it to published.",
  subjects: complianceMonitors,
  judge(monitor) {
    const status = text(monitor, "draft_status") ?? "published";
    return holds(status === "published", "published", `its status is ${status}`);
  },
});
