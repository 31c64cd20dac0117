import { trails } from "../facts/trails";
import { watchedFor } from "../families/watch";

export const watchTrailChanges = watchedFor({
  id: "watch-trail-changes",
  duties: ["Art12", "Art19(1)"],
  title: "People are told when the record of accesses is stopped",
  why: "Who wants to go unseen stops the record first.",
  fix: "Let an EventBridge rule in the trail's region match these calls, with a target.",
  subjects: trails,
  watched: () => [
    { source: "aws.cloudtrail", events: ["DeleteTrail", "PutEventSelectors", "StopLogging", "UpdateTrail"] },
  ],
});
