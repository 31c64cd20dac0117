import { benign, refused, weakens, type Directions } from "../direction";

const LOG = { name: "mlflow_access_log" };
const NOT_ONE = "no such thing as it would name";
const GROUP = "rule[*].statement.managed_rule_group_statement";

/** Load balancer, firewall, and what both write down. */
export const MLFLOW_ENTRANCE: readonly Directions[] = [
  {
    type: "aws_lb",
    rows: [
      weakens("", "removed", ["Art15", "Art17(1)", "Art78"], "nobody reaches the gate, or in another way"),
      weakens("access_logs.**", "*", ["Art15", "Art17(1)"], "who tried to get in is not on record"),
      weakens(
        "desync_mitigation_mode|drop_invalid_header_fields",
        "*",
        ["Art15", "Art17(1)"],
        "a request may become two, the second past firewall and gate",
      ),
      weakens("enable_deletion_protection", "*", ["Art17(1)"], "it may be deleted by mistake"),
      benign("enable_waf_fail_open", "removed", "off is the provider's default"),
      weakens("enable_waf_fail_open", "flipped", ["Art15"], "who overloads the firewall passes it"),
      benign("idle_timeout", "*", "how long an upload may be silent: one that is broken off is sent again"),
      weakens("internal", "*", ["Art15", "Art78"], "it faces the internet"),
      benign("load_balancer_type", "removed", "application is the provider's default"),
      refused("load_balancer_type", "*", NOT_ONE),
      refused("name", "*", "it would be made anew, and deletion protection keeps this one"),
      refused("security_groups|subnets", "added", NOT_ONE),
      weakens("security_groups.**", "*", ["Art15", "Art78"], "others reach it than the declared ranges"),
      refused("subnets", "removed, emptied", "a load balancer stands in two zones at least"),
      benign("subnets[*]", "*", "in which zones it stands is availability"),
    ],
  },
  {
    type: "aws_lb_listener",
    rows: [
      weakens("", "removed", ["Art15", "Art17(1)", "Art78"], "nobody reaches the gate, or in another way"),
      weakens("certificate_arn", "removed", ["Art15", "Art78"], "clients cannot tell whom they speak with"),
      refused("certificate_arn", "changed, emptied", NOT_ONE),
      weakens("default_action.**", "*", ["Art17(1)", "Art78"], "requests and tokens go elsewhere"),
      refused("load_balancer_arn", "*", NOT_ONE),
      benign("port", "*", "the security group opens 443 alone: nobody reaches it on another"),
      weakens("protocol|ssl_policy", "*", ["Art15", "Art78"], "tokens travel in the open, or by older TLS"),
    ],
  },
  {
    type: "aws_lb_target_group",
    rows: [
      weakens("", "removed", ["Art15", "Art17(1)", "Art78"], "nobody reaches the gate, or in another way"),
      benign(
        "deregistration_delay|name|port|protocol|target_type|vpc_id",
        "*",
        "set wrongly, nobody is answered: the security group opens the gate's port alone",
      ),
      benign(
        "health_check.**",
        "*",
        "set wrongly, no task is asked, or one that does not answer: availability",
      ),
    ],
  },
  {
    type: "aws_s3_bucket",
    rows: [weakens("tags.**", "removed, emptied", ["Art78"], "by its tag it counts as one of ours", LOG)],
  },
  {
    type: "aws_s3_bucket_policy",
    rows: [
      weakens(
        "policy.Statement[Allow LoadBalancerWrites].**",
        "*",
        ["Art15", "Art17(1)", "Art78"],
        "nothing is written, or by load balancers of others",
      ),
    ],
  },
  {
    type: "aws_s3_bucket_server_side_encryption_configuration",
    rows: [
      weakens(
        "rule[*].apply_server_side_encryption_by_default.sse_algorithm",
        "*",
        ["Art15", "Art17(1)"],
        "load balancers use no keys of KMS: nothing is written",
        LOG,
      ),
    ],
  },
  {
    type: "aws_s3_bucket_lifecycle_configuration",
    rows: [
      weakens(
        "rule",
        "removed, all expires after a day",
        ["Art15", "Art78"],
        "an intrusion is found after its traces went, or people's addresses pile up",
        LOG,
      ),
      weakens(
        "rule[end-of-logs].expiration",
        "removed",
        ["Art15", "Art78"],
        "people's addresses pile up without a purpose",
      ),
      weakens(
        "rule[end-of-logs].expiration[0].days",
        "removed, lowered, zero",
        ["Art15", "Art78"],
        "an intrusion is found after its traces went",
      ),
      benign("rule[end-of-logs].expiration[0].days", "*", "they are kept longer"),
      weakens("rule[end-of-logs].status", "to Disabled", ["Art78"], "people's addresses pile up"),
      refused("rule[end-of-logs].status", "removed", "a required argument"),
      benign("rule[end-of-logs].filter.**", "*", "a rule without a filter is about everything, too"),
      benign("rule[end-of-logs].id", "*", "a word for people"),
    ],
  },
  {
    type: "aws_wafv2_web_acl",
    rows: [
      weakens("", "removed", ["Art15"], "floods and known attacks reach the gate"),
      refused("default_action.**", "removed", "one of allow and block is required"),
      refused("name|scope", "*", "it would be made anew, and one that is associated is not deleted"),
      weakens("rule", "removed, emptied", ["Art15"], "floods and known attacks reach the gate"),
      weakens("rule", "lets some through unasked", ["Art15"], "whom it lets through is asked nothing more"),
      weakens("rule[*]", "removed", ["Art15"], "floods, known attacks or sources of bad name reach the gate"),
      benign("rule[*].name|priority", "*", "a word for people, and an order in which all are asked"),
      refused("rule[*].override_action.**", "removed", "a rule that asks a group says what becomes of it"),
      weakens("rule[*].override_action", "counts only", ["Art15"], "what it finds passes"),
      weakens("rule[*].action.**", "*", ["Art15"], "what it finds passes"),
      weakens(`${GROUP}.scope_down_statement`, "*", ["Art15"], "all other requests pass"),
      weakens(
        `${GROUP}.rule_action_override`,
        "one more counts",
        ["Art15"],
        "what a rule finds passes, and no artifact needs that",
      ),
      weakens(
        `${GROUP}.rule_action_override.**`,
        "*",
        ["Art17(1)", "Art18(1)"],
        "artifacts, parameters or long queries are refused",
      ),
      benign(
        "rule[flood].statement.rate_based_statement.evaluation_window_sec",
        "raised, removed",
        "the same limit in more time, or in the five minutes that are AWS's own",
      ),
      benign("rule[flood].statement.rate_based_statement.limit", "lowered", "it keeps off more"),
      weakens(
        "rule[*].statement.**",
        "*",
        ["Art15", "Art17(1)"],
        "floods, known attacks or sources of bad name reach the gate",
      ),
      benign(
        "visibility_config.cloudwatch_metrics_enabled|metric_name",
        "*",
        "counts for people: what was blocked stands in the log",
      ),
      benign(
        "rule[*].visibility_config.cloudwatch_metrics_enabled|metric_name",
        "*",
        "counts for people: what was blocked stands in the log",
      ),
      weakens("visibility_config.**", "*", ["Art78", "Art17(1)"], "samples hold tokens"),
      weakens("rule[*].visibility_config.**", "*", ["Art78", "Art17(1)"], "samples hold tokens"),
    ],
  },
  {
    type: "aws_wafv2_web_acl_association",
    rows: [
      weakens("", "removed", ["Art15"], "no firewall stands before the load balancer"),
      weakens("resource_arn|web_acl_arn", "*", ["Art15"], "no firewall stands before the load balancer"),
    ],
  },
  {
    type: "aws_wafv2_web_acl_logging_configuration",
    rows: [
      weakens("", "removed", ["Art15", "Art17(1)"], "who tried what is not on record"),
      refused("log_destination_configs", "added", NOT_ONE),
      weakens("log_destination_configs.**", "*", ["Art15", "Art17(1)"], "who tried what is not on record"),
      weakens("resource_arn|logging_filter", "*", ["Art15", "Art17(1)"], "who tried what is not on record"),
      weakens("redacted_fields.**", "*", ["Art78", "Art17(1)"], "tokens stand in the log"),
    ],
  },
  {
    type: "aws_cloudwatch_log_resource_policy",
    rows: [
      weakens("", "removed", ["Art15", "Art17(1)"], "the firewall's log may not be written"),
      benign("policy_name", "*", "a word for people"),
      benign(
        "policy_document.Statement[Allow FirewallWrites].Condition.ArnLike.aws:SourceArn",
        "removed, one more, widened",
        "the condition on the account still binds it",
      ),
      weakens(
        "policy_document.**",
        "*",
        ["Art15", "Art17(1)", "Art78"],
        "the firewall's log may not be written, or by others, too",
      ),
    ],
  },
];
