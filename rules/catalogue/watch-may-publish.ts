import { findKey } from "../facts/keys";
import { watchTopics } from "../facts/watch";
import { concerns, grants, statements, type Statement } from "../policy";
import { all, any } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, unmet } from "../rule";
import { CannotTell } from "../values";

const WATCH = ["events.amazonaws.com", "cloudwatch.amazonaws.com"];
const BUDGETS = "budgets.amazonaws.com";

export const watchMayPublish = judging({
  id: "watch-may-publish",
  duties: ["Art12", "Art17(1)"],
  title: "Watch and alarms, and they alone, may publish to their topic",
  why: "Without the right, AWS drops what the watch saw, without a word; where others publish, nobody believes an alarm.",
  fix: "Allow sns:Publish on the topic to the services of AWS that alarm, for the topic's own account, and to nobody else.",
  subjects: watchTopics,
  judge(topic, set) {
    const [policy] = set.pointing("aws_sns_topic_policy", "arn", "aws_sns_topic").by.get(topic.address) ?? [];
    if (!policy) return unmet("the topic has no policy");
    const rights = statements(policy, "policy").filter(({ effect }) => effect === "Allow");
    const strangers = rights.filter(({ everyone, principals }) => everyone || !principals.every(isService));
    if (strangers.length > 0) return unmet("others than services of AWS may publish");
    if (rights.some(({ actions }) => actions.some((action) => action.includes("*"))))
      return unmet("more than publishing is allowed");
    const [arn, account] = [set.arn(topic), set.account(topic)];
    const open = rights.filter((each) => account !== undefined && !forAccount(each, account));
    if (open.length > 0) return unmet("services may publish for other accounts than the topic's");
    const needed = publishers(set, topic);
    const able = rights.filter((each) => concerns(each, "sns:Publish") && isAbout(each, arn));
    if (!mayEncrypt(set, topic, needed)) return unmet("the topic's key lets the services not use it");
    const shut = needed.filter((service) => !able.some(({ principals }) => principals.includes(service)));
    return holds(shut.length === 0, "watch and alarms may publish", `may not publish: ${shut.join(", ")}`);
  },
});

const isService = (principal: string): boolean => principal.endsWith(".amazonaws.com");

/** Whether a right of a service is bound to one account: otherwise anybody's EventBridge could use it. */
function forAccount({ conditions }: Statement, account: string): boolean {
  return conditions.some(
    ({ operator, key, values }) =>
      operator === "StringEquals" &&
      key.toLowerCase() === "aws:sourceaccount" &&
      values.length > 0 &&
      values.every((value) => value === account),
  );
}

/** Who has to publish to a topic: the watch, and the budget where one tells by this topic. */
function publishers(set: ResourceSet, topic: Resource): readonly string[] {
  const budgets = set
    .ofType("aws_budgets_budget")
    .filter((budget) =>
      all(budget, "notification.subscriber_sns_topic_arns").some(
        (named) => set.find("aws_sns_topic", named, budget) === topic,
      ),
    );
  return budgets.length > 0 ? [...WATCH, BUDGETS] : WATCH;
}

function isAbout({ resources }: Statement, arn: string | undefined): boolean {
  if (arn === undefined) throw new CannotTell("the topic's ARN is not known");
  return resources.includes(arn);
}

/** A topic with a key of its own is silent to services that may not use the key; the key of AWS lets none. */
function mayEncrypt(set: ResourceSet, topic: Resource, services: readonly string[]): boolean {
  // A state has an empty text where nobody chose a key.
  const chosen = any(topic, "kms_master_key_id");
  if (chosen === undefined || chosen === "") return true;
  const key = findKey(set, topic, "kms_master_key_id");
  return (
    key !== undefined &&
    services.every(
      (principal) =>
        grants(statements(key, "policy"), { principal, action: "kms:GenerateDataKey", resource: "*" })
          .length > 0,
    )
  );
}
