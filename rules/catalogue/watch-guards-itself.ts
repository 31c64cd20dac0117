import { watchTopics } from "../facts/watch";
import { watchedFor } from "../families/watch";

export const watchGuardsItself = watchedFor({
  id: "watch-guards-itself",
  duties: ["Art12", "Art17(1)"],
  title: "People are told when the watch is stopped, in every region it watches",
  why: "Who wants to go unseen stops the watch first, in the region of the copy as well.",
  fix: "Let an EventBridge rule in the topic's region match these calls of EventBridge, with a target.",
  subjects: watchTopics,
  watched: () => [{ source: "aws.events", events: ["DeleteRule", "DisableRule", "RemoveTargets"] }],
});
