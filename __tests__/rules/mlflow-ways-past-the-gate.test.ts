import { evaluate, RULES } from "../../rules";
import { mutated } from "./mutated";
import { add, remove, reword, set, Stacks, type Edit } from "./own-stacks";

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
const TASK = `${STACK}/aws_ecs_task_definition.mlflow_service`;
const SERVICE = `${STACK}/aws_ecs_service.mlflow`;
const SELECTION = `${STACK}/aws_backup_selection.mlflow`;
const SECRET = `${STACK}/aws_secretsmanager_secret.mlflow_gate_login`;
const DATABASE = `${STACK}/aws_db_instance.mlflow`;
const OTHER_GROUP = "sg-0123456789abcdef0";
/** A listener's ARN, as whoever looks into the account reads it. */
const listenerOf = (balancer: string) =>
  `arn:aws:elasticloadbalancing:eu-central-1:210987654321:listener/app/${balancer}/50dc6c495c0c9188/f2f7dc8efc522ab2`;
const rerouted = (stack: string, balancer: string) =>
  add(`${stack}/aws_lb_listener_rule.added`, {
    listener_arn: listenerOf(balancer),
    priority: 1,
    action: [{ type: "redirect" }],
  });
const attached = (type: string, role: Record<string, unknown>): Edit =>
  add(`${STACK}/${type}.added`, { policy_arn: "arn:aws:iam::aws:policy/SecretsManagerReadWrite", ...role });
/** Adds to a container of the service's task. */
const given =
  (name: string, more: Record<string, unknown>): Edit =>
  (stacks) => {
    const values = stacks.values(TASK);
    const all = JSON.parse(String(values["container_definitions"])) as Record<string, unknown>[];
    values["container_definitions"] = JSON.stringify(
      all.map((each) => (each["name"] === name ? { ...each, ...more } : each)),
    );
  };
const first =
  (rule: Record<string, unknown>): Edit =>
  (stacks) => {
    const values = stacks.values(FIREWALL);
    const all = values["rule"] as Record<string, unknown>[];
    values["rule"] = [
      {
        name: "own",
        priority: 0,
        visibility_config: {
          metric_name: "own",
          cloudwatch_metrics_enabled: true,
          sampled_requests_enabled: false,
        },
        ...rule,
      },
      ...all.map((each, index) => ({ ...each, priority: index + 1 })),
    ];
  };
const reworded = (secret: string, from: string, to: string) =>
  reword(`${STACK}/aws_secretsmanager_secret_version.${secret}`, "secret_string_wo", from, to);
