import { recordsManagement, trails } from "../facts/trails";
import { flag } from "../reading";
import { holds, judging, unmet } from "../rule";

export const trailConfigurationCalls = judging({
  id: "trail-configuration-calls",
  duties: ["Art12", "Art17(1)"],
  title: "Changes of configuration are on record",
  why: "Who changed a lock, a policy or a key, and when, is evidence of its own.",
  fix: "Add a selector for eventCategory Management, without further conditions; include global services.",
  subjects: trails,
  judge(trail) {
    // IAM and STS are global services: who took which role is on record with them alone.
    if (!flag(trail, "include_global_service_events", true))
      return unmet("events of global services are left out");
    return holds(
      recordsManagement(trail),
      "all management events",
      "management events are left out or narrowed",
    );
  },
});
