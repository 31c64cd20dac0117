import { mutated } from "./mutated";
import { add, remove, reword, set, withoutStatement, type Edit } from "./own-stacks";
import { hide } from "./places";

const STACK = "production-mlflow";
const group = (part: string) => `${STACK}/aws_security_group.mlflow_${part}`;
const way = (direction: "ingress" | "egress", name: string) =>
  `${STACK}/aws_vpc_security_group_${direction}_rule.mlflow_${name}`;
const endpoint = (service: string) => `${STACK}/aws_vpc_endpoint.mlflow_${service}`;
const BALANCER = `${STACK}/aws_lb.mlflow`;
const LISTENER = `${STACK}/aws_lb_listener.mlflow`;
const FIREWALL = `${STACK}/aws_wafv2_web_acl.mlflow`;
const FIREWALL_LOG = `${STACK}/aws_wafv2_web_acl_logging_configuration.mlflow`;
const FIREWALL_LOG_POLICY = `${STACK}/aws_cloudwatch_log_resource_policy.mlflow_firewall`;
const FLOW_LOG = `${STACK}/aws_flow_log.mlflow`;
const VPC = `${STACK}/aws_vpc.mlflow`;
const DEFAULT_GROUP = `${STACK}/aws_default_security_group.mlflow_default`;
const SERVICE = `${STACK}/aws_ecs_service.mlflow`;
const ROUTES = `${STACK}/aws_route_table.mlflow_private_a`;
const accessLog = (type = "") => `${STACK}/aws_s3_bucket${type}.mlflow_access_log`;
const rule = (index: number, path: string) => `rule.${index}.${path}`;
const OVERRIDES = "statement.managed_rule_group_statement.rule_action_override";

/** A way into a group, from every address. */
const fromAnywhere = (part: string, port: number): Edit =>
  add(way("ingress", "added"), {
    security_group_id: `\${aws_security_group.mlflow_${part}.id}`,
    cidr_ipv4: "0.0.0.0/0",
    ip_protocol: "tcp",
    from_port: port,
    to_port: port,
  });

/** How that way is told. */
const anywhere = (port: number) => `0.0.0.0/0 on port ${port} (${way("ingress", "added")})`;

/** A listener beside the one for HTTPS. */
const PLAIN_LISTENER = `${STACK}/aws_lb_listener.plain`;
const plainListener: Edit = add(PLAIN_LISTENER, {
  load_balancer_arn: "${aws_lb.mlflow.arn}",
  port: 80,
  protocol: "HTTP",
  default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.mlflow.arn}" }],
});

