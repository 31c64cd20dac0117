import type { MlflowServiceConfig } from "../../../configs";
import { addressPlan } from "../../../constructs/mlflow/network/address-plan";
import { gateBefore } from "../../gate/door/gate-before";
import { resource, type StackJson } from "../../stacks/synthesized";
import { mlflowStack } from "./with-service";

const OWN = mlflowStack();
const ids = (stack: StackJson | undefined, type: string) => Object.keys(stack?.resource?.[type] ?? {});
const EXISTING: MlflowServiceConfig["network"] = {
  kind: "existing",
  vpcId: "vpc-0123456789abcdef0",
  privateSubnetIds: ["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"],
  loadBalancerSubnetIds: ["subnet-0cccccccccccccccc", "subnet-0dddddddddddddddd"],
};

describe("Addresses of a network", () => {
  it.each([
    ["10.72.0.0/20", ["a", "b"], ["10.72.0.0/23 10.72.8.0/23", "10.72.2.0/23 10.72.10.0/23"]],
    ["10.72.5.9/20", ["b"], ["10.72.2.0/23 10.72.10.0/23"]],
    ["192.168.7.0/24", ["c"], ["192.168.7.64/27 192.168.7.192/27"]],
    ["240.0.0.0/16", ["a", "f"], ["240.0.0.0/19 240.0.128.0/19", "240.0.96.0/19 240.0.224.0/19"]],
    [
      "10.0.0.0/16",
      ["d", "e", "f"],
      ["10.0.96.0/19 10.0.224.0/19", "10.0.64.0/19 10.0.192.0/19", "10.0.32.0/19 10.0.160.0/19"],
    ],
  ])("%s in zones %j", (cidr, letters, expected) => {
    const plan = addressPlan(cidr, letters);
    expect(plan.map(({ publicCidr, privateCidr }) => `${publicCidr} ${privateCidr}`)).toEqual(expected);
    expect(plan.map(({ letter }) => letter)).toEqual(letters);
  });

  it("stay where they are when a zone is added", () => {
    const [a, b] = addressPlan("10.0.0.0/16", ["a", "b"]);
    expect(addressPlan("10.0.0.0/16", ["a", "c", "b"]).filter(({ letter }) => letter !== "c")).toEqual([
      a,
      b,
    ]);
  });
});

