import { readAuditEvent } from "../../../review/drift/trail/audit-event";
import type { Call } from "../../../review/drift/trail/call";
import type { Deployment, Deployments } from "../../../review/drift/trail/deployments";
import { Detector } from "../../../review/drift/trail/detector";
import { groupBy } from "../../../configs";
import { ResourceSet } from "../../../rules";
import { stateSet } from "../../../rules/sources/state";
import { Stacks } from "../../rules/own-stacks";
import { called, onObject, session } from "./calls";
import { ACCOUNT, at, MALLORY, REGION } from "./trail-folder";

const STACK = "sandbox-evidence-vault";
const VAULT = `ai-act-evidence-sandbox-${ACCOUNT}`;
const BASE = "ai-act-evidence-sandbox";
const DEPLOYER = session("evidence-deploy", "ci-run-7");
const KEY_ARN = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1234`;

const ALL = new Stacks().set();
const DECLARED = new ResourceSet(
  ALL.resources.filter(({ stack }) => stack.startsWith("sandbox-")),
  ALL.stacks.filter(({ name }) => name.startsWith("sandbox-")),
  false,
);

/** States in which the vault's key has an id; the others' ids are left out on purpose, or given too. */
function states(...keys: readonly string[]): ResourceSet {
  return stateOf("aws_kms_key", keys, (name) =>
    name === "evidence_vault" ? { key_id: "1234", arn: KEY_ARN, id: "1234" } : { key_id: `of-${name}` },
  );
}

/** States that know resources of one type: those of the names, or all. */
function stateOf(
  type: string,
  names: readonly string[],
  values: (name: string) => Readonly<Record<string, string>>,
): ResourceSet {
  const byStack = groupBy(
    DECLARED.ofType(type).filter(({ name }) => names.length === 0 || names.includes(name)),
    ({ stack }) => stack,
  );
  const files = [...byStack].map(([stack, members]) => {
    const resources = members.map(({ name }) => ({
      ...{ address: `${type}.${name}`, mode: "managed", type, name },
      values: values(name),
    }));
    const json = { format_version: "1.0", values: { root_module: { resources } } };
    return { path: `${stack}.json`, json, stack };
  });
  return stateSet(files, false);
}

/** A deployment that changes how the vault's versions are kept, from 10:15 to 10:25. */
const deployment = (changes: Partial<Deployment> = {}): Deployment => ({
  ...{ sequence: 1, stack: STACK, startedAt: at("10:15:00"), endedAt: at("10:25:00") },
  principal: DEPLOYER.userIdentity.arn,
  addresses: new Set(["aws_s3_bucket_versioning.evidence_vault"]),
  namesAll: true,
  ...changes,
});

interface Against extends Partial<Deployments> {
  readonly states?: ResourceSet;
}

function detect(calls: readonly Call[], { relied = [], doubtful = [], states }: Against = {}) {
  const detector = new Detector({ declared: DECLARED, states, deployments: { relied, doubtful } });
  for (const call of calls) detector.take(call);
  return detector.result();
}

const vault = { bucketName: VAULT };
const versioning = (changes = {}) => called("s3:PutBucketVersioning", vault, { ...DEPLOYER, ...changes });

describe("A call on evidence that no deployment explains is named, with who, when and where", () => {
  it.each<{ address: string; call: Call }>([
    { address: "aws_s3_bucket_versioning.evidence_vault", call: called("s3:PutBucketVersioning", vault) },
    { address: "aws_s3_bucket_policy.evidence_vault", call: called("s3:DeleteBucketPolicy", vault) },
    { address: "aws_s3_bucket_lifecycle_configuration.evidence_access", call: called("s3:PutBucketLifecycle", { bucketName: `${BASE}-trail-${ACCOUNT}` }) },
    { address: "aws_s3_bucket_policy.evidence_replica", call: called("s3:PutBucketPolicy", { bucketName: `${BASE}-replica-${ACCOUNT}` }, { awsRegion: "eu-west-1" }) },
    { address: "aws_s3_bucket.evidence_vault", call: called("s3:PutBucketAcl", vault) },
    { address: "aws_s3_bucket.evidence_vault", call: called("s3:PutSomethingNew", vault) },
    { address: "aws_s3_bucket.evidence_vault", call: onObject("DeleteObject", VAULT, "records/gate/000000000001.dsse.json") },
    { address: "aws_s3_bucket.evidence_vault", call: onObject("PutObject", VAULT, "records/gate/000000000009.dsse.json") },
    { address: "aws_kms_alias.evidence_vault", call: called("kms:UpdateAlias", { aliasName: `alias/${BASE}-vault`, targetKeyId: "other" }) },
    { address: "aws_kms_key.evidence_vault", call: called("kms:DisableKey", { keyId: `alias/${BASE}-vault` }) },
    { address: "aws_cloudtrail.evidence_access", call: called("cloudtrail:StopLogging", { name: `${BASE}-access` }) },
    { address: "aws_cloudtrail.evidence_access", call: called("cloudtrail:StopLogging", { name: `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/${BASE}-access` }) },
    { address: "aws_cloudwatch_event_rule.delete_attempts", call: called("events:DisableRule", { name: `${BASE}-watch-delete-attempts` }) },
    { address: "aws_cloudwatch_event_target.delete_attempts", call: called("events:RemoveTargets", { rule: `${BASE}-watch-delete-attempts` }) },
    { address: "aws_sns_topic_subscription.mail_evidence_sandbox_example_org", call: called("sns:Unsubscribe", { subscriptionArn: `arn:aws:sns:${REGION}:${ACCOUNT}:${BASE}-watch:5` }) },
    { address: "aws_sns_topic.evidence_watch_replica", call: called("sns:DeleteTopic", { topicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:${BASE}-watch` }, { awsRegion: "eu-west-1" }) },
    { address: "aws_iam_role_policy.vault_auditor", call: called("iam:PutRolePolicy", { roleName: `${BASE}-auditor` }) },
    { address: "aws_iam_role.vault_auditor", call: called("iam:AttachRolePolicy", { roleName: `${BASE}-auditor` }) },
    { address: "aws_glue_catalog_table.art12_archive", call: called("glue:DeleteTable", { databaseName: "ai_act_evidence_sandbox", name: "art12_archive" }) },
    { address: "aws_cloudwatch_metric_alarm.replication_lag", call: called("monitoring:DeleteAlarms", { alarmNames: [`${BASE}-watch-replication-lag`] }) },
    { address: "aws_athena_workgroup.evidence", call: called("athena:DeleteWorkGroup", { workGroup: BASE }) },
    { address: "aws_budgets_budget.evidence_vault", call: called("budgets:DeleteBudget", { budgetName: BASE }) },
  ])("$call.name of $address", ({ call, address }) => {
    const { findings, calls } = detect([call]);
    expect(findings).toMatchObject([
      { kind: "unmatched", who: MALLORY, via: "cli", first: call.at, count: 1, eventIds: [call.id] },
    ]);
    expect(findings[0]?.addresses).toContain(`${STACK}/${address}`);
    expect(calls).toMatchObject({ onEvidence: 1, unmatched: 1 });
  }); // prettier-ignore
});