const readBack: Edit = (stacks) =>
  Object.assign(stacks.json[STACK] ?? {}, {
    data: {
      aws_secretsmanager_secret_version: {
        peek: { secret_id: "${aws_secretsmanager_secret.mlflow_gate_login.id}" },
      },
    },
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
  ["the service has a second group, of somebody else", "own-security-groups", set(SERVICE, "network_configuration.security_groups", [group("service"), OTHER_GROUP])],
  ["the load balancer has a second group, of somebody else", "own-security-groups", set(BALANCER, "security_groups", [group("load_balancer"), OTHER_GROUP])],
  ["a rule of the listener is written by its ARN", "listener-forwards", rerouted(STACK, "mlflow-production")],
  ["a rule of the listener stands in another stack", "listener-forwards", rerouted("production-evidence-vault", "mlflow-production")],
  ["a rule is of a listener that nobody knows", "listener-forwards", add(`${STACK}/aws_lb_listener_rule.added`, { listener_arn: "${var.listener}" })],
  ["one of AWS's policies is attached to the tasks' role", "task-rights-needed", attached("aws_iam_role_policy_attachment", { role: "${aws_iam_role.mlflow_task.name}" })],
  ["it is attached by the role's name", "task-rights-needed", attached("aws_iam_role_policy_attachment", { role: "ai-act-evidence-production-mlflow-task" })],
  ["it is attached to several roles at once", "execution-rights-needed", attached("aws_iam_policy_attachment", { name: "more", roles: ["another", "${aws_iam_role.mlflow_execution.name}"] })],
  ["it is attached to the schedules' role", "scheduler-rights-needed", attached("aws_iam_role_policy_attachment", { role: "${aws_iam_role.mlflow_scheduler.name}" })],
  ["AWS answers to another address in the gate", "containers-confined", given("gate", { extraHosts: [{ hostname: "sts.eu-central-1.amazonaws.com", ipAddress: "10.0.0.9" }] })],
  ["the gate asks another resolver", "containers-confined", given("gate", { dnsServers: ["10.9.9.9"] })],
  ["the gate starts in a folder that it may write to", "containers-confined", given("gate", { workingDirectory: "/tmp" })],
  ["the gate's own files are covered", "containers-confined", given("gate", { linuxParameters: { capabilities: { drop: ["ALL"] }, initProcessEnabled: true, tmpfs: [{ containerPath: "/app", size: 10 }] } })],
  ["a proxy takes the connections of the task", "task-isolated", set(TASK, "proxy_configuration", { type: "APPMESH", container_name: "gate" })],
  ["Service Connect puts its proxy into the task", "gate-in-front", set(SERVICE, "service_connect_configuration", { enabled: true })],
  ["VPC Lattice leads to the task", "gate-in-front", set(SERVICE, "vpc_lattice_configurations", [{ port_name: "gate" }])],
  ["somebody else deploys the service", "gate-in-front", set(SERVICE, "deployment_controller", { type: "EXTERNAL" })],
  ["some requests go to the target group of another version", "gate-in-front", set(SERVICE, "load_balancer.0.advanced_configuration", { alternate_target_group_arn: "elsewhere" })],
  ["the firewall is declared, and made not once", "firewall-before-load-balancer", set(`${STACK}/aws_wafv2_web_acl_association.mlflow`, "count", 0)],
  ["the flow log is declared for each of none", "flow-log-complete", set(`${STACK}/aws_flow_log.mlflow`, "for_each", {})],
  ["a group of rules that is not seen comes first", "firewall-blocks", first({ override_action: { none: {} }, statement: { rule_group_reference_statement: { arn: "arn:aws:wafv2:eu-central-1:210987654321:regional/rulegroup/own/1" } } })],
  ["a rule of a group is excluded in the older manner", "firewall-blocks", set(FIREWALL, `${COMMON}.excluded_rule`, [{ name: "NoUserAgent_HEADER" }])],
  ["backups are made where a tag says so", "backups-often", set(SELECTION, "condition", [{ string_equals: [{ key: "aws:ResourceTag/backup", value: "yes" }] }])],
  ["backups are made where one of several tags says so", "backups-often", set(SELECTION, "selection_tag", [{ type: "STRINGEQUALS", key: "backup", value: "yes" }])],
  ["all databases are left out of backups", "backups-often", set(SELECTION, "not_resources", ["arn:aws:rds:*:*:db:*"])],
  ["a secret's own policy lets everyone read it", "secret-closed", set(SECRET, "policy", JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action: "secretsmanager:GetSecretValue", Resource: "*" }] }))],
  ["a secret is copied under a key of AWS", "kept-under-own-key", set(SECRET, "replica", [{ region: "us-east-1" }])],
  ["MLflow is given the gate's password", "secret-random", reworded("mlflow_mlflow_login", "ephemeral.aws_secretsmanager_random_password.mlflow_mlflow_login", "ephemeral.aws_secretsmanager_random_password.mlflow_gate_login")],
  ["the gate believes a database elsewhere", "secrets-where-needed", reworded("mlflow_gate_login", "${aws_db_instance.mlflow.address}", "database.example.org")],
  ["a secret is read into the state", "secret-not-in-plan", readBack],
  ["texts of queries are kept under a key of AWS", "kept-under-own-key", set(DATABASE, "performance_insights_enabled", true)],
  ["rights of IAM log in to the database", "database-owner-managed", set(DATABASE, "iam_database_authentication_enabled", true)],
  ["a directory logs in to the database", "database-owner-managed", set(DATABASE, "domain", "d-0123456789")],
  ["everyone takes failed starts out of their queue", "failed-starts-kept", set(`${STACK}/aws_sqs_queue.mlflow_dead_letters`, "policy", JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action: "sqs:*", Resource: "*" }] }))],
  ["logs are of a class that keeps none", "program-logs-kept", set(`${STACK}/aws_cloudwatch_log_group.mlflow_gate`, "log_group_class", "DELIVERY")],
];

// prettier-ignore
const HARMLESS: readonly (readonly [what: string, edit: Edit])[] = [
  ["a narrower range reaches the load balancer", set(range, "cidr_ipv4", "10.20.0.0/16")],
  ["the firewall keeps floods off sooner", set(FIREWALL, "rule.3.statement.rate_based_statement.limit", 10_000)],
  ["the firewall has one more rule that blocks", set(FIREWALL, "rule.4", { name: "more", priority: 9, action: { block: {} }, statement: { geo_match_statement: { country_codes: ["AQ"] } }, visibility_config: { metric_name: "more", cloudwatch_metrics_enabled: true, sampled_requests_enabled: false } })],
  ["TLS 1.3 by a policy for federal standards", set(LISTENER, "ssl_policy", "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04")],
  ["access logs are kept longer", set(`${STACK}/aws_s3_bucket_lifecycle_configuration.mlflow_access_log`, "rule.0.expiration.0.days", 731)],
  ["AWS writes out what nobody wrote", given("gate", { cpu: 0, systemControls: [], volumesFrom: [], extraHosts: null, interactive: false, versionConsistency: "enabled" })],
  ["a program may open more files, and ends sooner", given("mlflow", { ulimits: [{ name: "nofile", softLimit: 65_536, hardLimit: 65_536 }], stopTimeout: 60, memoryReservation: 1024 })],
  ["a rule is of the listener of another load balancer", rerouted(STACK, "of-another-team")],
  ["a policy is attached to a role of another team", attached("aws_iam_role_policy_attachment", { role: "of-another-team" })],
  ["a selection of backups has conditions, and none in them", set(SELECTION, "condition", [{ string_equals: [], string_like: [] }])],
  ["texts of queries are kept under the key of the service", (stacks) => { set(DATABASE, "performance_insights_enabled", true)(stacks); set(DATABASE, "performance_insights_kms_key_id", "${aws_kms_key.mlflow.arn}")(stacks); }],
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
