import { loadConfigs } from "../../configs";
import { ROLES } from "../../evidence/records/roles";
import { TeamConfigs } from "../configs/team";
import { resource, synthesize } from "./synthesized";

const { stacks } = synthesize();
const sandbox = stacks["sandbox-evidence-vault"];
const production = stacks["production-evidence-vault"];

interface Statement {
  Sid?: string;
  Effect: string;
  Action: string | string[];
  Resource?: string | string[];
  Condition?: unknown;
}

const statements = (document: unknown) =>
  (JSON.parse(String(document)) as { Statement: Statement[] }).Statement;
const ofAll = (type: string) => Object.entries(production?.resource?.[type] ?? {});

describe("The replica of the vault", () => {
  it("is in another region, and in production in another account with other owners", () => {
    expect(production?.provider["aws"]).toContainEqual(
      expect.objectContaining({
        alias: "replica",
        region: "eu-west-1",
        allowed_account_ids: ["310987654321"],
        assume_role: [{ role_arn: "arn:aws:iam::310987654321:role/evidence-replica-deploy" }],
      }),
    );
    for (const type of [
      "aws_s3_bucket",
      "aws_s3_bucket_object_lock_configuration",
      "aws_kms_key",
      "aws_s3_bucket_policy",
    ])
      expect(resource(production, type, "evidence_replica")["provider"]).toBe("aws.replica");
    expect(resource(production, "aws_s3_bucket_replication_configuration", "evidence_replica")).toMatchObject(
      {
        rule: [
          { destination: { account: "310987654321", access_control_translation: { owner: "Destination" } } },
        ],
      },
    );
  });

  it("is locked for as long as the vault, with a key of its own", () => {
    expect(resource(production, "aws_s3_bucket_object_lock_configuration", "evidence_replica")).toMatchObject(
      {
        rule: { default_retention: { mode: "COMPLIANCE", days: 3653 } },
      },
    );
    expect(
      resource(production, "aws_s3_bucket_server_side_encryption_configuration", "evidence_replica"),
    ).toMatchObject({
      rule: [
        {
          apply_server_side_encryption_by_default: {
            kms_master_key_id: "${aws_kms_key.evidence_replica.arn}",
          },
        },
      ],
    });
  });

  it("gets everything, encrypted objects too, and never a delete marker", () => {
    expect(resource(sandbox, "aws_s3_bucket_replication_configuration", "evidence_replica")).toMatchObject({
      rule: [
        {
          status: "Enabled",
          filter: {},
          delete_marker_replication: { status: "Disabled" },
          source_selection_criteria: { sse_kms_encrypted_objects: { status: "Enabled" } },
          destination: { metrics: { status: "Enabled" }, replication_time: { status: "Enabled" } },
        },
      ],
    });
  });

  it("may not be in the vault's own region", () => {
    const team = new TeamConfigs().set("environments/sandbox.yaml", ["replica", "region"], "eu-central-1");
    expect(() => loadConfigs(team.dir)).toThrow(/replica\.region \[replica-elsewhere\]/);
  });

  it("in another account needs the role by which it is reached", () => {
    const team = new TeamConfigs().set("environments/production.yaml", ["replica", "deployRole"], undefined);
    expect(() => loadConfigs(team.dir)).toThrow(/replica\.deployRole \[replica-account-and-role\]/);
  });
});

