import { evaluate, RULES } from "../../rules";
import { mutated } from "./mutated";
import { add, remove, set, Stacks, type Edit } from "./own-stacks";

const STACK = "production-mlflow";
const group = (part: string) => `\${aws_security_group.mlflow_${part}.id}`;
const BALANCER = `${STACK}/aws_lb.mlflow`;
const LISTENER = `${STACK}/aws_lb_listener.mlflow`;
const FIREWALL = `${STACK}/aws_wafv2_web_acl.mlflow`;
const FIREWALL_LOG = `${STACK}/aws_wafv2_web_acl_logging_configuration.mlflow`;
const COMMON = "rule.1.statement.managed_rule_group_statement";
const endpoint = (service: string) => `${STACK}/aws_vpc_endpoint.mlflow_${service}`;
const range = `${STACK}/aws_vpc_security_group_ingress_rule.mlflow_load_balancer_from_10_0_0_0_8`;

const wayIn = (into: string, values: Record<string, unknown>): Edit =>
  add(`${STACK}/aws_vpc_security_group_ingress_rule.added`, {
    security_group_id: group(into),
    ip_protocol: "tcp",
    ...values,
  });
const onPort = (port: number) => ({ from_port: port, to_port: port });

/** How rules find what edits of the stacks do to them, compared with what they said before. */
function newly(edit: Edit, rules = RULES): readonly string[] {
  const [before, after] = [new Stacks(), new Stacks()];
  edit(after);
  const open = (stacks: Stacks) =>
    evaluate(rules, stacks.set())
      .verdicts.filter(({ verdict }) => verdict === "unmet" || verdict === "unknown")
      .map(({ rule }) => rule);
  const was = new Set(open(before));
  return [...new Set(open(after))].filter((rule) => !was.has(rule));
}

// prettier-ignore
const WEAKENED: readonly (readonly [what: string, rule: string, edit: Edit])[] = [
  ["jobs reach the gate's port", "gate-behind-load-balancer", wayIn("service", { referenced_security_group_id: group("jobs"), ...onPort(8080) })],
  ["the load balancer reaches MLflow's own port", "gate-behind-load-balancer", wayIn("service", { referenced_security_group_id: group("load_balancer"), ...onPort(5000) })],
  ["a range of the office reaches the gate", "gate-behind-load-balancer", wayIn("service", { cidr_ipv4: "10.0.0.0/8", ...onPort(8080) })],
  ["a list of ranges reaches the gate", "gate-behind-load-balancer", wayIn("service", { prefix_list_id: "pl-0123456789abcdef0", ...onPort(8080) })],
  ["a security group of somebody else reaches the gate", "gate-behind-load-balancer", wayIn("service", { referenced_security_group_id: "sg-0123456789abcdef0", ...onPort(8080) })],
  ["every port of the gate's task is open to the load balancer", "gate-behind-load-balancer", wayIn("service", { referenced_security_group_id: group("load_balancer"), from_port: 1, to_port: 65535 })],
  ["every protocol is", "gate-behind-load-balancer", wayIn("service", { referenced_security_group_id: group("load_balancer"), ip_protocol: "-1" })],
  ["a way in is written in the older manner", "gate-behind-load-balancer", add(`${STACK}/aws_security_group_rule.added`, { type: "ingress", security_group_id: group("service"), cidr_blocks: ["0.0.0.0/0"], protocol: "tcp", ...onPort(8080) })],
  ["tasks of the service reach each other", "gate-behind-load-balancer", add(`${STACK}/aws_security_group_rule.added`, { type: "ingress", security_group_id: group("service"), self: true, protocol: "-1", from_port: 0, to_port: 0 })],
  ["the load balancer reaches the database", "database-behind-tasks", wayIn("database", { referenced_security_group_id: group("load_balancer"), ...onPort(5432) })],
  ["the database is reached by a shell", "database-behind-tasks", wayIn("database", { referenced_security_group_id: group("service"), ...onPort(22) })],
  ["an address of IPv6 reaches the load balancer", "load-balancer-ranges", wayIn("load_balancer", { cidr_ipv6: "::/0", ...onPort(443) })],
  ["plain HTTP reaches the load balancer", "load-balancer-ranges", wayIn("load_balancer", { cidr_ipv4: "10.0.0.0/8", ...onPort(80) })],
  ["the database speaks to the internet", "ways-out-few", add(`${STACK}/aws_vpc_security_group_egress_rule.added`, { security_group_id: group("database"), cidr_ipv4: "0.0.0.0/0", ip_protocol: "tcp", ...onPort(443) })],
  ["tasks speak by every port", "ways-out-few", set(`${STACK}/aws_vpc_security_group_egress_rule.mlflow_service_to_https`, "ip_protocol", "-1")],
  ["tasks share the load balancer's group", "gate-behind-load-balancer", set(`${STACK}/aws_ecs_service.mlflow`, "network_configuration.security_groups", [group("load_balancer")])],
  ["a group that nothing uses waits, open", "unused-groups-closed", add(`${STACK}/aws_security_group.spare`, { name: "spare", ingress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }] })],
  ["the database moves into a public subnet", "tasks-in-private-subnets", set(`${STACK}/aws_db_subnet_group.mlflow`, "subnet_ids", ["${aws_subnet.mlflow_public_a.id}", "${aws_subnet.mlflow_private_b.id}"])],
  ["a private route table leads to the internet", "tasks-in-private-subnets", add(`${STACK}/aws_route.added`, { route_table_id: "${aws_route_table.mlflow_private_a.id}", destination_cidr_block: "198.51.100.0/24", gateway_id: "igw-0123456789abcdef0" })],
  ["tasks may read buckets of anybody", "endpoint-policy-closed", mutated(`${endpoint("s3")} policy.Statement[Allow OwnBuckets].Resource: widened`)],
  ["an endpoint lets credentials of others through", "endpoint-policy-closed", mutated(`${endpoint("secretsmanager")} policy.Statement[Allow OwnPrincipals].Condition: removed`)],
  ["the vault cannot be reached from the network", "endpoint-lets-own-through", mutated(`${endpoint("s3")} policy.Statement[Allow OwnBuckets].Resource[arn:aws:s3:::ai-act-evidence-production-210987654321/*]: removed`)],
  ["the flow log records what was refused alone", "flow-log-complete", set(`${STACK}/aws_flow_log.mlflow`, "traffic_type", "REJECT")],
  ["the flow log is gone", "flow-log-complete", remove(`${STACK}/aws_flow_log.mlflow`)],
  ["older TLS is taken", "listener-modern-tls", set(LISTENER, "ssl_policy", "ELBSecurityPolicy-TLS13-1-2-2021-06")],
  ["the default of the provider is taken for TLS", "listener-modern-tls", set(LISTENER, "ssl_policy", undefined)],
  ["some requests go to another target group", "listener-forwards", add(`${STACK}/aws_lb_listener_rule.added`, { listener_arn: "${aws_lb_listener.mlflow.arn}", action: [{ type: "forward", target_group_arn: "elsewhere" }] })],
  ["the access log goes into a bucket of somebody else", "access-log-on", set(BALANCER, "access_logs.bucket", "bucket-of-somebody-else")],
  ["the access log's bucket gets a key, with which nothing is delivered", "access-log-delivered", set(`${STACK}/aws_s3_bucket_server_side_encryption_configuration.mlflow_access_log`, "rule.0.apply_server_side_encryption_by_default", { sse_algorithm: "aws:kms", kms_master_key_id: "${aws_kms_key.mlflow.arn}" })],
  ["the access log is to go into the vault, which takes none", "encrypted-with-own-key", set(BALANCER, "access_logs.bucket", "${aws_s3_bucket.mlflow_artifacts.id}")],
  ["the firewall passes what it has no time for", "load-balancer-strict", set(BALANCER, "enable_waf_fail_open", true)],
  ["the firewall is there and before nothing", "firewall-before-load-balancer", remove(`${STACK}/aws_wafv2_web_acl_association.mlflow`)],
  ["a whole group of rules only counts", "firewall-blocks", set(FIREWALL, "rule.2.override_action", { count: {} })],
  ["one rule of a group only counts", "firewall-blocks", set(FIREWALL, `${COMMON}.rule_action_override.8`, { name: "NoUserAgent_HEADER", action_to_use: { count: {} } })],
  ["the rule about large bodies blocks, and artifacts are refused", "firewall-lets-artifacts-through", set(FIREWALL, `${COMMON}.rule_action_override.6.action_to_use`, { block: {} })],
  ["no rule is softened, and artifacts are refused", "firewall-lets-artifacts-through", set(FIREWALL, `${COMMON}.rule_action_override`, undefined)],
  ["the limit stops a training run", "firewall-limits-rate", set(FIREWALL, "rule.3.statement.rate_based_statement.limit", 100)],
  ["tokens stand in the firewall's log", "firewall-log-without-secrets", set(FIREWALL_LOG, "redacted_fields", [])],
  ["samples of requests are kept", "firewall-log-without-secrets", set(FIREWALL, "rule.0.visibility_config.sampled_requests_enabled", true)],
];