describe("A network that is made", () => {
  it("has a way out in every zone, so that one zone that fails takes no other with it", () => {
    expect(ids(OWN, "aws_nat_gateway")).toEqual(["mlflow_a", "mlflow_b"]);
    for (const zone of ["a", "b"])
      expect(resource(OWN, "aws_route", `mlflow_private_${zone}`)).toMatchObject({
        nat_gateway_id: `\${aws_nat_gateway.mlflow_${zone}.id}`,
      });
  });

  it("shares one way out where a trial asks for no availability", () => {
    const stack = mlflowStack({ highlyAvailable: false });
    expect(ids(stack, "aws_nat_gateway")).toEqual(["mlflow_a"]);
    expect(resource(stack, "aws_route", "mlflow_private_b")).toMatchObject({
      nat_gateway_id: "${aws_nat_gateway.mlflow_a.id}",
    });
  });

  it("reaches the buckets of its environment by its endpoint, and no other bucket", () => {
    const policy = JSON.parse(String(resource(OWN, "aws_vpc_endpoint", "mlflow_s3")["policy"])) as {
      Statement: { Resource: string | string[] }[];
    };
    const buckets = policy.Statement.flatMap((each) => each.Resource).map((arn) => arn.split(/:::|\//)[1]);
    expect([...new Set(buckets)].sort()).toEqual([
      "ai-act-evidence-production-210987654321",
      "ai-act-evidence-production-artifacts-210987654321",
      "ai-act-evidence-production-queries-210987654321",
      "ai-act-evidence-production-trail-210987654321",
      "example-terraform-state-210987654321",
      "prod-eu-central-1-starport-layer-bucket",
    ]);
  });
});

describe("An existing network", () => {
  const stack = mlflowStack({ network: EXISTING });

  it("is used as it is: nothing is made in it but security groups", () => {
    for (const type of ["vpc", "subnet", "route_table", "nat_gateway", "vpc_endpoint", "flow_log"])
      expect([type, ids(stack, `aws_${type}`)]).toEqual([type, []]);
    expect(ids(stack, "aws_security_group")).toEqual([
      "mlflow_database",
      "mlflow_jobs",
      "mlflow_load_balancer",
      "mlflow_service",
    ]);
    for (const group of ids(stack, "aws_security_group"))
      expect(resource(stack, "aws_security_group", group)["vpc_id"]).toBe(EXISTING.vpcId);
  });

  it("holds load balancer, tasks and database in the subnets that are named for them", () => {
    expect(resource(stack, "aws_lb", "mlflow")["subnets"]).toEqual(EXISTING.loadBalancerSubnetIds);
    expect(resource(stack, "aws_db_subnet_group", "mlflow")["subnet_ids"]).toEqual(EXISTING.privateSubnetIds);
    expect(resource(stack, "aws_ecs_service", "mlflow")).toMatchObject({
      network_configuration: { subnets: EXISTING.privateSubnetIds },
    });
  });
});

describe("The load balancer", () => {
  it("faces the internet, from public subnets, only where the config says so", () => {
    const open = mlflowStack({ exposure: "internet", allowedCidrs: ["0.0.0.0/0"] });
    const subnets = (kind: string) => ["a", "b"].map((zone) => `\${aws_subnet.mlflow_${kind}_${zone}.id}`);
    expect(resource(OWN, "aws_lb", "mlflow")).toMatchObject({ internal: true, subnets: subnets("private") });
    expect(resource(open, "aws_lb", "mlflow")).toMatchObject({ internal: false, subnets: subnets("public") });
  });

  it("lets in each declared range by a rule of its own, whose address is the range", () => {
    const stack = mlflowStack({ allowedCidrs: ["10.1.0.0/16", "192.0.2.7/32"] });
    expect(
      ids(stack, "aws_vpc_security_group_ingress_rule").filter((id) => id.includes("balancer_from")),
    ).toEqual(["mlflow_load_balancer_from_10_1_0_0_16", "mlflow_load_balancer_from_192_0_2_7_32"]);
  });

  it("asks the gate for a page that answers without signing in, and gives up a silent connection before the gate does", async () => {
    const { path, matcher } = resource(OWN, "aws_lb_target_group", "mlflow")["health_check"] as {
      path: string;
      matcher: string;
    };
    const gate = await gateBefore({ mlflow: (_, response) => response.writeHead(500).end() });
    try {
      const answer = await fetch(`${gate.url}${path}`);
      expect(String(answer.status)).toBe(matcher);
      const [, kept] = /timeout=(\d+)/.exec(answer.headers.get("keep-alive") ?? "") ?? [];
      expect(Number(kept)).toBeGreaterThan(Number(resource(OWN, "aws_lb", "mlflow")["idle_timeout"]));
      expect(gate.received).toEqual([]);
    } finally {
      await gate.stop();
    }
  });
});

describe("The firewall", () => {
  it("blocks by every group of AWS, and only counts what artifacts, parameters and MLflow's charts trip", () => {
    const rules = resource(OWN, "aws_wafv2_web_acl", "mlflow")["rule"] as {
      name: string;
      statement: {
        managed_rule_group_statement?: { rule_action_override?: { name: string; action_to_use: object }[] };
      };
    }[];
    const counting = rules.flatMap(
      ({ statement }) => statement.managed_rule_group_statement?.rule_action_override ?? [],
    );
    expect(rules.map(({ name }) => name)).toEqual(["ip-reputation", "common", "known-bad-inputs", "flood"]);
    expect(counting.every(({ action_to_use }) => Object.keys(action_to_use).join() === "count")).toBe(true);
    expect(counting.map(({ name }) => name).filter((name) => !name.endsWith("_BODY"))).toEqual([
      "RestrictedExtensions_QUERYARGUMENTS",
      "RestrictedExtensions_URIPATH",
      "SizeRestrictions_QUERYSTRING",
    ]);
  });
});

test("Before the first images are there, network and entrance stand already", () => {
  const stack = mlflowStack({}, ["images"]);
  expect(ids(stack, "aws_ecs_service")).toEqual([]);
  for (const type of ["aws_vpc", "aws_lb", "aws_lb_listener", "aws_wafv2_web_acl_association"])
    expect([type, ids(stack, type)]).toEqual([type, ["mlflow"]]);
});