/** Rows as in `trios.ts`, about MLflow's network, load balancer and firewall. */
// prettier-ignore
export const MLFLOW_NETWORK_TRIOS: readonly (readonly [rule: string, at: string, unmet: Edit, reason: string, unknown: Edit | undefined])[] = [
  ["gate-behind-load-balancer", group("service"), fromAnywhere("service", 5000), `reached in other ways: ${anywhere(5000)}`, hide(way("ingress", "service_from_load_balancer"), "from_port")],
  ["jobs-reached-by-nobody", group("jobs"), fromAnywhere("jobs", 5000), `reached in other ways: ${anywhere(5000)}`, hide(way("ingress", "service_from_load_balancer"), "security_group_id")],
  ["database-behind-tasks", group("database"), fromAnywhere("database", 5432), `reached in other ways: ${anywhere(5432)}`, hide(way("ingress", "database_from_jobs"), "to_port")],
  ["endpoints-behind-tasks", group("endpoints"), fromAnywhere("endpoints", 443), `reached in other ways: ${anywhere(443)}`, hide(way("ingress", "endpoints_from_jobs"), "ip_protocol")],
  ["load-balancer-ranges", group("load_balancer"), fromAnywhere("load_balancer", 443), "it is internal, and open to every address", hide(way("ingress", "load_balancer_from_10_0_0_0_8"), "cidr_ipv4")],
  ["ways-out-few", group("database"), set(group("database"), "egress", [{ from_port: 443, to_port: 443, protocol: "tcp", cidr_blocks: ["0.0.0.0/0"] }]), `other ways out: 0.0.0.0/0 on port 443 (${group("database")})`, hide(way("egress", "service_to_database"), "security_group_id")],
  ["own-security-groups", BALANCER, set(BALANCER, "security_groups", undefined), "it has no security group of ours", undefined],
  ["unused-groups-closed", DEFAULT_GROUP, set(DEFAULT_GROUP, "ingress", [{ protocol: "-1", from_port: 0, to_port: 0, self: true }]), "it has 1 rules", hide(DEFAULT_GROUP, "ingress")],
  ["default-group-declared", VPC, remove(DEFAULT_GROUP), "it is as AWS made it", undefined],
  ["tasks-in-private-subnets", SERVICE, set(ROUTES, "route", [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.mlflow.id}" }]), "public, or without routes of its own: aws_subnet.mlflow_private_a", hide(ROUTES, "route")],
  ["buckets-by-endpoint", ROUTES, remove(endpoint("s3")), "requests to S3 take the way to the internet", hide(endpoint("s3"), "route_table_ids")],
  ["endpoint-policy-closed", endpoint("kms"), set(endpoint("kms"), "policy", undefined), "it has no policy of its own: everything is let through", hide(endpoint("kms"), "policy")],
  ["endpoint-lets-own-through", endpoint("s3"), withoutStatement(endpoint("s3"), "Layers"), "shut out from arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*", hide(endpoint("s3"), "policy")],
  ["flow-log-complete", VPC, set(FLOW_LOG, "traffic_type", "REJECT"), "its flow log leaves connections out", hide(FLOW_LOG, "traffic_type")],
  ["flow-log-may-write", FLOW_LOG, reword(`${STACK}/aws_iam_role_policy.mlflow_flow_log`, "policy", '"logs:PutLogEvents",', ""), "its role lacks logs:PutLogEvents", hide(FLOW_LOG, "iam_role_arn")],
  ["load-balancer-stays", BALANCER, set(BALANCER, "enable_deletion_protection", undefined), "enable_deletion_protection is not true", hide(BALANCER, "enable_deletion_protection")],
  ["load-balancer-strict", BALANCER, set(BALANCER, "desync_mitigation_mode", "monitor"), "desynchronization is monitor", hide(BALANCER, "desync_mitigation_mode")],
  ["access-log-on", BALANCER, set(BALANCER, "access_logs.enabled", false), "its access log is off", hide(BALANCER, "access_logs.enabled")],
  ["access-log-delivered", accessLog(), withoutStatement(accessLog("_policy"), "LoadBalancerWrites"), "load balancers may not write", hide(accessLog("_policy"), "policy")],
  ["access-log-days", accessLog(), set(accessLog("_lifecycle_configuration"), "rule.0.expiration.0.days", 7), "kept 7 days, 30 at the least", hide(accessLog("_lifecycle_configuration"), "rule.0.expiration.0.days")],
  ["listener-modern-tls", PLAIN_LISTENER, plainListener, "it speaks HTTP", add(PLAIN_LISTENER, { protocol: "${var.hidden}" })],
  ["listener-forwards", LISTENER, set(LISTENER, "default_action.0.type", "redirect"), "its default action is redirect", hide(LISTENER, "default_action.0.target_group_arn")],
  ["firewall-before-load-balancer", BALANCER, remove(`${STACK}/aws_wafv2_web_acl_association.mlflow`), "no firewall is associated with it", hide(`${STACK}/aws_wafv2_web_acl_association.mlflow`, "web_acl_arn")],
  ["firewall-blocks", FIREWALL, set(FIREWALL, rule(1, "override_action"), { count: {} }), "AWSManagedRulesCommonRuleSet does not block", hide(FIREWALL, "rule")],
  ["firewall-lets-artifacts-through", FIREWALL, set(FIREWALL, rule(1, `${OVERRIDES}.6.action_to_use`), { block: {} }), "they are blocked by SizeRestrictions_BODY", hide(FIREWALL, rule(1, `${OVERRIDES}`))],
  ["firewall-limits-rate", FIREWALL, set(FIREWALL, rule(3, "action"), { count: {} }), "nothing limits the requests of one address", hide(FIREWALL, rule(3, "statement.rate_based_statement.limit"))],
  ["firewall-logged", FIREWALL, set(FIREWALL_LOG, "logging_filter", { default_behavior: "DROP", filter: [] }), "a filter leaves requests out of its log", hide(FIREWALL_LOG, "log_destination_configs")],
  ["log-delivery-bound", FIREWALL_LOG_POLICY, mutated(`${FIREWALL_LOG_POLICY} policy_document.Statement[Allow FirewallWrites].Condition: removed`), "open to delivery.logs.amazonaws.com", hide(FIREWALL_LOG_POLICY, "policy_document")],
  ["firewall-log-without-secrets", FIREWALL, set(FIREWALL_LOG, "redacted_fields", [{ single_header: { name: "Cookie" } }]), "its log holds authorization", hide(FIREWALL_LOG, "redacted_fields")],
];

// prettier-ignore
export const MLFLOW_NETWORK_MEASURED: readonly (readonly [rule: string, at: string, edit: Edit, before: number, after: number])[] = [
  ["load-balancer-exposure", BALANCER, set(BALANCER, "internal", false), 0, 1],
];