describe("A call on what MLflow and the gate stand on is named as well", () => {
  const M = `${BASE}-mlflow`;
  it.each<{ address: string; call: Call }>([
    { address: "aws_db_instance.mlflow", call: called("rds:ModifyDBInstance", { dBInstanceIdentifier: `${M}-database`, backupRetentionPeriod: 1 }) },
    { address: "aws_db_instance.mlflow", call: called("rds:DeleteDBInstance", { dBInstanceIdentifier: `${M}-database` }) },
    { address: "aws_db_parameter_group.mlflow", call: called("rds:ModifyDBParameterGroup", { dBParameterGroupName: `${M}-postgres16` }) },
    { address: "aws_ecs_service.mlflow", call: called("ecs:UpdateService", { cluster: `${M}-cluster`, service: `${M}-service` }) },
    { address: "aws_ecs_cluster.mlflow", call: called("ecs:ExecuteCommand", { cluster: `${M}-cluster`, task: "1" }) },
    { address: "aws_ecs_cluster.mlflow", call: called("ecs:RunTask", { cluster: `${M}-cluster`, taskDefinition: `${M}-job-seal:3` }) },
    { address: "aws_scheduler_schedule.mlflow_job_seal", call: called("scheduler:UpdateSchedule", { name: `${M}-job-seal`, groupName: `${M}-jobs`, state: "DISABLED" }) },
    { address: "aws_backup_vault_lock_configuration.mlflow", call: called("backup:DeleteBackupVaultLockConfiguration", { backupVaultName: `${M}-backups` }) },
    { address: "aws_backup_vault.mlflow", call: called("backup:DeleteRecoveryPoint", { backupVaultName: `${M}-backups`, recoveryPointArn: "arn:aws:backup:eu-central-1:123456789012:recovery-point:1" }) },
    { address: "aws_wafv2_web_acl.mlflow", call: called("wafv2:UpdateWebACL", { name: `${M}-firewall`, id: "1", scope: "REGIONAL" }) },
    { address: "aws_cloudwatch_log_group.mlflow_gate", call: called("logs:PutRetentionPolicy", { logGroupName: "/ai-act-evidence/sandbox/mlflow/gate", retentionInDays: 1 }) },
    { address: "aws_ecr_repository.mlflow_gate", call: called("ecr:PutImageTagMutability", { repositoryName: `${BASE}/gate`, imageTagMutability: "MUTABLE" }) },
    { address: "aws_secretsmanager_secret_policy.mlflow_gate_login", call: called("secretsmanager:DeleteResourcePolicy", { secretId: `${M}-gate-login` }) },
    { address: "aws_appautoscaling_target.mlflow", call: called("autoscaling:RegisterScalableTarget", { resourceId: `service/${M}-cluster/${M}-service`, serviceNamespace: "ecs" }) },
    { address: "aws_sqs_queue.mlflow_dead_letters", call: called("sqs:DeleteQueue", { queueUrl: "q" }, { resources: [{ ARN: `arn:aws:sqs:${REGION}:${ACCOUNT}:${M}-dead-letters` }] }) },
  ])("$call.name of $address", ({ call, address }) => {
    const { findings } = detect([call]);
    expect(findings).toMatchObject([{ kind: "unmatched", who: MALLORY }]);
    expect(findings[0]?.addresses).toContain(`sandbox-mlflow/${address}`);
  }); // prettier-ignore

  it.each<[what: string, call: Call]>([
    ["the scheduler starts a job", called("ecs:RunTask", { cluster: `${M}-cluster`, taskDefinition: `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/${M}-job-seal:3` }, session(`${M}-scheduler`))],
    ["AWS Backup takes its copy", called("rds:CreateDBSnapshot", { dBInstanceIdentifier: `${M}-database`, dBSnapshotIdentifier: "awsbackup-1" }, session(`${M}-backup`))],
    ["load brings the service another task", called("ecs:UpdateService", { cluster: `${M}-cluster`, service: `${M}-service`, desiredCount: 3 }, session("AWSServiceRoleForApplicationAutoScaling_ECSService"))],
    ["a task opens its log", called("logs:CreateLogStream", { logGroupName: "/ai-act-evidence/sandbox/mlflow/gate" }, session(`${M}-execution`))],
    ["CI pushes an image", called("ecr:PutImage", { repositoryName: `${BASE}/gate` }, session("evidence-ci-images"))],
    ["MLflow keeps an artifact", onObject("PutObject", `ai-act-evidence-sandbox-artifacts-${ACCOUNT}`, "mlflow/1/models/m-1/artifacts/model.pkl", session(`${M}-task`))],
  ])("but %s, which is ordinary work", (_, call) => {
    expect(detect([call])).toMatchObject({ findings: [], calls: { onEvidence: 1, ordinary: 1 } });
  }); // prettier-ignore

  it.each<[what: string, call: Call]>([
    ["the scheduler's role starts the service's task, with the gate's rights", called("ecs:RunTask", { cluster: `${M}-cluster`, taskDefinition: `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/${M}-service:3` }, session(`${M}-scheduler`))],
    ["the backup's role deletes the database", called("rds:DeleteDBInstance", { dBInstanceIdentifier: `${M}-database` }, session(`${M}-backup`))],
    ["a role of a service's name in another account scales", called("ecs:UpdateService", { cluster: `${M}-cluster`, service: `${M}-service` }, session("AWSServiceRoleForApplicationAutoScaling_ECSService", "x", "999999999999"))],
    ["the role that scales deletes the service", called("ecs:DeleteService", { cluster: `${M}-cluster`, service: `${M}-service` }, session("AWSServiceRoleForApplicationAutoScaling_ECSService"))],
    ["somebody else puts an artifact", onObject("PutObject", `ai-act-evidence-sandbox-artifacts-${ACCOUNT}`, "mlflow/1/models/m-1/artifacts/model.pkl", session(`${BASE}-gate`))],
  ])("and not when %s", (_, call) => {
    expect(detect([call]).findings).toMatchObject([{ kind: "unmatched" }]);
  }); // prettier-ignore
});

