import { watchTopics } from "../facts/watch";
import { any } from "../reading";
import { holds, judging } from "../rule";
import { CannotTell } from "../values";

export const watchReachesPeople = judging({
  id: "watch-reaches-people",
  duties: ["Art12", "Art17(1)"],
  title: "What the watch sees reaches people",
  why: "A topic that nobody subscribes to is silent.",
  fix: "Name people in alarms.notify, and have them confirm the subscription.",
  measure: { name: "subscribers", unit: "subscribers", better: "higher" },
  subjects: watchTopics,
  judge(topic, set) {
    const { by, strays } = set.pointing("aws_sns_topic_subscription", "topic_arn", "aws_sns_topic");
    // Whether a subscription is confirmed is known once it is made.
    const heard = (by.get(topic.address) ?? []).filter(
      (each) => String(any(each, "pending_confirmation")) !== "true",
    );
    if (heard.length === 0 && strays.some(({ stack }) => stack === topic.stack))
      throw new CannotTell("there are subscriptions whose topic is not known");
    return holds(
      heard.length > 0,
      `${heard.length} subscribed`,
      "nobody has subscribed, or confirmed",
      heard.length,
    );
  },
});
