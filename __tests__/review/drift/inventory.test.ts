import { findBy, Underivable } from "../../../review/drift/inventory/import-ids";
import { heard } from "../../../review/drift/inventory/not-there";
import { copyOf, ownTags, searchFor, without } from "../../../review/drift/inventory/search";
import type { StackJson } from "../../../review/drift/inventory/stack-json";
import { taggedIn, undeclared } from "../../../review/drift/inventory/undeclared";
import { synthesize } from "../../stacks/synthesized";
import { planOf } from "./plans";

const { stacks: OWN } = synthesize();
const PRODUCTION = OWN["production-evidence-vault"] as unknown as StackJson;
const ids = (stack: StackJson) => new Map(searchFor(stack).sought.map(({ address, by }) => [address, by]));

/** A stack with one provider and these resources. */
const stackOf = (resource: StackJson["resource"], more: object = {}): StackJson => ({
  provider: { aws: [{ region: "eu-central-1", allowed_account_ids: ["123456789012"] }] },
  resource,
  ...more,
});

describe("Where a declared resource is to be found", () => {
  it.each<[string, unknown]>([
    ["aws_s3_bucket.evidence_vault", "ai-act-evidence-production-210987654321"],
    ["aws_s3_bucket_policy.evidence_vault", "${aws_s3_bucket.evidence_vault.id}"],
    ["aws_s3_bucket_inventory.evidence_vault", "${aws_s3_bucket.evidence_vault.id}:daily"],
    ["aws_kms_alias.evidence_vault", "alias/ai-act-evidence-production-vault"],
    [
      "aws_kms_key.evidence_replica",
      expect.objectContaining({
        data: "aws_kms_alias",
        arguments: { name: "alias/ai-act-evidence-production-replica" },
      }),
    ],
    [
      "aws_cloudtrail.evidence_access",
      "arn:aws:cloudtrail:eu-central-1:210987654321:trail/ai-act-evidence-production-access",
    ],
    ["aws_sns_topic.evidence_watch_replica", expect.stringMatching(/^arn:aws:sns:eu-west-1:310987654321:/)],
    ["aws_cloudwatch_event_rule.break_glass", "default/ai-act-evidence-production-watch-break-glass"],
    [
      "aws_cloudwatch_event_target.break_glass",
      "default/${aws_cloudwatch_event_rule.break_glass.name}/watch",
    ],
    [
      "aws_glue_catalog_table.art12_events",
      "210987654321:${aws_glue_catalog_database.evidence.name}:art12_events",
    ],
  ])("%s", (address, by) => expect(ids(PRODUCTION).get(address)).toEqual(by));

  it("is told, or told why not, of every resource of our own stacks", () => {
    for (const json of Object.values(OWN)) {
      const { sought, notSought } = searchFor(json as unknown as StackJson);
      const declared = Object.values(json.resource ?? {}).flatMap((each) => Object.keys(each)).length;
      expect(sought.length + notSought.size).toBe(declared);
      for (const reason of notSought.values()) expect(reason).not.toContain("not written down");
    }
  });

  it.each<[string, StackJson, string]>([
    [
      "several in one declaration",
      stackOf({ aws_s3_bucket: { b: { bucket: "b", count: 2 } } }),
      "stands for several",
    ],
    ["no name", stackOf({ aws_s3_bucket: { b: {} } }), "bucket is not declared"],
    ["a key without an alias", stackOf({ aws_kms_key: { k: {} } }), "no alias"],
    ["a type nobody has written down", stackOf({ aws_new_thing: { x: { name: "x" } } }), "not written down"],
    ["a module", { ...stackOf({}), module: { vault: {} } }, "a module"],
    [
      "a provider that names no account",
      { provider: { aws: [{ region: "eu-central-1" }] }, resource: { aws_sns_topic: { t: { name: "t" } } } },
      "which account",
    ],
  ])("is not known of %s", (_, stack, reason) => {
    const { sought, notSought } = searchFor(stack);
    expect(sought).toEqual([]);
    expect([...notSought.values()].join()).toContain(reason);
  });

  it("is not looked up among what every object has", () =>
    expect(() =>
      findBy("toString", { text: String, arnOf: String, account: () => "", referring: () => [] }),
    ).toThrow(Underivable));
});