describe("A call on a security group whose id is not known", () => {
  const opened = (groupId: string, who = {}) =>
    called("ec2:AuthorizeSecurityGroupIngress", { groupId, ipPermissions: { items: [] } }, who);
  const groups = () => stateOf("aws_security_group", [], (name) => ({ id: `sg-${name}` }));

  it("cannot be told, and that is no pass", () => {
    const [finding] = detect([opened("sg-1")]).findings;
    expect(finding).toMatchObject({ kind: "unclear", reason: expect.stringContaining("security group") });
  });

  it("is one on evidence when the state knows the id", () => {
    const [finding] = detect([opened("sg-mlflow_service")], { states: groups() }).findings;
    expect(finding).toMatchObject({ kind: "unmatched" });
    expect(finding?.addresses).toContain("sandbox-mlflow/aws_security_group.mlflow_service");
  });

  it("is none when the states know all ids, and not this one; nor is a group that is made or named", () => {
    expect(detect([opened("sg-of-the-shop")], { states: groups() }).findings).toEqual([]);
    expect(detect([called("ec2:CreateSecurityGroup", { groupName: "shop" })]).findings).toEqual([]);
    expect(detect([called("ec2:CreateTags", { resourceId: "sg-2" })]).findings).toEqual([]);
  });

  it("is ordinary when AWS's own service does it", () => {
    const targets = (who = {}) =>
      called(
        "elasticloadbalancing:RegisterTargets",
        { targetGroupArn: "arn:aws:elasticloadbalancing:x" },
        who,
      );
    expect(detect([targets(session("AWSServiceRoleForECS"))]).findings).toEqual([]);
    expect(detect([targets()]).findings).toMatchObject([{ kind: "unclear" }]);
  });
});