// prettier-ignore
const HARMLESS: readonly (readonly [what: string, edit: Edit])[] = [
  ["a narrower range reaches the load balancer", set(range, "cidr_ipv4", "10.20.0.0/16")],
  ["the firewall keeps floods off sooner", set(FIREWALL, "rule.3.statement.rate_based_statement.limit", 10_000)],
  ["the firewall has one more rule that blocks", set(FIREWALL, "rule.4", { name: "more", priority: 9, action: { block: {} }, statement: { geo_match_statement: { country_codes: ["AQ"] } }, visibility_config: { metric_name: "more", cloudwatch_metrics_enabled: true, sampled_requests_enabled: false } })],
  ["TLS 1.3 by a policy for federal standards", set(LISTENER, "ssl_policy", "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04")],
  ["access logs are kept longer", set(`${STACK}/aws_s3_bucket_lifecycle_configuration.mlflow_access_log`, "rule.0.expiration.0.days", 731)],
  ["an endpoint more is there for tasks", add(endpoint("events"), { vpc_id: "${aws_vpc.mlflow.id}", service_name: "com.amazonaws.eu-central-1.events", vpc_endpoint_type: "Interface", subnet_ids: ["${aws_subnet.mlflow_private_a.id}"], security_group_ids: [group("endpoints")], policy: JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action: "events:*", Resource: "*", Condition: { StringEquals: { "aws:PrincipalAccount": "210987654321" } } }] }) })],
];

describe("A way past the gate, or into the open, is seen", () => {
  it.each(WEAKENED)("%s (%s)", (_, rule, edit) => {
    expect(
      newly(
        edit,
        RULES.filter(({ id }) => id === rule),
      ),
    ).toEqual([rule]);
  });
});

describe("What opens nothing raises no alarm", () => {
  it.each(HARMLESS)("%s", (_, edit) => expect(newly(edit)).toEqual([]));
});