describe("The copy that imports", () => {
  const { json, lookups, tagged } = copyOf(PRODUCTION, searchFor(PRODUCTION).sought, ownTags(PRODUCTION));
  const copy = json as Required<StackJson> & {
    readonly import: readonly { readonly to: string; readonly id: string }[];
  };

  it("has a state of its own, and none of the stack's", () => {
    expect(copy.terraform).toMatchObject({ backend: { local: {} } });
    expect(JSON.stringify(copy.terraform)).not.toContain("terraform-state");
    expect(copy.terraform).toHaveProperty("required_providers");
  });

  it("lets Terraform say what differs: nothing is protected, ignored or moved", () => {
    expect(JSON.stringify(PRODUCTION)).toContain("prevent_destroy");
    expect(JSON.stringify(json)).not.toMatch(/prevent_destroy|ignore_changes/);
    const odd = stackOf({}, { moved: [{ from: "a.b", to: "a.c" }], removed: [{}], import: [{}] });
    expect(copyOf(odd, [], []).json).not.toMatchObject({ moved: expect.anything() });
    expect(JSON.stringify(copyOf(odd, [], []).json)).not.toContain("removed");
  });

  it("has no empty section, which Terraform refuses", () =>
    expect(copyOf({ resource: {}, data: {} }, [], []).json).not.toMatchObject({ data: expect.anything() }));

  it("asks for what AWS chose the id of, with the provider of the resource", () => {
    const lookup = "data.aws_kms_alias.evidence_lookup_aws_kms_key_evidence_replica";
    expect(copy.import).toContainEqual({
      to: "aws_kms_key.evidence_replica",
      id: `\${${lookup}.target_key_id}`,
    });
    expect(copy.data?.["aws_kms_alias"]).toHaveProperty(
      "evidence_lookup_aws_kms_key_evidence_replica.provider",
      "aws.replica",
    );
    expect(lookups.get(lookup)?.address).toBe("aws_kms_key.evidence_replica");
  });

  it("lists what has our tags, in every account and region of the stack", () => {
    expect(tagged.size).toBe(2);
    expect(Object.values(copy.data?.["aws_resourcegroupstaggingapi_resources"] ?? {})[0]).toMatchObject({
      tag_filter: expect.arrayContaining([{ key: "ai-act:environment", values: ["production"] }]),
    });
  });

  it("leaves the stack itself as it was", () => expect(PRODUCTION.terraform).toHaveProperty("backend.s3"));
});

describe("What Terraform does not find", () => {
  const stack = stackOf({
    aws_kms_key: { k: {} },
    aws_kms_alias: { a: { name: "alias/k", target_key_id: "${aws_kms_key.k.key_id}" } },
    aws_sns_topic: { t: { name: "t" } },
    aws_sns_topic_policy: { p: { arn: "${aws_sns_topic.t.arn}" } },
  });
  const { sought } = searchFor(stack);
  const copy = copyOf(stack, sought, [{ provider: "aws", tags: { "ai-act:environment": "x" } }]);
  const [lookup = ""] = copy.lookups.keys();
  const [tagged = ""] = copy.tagged;
  const notThere = (address: string) => ({
    summary: "Cannot import non-existent remote object",
    detail: `While attempting to import an existing object to "${address}", the provider detected that no object exists with the given id.`,
  });

  it.each<[string, Parameters<typeof heard>[0][number], object]>([
    [
      "an import of nothing",
      notThere("aws_sns_topic.t"),
      { missing: new Set(["aws_sns_topic.t"]), others: 0 },
    ],
    [
      "a look-up of nothing",
      { summary: "reading KMS Alias (alias/k): empty result", address: lookup },
      { missing: new Set(["aws_kms_key.k"]), others: 0 },
    ],
    [
      "a look-up that is denied",
      { summary: "reading KMS Alias (alias/k): AccessDeniedException", address: lookup },
      { missing: new Set(), others: 1 },
    ],
    [
      "a list of tags that is denied",
      { summary: "AccessDeniedException", address: tagged },
      { untold: "AccessDeniedException", others: 0 },
    ],
    ["anything else", { summary: "No valid credential sources found" }, { missing: new Set(), others: 1 }],
  ])("is told by %s", (_, error, expected) => expect(heard([error], copy)).toMatchObject(expected));

  it("takes with it what is named by it, and leaves the rest", () =>
    expect(without(sought, new Set(["aws_sns_topic.t"])).map(({ address }) => address)).toEqual([
      "aws_kms_key.k",
      "aws_kms_alias.a",
    ]));
});

