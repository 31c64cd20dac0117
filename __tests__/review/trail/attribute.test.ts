import { watchedEvents } from "../../../constructs/evidence-vault/watched-events";
import type { DriftChange } from "../../../review/drift/drift";
import { Attributor } from "../../../review/drift/trail/attribute";
import type { Call } from "../../../review/drift/trail/call";
import { CALLS_BY_TYPE } from "../../../review/drift/trail/calls-by-type";
import { Stacks } from "../../rules/own-stacks";
import { called, onObject, session } from "./calls";
import { ACCOUNT, MALLORY, REGION } from "./trail-folder";

const KEY_ARN = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1234`;
const TRAIL_ARN = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/access`;
const TOPIC_ARN = `arn:aws:sns:${REGION}:${ACCOUNT}:watch`;

/** A change of the console to one attribute. */
const change = (
  type: string,
  path: string,
  names: readonly string[],
  more: Partial<DriftChange> = {},
): DriftChange => ({
  ...{ cause: "console", address: `stack/${type}.one`, stack: "stack", type, action: "update" },
  ...{ physicalNames: names, paths: path === "" ? [] : [{ path }] },
  ...more,
});

function attributed(one: DriftChange, ...calls: readonly Call[]) {
  const attributor = new Attributor([one]);
  for (const call of calls) attributor.take(call);
  return attributor.attributed()[0]?.attributions;
}

const bucket = { bucketName: "vault" };

