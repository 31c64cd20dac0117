import { watchTopics } from "../facts/watch";
import { any, text } from "../reading";
import { holds, judging } from "../rule";
import { CannotTell } from "../values";

/** Ways that end at a person or at what calls one; a queue ends nowhere by itself. */
const PEOPLE = ["application", "email", "email-json", "https", "sms"];

export const watchReachesPeople = judging({
  id: "watch-reaches-people",
  duties: ["Art12", "Art17(1)"],
  title: "What the watch sees reaches people",
  why: "A topic that nobody subscribes to is silent.",
  fix: "Name people in alarms.notify, have them confirm the subscription, and filter nothing out of it.",
  measure: { name: "subscribers", unit: "subscribers", better: "higher" },
  subjects: watchTopics,
  judge(topic, set) {
    const { by, strays } = set.pointing("aws_sns_topic_subscription", "topic_arn", "aws_sns_topic");
    const heard = (by.get(topic.address) ?? []).filter(
      (each) =>
        // Whether a subscription is confirmed is known once it is made.
        String(any(each, "pending_confirmation")) !== "true" &&
        any(each, "filter_policy") === undefined &&
        PEOPLE.includes(text(each, "protocol") ?? ""),
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
