import { vaultBuckets } from "../facts/buckets";
import { watchTopics } from "../facts/watch";
import { all, blocks, number, text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging } from "../rule";
import { CannotTell, type Readable } from "../values";

export const costAlarmed = judging({
  id: "cost-alarmed",
  duties: ["Art17(1)"],
  title: "People are told before the vault costs more than planned",
  why: "What costs too much for a while is switched off in a hurry, and then the log has a gap.",
  fix: "Give the vault's account a budget that tells the watch's topic before it is used up.",
  subjects: vaultBuckets,
  judge(bucket, set) {
    const budgets = set.ofType("aws_budgets_budget");
    if (budgets.length === 0 && !set.whole)
      throw new CannotTell("no budget is in these resources; it may be in another stack");
    const { stack } = bucket;
    const telling = set.once(`budgets that tell in ${stack}`, () =>
      budgets.filter((budget) => budget.stack === stack && tells(set, budget)),
    );
    return holds(
      telling.length > 0,
      `told by ${telling.map(({ address }) => address).join(", ")}`,
      "no budget of cost tells the watch's topic in time",
    );
  },
});

/** Whether a budget of cost tells one of the watch's topics at a share of it that comes before all of it is spent. */
function tells(set: ResourceSet, budget: Resource): boolean {
  const topics = watchTopics(set);
  return (
    text(budget, "budget_type") === "COST" &&
    (number(budget, "limit_amount") ?? 0) > 0 &&
    blocks(budget, "notification").some(
      (notification) =>
        inTime(notification) &&
        all(notification, "subscriber_sns_topic_arns").some((named) => {
          const topic = set.find("aws_sns_topic", named, budget);
          return topic !== undefined && topics.includes(topic);
        }),
    )
  );
}

function inTime(notification: Readable): boolean {
  const share = number(notification, "threshold");
  return (
    text(notification, "comparison_operator") === "GREATER_THAN" &&
    share !== undefined &&
    (text(notification, "threshold_type") !== "PERCENTAGE" || share <= 100)
  );
}
