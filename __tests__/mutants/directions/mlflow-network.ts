import { benign, refused, weakens, type Directions } from "../direction";

const PRIVATE = { name: "mlflow_private_*" };
const PUBLIC = { name: "mlflow_public*" };
const LOST = "told as destroyed: the service is reached, or reaches others, in another way than declared";
const SHUT = "without a way out the service signs nobody in: it shows at once, and nothing gets in";
const NOT_ONE = "no such thing as it would name";

/** Networks: who reaches whom, and by which way. */
export const MLFLOW_NETWORK: readonly Directions[] = [
  {
    type: "aws_vpc",
    rows: [
      weakens("", "removed", ["Art15", "Art17(1)", "Art78"], LOST),
      refused("cidr_block", "*", "no range, or no range at all"),
      benign(
        "enable_dns_hostnames|enable_dns_support",
        "*",
        "names of endpoints lead out of the network then, to the same services and by TLS",
      ),
    ],
  },
  {
    type: "aws_default_security_group",
    rows: [
      weakens("", "removed", ["Art15"], "it is as AWS made it: its members speak with each other"),
      weakens("vpc_id", "*", ["Art15"], "it is as AWS made it: its members speak with each other"),
      weakens(
        "ingress|egress",
        "from its members, to anywhere",
        ["Art15"],
        "what names no group of its own is open",
      ),
      benign("ingress|egress", "removed", "the provider takes every rule away when it takes the group over"),
    ],
  },
  {
    type: "aws_subnet",
    rows: [
      weakens("", "removed", ["Art15", "Art17(1)", "Art78"], LOST),
      benign("availability_zone", "removed", "AWS takes one: where the service stands is availability"),
      refused("availability_zone|cidr_block|vpc_id", "*", NOT_ONE),
    ],
  },
  {
    type: "aws_internet_gateway",
    rows: [weakens("", "removed", ["Art15", "Art17(1)", "Art78"], LOST), benign("vpc_id", "*", SHUT)],
  },
  {
    type: "aws_eip",
    rows: [
      weakens("", "removed", ["Art15", "Art17(1)", "Art78"], LOST),
      benign("domain", "removed", "vpc is what AWS makes of it"),
      refused("domain", "*", NOT_ONE),
    ],
  },
  {
    type: "aws_nat_gateway",
    rows: [
      weakens("", "removed", ["Art15", "Art17(1)", "Art78"], LOST),
      benign("allocation_id|subnet_id", "*", SHUT),
    ],
  },
  {
    type: "aws_route_table",
    rows: [
      weakens("", "removed", ["Art15", "Art17(1)", "Art78"], LOST),
      weakens("route", "to the internet", ["Art15", "Art17(1)"], "a private subnet is a public one", PRIVATE),
      benign("route", "to the internet", "it has that route already", PUBLIC),
      refused("vpc_id", "*", NOT_ONE),
    ],
  },
  {
    type: "aws_route",
    rows: [
      weakens("", "removed", ["Art15", "Art17(1)", "Art78"], LOST),
      refused("destination_cidr_block", "*", NOT_ONE),
      refused("route_table_id|gateway_id|nat_gateway_id", "removed", "a route without a table, or a target"),
      benign("gateway_id", "elsewhere", SHUT),
      benign("nat_gateway_id", "elsewhere", "the way out of another zone: availability"),
      weakens("route_table_id", "elsewhere", ["Art15"], "a private subnet is a public one", PUBLIC),
      weakens(
        "route_table_id",
        "elsewhere",
        ["Art15", "Art78"],
        "of a table without a way out nobody knows which way its subnets take to S3",
        PRIVATE,
      ),
    ],
  },
  {
    type: "aws_route_table_association",
    rows: [
      weakens("", "removed", ["Art15", "Art17(1)", "Art78"], "the subnet gets the network's main routes"),
      weakens(
        "subnet_id",
        "*",
        ["Art15", "Art17(1)"],
        "a private subnet gets the network's main routes",
        PRIVATE,
      ),
      weakens("subnet_id", "elsewhere", ["Art15", "Art17(1)"], "a private subnet is a public one", PUBLIC),
      weakens(
        "route_table_id",
        "removed",
        ["Art15", "Art17(1)"],
        "a private subnet gets the network's main routes",
        PRIVATE,
      ),
      benign("route_table_id", "elsewhere", "the way out of another zone: availability", PRIVATE),
      benign("route_table_id", "elsewhere", SHUT, PUBLIC),
      refused("subnet_id|route_table_id", "removed", "an association of nothing", PUBLIC),
    ],
  },
  {
    type: "aws_flow_log",
    rows: [
      weakens("", "removed", ["Art15", "Art17(1)"], "nobody knows afterwards who spoke with what"),
      weakens(
        "iam_role_arn|log_destination|traffic_type|vpc_id",
        "*",
        ["Art15", "Art17(1)"],
        "nothing is written, or a part, or of another network",
      ),
      benign("log_destination_type", "removed", "cloud-watch-logs is the provider's default"),
      refused("log_destination_type", "*", NOT_ONE),
    ],
  },
  {
    type: "aws_iam_role",
    rows: [
      benign(
        "assume_role_policy.Statement[Allow 0].Condition.ArnLike.aws:SourceArn",
        "one more, widened",
        "the condition on the account still binds it",
        { name: "mlflow_flow_log" },
      ),
    ],
  },
  {
    type: "aws_security_group",
    rows: [
      weakens("", "removed", ["Art15", "Art17(1)", "Art78"], LOST),
      benign("description|name", "*", "words for people"),
      refused("vpc_id", "*", NOT_ONE),
      weakens("ingress", "from anywhere", ["Art15", "Art17(1)", "Art78"], "it is open to everybody"),
      weakens("egress", "to anywhere", ["Art15", "Art78"], "what is taken over carries data anywhere"),
    ],
  },
  {
    type: "aws_vpc_security_group_ingress_rule",
    rows: [
      weakens("", "removed", ["Art15", "Art17(1)", "Art78"], LOST),
      benign("description", "*", "words for people"),
      refused("security_group_id|referenced_security_group_id", "removed", "a rule of, or for, nobody"),
      refused("cidr_ipv4", "removed, changed, emptied", "a rule for nobody, or no range"),
      weakens(
        "security_group_id|referenced_security_group_id",
        "elsewhere",
        ["Art15", "Art17(1)", "Art78"],
        "another reaches it, or it reaches another",
      ),
      weakens(
        "cidr_ipv4",
        "from anywhere",
        ["Art15", "Art17(1)", "Art78"],
        "it is open to every address, past the gate",
      ),
      weakens(
        "from_port|to_port|ip_protocol",
        "*",
        ["Art15", "Art17(1)", "Art78"],
        "other ports are open, MLflow's own may be one of them",
      ),
    ],
  },
  {
    type: "aws_vpc_security_group_egress_rule",
    rows: [
      weakens("", "removed", ["Art15", "Art17(1)", "Art78"], LOST),
      benign("description", "*", "words for people"),
      refused("security_group_id|referenced_security_group_id", "removed", "a rule of, or for, nobody"),
      refused("cidr_ipv4", "removed, changed, emptied", "a rule for nobody, or no range"),
      benign("cidr_ipv4", "to anywhere", "by HTTPS it may already", { name: "*_to_https" }),
      weakens(
        "security_group_id|referenced_security_group_id|cidr_ipv4",
        "elsewhere, to anywhere",
        ["Art15", "Art78"],
        "what is taken over carries data elsewhere",
      ),
      weakens(
        "from_port|to_port|ip_protocol",
        "*",
        ["Art15", "Art78"],
        "what is taken over carries data out by other ports",
      ),
    ],
  },
  {
    type: "aws_vpc_endpoint",
    rows: [
      weakens("", "removed", ["Art15", "Art17(1)", "Art78"], LOST),
      weakens(
        "policy.**",
        "*",
        ["Art12", "Art15", "Art17(1)", "Art78"],
        "principals or buckets of others are let through, or our own are shut out",
      ),
      benign(
        "private_dns_enabled",
        "*",
        "the service's name leads out of the network then, to the same service and by TLS",
      ),
      refused("security_group_ids|subnet_ids|route_table_ids", "added", NOT_ONE),
      weakens(
        "security_group_ids.**",
        "removed, elsewhere",
        ["Art15", "Art17(1)", "Art78"],
        "others use the endpoint, or nobody knows who",
      ),
      weakens(
        "subnet_ids",
        "removed, emptied",
        ["Art15"],
        "in no subnet it serves nobody, and requests leave the network",
      ),
      benign("subnet_ids[*]", "*", "tasks of one zone reach it in the other"),
      weakens("route_table_ids.**", "*", ["Art15", "Art78"], "past its policy, data goes into any bucket"),
      benign("vpc_endpoint_type", "removed", "Gateway is the provider's default", { name: "mlflow_s3" }),
      refused("vpc_endpoint_type|service_name|vpc_id", "*", NOT_ONE),
    ],
  },
];