describe("A change is explained by the call that made it", () => {
  it.each<[type: string, path: string, names: readonly string[], call: Call]>([
    ["aws_s3_bucket_versioning", "versioning_configuration.status", ["vault"], called("s3:PutBucketVersioning", bucket)],
    ["aws_s3_bucket", "versioning.enabled", ["vault"], called("s3:PutBucketVersioning", bucket)],
    ["aws_s3_bucket_policy", "policy", ["vault"], called("s3:PutBucketPolicy", bucket)],
    ["aws_s3_bucket_lifecycle_configuration", "rule", ["vault"], called("s3:PutBucketLifecycle", bucket)],
    ["aws_s3_bucket_lifecycle_configuration", "rule", ["vault"], called("s3:DeleteBucketLifecycle", bucket)],
    ["aws_s3_bucket_object_lock_configuration", "rule.default_retention.days", ["vault"], called("s3:PutBucketObjectLockConfiguration", bucket)],
    ["aws_s3_bucket_public_access_block", "block_public_acls", ["vault"], called("s3:PutBucketPublicAccessBlock", bucket)],
    ["aws_s3_bucket_replication_configuration", "rule", ["vault"], called("s3:DeleteBucketReplication", bucket)],
    ["aws_s3_bucket_server_side_encryption_configuration", "rule", ["vault"], called("s3:PutBucketEncryption", bucket)],
    ["aws_kms_key", "policy", ["1234", KEY_ARN], called("kms:PutKeyPolicy", { keyId: "1234" })],
    ["aws_kms_key", "policy", ["1234", KEY_ARN], called("kms:PutKeyPolicy", { keyId: "alias/vault" }, { resources: [{ ARN: KEY_ARN }] })],
    ["aws_kms_key", "is_enabled", ["1234", KEY_ARN], called("kms:DisableKey", { keyId: KEY_ARN })],
    ["aws_kms_key", "enable_key_rotation", ["1234", KEY_ARN], called("kms:DisableKeyRotation", { keyId: "1234" })],
    ["aws_cloudtrail", "enable_logging", ["access", TRAIL_ARN], called("cloudtrail:StopLogging", { name: "access" })],
    ["aws_cloudtrail", "enable_logging", ["access", TRAIL_ARN], called("cloudtrail:StopLogging", { name: TRAIL_ARN })],
    ["aws_cloudtrail", "advanced_event_selector", ["access"], called("cloudtrail:PutEventSelectors", { trailName: "access" })],
    ["aws_cloudtrail", "is_multi_region_trail", ["access"], called("cloudtrail:UpdateTrail", { name: "access" })],
    ["aws_cloudwatch_event_rule", "state", ["watch-rule"], called("events:DisableRule", { name: "watch-rule" })],
    ["aws_cloudwatch_event_target", "arn", ["watch-rule"], called("events:PutTargets", { rule: "watch-rule" })],
    ["aws_sns_topic_policy", "policy", [TOPIC_ARN], called("sns:SetTopicAttributes", { topicArn: TOPIC_ARN })],
    ["aws_iam_role", "assume_role_policy", ["auditor"], called("iam:UpdateAssumeRolePolicy", { roleName: "auditor" })],
    ["aws_iam_role_policy", "policy", ["auditor", "auditor:vault"], called("iam:PutRolePolicy", { roleName: "auditor" })],
    ["aws_iam_role", "managed_policy_arns", ["auditor"], called("iam:AttachRolePolicy", { roleName: "auditor" })],
    ["aws_cloudwatch_metric_alarm", "actions_enabled", ["lag"], called("monitoring:DisableAlarmActions", { alarmNames: ["lag"] })],
    ["aws_glue_catalog_table", "parameters", ["art12"], called("glue:UpdateTable", { databaseName: "db", tableInput: { name: "art12" } })],
    ["aws_dynamodb_table", "billing_mode", ["locks"], called("dynamodb:UpdateTable", { tableName: "locks" })],
    ["aws_athena_workgroup", "configuration", ["evidence"], called("athena:UpdateWorkGroup", { workGroup: "evidence" })],
  ])("%s %s", (type, path, names, call) => {
    expect(attributed(change(type, path, names), call)).toEqual([
      { who: MALLORY, when: call.at, event: call.name, source: "cloudtrail", eventId: call.id, via: "cli" },
    ]);
  }); // prettier-ignore

  it.each<[type: string, names: readonly string[], call: Call]>([
    ["aws_s3_bucket_policy", ["vault"], called("s3:DeleteBucketPolicy", bucket)],
    ["aws_s3_bucket_lifecycle_configuration", ["vault"], called("s3:DeleteBucketLifecycle", bucket)],
    ["aws_s3_bucket", ["vault"], called("s3:DeleteBucket", bucket)],
    ["aws_kms_key", ["1234"], called("kms:ScheduleKeyDeletion", { keyId: "1234" })],
    ["aws_kms_alias", ["alias/vault"], called("kms:DeleteAlias", { aliasName: "alias/vault" })],
    ["aws_cloudtrail", ["access"], called("cloudtrail:DeleteTrail", { name: "access" })],
    ["aws_cloudwatch_event_rule", ["watch-rule"], called("events:DeleteRule", { name: "watch-rule" })],
    ["aws_cloudwatch_event_target", ["watch-rule"], called("events:RemoveTargets", { rule: "watch-rule" })],
    ["aws_sns_topic_subscription", [`${TOPIC_ARN}:5`], called("sns:Unsubscribe", { subscriptionArn: `${TOPIC_ARN}:5` })],
    ["aws_iam_role_policy", ["auditor"], called("iam:DeleteRolePolicy", { roleName: "auditor" })],
    ["aws_glue_catalog_table", ["art12"], called("glue:DeleteTable", { databaseName: "db", name: "art12" })],
    ["aws_dynamodb_table", ["locks"], called("dynamodb:DeleteTable", { tableName: "locks" })],
  ])("when %s is gone", (type, names, call) => {
    const gone = change(type, "", names, { cause: "deleted", action: "destroy" });
    expect(attributed(gone, call)).toMatchObject([{ event: call.name }]);
  }); // prettier-ignore
});