describe("What has our tags and is declared nowhere", () => {
  const owned = [{ provider: "aws", tags: { "ai-act:environment": "x" } }];
  const found = (...arns: readonly string[]) => ({
    ...planOf(
      {},
      {
        prior_state: {
          values: {
            root_module: {
              resources: [
                {
                  mode: "data",
                  type: "aws_resourcegroupstaggingapi_resources",
                  values: { resource_tag_mapping_list: arns.map((resource_arn) => ({ resource_arn })) },
                },
              ],
            },
          },
        },
      },
    ),
  });
  const plan = (...arns: readonly string[]) =>
    ({
      source: found(...arns),
      missing: new Set(),
      notSought: new Map(),
      owned,
      sha256: "",
      place: {},
    }) as unknown as NonNullable<Parameters<typeof undeclared>[0][number]["plan"]>;

  it("is read from the plan", () => expect(taggedIn(plan("arn:aws:s3:::a"))).toEqual(["arn:aws:s3:::a"]));

  it("is told, once, with what logs call it", () => {
    const looked = [
      { stack: "s", owned, plan: plan("arn:aws:s3:::a", "arn:aws:s3:::b") },
      { stack: "t", owned, plan: plan("arn:aws:s3:::b") },
    ];
    expect(undeclared(looked, new Set(["arn:aws:s3:::a"]))).toEqual({
      changes: [
        expect.objectContaining({
          cause: "undeclared",
          address: "arn:aws:s3:::b",
          type: "aws_s3_bucket",
          physicalNames: ["arn:aws:s3:::b", "b"],
        }),
      ],
      notLookedAt: [],
    });
  });

  it("is not told where a stack with the same tags was not looked at: it may declare it", () => {
    const { changes, notLookedAt } = undeclared(
      [
        { stack: "s", owned, plan: plan("arn:aws:s3:::b") },
        { stack: "t", owned },
      ],
      new Set(),
    );
    expect(changes).toEqual([]);
    expect(notLookedAt).toMatchObject([
      { address: "s", reason: expect.stringContaining("t may declare it") },
    ]);
  });

  it("is told where only stacks of another environment were not looked at", () => {
    const other = [{ provider: "aws", tags: { "ai-act:environment": "y" } }];
    expect(
      undeclared(
        [
          { stack: "s", owned, plan: plan("arn:aws:s3:::b") },
          { stack: "t", owned: other },
        ],
        new Set(),
      ).changes,
    ).toHaveLength(1);
  });

  it("is said to be unknown where it cannot be listed", () => {
    const denied = { ...plan("arn:aws:s3:::b"), untold: "AccessDeniedException" };
    const { changes, notLookedAt } = undeclared([{ stack: "s", owned, plan: denied }], new Set());
    expect([changes, notLookedAt]).toMatchObject([[], [{ reason: expect.stringContaining("AccessDenied") }]]);
  });
});
