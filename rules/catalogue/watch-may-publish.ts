import { watchTopics } from "../facts/watch";
import { concerns, statements } from "../policy";
import { holds, judging, unmet } from "../rule";

const PUBLISHERS = ["events.amazonaws.com", "cloudwatch.amazonaws.com"];

export const watchMayPublish = judging({
  id: "watch-may-publish",
  duties: ["Art12", "Art17(1)"],
  title: "Watch and alarms may publish to their topic",
  why: "Without the right, AWS drops what the watch saw, without a word.",
  fix: "Allow sns:Publish to events.amazonaws.com and cloudwatch.amazonaws.com in the topic's policy.",
  subjects: watchTopics,
  judge(topic, set) {
    const [policy] = set.pointing("aws_sns_topic_policy", "arn", "aws_sns_topic").by.get(topic.address) ?? [];
    if (!policy) return unmet("the topic has no policy");
    const rights = statements(policy, "policy").filter(
      (each) => each.effect === "Allow" && concerns(each, "sns:Publish"),
    );
    const shut = PUBLISHERS.filter(
      (service) => !rights.some(({ principals }) => principals.includes(service)),
    );
    return holds(shut.length === 0, "watch and alarms may publish", `may not publish: ${shut.join(", ")}`);
  },
});