describe("A call is none on evidence", () => {
  it.each<[what: string, call: Call]>([
    ["on another bucket", called("s3:PutBucketPolicy", { bucketName: "website" })],
    ["on a role that is called as the vault's bucket", called("iam:DeleteRole", { roleName: VAULT })],
    ["on a topic of the same name in another region", called("sns:DeleteTopic", { topicArn: `arn:aws:sns:us-west-2:${ACCOUNT}:${BASE}-watch` }, { awsRegion: "us-west-2" })],
    ["on a table of the same name in another database", called("glue:DeleteTable", { databaseName: "sales", name: "art12_archive" })],
    ["in another account", called("cloudtrail:StopLogging", { name: `${BASE}-access` }, { recipientAccountId: "999999999999" })],
    ["of another service that names the vault", called("lambda:UpdateFunctionConfiguration", { functionName: VAULT })],
  ])("%s", (_, call) => {
    expect(detect([call])).toMatchObject({ findings: [], calls: { onEvidence: 0 } });
  }); // prettier-ignore
});

describe("A deployment explains a call", () => {
  it("by the one who ran it, on an address it acted on, while it ran", () => {
    const { findings, calls } = detect([versioning()], { relied: [deployment()] });
    expect(findings).toEqual([]);
    expect(calls).toMatchObject({ onEvidence: 1, inDeployments: 1, unmatched: 0 });
  });

  it.each<[what: string, call: Call, changes?: Partial<Deployment>]>([
    ["in another session of its role", versioning(session("evidence-deploy", "ci-run-8"))],
    ["within a clock's tolerance before it began", versioning({ eventTime: "2026-11-24T10:14:59Z" })],
    ["that failed on the way", versioning({ errorCode: "OperationAborted" })],
    ["when the record does not name who ran it", versioning(session("somebody")), { principal: undefined }],
    ["when its list of addresses was cut off", versioning(), { addresses: new Set(), namesAll: false }],
  ])("%s", (_, call, changes = {}) => {
    expect(detect([call], { relied: [deployment(changes)] }).findings).toEqual([]);
  });

  it.each<[what: string, call: Call, changes?: Partial<Deployment>]>([
    ["before it", versioning({ eventTime: "2026-11-24T10:14:50Z" })],
    ["after it", versioning({ eventTime: "2026-11-24T10:25:10Z" })],
    ["by somebody else while it ran", versioning(session("engineer"))],
    [
      "by a role of the same name in another account",
      versioning(session("evidence-deploy", "x", "999999999999")),
    ],
    ["on an address it did not act on", called("s3:PutBucketPolicy", vault, DEPLOYER)],
    ["on the same address of another stack", versioning(), { stack: "production-evidence-vault" }],
  ])("but not one %s", (_, call, changes = {}) => {
    const { findings } = detect([call], { relied: [deployment(changes)] });
    expect(findings).toMatchObject([{ kind: "unmatched" }]);
  });

  it("but not one whose record cannot be relied on", () => {
    const doubtful = [{ key: "records/ci-deploy/000000000001.dsse.json", reasons: ["bad-signature: key"] }];
    expect(detect([versioning()], { doubtful }).findings).toMatchObject([{ kind: "unmatched" }]);
  });
});