describe("A change is not explained by", () => {
  const versioning = change("aws_s3_bucket_versioning", "versioning_configuration.status", ["vault"]);
  it.each<[what: string, call: Call, one?: DriftChange]>([
    ["a call on another bucket", called("s3:PutBucketVersioning", { bucketName: "other" })],
    ["a call on a bucket's object that is called as this bucket is", called("s3:PutBucketVersioning", { bucketName: "other", prefix: "vault" })],
    ["a call that changes something else", called("s3:PutBucketPolicy", bucket)],
    ["a call that failed", called("s3:PutBucketVersioning", bucket, { errorCode: "AccessDenied" })],
    ["a call on an object", onObject("PutObject", "vault", "x")],
    ["a call of another service with the same name in it", called("iam:PutRolePolicy", { roleName: "vault" })],
    ["a call on a policy that only names the bucket", called("s3:PutBucketPolicy", { bucketName: "other", bucketPolicy: { Statement: [{ Resource: "arn:aws:s3:::vault" }] } }), change("aws_s3_bucket_policy", "policy", ["vault"])],
    ["another attribute's call", called("kms:DisableKey", { keyId: "1234" }), change("aws_kms_key", "policy", ["1234"])],
    ["a call in another region", called("sns:SetTopicAttributes", { topicArn: TOPIC_ARN.replace(REGION, "eu-west-1") }), change("aws_sns_topic", "policy", [TOPIC_ARN, "watch"])],
    ["a call in the account, when only the config differs", called("s3:PutBucketVersioning", bucket), { ...versioning, cause: "unapplied" }],
    ["a change of its settings, when the resource is gone", called("s3:PutBucketPolicy", bucket), change("aws_s3_bucket_policy", "", ["vault"], { cause: "deleted", action: "destroy" })],
  ])("%s", (_, call, one = versioning) => {
    expect(attributed(one, call) ?? []).toEqual([]);
  }); // prettier-ignore
});

describe("Of several calls", () => {
  const one = change("aws_s3_bucket_versioning", "versioning_configuration.status", ["vault"]);
  const times = Array.from({ length: 9 }, (_, hour) => `2026-11-24T0${hour}:00:00Z`);

  it("the last ones are named, the last one first, in whatever order they come", () => {
    const calls = times.map((eventTime) => called("s3:PutBucketVersioning", bucket, { eventTime }));
    const shuffled = [3, 8, 0, 5, 1, 7, 2, 6, 4].flatMap((index) => calls[index] ?? []);
    expect(attributed(one, ...shuffled)?.map(({ when }) => when.slice(12, 13))).toEqual([
      "8",
      "7",
      "6",
      "5",
      "4",
    ]);
  });

  it("one that stands in the log twice is named once", () => {
    const call = called("s3:PutBucketVersioning", bucket, session("engineer"));
    expect(attributed(one, call, call)).toHaveLength(1);
  });
});

describe("A resource that no config declares is explained by whatever was called on it", () => {
  it("by its service", () => {
    const bucketArn = "arn:aws:s3:::stray";
    const stray = {
      ...change("s3", "", [bucketArn, "stray"]),
      cause: "undeclared" as const,
      address: bucketArn,
    };
    const call = called("s3:CreateBucket", { bucketName: "stray" });
    expect(attributed(stray, call)).toMatchObject([{ event: "CreateBucket" }]);
  });
});

describe("The table of calls", () => {
  it("knows every type of AWS that the stacks are made of", () => {
    const types = new Set(
      new Stacks()
        .set()
        .ofType(...allTypes())
        .map(({ type }) => type),
    );
    expect([...types].filter((type) => !(type in CALLS_BY_TYPE))).toEqual([]);
  });

  it("knows every call on a resource's configuration that people are told of at once", () => {
    const known = new Set(
      Object.values(CALLS_BY_TYPE).flatMap(({ changes, makes = [], removes = [] }) => [
        ...Object.values(changes).flat(),
        ...makes,
        ...removes,
      ]),
    );
    const watched = watchedEvents({ buckets: ["vault"], breakGlassRoleArn: "arn" }).flatMap(
      ({ detail }) => detail["eventName"] as string[],
    );
    const onObjects = [
      "DeleteObject",
      "DeleteObjects",
      "DeleteObjectTagging",
      "PutObjectLegalHold",
      "PutObjectRetention",
    ];
    expect(watched.filter((name) => !known.has(name) && !onObjects.includes(name))).toEqual(["AssumeRole"]);
  });
});

function allTypes(): readonly string[] {
  const all = new Stacks().set().resources.flatMap(({ type }) => (type.startsWith("aws_") ? [type] : []));
  return [...new Set(all)];
}
