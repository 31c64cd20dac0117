import { join } from "node:path";
import { loadConfigs } from "../../configs";
import { TeamConfigs } from "../configs/team";
import { resource, synthesize } from "./synthesized";

const SANDBOX = "environments/sandbox.yaml";
const vault = (configs?: Parameters<typeof synthesize>[0]) =>
  synthesize(configs).stacks["sandbox-evidence-vault"];
const withSandbox = (path: string[], value: unknown) =>
  loadConfigs(new TeamConfigs().set(SANDBOX, path, value).dir);

interface Statement {
  Sid: string;
  Effect: string;
  Principal: unknown;
  Action: string | string[];
  Condition?: Record<string, Record<string, unknown>>;
}

const statements = (policy: unknown) => (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement;

describe("The evidence vault (Arts 12, 18(1), 19(1))", () => {
  it("locks every object for ten years by default", () => {
    expect(resource(vault(), "aws_s3_bucket_object_lock_configuration", "evidence_vault")).toMatchObject({
      object_lock_enabled: "Enabled",
      rule: { default_retention: { mode: "GOVERNANCE", days: 3653 } },
    });
    expect(resource(vault(), "aws_s3_bucket", "evidence_vault")).toMatchObject({
      object_lock_enabled: true,
      force_destroy: false,
    });
    expect(resource(vault(), "aws_s3_bucket_versioning", "evidence_vault")).toMatchObject({
      versioning_configuration: { status: "Enabled" },
    });
  });

  it("uses the COMPLIANCE lock where production acknowledges that it cannot be undone", () => {
    const production = synthesize().stacks["production-evidence-vault"];
    expect(resource(production, "aws_s3_bucket_object_lock_configuration", "evidence_vault")).toMatchObject({
      rule: { default_retention: { mode: "COMPLIANCE", days: 3653 } },
    });
  });

  it("takes the period from the config, and expires nothing before it ends", () => {
    const stack = vault(withSandbox(["retention", "log", "days"], 730));
    expect(resource(stack, "aws_s3_bucket_object_lock_configuration", "evidence_vault")).toMatchObject({
      rule: { default_retention: { days: 730 } },
    });
    const { rule } = resource(stack, "aws_s3_bucket_lifecycle_configuration", "evidence_vault") as {
      rule: Record<string, unknown>[];
    };
    expect(rule).toContainEqual(
      expect.objectContaining({
        expiration: [{ days: 730 }],
        noncurrent_version_expiration: [{ noncurrent_days: 730 }],
      }),
    );
  });

  it("lets only log entries expire: documentation is kept by another clock, which starts with placing on the market", () => {
    const { rule } = resource(vault(), "aws_s3_bucket_lifecycle_configuration", "evidence_vault") as {
      rule: Record<string, unknown>[];
    };
    const ending = rule.filter((each) => "expiration" in each);
    expect(ending.length).toBeGreaterThan(0);
    const prefixes = ending.map(({ filter }) => (filter as [{ prefix: string }])[0].prefix);
    expect(new Set(prefixes)).toEqual(new Set(["art12/", "late/"]));
  });

  it("never expires anything where the config says so", () => {
    const { rule } = resource(
      vault(withSandbox(["lifecycle", "expireAfterDays"], "never")),
      "aws_s3_bucket_lifecycle_configuration",
      "evidence_vault",
    ) as {
      rule: Record<string, unknown>[];
    };
    expect(rule.filter((each) => "expiration" in each || "noncurrent_version_expiration" in each)).toEqual(
      [],
    );
  });

  it("moves objects to the coldest class Datadog still reads, and drops broken-off uploads", () => {
    const { rule } = resource(vault(), "aws_s3_bucket_lifecycle_configuration", "evidence_vault") as {
      rule: Record<string, unknown>[];
    };
    expect(rule).toContainEqual(
      expect.objectContaining({ transition: [{ days: 30, storage_class: "GLACIER_IR" }] }),
    );
    expect(rule).toContainEqual(
      expect.objectContaining({ abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }] }),
    );
  });

  it.each([
    { says: "S3's own 128 KiB by default, and says so in the plan", value: undefined, filter: 131_071 },
    { says: "the size the config names", value: 93_800, filter: 93_799 },
    { says: "none, where the config moves all", value: 1, filter: 0 },
  ])("leaves small objects in STANDARD: $says", ({ value, filter }) => {
    const stack = vault(withSandbox(["lifecycle", "moveFromBytes"], value));
    const moving = (id: string) =>
      (
        resource(stack, "aws_s3_bucket_lifecycle_configuration", id) as { rule: Record<string, unknown>[] }
      ).rule.filter((each) => "transition" in each);
    for (const id of ["evidence_vault", "evidence_replica"])
      expect(moving(id)).toEqual([
        expect.objectContaining({ filter: [{ object_size_greater_than: filter }] }),
      ]);
    expect(moving("evidence_access")).toEqual([
      expect.objectContaining({ filter: [{ object_size_greater_than: 131_071 }] }),
    ]);
  });

  it("is encrypted by a key of its own that rotates and waits 30 days before it could be deleted", () => {
    expect(resource(vault(), "aws_kms_key", "evidence_vault")).toMatchObject({
      enable_key_rotation: true,
      deletion_window_in_days: 30,
    });
    expect(
      resource(vault(), "aws_s3_bucket_server_side_encryption_configuration", "evidence_vault"),
    ).toMatchObject({
      rule: [
        {
          bucket_key_enabled: true,
          apply_server_side_encryption_by_default: {
            sse_algorithm: "aws:kms",
            kms_master_key_id: "${aws_kms_key.evidence_vault.arn}",
          },
        },
      ],
    });
  });

  it("is closed to the public", () => {
    expect(resource(vault(), "aws_s3_bucket_public_access_block", "evidence_vault")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(resource(vault(), "aws_s3_bucket_ownership_controls", "evidence_vault")).toMatchObject({
      rule: { object_ownership: "BucketOwnerEnforced" },
    });
  });

  describe("has a bucket policy that denies everyone", () => {
    const policy = statements(resource(vault(), "aws_s3_bucket_policy", "evidence_vault")["policy"]);

    it.each([
      ["plain HTTP", "s3:*", { Bool: { "aws:SecureTransport": "false" } }],
      ["old TLS", "s3:*", { NumericLessThan: { "s3:TlsVersion": "1.2" } }],
      ["deletes of objects", "s3:DeleteObject", undefined],
      ["deletes of versions", "s3:DeleteObjectVersion", undefined],
      ["bypass of the lock", "s3:BypassGovernanceRetention", undefined],
    ])("%s", (_what, action, condition) => {
      const denied = policy.filter(
        (statement) =>
          statement.Effect === "Deny" &&
          statement.Principal === "*" &&
          [statement.Action].flat().includes(action) &&
          JSON.stringify(statement.Condition) === JSON.stringify(condition),
      );
      expect(denied).toHaveLength(1);
    });

    it.each([
      "s3:PutBucketObjectLockConfiguration",
      "s3:PutBucketPolicy",
      "s3:DeleteBucketPolicy",
      "s3:PutBucketVersioning",
      "s3:PutLifecycleConfiguration",
      "s3:PutEncryptionConfiguration",
      "s3:PutBucketPublicAccessBlock",
      "s3:DeleteBucket",
    ])("but the two named roles: %s", (action) => {
      const [statement] = policy.filter(({ Action }) => Array.isArray(Action) && Action.includes(action));
      expect(statement).toMatchObject({
        Effect: "Deny",
        Principal: "*",
        Condition: {
          ArnNotEquals: {
            "aws:PrincipalArn": [
              "arn:aws:iam::123456789012:role/evidence-deploy",
              "arn:aws:iam::123456789012:role/evidence-break-glass",
            ],
          },
        },
      });
    });
  });

  it("lets only the break-glass role disable or delete its key, which would make every locked object unreadable", () => {
    const policy = statements(resource(vault(), "aws_kms_key", "evidence_vault")["policy"]);
    expect(policy).toContainEqual(
      expect.objectContaining({
        Effect: "Deny",
        Principal: "*",
        Action: expect.arrayContaining(["kms:DisableKey", "kms:ScheduleKeyDeletion"]) as string[],
        Condition: {
          ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/evidence-break-glass" },
        },
      }),
    );
  });

  it("can only be applied to the account its config names", () => {
    const { stacks } = synthesize(loadConfigs(join(__dirname, "../../configs")));
    expect(stacks["production-evidence-vault"]?.provider["aws"]).toContainEqual(
      expect.objectContaining({ region: "eu-central-1", allowed_account_ids: ["210987654321"] }),
    );
  });
});