describe("The record of accesses", () => {
  const trail = resource(production, "aws_cloudtrail", "evidence_access");

  it("covers every read and write of vault, replica and artifacts, in all regions, with digests of its own files", () => {
    expect(trail).toMatchObject({
      enable_logging: true,
      enable_log_file_validation: true,
      is_multi_region_trail: true,
    });
    expect(trail["advanced_event_selector"]).toContainEqual(
      expect.objectContaining({
        field_selector: expect.arrayContaining([
          { field: "eventCategory", equals: ["Data"] },
          {
            field: "resources.ARN",
            starts_with: [
              "arn:aws:s3:::ai-act-evidence-production-210987654321/",
              "arn:aws:s3:::ai-act-evidence-production-replica-310987654321/",
              "arn:aws:s3:::ai-act-evidence-production-artifacts-210987654321/",
            ],
          },
        ]) as unknown[],
      }),
    );
  });

  it("is kept in a locked bucket that only CloudTrail writes to", () => {
    expect(resource(production, "aws_s3_bucket_object_lock_configuration", "evidence_access")).toMatchObject({
      rule: { default_retention: { mode: "COMPLIANCE", days: 3653 } },
    });
    const writers = statements(
      resource(production, "aws_s3_bucket_policy", "evidence_access")["policy"],
    ).filter(({ Effect }) => Effect === "Allow");
    expect(writers.map(({ Sid }) => Sid)).toEqual(["CloudTrailChecks", "CloudTrailWrites"]);
    for (const { Condition } of writers)
      expect(JSON.stringify(Condition)).toContain("arn:aws:cloudtrail:eu-central-1:210987654321:trail/");
  });
});

describe("People are told", () => {
  const patterns = ofAll("aws_cloudwatch_event_rule").map(([id, rule]) => ({
    id,
    pattern: String(rule["event_pattern"]),
  }));

  it.each([
    ["of deletes", "DeleteObject"],
    ["of changes to the lock", "PutBucketObjectLockConfiguration"],
    ["of changes to the policy", "PutBucketPolicy"],
    ["of suspended versioning", "PutBucketVersioning"],
    ["of a key disabled", "DisableKey"],
    ["of a key scheduled for deletion", "ScheduleKeyDeletion"],
    ["of the trail stopped", "StopLogging"],
    ["of this watch disabled", "DisableRule"],
    ["of the break-glass role used", "AssumeRole"],
  ])("%s, in both regions", (_what, call) => {
    expect(
      patterns
        .filter(({ pattern }) => pattern.includes(`"${call}"`))
        .map(({ id }) => id.endsWith("_replica")),
    ).toEqual(expect.arrayContaining([true, false]));
  });

  it("through a topic that exists, by e-mail to the addresses of the config", () => {
    for (const [id, target] of ofAll("aws_cloudwatch_event_target")) {
      const topic = id.endsWith("_replica") ? "evidence_watch_replica" : "evidence_watch";
      expect(target["arn"]).toBe(`\${aws_sns_topic.${topic}.arn}`);
    }
    const addresses = ofAll("aws_sns_topic_subscription").map(([, { endpoint }]) => endpoint);
    expect(addresses).toEqual(
      expect.arrayContaining(["evidence-watch@example.org", "data-protection@example.org"]),
    );
  });

  it("when copies lag behind or fail", () => {
    expect(ofAll("aws_cloudwatch_metric_alarm").map(([, alarm]) => alarm["metric_name"])).toEqual(
      expect.arrayContaining(["ReplicationLatency", "OperationsFailedReplication"]),
    );
  });
});

