import { add, repolicy, set, type Edit } from "./own-stacks";

/** Addresses in the repository's own stacks, and changes that several tests make there. */
export const VAULT = "production-evidence-vault";
export const SYSTEM = "production-art72-monitoring-credit-scoring";
const ORGANISATION = "example-datadog";

export const bucket = (type = "", which = "evidence_vault") => `${VAULT}/aws_s3_bucket${type}.${which}`;
export const POLICY = bucket("_policy");
export const LIFECYCLE = bucket("_lifecycle_configuration");
export const ENCRYPTION = bucket("_server_side_encryption_configuration");
export const REPLICATION = bucket("_replication_configuration", "evidence_replica");
export const TRAIL = `${VAULT}/aws_cloudtrail.evidence_access`;
export const KEY = `${VAULT}/aws_kms_key.evidence_vault`;
export const TOPIC = `${VAULT}/aws_sns_topic.evidence_watch`;
export const WORKGROUP = `${VAULT}/aws_athena_workgroup.evidence`;
export const ARCHIVE = `${ORGANISATION}/datadog_logs_archive.art12_production`;
export const ORDER = `${ORGANISATION}/datadog_logs_archive_order.art12_first`;
export const METRIC = `${ORGANISATION}/datadog_logs_metric.art12_events`;
export const DATADOG_ROLE = "production-art12-logging/aws_iam_role.datadog_archive";
export const DATADOG_RIGHTS = "production-art12-logging/aws_iam_role_policy.datadog_archive";
export const SCP = "production-guardrails/aws_organizations_policy.evidence_guardrails";
export const SCP_ATTACHED = "production-guardrails/aws_organizations_policy_attachment.evidence_guardrails";
export const STATE = "production-terraform-state/aws_s3_bucket.terraform_state";
export const STATE_VERSIONING = "production-terraform-state/aws_s3_bucket_versioning.terraform_state";
export const role = (name: string) => `${VAULT}/aws_iam_role_policy.vault_${name}`;
export const iamRole = (name: string) => `${VAULT}/aws_iam_role.vault_${name}`;
export const alarm = (name: string) => `${VAULT}/aws_cloudwatch_metric_alarm.replication_${name}`;
export const rule = (name: string) => `${VAULT}/aws_cloudwatch_event_rule.${name}`;
export const monitor = (name: string) => `${SYSTEM}/datadog_monitor.${name}`;

/** ARN of production's vault. */
export const ARN = "arn:aws:s3:::ai-act-evidence-production-210987654321";

/** Gives a right by a policy. */
export const allow = (address: string, Action: unknown, Resource: unknown = `${ARN}/*`): Edit =>
  repolicy(address, "policy", (all) => [...all, { Effect: "Allow", Action, Resource }]);

/** Opens a bucket or key to everyone. */
export const openToAll = (address: string): Edit =>
  repolicy(address, "policy", (all) => [
    ...all,
    { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `${ARN}/*` },
  ]);

/** Lets a role be taken without the conditions it had. */
export const unconditional = (address: string): Edit =>
  repolicy(address, "assume_role_policy", (all) => all.map((each) => ({ ...each, Condition: undefined })));

/** Makes an attribute a value that nobody knows before apply. */
export const hide = (address: string, path: string): Edit => set(address, path, "${var.hidden}");

/** Attaches one of AWS's own policies to the gate's role. */
export const ATTACHMENT = `${VAULT}/aws_iam_role_policy_attachment.more`;
export const attach = (policyArn: string): Edit =>
  add(ATTACHMENT, { role: "${aws_iam_role.vault_gate.name}", policy_arn: policyArn });

/** Mutes the system's monitors by their tags. */
export const mute = (tags: unknown): Edit =>
  add(`${SYSTEM}/datadog_downtime_schedule.quiet`, {
    scope: "*",
    monitor_identifier: { monitor_tags: tags },
  });

/** Changes the vault stack's own settings. */
export const terraform =
  (settings: Record<string, unknown>, stack = VAULT): Edit =>
  (stacks) =>
    Object.assign(stacks.json[stack]?.terraform ?? {}, settings);

/** Changes the provider of the replica. */
export const atProvider =
  (settings: Record<string, unknown>): Edit =>
  (stacks) =>
    Object.assign(stacks.json[VAULT]?.provider["aws"]?.[1] ?? {}, settings);

/** Takes everybody off the list of those who are told. */
export const deaf: Edit = (stacks) => {
  delete stacks.json[VAULT]?.resource?.["aws_sns_topic_subscription"];
};

/** Changes the vault stack's backend. */
export const atBackend =
  (settings: Record<string, unknown>): Edit =>
  (stacks) =>
    Object.assign(stacks.json[VAULT]?.terraform.backend["s3"] ?? {}, settings);

/** Lets everybody who is told listen to a topic nobody knows. */
export const somewhere: Edit = (stacks) => {
  const all = stacks.json[VAULT]?.resource?.["aws_sns_topic_subscription"] ?? {};
  for (const subscription of Object.values(all)) subscription["topic_arn"] = "${var.hidden}";
};

/** Keeps the state of the organisation's stack on one machine. */
export const localState: Edit = terraform({ backend: { local: { path: "x.tfstate" } } }, ORGANISATION);

/** The same, with nothing in the stack that tells whose it is. */
export const localStateOfNobody: Edit = (stacks) => {
  localState(stacks);
  hide(ARCHIVE, "s3_archive.account_id")(stacks);
  for (const each of Object.values(stacks.json[ORGANISATION]?.resource?.["datadog_monitor"] ?? {}))
    delete each["tags"];
};
