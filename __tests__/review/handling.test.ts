import { reviewPlans } from "../../review";
import { synthesizedSet } from "../../rules";

const STACK = "production-evidence-vault";
const DUTIES = { "ai-act:duties": "Art12 Art19-1" };

interface Planned {
  readonly type: string;
  readonly name?: string;
  readonly actions: readonly string[];
  readonly before?: Record<string, unknown>;
  readonly after?: Record<string, unknown>;
  readonly more?: Record<string, unknown>;
  readonly ofChange?: Record<string, unknown>;
}

const change = ({ type, name = "it", actions, before, after, more, ofChange }: Planned) => ({
  address: `${type}.${name}`,
  mode: "managed",
  type,
  name,
  change: { actions, before: before ?? null, after: after ?? null, ...ofChange },
  ...more,
});

function review(changes: readonly Planned[], more: Record<string, unknown> = {}) {
  const json = {
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: {},
    resource_changes: changes.map(change),
    configuration: { root_module: {} },
    ...more,
  };
  const source = { path: `${STACK}.json`, json, stack: STACK };
  return reviewPlans({ plans: [{ source, sha256: "0".repeat(64) }], rules: [], today: "2026-11-25" });
}

const bucket = { bucket: "b", id: "b", arn: "arn:aws:s3:::b", tags: DUTIES };
const policy = { bucket: "b", policy: "{}" };
const topic = { name: "t", arn: "arn:aws:sns:eu-central-1:1:t", tags: DUTIES };
const subscription = { topic_arn: topic.arn, protocol: "email", endpoint: "a@example.org" };
const rule = { name: "r", arn: "arn:aws:events:eu-central-1:1:rule/r", event_pattern: "{}", tags: DUTIES };