describe("Ordinary work is no finding", () => {
  it.each<[what: string, call: Call]>([
    ["the exporter records an export", onObject("PutObject", VAULT, "records/exports/000000000003.dsse.json", session(`${BASE}-exporter`))],
    ["the sealing job records a seal", onObject("PutObject", VAULT, "records/seal/000000000003.dsse.json", session(`${BASE}-detector`))],
    ["the sealing job keeps a time stamp", onObject("PutObject", VAULT, "timestamps/seal/000000000003.tsr", session(`${BASE}-detector`))],
    ["a writer finds its place taken", onObject("PutObject", VAULT, "records/gate/000000000003.dsse.json", { ...session(`${BASE}-gate`), errorCode: "PreconditionFailed" })],
    ["Datadog writes its archive", onObject("PutObject", VAULT, "art12/dt=20261124/hour=10/archive_1.json.gz", session(`${BASE}-datadog-archive`))],
    ["S3 copies to the replica", onObject("PutObject", `${BASE}-replica-${ACCOUNT}`, "art12/x", { ...session(`${BASE}-replication`, "s3-replication"), awsRegion: "eu-west-1" })],
    ["an approver takes evidence under hold", onObject("PutObjectLegalHold", VAULT, "art12/x", session(`${BASE}-approver`))],
    ["the exporter restores from cold storage", onObject("RestoreObject", VAULT, "art12/x", session(`${BASE}-exporter`))],
    ["AWS rotates a key by itself", called("kms:RotateKey", { keyId: `alias/${BASE}-vault` }, { eventType: "AwsServiceEvent" })],
    ["an auditor asks the query engine", called("athena:StartQueryExecution", { workGroup: BASE }, session(`${BASE}-auditor`))],
  ])("%s", (_, call) => {
    expect(detect([call])).toMatchObject({ findings: [], calls: { onEvidence: 1, ordinary: 1 } });
  }); // prettier-ignore

  it.each<[what: string, call: Call]>([
    ["the exporter writes a seal", onObject("PutObject", VAULT, "records/seal/000000000003.dsse.json", session(`${BASE}-exporter`))],
    ["the gate writes into the archive", onObject("PutObject", VAULT, "art12/dt=20261124/x", session(`${BASE}-gate`))],
    ["a role of the gate's name in another account writes", onObject("PutObject", VAULT, "records/gate/1", session(`${BASE}-gate`, "x", "999999999999"))],
    ["the auditor writes a record", onObject("PutObject", VAULT, "records/gate/1", session(`${BASE}-auditor`))],
    ["the exporter deletes a record", onObject("DeleteObject", VAULT, "records/exports/1", session(`${BASE}-exporter`))],
    ["a writer changes the bucket's policy", called("s3:PutBucketPolicy", vault, session(`${BASE}-exporter`))],
    ["AWS deletes a key whose time has come", called("kms:DeleteKey", { keyId: `alias/${BASE}-vault` }, { eventType: "AwsServiceEvent" })],
    ["the deploying role writes a record", onObject("PutObject", VAULT, "records/gate/1", DEPLOYER)],
  ])("but it is one when %s", (_, call) => {
    expect(detect([call]).findings).toMatchObject([{ kind: "unmatched" }]);
  }); // prettier-ignore
});

describe("A call that failed", () => {
  it("is told apart: somebody tried to delete evidence", () => {
    const denied = onObject("DeleteObject", VAULT, "records/gate/1", { errorCode: "AccessDenied" });
    const { findings, calls } = detect([denied]);
    expect(findings).toMatchObject([{ kind: "attempt", error: "AccessDenied", who: MALLORY }]);
    expect(calls).toMatchObject({ unmatched: 0, attempts: 1 });
  });

  it("is told also of a role that may write there, when it was denied", () => {
    const denied = onObject("PutObject", VAULT, "records/exports/1", {
      ...session(`${BASE}-exporter`),
      errorCode: "AccessDenied",
    });
    expect(detect([denied]).findings).toMatchObject([{ kind: "attempt" }]);
  });
});

