import { planParts } from "../../../review/drift/plan-parts";
import { changesIn, changesOfParts, planOf, type Case } from "./plans";

const LOCK = "aws_s3_bucket_object_lock_configuration.vault";
const POLICY = "aws_s3_bucket_policy.vault";
const BUCKET = "aws_s3_bucket.vault";
const ROLE = "aws_iam_role.exporter";

const lock = (days: number, more: object = {}) => ({
  bucket: "v",
  rule: [{ default_retention: [{ days, mode: "GOVERNANCE", years: 0, ...more }] }],
});
const policy = (...statements: readonly object[]) => ({
  bucket: "v",
  policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
});
const DENY = {
  Sid: "Deny",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:DeleteObject",
  Resource: "arn:aws:s3:::v/*",
};
const TLS = {
  Sid: "Tls",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws:s3:::v", "arn:aws:s3:::v/*"],
};

/** What a case comes to: `cause action paths`, one a line. */
function told(address: string, of: Case, beside: Readonly<Record<string, Case>> = {}) {
  return changesIn({ [address]: of, ...beside })
    .filter((change) => change.address === `s/${address}`)
    .map(({ cause, action, paths }) => [cause, action, ...paths.map(({ path }) => path)].join(" "));
}

describe("Who brought a difference about", () => {
  const DAYS = "rule.default_retention.days";
  it.each<[string, string, Case, readonly string[]]>([
    ["nothing differs", LOCK, { recorded: lock(3653) }, []],
    [
      "shortened in the console",
      LOCK,
      { recorded: lock(3653), live: lock(365), declared: lock(3653) },
      [`console update ${DAYS}`],
    ],
    [
      "prolonged in the console",
      LOCK,
      { recorded: lock(3653), live: lock(4000), declared: lock(3653) },
      [`console update ${DAYS}`],
    ],
    [
      "declared, and not applied",
      LOCK,
      { recorded: lock(3653), declared: lock(4000) },
      [`unapplied update ${DAYS}`],
    ],
    [
      "changed in the console, and declared otherwise",
      LOCK,
      { recorded: lock(3653), live: lock(365), declared: lock(4000) },
      [`both update ${DAYS}`],
    ],
    [
      "changed in the console, and declared so since",
      LOCK,
      { recorded: lock(3653), live: lock(365) },
      [`adopted update ${DAYS}`],
    ],
    [
      "one attribute in the console, another one by the config",
      LOCK,
      { recorded: lock(3653), live: lock(365), declared: lock(3653, { mode: "COMPLIANCE" }) },
      ["console update rule.default_retention.days", "unapplied update rule.default_retention.mode"],
    ],
    [
      "a statement taken out of a policy",
      POLICY,
      { recorded: policy(TLS, DENY), live: policy(TLS), declared: policy(TLS, DENY) },
      ["console update policy"],
    ],
    ["deleted", POLICY, { recorded: policy(DENY), live: null, declared: policy(DENY) }, ["deleted destroy"]],
    [
      "deleted, and not declared any more",
      POLICY,
      { recorded: policy(DENY), live: null, declared: null },
      ["adopted destroy"],
    ],
    ["not made yet", POLICY, { recorded: null, declared: policy(DENY) }, ["unapplied create"]],
    ["not declared any more", POLICY, { recorded: policy(DENY), declared: null }, ["unapplied destroy"]],
    [
      "to be forgotten",
      POLICY,
      { recorded: policy(DENY), declared: null, actions: ["forget"] },
      ["unapplied forget"],
    ],
    [
      "changed in the console, and to be destroyed",
      LOCK,
      { recorded: lock(3653), live: lock(365), declared: null },
      ["console update rule.default_retention.days", "unapplied destroy"],
    ],
    [
      "to be made anew",
      BUCKET,
      { recorded: { bucket: "v" }, declared: { bucket: "w" }, actions: ["delete", "create"] },
      ["unapplied replace bucket"],
    ],
    [
      "to be imported",
      BUCKET,
      { recorded: { bucket: "v" }, change: { importing: { id: "v" } } },
      ["unapplied import"],
    ],
    [
      "to be moved",
      BUCKET,
      { recorded: { bucket: "v" }, entry: { previous_address: "aws_s3_bucket.old" } },
      ["unapplied move"],
    ],
    [
      "an item more in a list",
      "aws_sns_topic_subscription.mail",
      { recorded: { filters: ["a"] }, live: { filters: ["a", "b"] }, declared: { filters: ["a"] } },
      ["console update filters"],
    ],
  ])("%s", (_, address, of, expected) => expect(told(address, of).sort()).toEqual([...expected].sort()));

  it("is told of what a plan puts off", () => {
    const change = { actions: ["create"], before: null, after: {} };
    const resource = { address: BUCKET, mode: "managed", type: "aws_s3_bucket", name: "vault", change };
    const more = { deferred_changes: [{ reason: "provider_config_unknown", resource_change: resource }] };
    expect(changesOfParts(planParts(planOf({}, more)))).toMatchObject([
      { cause: "unapplied", action: "defer" },
    ]);
  });

  it("is the console where Terraform is told to look away", () => {
    const of = { recorded: { bucket: "v", tags: { a: "1" } }, live: { bucket: "v", tags: { a: "2" } } };
    expect(causes({ [BUCKET]: of })).toEqual(["adopted"]);
    for (const ignored of ["tags", 'tags["a"]', "all"])
      expect(causes({ [BUCKET]: of }, { ignored: () => [ignored] })).toEqual(["console"]);
    expect(causes({ [BUCKET]: of }, { ignored: () => ["tags_all"] })).toEqual(["adopted"]);
  });

  it("is the console where the config says nothing, so that no apply takes it back", () =>
    expect(
      told("aws_kms_key.vault", { recorded: { policy: '{"a":1}' }, live: { policy: '{"a":2}' }, says: [] }),
    ).toEqual(["console update policy"]));

  it("names what a log of calls may name the resource by", () => {
    const [change] = changesIn({
      [BUCKET]: { recorded: { bucket: "v", arn: "arn:aws:s3:::v", id: "v" }, live: null },
    });
    expect(change?.physicalNames).toEqual(["arn:aws:s3:::v", "v"]);
  });
});

describe("Noise", () => {
  const selectors = (...values: readonly string[]) => ({
    advanced_event_selector: [{ field_selector: [{ field: "resources.ARN", starts_with: values }] }],
  });
  it.each<[string, string, Case]>([
    [
      "a JSON document in another layout",
      POLICY,
      {
        recorded: policy(TLS),
        live: { bucket: "v", policy: JSON.stringify({ Statement: [TLS], Version: "2012-10-17" }, null, 2) },
      },
    ],
    [
      "one action, and a list of one, written in another case",
      POLICY,
      { recorded: policy(DENY), live: policy({ ...DENY, Action: ["s3:deleteObject"] }) },
    ],
    [
      "statements and resources in another order",
      POLICY,
      { recorded: policy(TLS, DENY), live: policy(DENY, { ...TLS, Resource: [...TLS.Resource].reverse() }) },
    ],
    [
      "nothing written as null, an empty text, an empty list",
      BUCKET,
      { recorded: { a: null, b: "", c: [] }, live: { a: "", b: [], c: {} } },
    ],
    [
      "zero for the unit that is not used",
      LOCK,
      { recorded: lock(3653), live: lock(3653, { years: null }), declared: lock(3653) },
    ],
    [
      "values of which any one matches, in another order",
      "aws_cloudtrail.access",
      { recorded: selectors("a", "b"), live: selectors("b", "a"), declared: selectors("a", "b") },
    ],
    [
      "an instruction to the provider that was not read back",
      "aws_kms_key.vault",
      { recorded: { deletion_window_in_days: null }, declared: { deletion_window_in_days: 30 } },
    ],
    [
      "what the provider will say anew",
      "aws_kms_key.vault",
      {
        recorded: { key_id: "1" },
        declared: { key_id: null },
        says: [],
        unknown: { key_id: true },
        actions: ["update"],
      },
    ],
  ])("is %s", (_, address, of) => {
    const [change, ...others] = changesIn({ [address]: of });
    expect([change?.cause, others]).toEqual(["noise", []]);
    for (const { noise } of change?.paths ?? []) expect(noise?.length).toBeGreaterThan(10);
  });

  it.each<[string, string, Case]>([
    [
      "a statement less",
      POLICY,
      { recorded: policy(TLS, DENY), live: policy(TLS), declared: policy(TLS, DENY) },
    ],
    [
      "a condition more",
      POLICY,
      {
        recorded: policy(DENY),
        live: policy({ ...DENY, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
        declared: policy(DENY),
      },
    ],
    [
      "another principal",
      POLICY,
      {
        recorded: policy(DENY),
        live: policy({ ...DENY, Principal: { AWS: "arn:aws:iam::1:root" } }),
        declared: policy(DENY),
      },
    ],
    [
      "a list whose order means something",
      "datadog_logs_archive_order.all",
      {
        recorded: { archive_ids: ["a", "b"] },
        live: { archive_ids: ["b", "a"] },
        declared: { archive_ids: ["a", "b"] },
      },
    ],
    [
      "a switch turned off that was not set",
      "aws_cloudtrail.access",
      {
        recorded: { enable_logging: null },
        live: { enable_logging: false },
        declared: { enable_logging: null },
      },
    ],
    [
      "zero where it is a value",
      "aws_cloudwatch_metric_alarm.lag",
      { recorded: { threshold: null }, live: { threshold: 0 }, declared: { threshold: null } },
    ],
    [
      "an instruction to the provider that was changed",
      "aws_kms_key.vault",
      { recorded: { deletion_window_in_days: 30 }, declared: { deletion_window_in_days: 7 } },
    ],
    [
      "what the config says, known only after an apply",
      POLICY,
      {
        recorded: policy(DENY),
        declared: { bucket: "v" },
        says: ["policy"],
        unknown: { policy: true },
        actions: ["update"],
      },
    ],
    [
      "words that look like JSON and are none",
      POLICY,
      { recorded: { policy: "{a" }, live: { policy: "{ a" }, declared: { policy: "{a" } },
    ],
  ])("is not %s", (_, address, of) =>
    expect(changesIn({ [address]: of }).map(({ cause }) => cause)).not.toContain("noise"),
  );

  it("is what only the provider says, unless it says that another resource stands there", () => {
    const of = (attribute: string): Readonly<Record<string, Case>> => ({
      [ROLE]: {
        recorded: { name: "r", [attribute]: "1" },
        live: { name: "r", [attribute]: "2" },
        says: ["name"],
      },
    });
    const computed = () => true;
    expect(causes(of("latest_restorable_time"), { computed })).toEqual(["noise"]);
    expect(causes(of("unique_id"), { computed })).toEqual(["console"]);
    expect(causes(of("latest_restorable_time"))).toEqual(["console"]);
  });
});

describe("An attribute that repeats a resource of its own", () => {
  const bucket = {
    recorded: { bucket: "v", policy: "" },
    live: { bucket: "v", policy: "{}" },
    says: ["bucket"],
  };
  const role = (...names: readonly string[]) => ({
    recorded: { name: "exporter", inline_policy: [] },
    live: { name: "exporter", inline_policy: names.map((name) => ({ name, policy: "{}" })) },
    says: ["name"],
  });
  const own = {
    "aws_iam_role_policy.exporter": { recorded: { role: "exporter", name: "export", policy: "{}" } },
  };

  it("says nothing while that one is told of by itself", () => {
    const [change] = changesIn({ [BUCKET]: bucket, [POLICY]: { recorded: { bucket: "v", policy: "{}" } } });
    expect(change).toMatchObject({ cause: "noise", paths: [{ path: "policy", noise: `repeats ${POLICY}` }] });
  });

  it.each<[string, Readonly<Record<string, Case>>]>([
    ["nobody else tells of it", {}],
    ["the other one is another bucket's", { [POLICY]: { recorded: { bucket: "w", policy: "{}" } } }],
  ])("is a change where %s", (_, beside) =>
    expect(told(BUCKET, bucket, beside)).toEqual(["console update policy"]),
  );

  it("is no change where each of its items is accounted for", () =>
    expect(told(ROLE, role("export"), own)).toEqual(["noise update inline_policy"]));

  it("shows a policy that somebody added, and goes on to show it once the state has it, too", () => {
    expect(told(ROLE, role("export", "everything"), own)).toEqual(["console update inline_policy"]);
    expect(told(ROLE, { ...role(), recorded: role("export", "everything").live }, own)).toEqual([
      "console update inline_policy",
    ]);
  });

  it("shows a managed policy that somebody attached", () =>
    expect(
      told(ROLE, {
        recorded: { name: "exporter", managed_policy_arns: [] },
        live: { name: "exporter", managed_policy_arns: ["arn:aws:iam::aws:policy/AdministratorAccess"] },
        says: ["name"],
      }),
    ).toEqual(["console update managed_policy_arns"]));

  describe("such as what a security group lets in", () => {
    const GROUP = "aws_security_group.service";
    const block = (more: object) => ({
      ...{ from_port: 8080, to_port: 8080, protocol: "tcp", self: false },
      ...{ cidr_blocks: [], ipv6_cidr_blocks: [], prefix_list_ids: [], security_groups: [], ...more },
    });
    const group = (...ingress: readonly object[]) => ({
      recorded: { id: "sg-1", ingress: [] },
      live: { id: "sg-1", ingress },
      says: ["id"],
    });
    const rule = (more: object) => ({
      recorded: { security_group_id: "sg-1", ip_protocol: "tcp", from_port: 8080, to_port: 8080, ...more },
    });
    const rules = {
      "aws_vpc_security_group_ingress_rule.one": rule({ referenced_security_group_id: "sg-2" }),
      "aws_vpc_security_group_ingress_rule.other": rule({ cidr_ipv4: "10.0.0.0/8" }),
    };
    const asDeclared = { cidr_blocks: ["10.0.0.0/8"], security_groups: ["sg-2"] };

    it("is no change where rules of their own account for each way in", () =>
      expect(told(GROUP, group(block(asDeclared)), rules)).toEqual(["noise update ingress"]));

    it.each<[string, readonly object[]]>([
      [
        "another range on the same port",
        [block({ ...asDeclared, cidr_blocks: ["10.0.0.0/8", "0.0.0.0/0"] })],
      ],
      ["another port for the same group", [block(asDeclared), block({ from_port: 5000, to_port: 5000, security_groups: ["sg-2"] })]], // prettier-ignore
      ["all protocols", [block(asDeclared), block({ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["10.0.0.0/8"] })]], // prettier-ignore
      ["itself", [block({ ...asDeclared, self: true })]],
    ])("is a change where somebody let in %s, also once the state has it", (_, ingress) => {
      expect(told(GROUP, group(...ingress), rules)).toEqual(["console update ingress"]);
      const known = { ...group(), recorded: group(...ingress).live, live: group(...ingress).live };
      expect(told(GROUP, known, rules)).toEqual(["console update ingress"]);
    });
  });
});

it("Values of attributes are kept nowhere", () => {
  const changes = changesIn({
    [BUCKET]: { recorded: { token: "hush-1" }, live: { token: "hush-2" }, declared: { token: "hush-3" } },
  });
  expect(changes).toHaveLength(1);
  expect(JSON.stringify(changes)).not.toContain("hush");
});

const causes = (...given: Parameters<typeof changesIn>) => changesIn(...given).map(({ cause }) => cause);
