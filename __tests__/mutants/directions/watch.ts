import { benign, destroys, refused, weakens, type Directions } from "../direction";

const COPY = { name: "*_replica" };
const LAG = { name: "replication_lag" };
const FAILURES = { name: "replication_failures" };
const MORE = "people are told of more";

/** Who is told of attempts on the evidence, and by what. */
export const WATCH: readonly Directions[] = [
  {
    type: "aws_cloudwatch_event_rule",
    rows: [
      weakens("", "removed", ["Art12"], "nobody is told"),
      benign("description", "*", "words for people"),
      benign("name", "*", "made anew under another name at once, with its target"),
      weakens("state", "*", ["Art12"], "nobody is told"),
      weakens("is_enabled", "*", ["Art12"], "nobody is told"),
      weakens("event_pattern", "removed", ["Art12"], "nobody is told"),
      weakens(
        "event_pattern.detail",
        "denied attempts only, one person only",
        ["Art12"],
        "other attempts are not told of",
      ),
      benign("event_pattern.detail", "removed", MORE),
      benign("event_pattern.source|detail-type", "removed", MORE),
      benign("event_pattern.detail.eventName|requestParameters", "removed", MORE),
      benign("event_pattern.detail.requestParameters.*", "removed", MORE),
      benign(
        "event_pattern.source[aws.cloudtrail]",
        "*",
        "a trail of all regions is changed in its home region: AWS refuses it elsewhere",
        { name: "trail_changes_replica" },
      ),
      benign(
        "event_pattern.detail.eventName[DeleteTrail|PutEventSelectors|StopLogging|UpdateTrail]",
        "*",
        "a trail of all regions is changed in its home region: AWS refuses it elsewhere",
        { name: "trail_changes_replica" },
      ),
      benign(
        "event_pattern.detail.requestParameters.bucketName[*-replica-*]",
        "*",
        "S3 tells of a bucket in the bucket's region: there is a rule of its own for the copy",
        { name: "delete_attempts|lock_or_policy_changes" },
      ),
      weakens(
        "event_pattern.detail.requestParameters.bucketName[*-replica-*]",
        "*",
        ["Art12"],
        "attempts on the copy are not told of",
        COPY,
      ),
      benign(
        "event_pattern.detail.requestParameters.bucketName[*]",
        "*",
        "S3 tells of a bucket in the bucket's region: there is a rule of its own for the vault",
        COPY,
      ),
      weakens("event_pattern.**", "*", ["Art12", "Art17(1)", "Art19(1)"], "an attempt is not told of"),
    ],
  },
  {
    type: "aws_cloudwatch_event_target",
    rows: [
      weakens("", "removed", ["Art12"], "what the rule sees goes nowhere"),
      benign("target_id", "*", "a name within the rule"),
      weakens("arn|rule", "*", ["Art12"], "what the rule sees goes nowhere"),
    ],
  },
  {
    type: "aws_sns_topic",
    rows: [
      weakens("", "removed", ["Art12"], "nobody is told"),
      destroys(
        "name",
        "*",
        ["Art12", "Art17(1)"],
        "its policy is about another topic, its subscriptions go with it",
      ),
      weakens(
        "kms_master_key_id",
        "a key of AWS",
        ["Art12"],
        "AWS's own key lets no service in: nothing is published",
      ),
    ],
  },
  {
    type: "aws_sns_topic_policy",
    rows: [
      weakens("", "removed", ["Art12"], "nothing may be published"),
      weakens("arn", "*", ["Art12"], "nothing may be published"),
      weakens("policy", "*", ["Art12"], "nothing may be published, or by everyone"),
      weakens(
        "policy.Statement[Allow 2].Condition",
        "removed",
        ["Art12"],
        "budgets of other accounts may publish, too",
      ),
      benign(
        "policy.Statement[Allow 2].Resource",
        "widened",
        "a topic's policy is about its own topic alone",
        {
          name: "evidence_watch_replica",
        },
      ),
      benign(
        "policy.Statement[Allow 2].**",
        "removed, to Deny, narrowed",
        "the budget tells the topic of the vault's region: nothing of it comes here",
        { name: "evidence_watch_replica" },
      ),
      benign(
        "policy.Statement[Allow 2].Action",
        "changed",
        "the budget tells the topic of the vault's region",
        {
          name: "evidence_watch_replica",
        },
      ),
      weakens(
        "policy.Statement[*].**",
        "*",
        ["Art12", "Art17(1)"],
        "nothing may be published, or by others, too",
      ),
    ],
  },
  {
    type: "aws_sns_topic_subscription",
    rows: [
      weakens("", "removed", ["Art12"], "one fewer is told"),
      benign("endpoint", "changed", "who is told is the organisation's choice: how many are, is counted"),
      refused("endpoint", "removed, emptied", "a required argument"),
      benign("protocol", "to email-json", "the same mail, for programs"),
      weakens("protocol", "*", ["Art12"], "a queue is nobody who is told"),
      weakens("topic_arn", "*", ["Art12"], "one fewer is told"),
      weakens("filter_policy", "*", ["Art12"], "told of a part only"),
    ],
  },
  {
    type: "aws_cloudwatch_metric_alarm",
    rows: [
      weakens("", "removed", ["Art12"], "nobody is told that the copy fails"),
      weakens("actions_enabled", "*", ["Art12"], "the alarm is silent"),
      benign("alarm_actions", "added", "one more is told"),
      weakens("alarm_actions.**", "*", ["Art12", "Art17(1)"], "the alarm is silent"),
      benign("alarm_description|alarm_name", "*", "words for people"),
      benign("comparison_operator", "to GreaterThanOrEqualToThreshold", "it fires a second sooner", LAG),
      weakens("comparison_operator", "*", ["Art12"], "it never fires, or always"),
      weakens("dimensions.**", "*", ["Art12", "Art19(1)"], "about a metric that nobody keeps"),
      benign("evaluation_periods|period", "lowered", "it fires sooner"),
      weakens("evaluation_periods|period", "*", ["Art12"], "it fires later, or never"),
      weakens("metric_name|namespace", "*", ["Art12"], "about a metric that nobody keeps"),
      benign("statistic", "to Maximum", "the peak shows as much as the sum", FAILURES),
      weakens("statistic", "*", ["Art12"], "an average, or a count of values, hides the peak"),
      benign("threshold", "lowered, zero", "it fires sooner"),
      weakens("threshold", "*", ["Art12"], "it fires later, or never"),
      benign(
        "treat_missing_data",
        "*",
        "S3 keeps the metric only while there is something to copy: silence is no lag, whatever it is called",
      ),
    ],
  },
  {
    type: "aws_budgets_budget",
    rows: [
      weakens("", "removed", ["Art17(1)"], "cost shows on the bill only"),
      weakens("budget_type", "*", ["Art17(1)"], "a budget of usage knows no dollars"),
      weakens("limit_amount", "removed, zero", ["Art17(1)"], "a budget without an amount tells nothing"),
      benign("limit_amount", "*", "how much is much is the organisation's choice"),
      refused("limit_unit", "*", "a budget of cost is in the account's currency"),
      benign("name", "*", "words for people"),
      weakens("notification", "removed", ["Art17(1)"], "nobody is told"),
      weakens("notification[0].comparison_operator", "*", ["Art17(1)"], "told while all is well"),
      benign(
        "notification[0].notification_type",
        "to ACTUAL",
        "told when spent instead of when foreseen: still before the limit",
      ),
      refused("notification[0].notification_type|threshold_type", "removed", "a required argument"),
      benign("notification[0].subscriber_sns_topic_arns", "added", "one more is told"),
      benign(
        "notification[0].subscriber_sns_topic_arns[*]",
        "elsewhere",
        "the topic of the copy's region: one account here, and the same people",
        { stack: "sandbox-*" },
      ),
      weakens("notification[0].subscriber_sns_topic_arns.**", "*", ["Art17(1)"], "nobody is told"),
      benign("notification[0].threshold", "lowered, zero", "told sooner"),
      weakens("notification[0].threshold", "*", ["Art17(1)"], "told when it is all spent"),
      benign("notification[0].threshold_type", "to ABSOLUTE_VALUE", "told from 80 dollars on"),
      refused("time_unit", "removed", "a required argument"),
      benign("time_unit", "*", "the same amount for a longer time: told sooner"),
      benign("provider", "another", "one account here: budgets have no region", { stack: "sandbox-*" }),
    ],
  },
];