describe("A call on what Datadog keeps", () => {
  const audited = (type: string, action: string, name: string) =>
    readAuditEvent({
      ...{ id: "1", type: "audit" },
      attributes: {
        timestamp: at("10:20:00"),
        attributes: { action, asset: { type, id: "77", name }, usr: { email: "alice@example.org" } },
      },
    }) as Call;
  const monitor = DECLARED.ofType("datadog_monitor")[0];
  const name = String(monitor?.values["name"]);

  it("is named, with the login", () => {
    expect(detect([audited("monitor", "modified", name)]).findings).toMatchObject([
      {
        kind: "unmatched",
        who: "alice@example.org",
        addresses: [monitor?.address],
        call: "datadog:monitor modified",
      },
    ]);
    expect(detect([audited("archive", "deleted", `${BASE}-art12`)]).findings).toMatchObject([
      { addresses: ["sandbox-datadog/datadog_logs_archive.art12_sandbox"] },
    ]);
  });

  it("is explained by a deployment of its stack, whoever's key it had", () => {
    const relied = [
      deployment({ stack: monitor?.stack ?? "", addresses: new Set([monitor?.terraformAddress ?? ""]) }),
    ];
    expect(detect([audited("monitor", "modified", name)], { relied }).findings).toEqual([]);
  });

  it("is none on evidence when it is another's monitor", () => {
    expect(detect([audited("monitor", "modified", "CPU of the web shop")]).findings).toEqual([]);
  });

  it("cannot be told, when it is a downtime: which monitors it mutes is not in the log", () => {
    expect(detect([audited("downtime", "created", "weekend")]).findings).toMatchObject([{ kind: "unclear" }]);
  });
});

describe("A call on a key whose id is not known", () => {
  const scheduled = (keyId: string) =>
    called("kms:ScheduleKeyDeletion", { keyId }, { resources: [{ ARN: KEY_ARN }] });

  it("cannot be told, and that is no pass", () => {
    expect(detect([scheduled("1234")])).toMatchObject({
      findings: [{ kind: "unclear", addresses: [], reason: expect.stringContaining("--state") }],
      calls: { unclear: 1, onEvidence: 0 },
    });
  });

  it("is one on evidence when the state knows the id", () => {
    expect(detect([scheduled("1234")], { states: states() }).findings).toMatchObject([
      { kind: "unmatched", addresses: [`${STACK}/aws_kms_key.evidence_vault`] },
    ]);
  });

  it("is none on evidence when the states know all ids, and not this one", () => {
    const other = called("kms:ScheduleKeyDeletion", { keyId: "9999" });
    expect(detect([other], { states: states() }).findings).toEqual([]);
    expect(detect([other], { states: states("evidence_vault") }).findings).toMatchObject([
      { kind: "unclear" },
    ]);
  });
});

describe("Many calls", () => {
  it("of one person that do the same are one finding", () => {
    const calls = Array.from({ length: 500 }, (_, index) =>
      onObject("DeleteObject", VAULT, `art12/${index}`, { eventTime: `2026-11-24T10:0${index % 10}:00Z` }),
    );
    expect(detect(calls).findings).toMatchObject([
      { count: 500, first: at("10:00:00"), last: at("10:09:00"), eventIds: { length: 3 } },
    ]);
  });

  it("that stand in the log twice count once", () => {
    const call = called("s3:PutBucketPolicy", vault);
    expect(detect([call, call])).toMatchObject({
      calls: { unmatched: 1, repeated: 1 },
      findings: [{ count: 1 }],
    });
  });

  it("of very many people are counted, and not all kept", () => {
    const calls = Array.from({ length: 1_200 }, (_, index) =>
      called("s3:PutBucketPolicy", vault, session(`role-${index}`)),
    );
    const { findings, leftOut, calls: counts } = detect(calls);
    expect([findings.length, leftOut, counts.unmatched]).toEqual([1_000, 200, 1_200]);
  });

  it("are listed with what changed evidence first", () => {
    const calls = [
      called("kms:DisableKey", { keyId: "?" }),
      called("s3:DeleteBucket", vault, { errorCode: "AccessDenied", eventTime: "2026-11-24T09:00:00Z" }),
      called("s3:PutBucketPolicy", vault),
    ];
    expect(detect(calls).findings.map(({ kind }) => kind)).toEqual(["unmatched", "attempt", "unclear"]);
  });
});
