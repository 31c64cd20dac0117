import { recordsManagement, trails } from "../facts/trails";
import { holds, judging } from "../rule";

export const trailConfigurationCalls = judging({
  id: "trail-configuration-calls",
  duties: ["Art12", "Art17(1)"],
  title: "Changes of configuration are on record",
  why: "Who changed a lock, a policy or a key, and when, is evidence of its own.",
  fix: "Add a selector for eventCategory Management, without further conditions.",
  subjects: trails,
  judge: (trail) =>
    holds(recordsManagement(trail), "all management events", "management events are left out or narrowed"),
});