describe("How a plan handles evidence", () => {
  const noop = (type: string, values: Record<string, unknown>): Planned => ({
    type,
    actions: ["no-op"],
    before: values,
    after: values,
  });
  const cases: [what: string, effect: string, rule: string, planned: Planned, beside?: Planned][] = [
    ["a bucket is destroyed", "weakens", "evidence-destroyed", { type: "aws_s3_bucket", actions: ["delete"], before: bucket }],
    ["a bucket's policy is destroyed", "weakens", "evidence-destroyed", { type: "aws_s3_bucket_policy", actions: ["delete"], before: policy }, noop("aws_s3_bucket", bucket)],
    ["Terraform forgets a bucket", "weakens", "evidence-forgotten", { type: "aws_s3_bucket", actions: ["forget"], before: bucket }],
    ["a bucket is made anew", "weakens", "evidence-replaced", { type: "aws_s3_bucket", actions: ["delete", "create"], before: bucket, after: bucket, ofChange: { after_unknown: {} } }],
    ["a subscription is made anew", "weakens", "evidence-replaced", { type: "aws_sns_topic_subscription", actions: ["create", "delete"], before: subscription, after: subscription }, noop("aws_sns_topic", topic)],
    ["a rule of the watch is made anew", "neutral", "evidence-replaced", { type: "aws_cloudwatch_event_rule", actions: ["delete", "create"], before: rule, after: rule }],
    ["a bucket is moved", "neutral", "address-moved", { ...noop("aws_s3_bucket", bucket), more: { previous_address: "aws_s3_bucket.old" } }],
    ["a random id is destroyed", "neutral", "evidence-destroyed", { type: "random_id", actions: ["delete"], before: { id: "x" } }],
  ]; // prettier-ignore

  it.each(cases.map(([what, effect, id, planned, ...beside]) => ({ what, effect, id, planned, beside })))(
    "$what: $effect",
    ({ effect, id, planned, beside }) => {
      const { findings } = review([planned, ...beside.filter((each) => each !== undefined)]);
      expect(findings).toMatchObject([{ effect, rule: id, address: `${STACK}/${planned.type}.it` }]);
      if (effect === "weakens") expect(findings[0]?.duties).toEqual(["Art12", "Art19(1)"]);
    },
  );

  it("says that what Terraform puts off is not known", () => {
    const deferred = change({ type: "aws_s3_bucket", actions: ["create"], after: bucket });
    const { findings, plans } = review([], {
      deferred_changes: [{ reason: "resource_config_unknown", resource_change: deferred }],
    });
    expect(findings).toMatchObject([{ effect: "unknown", rule: "change-deferred" }]);
    expect(plans[0]?.changes).toMatchObject([{ action: "defer" }]);
  });

  it("tells another range at a security group from a way that is gone", () => {
    const way = { security_group_id: "sg-1", ip_protocol: "tcp", from_port: 443, to_port: 443, tags: DUTIES };
    const narrower = { ...way, cidr_ipv4: "10.20.0.0/16" };
    const type = "aws_vpc_security_group_ingress_rule";
    const gone: Planned = { type, actions: ["delete"], before: { ...way, cidr_ipv4: "10.0.0.0/8" } };
    const rules = (after: Record<string, unknown>) =>
      review([gone, { type, name: "other", actions: ["create"], after }]).findings.map(
        ({ effect, rule: id }) => `${effect} ${id}`,
      );
    expect(rules(narrower)).toEqual(["neutral evidence-replaced"]);
    expect(rules({ ...narrower, to_port: 444 })).toContain("weakens evidence-destroyed");
  });

  it("puts destroyed evidence first", () => {
    const { findings } = review([
      { type: "aws_s3_bucket", name: "a", actions: ["forget"], before: bucket },
      {
        type: "aws_cloudwatch_event_rule",
        name: "a",
        actions: ["delete", "create"],
        before: rule,
        after: rule,
      },
      { type: "aws_s3_bucket", name: "z", actions: ["delete"], before: { ...bucket, bucket: "z" } },
    ]);
    expect(findings.map(({ rule: id }) => id)).toEqual([
      "evidence-forgotten",
      "evidence-destroyed",
      "evidence-replaced",
    ]);
  });

  it("does not call new what is the old under another address, and still says that it is made anew", () => {
    const { findings } = review([
      { type: "aws_cloudwatch_event_rule", name: "old", actions: ["delete"], before: rule },
      {
        type: "aws_cloudwatch_event_rule",
        name: "new",
        actions: ["create"],
        after: { ...rule, arn: null },
      },
    ]);
    expect(findings).toMatchObject([
      { effect: "neutral", rule: "evidence-replaced", address: `${STACK}/aws_cloudwatch_event_rule.old` },
    ]);
    expect(findings[0]?.reason).toContain("aws_cloudwatch_event_rule.new");
  });

  it("lists what changes by its path, and no text of it", () => {
    const { plans } = review([
      {
        type: "aws_db_instance",
        actions: ["update"],
        before: { password: "old-secret", tags: { a: "1" }, ingress: [{ port: 1 }] },
        after: { password: "new-secret", tags: { a: "2" }, ingress: [{ port: 2 }] },
      },
    ]);
    expect(plans).toMatchObject([{ stack: STACK, terraformVersion: "1.11.4", sha256: "0".repeat(64) }]);
    expect(plans[0]?.changes).toEqual([
      {
        address: `${STACK}/aws_db_instance.it`,
        action: "update",
        attributes: ["ingress.port", "password", "tags.a"],
      },
    ]);
    expect(JSON.stringify(plans)).not.toContain("secret");
  });

  it("finds nothing in a plan without changes", () => {
    const review_ = review([noop("aws_s3_bucket", bucket)]);
    expect(review_).toMatchObject({ effect: "neutral", findings: [] });
    expect(review_.plans[0]?.changes).toEqual([]);
  });
});

describe("What a review could not compare", () => {
  const set = synthesizedSet([{ path: "s", stack: STACK, json: { terraform: {} } }], true);
  const other = synthesizedSet(
    [{ path: "s", stack: STACK, json: { terraform: { backend: { s3: {} } } } }],
    true,
  );
  const of = (more: object) =>
    reviewPlans({ plans: [], rules: [], today: "2026-11-25", ...more }).notCompared;

  it.each([
    ["the declaration after the change", {}, "--head"],
    ["the declaration before it", { head: set }, "--base"],
    ["the configs", { head: set, base: set }, "--configs"],
    ["a stack that changes without a plan", { head: other, base: set }, STACK],
  ])("is said: %s", (_, given, words) => expect(of(given).join("\n")).toContain(words));
});