describe("Least rights", () => {
  const roles = ofAll("aws_iam_role_policy").map(([id, policy]) => ({
    id,
    rights: statements(policy["policy"]),
  }));

  it.each(roles)("$id may delete nothing and bypass no lock", ({ rights }) => {
    const allowed = rights.flatMap(({ Action }) => Action);
    expect(
      allowed.filter((action) => /Delete|Bypass|\*$|PutBucket|PutLifecycle|PutObjectRetention/.test(action)),
    ).toEqual([]);
  });

  it.each([...ROLES])("%s signs with its own key only", (role) => {
    const { rights } = roles.find(({ id }) => id === `vault_${role.replaceAll("-", "_")}`) ?? {
      rights: [],
    };
    const signing = rights.filter(({ Action }) => [Action].flat().includes("kms:Sign"));
    expect(signing.map(({ Condition }) => Condition)).toEqual([
      {
        "ForAnyValue:StringEquals": {
          "kms:ResourceAliases": `alias/ai-act-evidence-production-sign-${role}`,
        },
      },
    ]);
  });

  it("an auditor reads and checks, and needs a second factor", () => {
    const { rights } = roles.find(({ id }) => id === "vault_auditor") ?? { rights: [] };
    expect(
      rights.flatMap(({ Action }) => Action).filter((action) => /Put|Sign$|Create/.test(action)),
    ).toEqual([]);
    const trust = statements(resource(production, "aws_iam_role", "vault_auditor")["assume_role_policy"]);
    expect(trust[0]?.Condition).toEqual({ Bool: { "aws:MultiFactorAuthPresent": "true" } });
  });

  it("applications put checkpoints and late entries, and do nothing else", () => {
    const { rights } = roles.find(({ id }) => id === "vault_checkpoint_writer") ?? { rights: [] };
    expect(rights.flatMap(({ Action }) => Action)).toEqual(["s3:PutObject", "kms:GenerateDataKey"]);
    expect(rights[0]?.Resource).toEqual([
      "arn:aws:s3:::ai-act-evidence-production-210987654321/checkpoints/*",
      "arn:aws:s3:::ai-act-evidence-production-210987654321/late/*",
    ]);
  });

  it("only the roles the config names may put checkpoints; where it names none, there is no such role", () => {
    const trust = statements(
      resource(production, "aws_iam_role", "vault_checkpoint_writer")["assume_role_policy"],
    );
    expect(trust).toEqual([
      expect.objectContaining({ Principal: { AWS: ["arn:aws:iam::410987654321:role/credit-scoring"] } }),
    ]);
    const team = new TeamConfigs().set("environments/sandbox.yaml", ["checkpoints"], undefined);
    const without = synthesize(loadConfigs(team.dir)).stacks["sandbox-evidence-vault"];
    expect(without?.resource?.["aws_iam_role"]).not.toHaveProperty("vault_checkpoint_writer");
  });

  it("the gate keeps documentation of what was promoted, the detector that of what Datadog knew; of the others only readers see it", () => {
    const vault = "arn:aws:s3:::ai-act-evidence-production-210987654321";
    const who = (action: string) =>
      roles
        .filter(({ rights }) =>
          rights.some(
            ({ Action, Resource }) =>
              [Action].flat().includes(action) && [Resource].flat().includes(`${vault}/documentation/*`),
          ),
        )
        .map(({ id }) => id)
        .sort();
    expect(who("s3:PutObject")).toEqual(["vault_detector", "vault_gate"]);
    expect(who("s3:GetObjectVersion")).toEqual([
      "vault_auditor",
      "vault_detector",
      "vault_exporter",
      "vault_gate",
    ]);
  });

  it("a place of a record, a time stamp, a checkpoint, late entries or documentation is taken once", () => {
    const vault = "arn:aws:s3:::ai-act-evidence-production-210987654321";
    expect(
      statements(resource(production, "aws_s3_bucket_policy", "evidence_vault")["policy"]),
    ).toContainEqual({
      Sid: "PlacesAreTakenOnce",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: [
        `${vault}/records/*`,
        `${vault}/timestamps/*`,
        `${vault}/checkpoints/*`,
        `${vault}/late/*`,
        `${vault}/documentation/*`,
      ],
      Condition: { Null: { "s3:if-none-match": "true" } },
    });
  });
});

describe("The organisation's guardrails", () => {
  const denied = statements(
    resource(stacks["production-guardrails"], "aws_organizations_policy", "evidence_guardrails")["content"],
  );

  it.each([
    "s3:BypassGovernanceRetention",
    "s3:PutBucketPolicy",
    "s3:PutBucketObjectLockConfiguration",
    "kms:DisableKey",
    "kms:ScheduleKeyDeletion",
    "cloudtrail:StopLogging",
    "organizations:LeaveOrganization",
    "account:CloseAccount",
  ])("deny %s", (action) => {
    expect(
      denied.filter(({ Effect, Action }) => Effect === "Deny" && [Action].flat().includes(action)),
    ).toHaveLength(1);
  });

  it("are left out where the config names no organisation", () => {
    expect(Object.keys(stacks)).not.toContain("sandbox-guardrails");
  });
});
