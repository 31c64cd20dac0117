import { evaluate, RULES, type Verdict } from "../../rules";
import type { ProvisionId } from "../../regulation";
import { MEASURED, MORE_TRIOS } from "./more-trios";
import { ORGANISATION_TRIOS } from "./organisation-trios";
import { add, remove, repolicy, reword, set, Stacks, withoutStatement, type Edit } from "./own-stacks";
import {
  VAULT,
  bucket,
  POLICY,
  LIFECYCLE,
  REPLICATION,
  TRAIL,
  KEY,
  ARCHIVE,
  SCP,
  role,
  rule,
  monitor,
  ARN,
  allow,
  openToAll,
  terraform,
  atBackend,
} from "./places";

const METRICS = "example-datadog/datadog_logs_metric.art12";

/** What weakens a duty, and the rule that must see it: as unmet, as not told, as gone, or as a worse measure. */
// prettier-ignore
const WEAKENING: readonly [what: string, duty: ProvisionId, rule: string, edit: Edit][] = [
  // The lock and how long things stay.
  ["the vault's lock is taken away", "Art19(1)", "lock-enabled", remove(bucket("_object_lock_configuration"))],
  ["the lock loses its default retention", "Art19(1)", "lock-enabled", set(bucket("_object_lock_configuration"), "rule", undefined)],
  ["object lock is left out of the bucket", "Art12", "lock-enabled", set(bucket(), "object_lock_enabled", undefined)],
  ["the lock is shorter than the law's floor", "Art26(6)", "lock-days", set(bucket("_object_lock_configuration"), "rule.default_retention.days", 90)],
  ["the lock is shorter than it was, above the floor", "Art19(1)", "lock-days", set(bucket("_object_lock_configuration"), "rule.default_retention.days", 365)],
  ["the trail's lock is shorter than it was", "Art19(1)", "lock-days", set(bucket("_object_lock_configuration", "evidence_access"), "rule.default_retention.days", 200)],
  ["the lock can be bypassed from now on", "Art12", "lock-mode", set(bucket("_object_lock_configuration"), "rule.default_retention.mode", "GOVERNANCE")],
  ["versioning is suspended", "Art12", "versioning", set(bucket("_versioning"), "versioning_configuration.status", "Suspended")],
  ["the replica's versioning is taken away", "Art19(1)", "versioning", remove(bucket("_versioning", "evidence_replica"))],
  ["entries expire before the lock ends", "Art19(1)", "expiry-after-lock", set(LIFECYCLE, "rule.2.expiration.0.days", 400)],
  ["a new rule expires everything after a month", "Art26(6)", "expiry-after-lock", set(LIFECYCLE, "rule.4", { id: "x", status: "Enabled", filter: [{}], expiration: [{ days: 30 }] })],
  ["entries expire on a date", "Art19(1)", "expiry-after-lock", set(LIFECYCLE, "rule.2.expiration.0", { date: "2027-01-01T00:00:00Z" })],
  ["earlier versions expire before the lock ends", "Art19(1)", "noncurrent-expiry-after-lock", set(LIFECYCLE, "rule.2.noncurrent_version_expiration.0.noncurrent_days", 30)],
  ["entries go where Datadog reads nothing back", "Art21", "readable-storage-class", set(LIFECYCLE, "rule.0.transition.0.storage_class", "DEEP_ARCHIVE")],
  ["earlier versions go to GLACIER", "Art21", "readable-storage-class", set(LIFECYCLE, "rule.0.noncurrent_version_transition.0.storage_class", "GLACIER")],
  // Access to the buckets.
  ["the public access block is taken away", "Art78", "public-access-blocked", remove(bucket("_public_access_block"))],
  ["one switch of the public access block is off", "Art78", "public-access-blocked", set(bucket("_public_access_block"), "restrict_public_buckets", false)],
  ["the query results' access block is off", "Art78", "public-access-blocked", set(bucket("_public_access_block", "evidence_queries"), "block_public_acls", false)],
  ["access lists of objects work again", "Art78", "owner-enforced", set(bucket("_ownership_controls"), "rule.object_ownership", "ObjectWriter")],
  ["plain HTTP is let in", "Art78", "tls-only", withoutStatement(POLICY, "DenyPlainHttp")],
  ["old TLS is let in", "Art78", "modern-tls-only", reword(POLICY, "policy", '"s3:TlsVersion":"1.2"', '"s3:TlsVersion":"1.0"')],
  ["deletes are no longer denied", "Art12", "deletes-denied", withoutStatement(POLICY, "DenyDeletes")],
  ["deletes are denied to some only", "Art19(1)", "deletes-denied", repolicy(POLICY, "policy", (all) => all.map((each) => each.Sid === "DenyDeletes" ? { ...each, Condition: { ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::210987654321:role/cleaner" } } } : each))],
  ["deletes are denied to all but one", "Art19(1)", "deletes-denied", repolicy(POLICY, "policy", (all) => all.map(({ Principal, ...each }) => each.Sid === "DenyDeletes" ? { ...each, NotPrincipal: { AWS: "arn:aws:iam::210987654321:role/cleaner" } } : { Principal, ...each }))],
  ["deletes are denied to one only", "Art19(1)", "deletes-denied", repolicy(POLICY, "policy", (all) => all.map((each) => each.Sid === "DenyDeletes" ? { ...each, Principal: { AWS: "arn:aws:iam::210987654321:role/cleaner" } } : each))],
  ["everything but some objects keeps its denial of deletes", "Art19(1)", "deletes-denied", repolicy(POLICY, "policy", (all) => all.map(({ Resource, ...each }) => each.Sid === "DenyDeletes" ? { ...each, NotResource: `${ARN}/records/*` } : { Resource, ...each }))],
  ["deletes are denied in a part of the vault only", "Art19(1)", "deletes-denied", repolicy(POLICY, "policy", (all) => all.map((each) => each.Sid === "DenyDeletes" ? { ...each, Resource: `${ARN}/art12/*` } : each))],
  ["one of the deleting calls is left out", "Art12", "deletes-denied", reword(POLICY, "policy", '"s3:DeleteObjectVersion",', "")],
  ["the replica's deletes are no longer denied", "Art19(1)", "deletes-denied", withoutStatement(bucket("_policy", "evidence_replica"), "DenyDeletes")],
  ["the bucket policy is taken away", "Art12", "deletes-denied", remove(POLICY)],
  ["the lock may be bypassed", "Art12", "lock-bypass-denied", withoutStatement(POLICY, "DenyLockBypass")],
  ["anybody may configure the vault", "Art17(1)", "configuration-restricted", withoutStatement(POLICY, "DenyConfigurationByOthers")],
  ["one more role may configure the vault", "Art17(1)", "configuration-restricted", reword(POLICY, "policy", '"arn:aws:iam::210987654321:role/evidence-deploy",', '"arn:aws:iam::210987654321:role/evidence-deploy","arn:aws:iam::210987654321:role/admin",')],
  ["every role that is called like it may configure the vault", "Art17(1)", "configuration-restricted", reword(POLICY, "policy", "role/evidence-deploy", "role/*")],
  ["changing the lifecycle is open to others", "Art19(1)", "configuration-restricted", reword(POLICY, "policy", '"s3:PutLifecycleConfiguration",', "")],
  ["anybody may set a shorter retention", "Art19(1)", "retention-restricted", withoutStatement(POLICY, "DenyRetentionByOthers")],
  ["anybody may lift a hold", "Art73(6)", "hold-restricted", withoutStatement(POLICY, "DenyHoldByOthers")],
  ["the place of a record can be taken twice", "Art18(1)", "records-written-once", withoutStatement(POLICY, "PlacesAreTakenOnce")],
  ["the place of a late entry can be taken twice", "Art18(1)", "records-written-once", reword(POLICY, "policy", `,"${ARN}/late/*"`, "")],
  ["late entries expire before the lock ends", "Art19(1)", "expiry-after-lock", set(LIFECYCLE, "rule.4.expiration.0.days", 400)],
  ["the place of a time stamp can be taken twice", "Art18(1)", "records-written-once", reword(POLICY, "policy", `"${ARN}/timestamps/*",`, "")],
  ["everyone may read the vault", "Art78", "no-public-grant", openToAll(POLICY)],
  ["everyone but one may read the vault", "Art78", "no-public-grant", repolicy(POLICY, "policy", (all) => [...all, { Effect: "Allow", NotPrincipal: { AWS: "arn:aws:iam::1:root" }, Action: "s3:GetObject", Resource: `${ARN}/*` }])],
  ["the vault is encrypted with a key of AWS", "Art78", "encrypted-with-own-key", set(bucket("_server_side_encryption_configuration"), "rule.0.apply_server_side_encryption_by_default", { sse_algorithm: "AES256" })],
  ["the vault's encryption is taken away", "Art78", "encrypted-with-own-key", remove(bucket("_server_side_encryption_configuration"))],
  ["Terraform may empty the vault", "Art19(1)", "force-destroy-off", set(bucket(), "force_destroy", true)],
  ["Terraform may empty the state's bucket", "Art18(1)", "force-destroy-off", set("production-terraform-state/aws_s3_bucket.terraform_state", "force_destroy", true)],
  ["Terraform may destroy the vault", "Art19(1)", "prevent-destroy", set(bucket(), "lifecycle", undefined)],
  ["Terraform may destroy the lock", "Art19(1)", "prevent-destroy", set(bucket("_object_lock_configuration"), "lifecycle.prevent_destroy", false)],
  ["Terraform may destroy the key", "Art12", "prevent-destroy", set(KEY, "lifecycle", undefined)],
  ["Terraform may destroy a signing key", "Art18(1)", "prevent-destroy", set(`${VAULT}/aws_kms_key.sign_gate`, "lifecycle", undefined)],
  ["Terraform may destroy the archive", "Art12", "prevent-destroy", set(ARCHIVE, "lifecycle", undefined)],
  ["Terraform may destroy the trail", "Art12", "prevent-destroy", set(TRAIL, "lifecycle", undefined)],
  ["changes of the policy by hand are overlooked", "Art17(1)", "no-ignored-changes", set(POLICY, "lifecycle.ignore_changes", ["policy"])],
  ["all changes of the lock are overlooked", "Art19(1)", "no-ignored-changes", set(bucket("_object_lock_configuration"), "lifecycle.ignore_changes", "all")],
  // The copy.
  ["the vault is no longer copied", "Art18(1)", "replicated", remove(REPLICATION)],
  ["copying is switched off", "Art18(1)", "replicated", set(REPLICATION, "rule.0.status", "Disabled")],
  ["records are no longer copied", "Art18(1)", "replicated", set(REPLICATION, "rule.0.filter", { prefix: "art12/" })],
  ["the copy's lock is shorter than the vault's", "Art19(1)", "replica-lock-days", set(bucket("_object_lock_configuration", "evidence_replica"), "rule.default_retention.days", 365)],
  ["the copy moves into the vault's region", "Art18(1)", "replica-elsewhere", (stacks) => { (stacks.json[VAULT]?.provider["aws"]?.[1] ?? {})["region"] = "eu-central-1"; }],
  ["encrypted entries are left out of the copy", "Art19(1)", "replica-encrypted", set(REPLICATION, "rule.0.source_selection_criteria", undefined)],
  ["the copy is encrypted with the vault's key", "Art18(1)", "replica-encrypted", set(REPLICATION, "rule.0.destination.encryption_configuration.replica_kms_key_id", "${aws_kms_key.evidence_vault.arn}")],
  ["delete markers are copied", "Art19(1)", "delete-markers-stay", set(REPLICATION, "rule.0.delete_marker_replication.status", "Enabled")],
  ["nobody is told when copies lag", "Art19(1)", "replication-lag-alarmed", remove(`${VAULT}/aws_cloudwatch_metric_alarm.replication_lag`)],
  ["the lag may be a day before anybody is told", "Art19(1)", "replication-lag-alarmed", set(`${VAULT}/aws_cloudwatch_metric_alarm.replication_lag`, "threshold", 86_400)],
  ["the alarm on failed copies alarms nobody", "Art19(1)", "replication-failures-alarmed", set(`${VAULT}/aws_cloudwatch_metric_alarm.replication_failures`, "alarm_actions", [])],
  ["the alarm on failed copies is switched off", "Art19(1)", "replication-failures-alarmed", set(`${VAULT}/aws_cloudwatch_metric_alarm.replication_failures`, "actions_enabled", false)],
  ["the inventory lists current versions only", "Art21", "inventory-complete", set(bucket("_inventory"), "included_object_versions", "Current")],
  ["the inventory leaves locks out", "Art21", "inventory-complete", set(bucket("_inventory"), "optional_fields", ["Size"])],
  // The record of accesses and the watch.
  ["accesses are no longer recorded", "Art12", "access-on-record", remove(TRAIL)],
  ["accesses to the copy are not recorded", "Art12", "access-on-record", set(TRAIL, "advanced_event_selector.0.field_selector.2.starts_with", [`${ARN}/`])],
  ["reads are not recorded", "Art12", "access-on-record", set(TRAIL, "advanced_event_selector.0.field_selector.3", { field: "readOnly", equals: ["false"] })],
  ["recording is stopped", "Art12", "trail-running", set(TRAIL, "enable_logging", false)],
  ["AWS no longer signs the record", "Art12", "trail-validated", set(TRAIL, "enable_log_file_validation", false)],
  ["other regions are not recorded", "Art12", "trail-all-regions", set(TRAIL, "is_multi_region_trail", undefined)],
  ["changes of configuration are not recorded", "Art12", "trail-configuration-calls", set(TRAIL, "advanced_event_selector.1", undefined)],
  ["the record is not encrypted with a key of ours", "Art78", "trail-encrypted", set(TRAIL, "kms_key_id", undefined)],
  ["the record goes to a bucket elsewhere", "Art19(1)", "trail-bucket-known", set(TRAIL, "s3_bucket_name", "somebody-elses-bucket")],
  ["nobody is told of deletes", "Art12", "watch-deletes", remove(rule("delete_attempts"))],
  ["the watch on deletes is switched off", "Art12", "watch-deletes", set(rule("delete_attempts"), "state", "DISABLED")],
  ["the watch on deletes has no target", "Art12", "watch-deletes", remove(`${VAULT}/aws_cloudwatch_event_target.delete_attempts`)],
  ["deletes in the copy are not watched", "Art12", "watch-deletes", remove(rule("delete_attempts_replica"))],
  ["one call is no longer watched", "Art19(1)", "watch-lock-changes", reword(rule("lock_or_policy_changes"), "event_pattern", '"PutBucketObjectLockConfiguration",', "")],
  ["another bucket is watched instead", "Art19(1)", "watch-lock-changes", reword(rule("lock_or_policy_changes"), "event_pattern", "ai-act-evidence-production-210987654321", "another")],
  ["nobody is told of key deletions", "Art12", "watch-key-loss", remove(rule("key_loss"))],
  ["stopping the trail is not watched", "Art12", "watch-trail-changes", reword(rule("trail_changes"), "event_pattern", '"StopLogging",', "")],
  ["nobody is told of the break-glass role", "Art17(1)", "watch-break-glass", remove(rule("break_glass"))],
  ["another role is watched than can delete the key", "Art17(1)", "watch-break-glass", reword(rule("break_glass"), "event_pattern", "evidence-break-glass", "another")],
  ["one of those told is taken out", "Art17(1)", "watch-reaches-people", remove(`${VAULT}/aws_sns_topic_subscription.mail_data_protection_example_org`)],
  ["nobody hears the topic", "Art12", "watch-reaches-people", (stacks) => { for (const name of ["data_protection", "evidence_watch"]) remove(`${VAULT}/aws_sns_topic_subscription.mail_${name}_example_org`)(stacks); }],
  ["the watch may not publish", "Art12", "watch-may-publish", reword(`${VAULT}/aws_sns_topic_policy.evidence_watch`, "policy", "events.amazonaws.com", "budgets.amazonaws.com")],
  // Keys.
  ["the vault's key is not rotated", "Art78", "key-rotation", set(KEY, "enable_key_rotation", false)],
  ["the vault's key is disabled", "Art21", "key-enabled", set(KEY, "is_enabled", false)],
  ["the deletion of a key can be called off for a week only", "Art19(1)", "key-deletion-window", set(KEY, "deletion_window_in_days", 7)],
  ["anybody may delete the vault's key", "Art19(1)", "key-loss-denied", withoutStatement(KEY, "DenyLossOfKey")],
  ["one more role may delete the vault's key", "Art12", "key-loss-denied", reword(KEY, "policy", '"aws:PrincipalArn":"arn:aws:iam::210987654321:role/evidence-break-glass"', '"aws:PrincipalArn":["arn:aws:iam::210987654321:role/evidence-break-glass","arn:aws:iam::210987654321:role/admin"]')],
  ["anybody may change the key's policy", "Art17(1)", "key-configuration-restricted", withoutStatement(KEY, "DenyConfigurationByOthers")],
  ["every account may decrypt", "Art78", "key-policy-not-open", repolicy(KEY, "policy", (all) => [...all, { Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:Decrypt", Resource: "*" }])],
  ["a signing key is made for encrypting", "Art17(1)", "signing-key-usage", set(`${VAULT}/aws_kms_key.sign_gate`, "key_usage", "ENCRYPT_DECRYPT")],
  ["a signing key's alias is gone", "Art18(1)", "signing-key-usage", remove(`${VAULT}/aws_kms_alias.sign_gate`)],
  ["the gate signs with the approver's key", "Art17(1)", "signing-key-per-role", reword(role("gate"), "policy", "sign-gate", "sign-approver")],
  ["the gate signs with any key", "Art17(1)", "signing-key-per-role", repolicy(role("gate"), "policy", (all) => all.map((each) => each.Sid === "Sign" ? { ...each, Condition: undefined } : each))],
  // Rights.
  ["a role is given all of S3", "Art12", "rights-without-wildcards", allow(role("gate"), "s3:*")],
  ["a role may delete", "Art19(1)", "rights-without-deletion", allow(role("exporter"), ["s3:DeleteObjectVersion"])],
  ["a new policy lets somebody delete", "Art19(1)", "rights-without-deletion", add(`${VAULT}/aws_iam_policy.cleaner`, { name: "cleaner", policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: "s3:Delete*", Resource: "*" }] }) })],
  ["a role may bypass the lock", "Art12", "rights-without-bypass", allow(role("approver"), "s3:BypassGovernanceRetention")],
  ["a role may replace the bucket's policy", "Art17(1)", "rights-without-configuration", allow(role("ci_review"), "s3:PutBucketPolicy", ARN)],
  ["the gate may write everywhere", "Art17(1)", "writes-below-own-prefix", allow(role("gate"), "s3:PutObject")],
  ["the gate may write one prefix more", "Art17(1)", "writes-below-own-prefix", allow(role("gate"), "s3:PutObject", `${ARN}/art12/*`)],
  ["a role becomes an administrator", "Art17(1)", "no-administrator-policies", add(`${VAULT}/aws_iam_role_policy_attachment.admin`, { role: "${aws_iam_role.vault_gate.name}", policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" })],
  ["a hold is lifted without a second factor", "Art73(6)", "holders-need-second-factor", repolicy(`${VAULT}/aws_iam_role.vault_approver`, "assume_role_policy", (all) => all.map((each) => ({ ...each, Condition: undefined })))],
  ["anybody may take a role", "Art78", "trust-named", reword(`${VAULT}/aws_iam_role.vault_auditor`, "assume_role_policy", "arn:aws:iam::210987654321:root", "*")],
  // The organisation.
  ["the guardrails are detached", "Art18(1)", "guardrail-attached", remove("production-guardrails/aws_organizations_policy_attachment.evidence_guardrails")],
  ["the guardrails are gone", "Art18(1)", "guardrail-attached", remove(SCP)],
  ["locks may be bypassed in the account", "Art12", "guardrail-lock", withoutStatement(SCP, "NoLockBypass", "content")],
  ["the account may be closed", "Art19(1)", "guardrail-account", withoutStatement(SCP, "AccountStays", "content")],
  ["anybody in the account configures buckets", "Art17(1)", "guardrail-configuration", withoutStatement(SCP, "VaultIsConfiguredByNamedRoles", "content")],
  ["anybody in the account deletes keys", "Art18(1)", "guardrail-keys", withoutStatement(SCP, "KeysStay", "content")],
  ["anybody in the account stops the trail", "Art12", "guardrail-trail", withoutStatement(SCP, "AccessStaysOnRecord", "content")],
  // The archive.
  ["the archive is taken away", "Art12(1)", "archive-present", remove(ARCHIVE)],
  ["the archive takes one service only", "Art12", "archive-coverage", set(ARCHIVE, "query", "compliance.art12:true service:scoring")],
  ["the archive asks for an attribute, not the tag", "Art12", "archive-coverage", set(ARCHIVE, "query", "@compliance.art12:true")],
  ["the archive leaves errors out", "Art12", "archive-coverage", set(ARCHIVE, "query", "compliance.art12:true -event_type:error")],
  ["the archive leaves one environment out", "Art26(6)", "archive-coverage", set(ARCHIVE, "query", "compliance.art12:true env:production")],
  ["the archive forgets the tags", "Art12", "archive-keeps-tags", set(ARCHIVE, "include_tags", undefined)],
  ["the archive writes into a bucket nobody knows", "Art19(1)", "archive-into-vault", set(ARCHIVE, "s3_archive.bucket", "logs-elsewhere")],
  ["the archive writes into a bucket somebody made by hand", "Art26(6)", "lock-enabled", (stacks) => { add(`${VAULT}/aws_s3_bucket.raw`, { bucket: "raw-logs" })(stacks); set(ARCHIVE, "s3_archive.bucket", "raw-logs")(stacks); }],
  ["the archive writes beside its prefix", "Art21", "archive-path", set(ARCHIVE, "s3_archive.path", "logs")],
  ["the archive writes in a cold class", "Art21", "archive-storage-class", set(ARCHIVE, "s3_archive.storage_class", "GLACIER")],
  ["the archive overrides the vault's encryption", "Art78", "archive-encryption", set(ARCHIVE, "s3_archive.encryption_type", "SSE_S3")],
  ["the order of archives is no longer ours", "Art12", "archive-first", remove("example-datadog/datadog_logs_archive_order.art12_first")],
  ["another archive comes first", "Art12", "archive-first", set("example-datadog/datadog_logs_archive_order.art12_first", "archive_ids", "${concat(data.datadog_logs_archives_order.current.archive_ids, [datadog_logs_archive.art12_production.id])}")],
  ["Datadog may no longer write", "Art12(1)", "archive-role-rights", reword("production-art12-logging/aws_iam_role_policy.datadog_archive", "policy", '"s3:PutObject",', "")],
  ["Datadog may write another prefix only", "Art12", "archive-role-rights", reword("production-art12-logging/aws_iam_role_policy.datadog_archive", "policy", "/art12/*", "/logs/*")],
  ["Datadog's role takes any external id", "Art78", "archive-role-trust", repolicy("production-art12-logging/aws_iam_role.datadog_archive", "assume_role_policy", (all) => all.map((each) => ({ ...each, Condition: undefined })))],
  // Metrics and monitors.
  ["the count leaves entries out", "Art72", "metric-counts-all", set(`${METRICS}_events`, "filter.query", "compliance.art12:true status:ok")],
  ["the count is gone", "Art72", "metric-counts-all", remove(`${METRICS}_events`)],
  ["the metric no longer counts", "Art72", "metric-counts", set(`${METRICS}_events`, "compute.aggregation_type", "distribution")],
  ["systems cannot be told apart", "Art72", "metric-split", set(`${METRICS}_events`, "group_by", [{ path: "env", tag_name: "env" }])],
  ["a monitor reads a metric nobody makes", "Art72", "monitor-reads-counts", reword(monitor("error_rate"), "query", "art12.events", "art12.evnts")],
  ["a monitor watches another environment", "Art72", "monitor-scope", reword(monitor("error_rate"), "query", "env:production", "env:staging")],
  ["a monitor becomes a draft", "Art72", "monitor-published", set(monitor("error_rate"), "draft_status", "draft")],
  ["a downtime mutes the monitors", "Art72", "monitor-not-muted", add("production-art72-monitoring-credit-scoring/datadog_downtime_schedule.quiet", { scope: "*", monitor_identifier: { monitor_tags: ["compliance:eu-ai-act"] } })],
  ["a downtime mutes one monitor", "Art72", "monitor-not-muted", add("production-art72-monitoring-credit-scoring/datadog_downtime_schedule.quiet", { scope: "*", monitor_identifier: { monitor_id: "${datadog_monitor.error_rate.id}" } })],
  ["a monitor notifies nobody", "Art72", "monitor-notifies", reword(monitor("error_rate"), "message", "@slack", "slack")],
  ["an alert is said once only", "Art72", "monitor-renotifies", set(monitor("error_rate"), "renotify_interval", 0)],
  ["an alert is said again much later", "Art72", "monitor-renotifies", set(monitor("error_rate"), "renotify_interval", 100_000)],
  ["a monitor waits for a full window", "Art72", "monitor-sparse-data", set(monitor("error_rate"), "require_full_window", true)],
  ["a monitor hides its purpose", "Art72(3)", "monitor-states-purpose", set(monitor("error_rate"), "name", "Errors")],
  ["the error rate may be higher", "Art72", "monitor-upper-threshold", (stacks) => { reword(monitor("error_rate"), "query", "> 0.02", "> 0.2")(stacks); set(monitor("error_rate"), "monitor_thresholds.critical", "0.2")(stacks); }],
  ["a threshold is put where nothing reaches it", "Art72", "monitor-upper-threshold", (stacks) => { reword(monitor("error_rate"), "query", "> 0.02", "> 5")(stacks); set(monitor("error_rate"), "monitor_thresholds.critical", "5")(stacks); }],
  ["fewer overrides are needed to stay silent", "Art14", "monitor-lower-threshold", (stacks) => { reword(monitor("override_rate_low"), "query", "< 0.01", "< 0.001")(stacks); set(monitor("override_rate_low"), "monitor_thresholds.critical", "0.001")(stacks); }],
  ["nobody is told of silence", "Art12(1)", "silence-alarmed", set(monitor("no_log_entries"), "notify_no_data", false)],
  ["silence is told of much later", "Art12", "silence-alarmed", set(monitor("no_log_entries"), "no_data_timeframe", 1440)],
  ["the monitor of silence is gone", "Art12", "silence-alarmed", remove(monitor("no_log_entries"))],
  ["the monitor of oversight is gone", "Art14", "monitors-complete", remove(monitor("override_rate_low"))],
  ["one monitor of performance is gone", "Art72", "monitors-complete", remove(monitor("error_rate"))],
  // Terraform itself.
  ["production's state is kept on one machine", "Art17(1)", "state-not-local", terraform({ backend: { local: { path: "x.tfstate" } } })],
  ["the state of production's Datadog stack is kept on one machine", "Art17(1)", "state-not-local", terraform({ backend: { local: { path: "x.tfstate" } } }, "example-datadog")],
  ["the state is not encrypted", "Art78", "state-encrypted", atBackend({ encrypt: false })],
  ["two runs may change the state at once", "Art17(1)", "state-locked", atBackend({ use_lockfile: false })],
  ["earlier states are not kept", "Art18(1)", "state-versioned", set("production-terraform-state/aws_s3_bucket_versioning.terraform_state", "versioning_configuration.status", "Suspended")],
  ["the provider may change by itself", "Art17(1)", "provider-pinned", terraform({ required_providers: { aws: { source: "aws", version: ">= 6.0" } } })],
  ["any account is accepted", "Art17(1)", "account-pinned", (stacks) => { delete stacks.json[VAULT]?.provider["aws"]?.[0]?.["allowed_account_ids"]; }],
  ["query results may go elsewhere", "Art78", "query-results-protected", set(`${VAULT}/aws_athena_workgroup.evidence`, "configuration.enforce_workgroup_configuration", false)],
];

/** What weakens nothing. */
// prettier-ignore
const BENIGN: readonly [what: string, edit: Edit][] = [
  ["the lock is longer", (stacks) => { set(`${VAULT}/aws_glue_catalog_table.art12_archive`, "parameters", { ...(stacks.values(`${VAULT}/aws_glue_catalog_table.art12_archive`)["parameters"] as object), "projection.dt.range": "NOW-4000DAYS,NOW" })(stacks); for (const which of ["evidence_vault", "evidence_replica"]) { set(bucket("_object_lock_configuration", which), "rule.default_retention.days", 4000)(stacks); set(bucket("_lifecycle_configuration", which), "rule.2.expiration.0.days", 4000)(stacks); set(bucket("_lifecycle_configuration", which), "rule.2.noncurrent_version_expiration.0.noncurrent_days", 4000)(stacks); set(bucket("_lifecycle_configuration", which), "rule.4.expiration.0.days", 4000)(stacks); set(bucket("_lifecycle_configuration", which), "rule.4.noncurrent_version_expiration.0.noncurrent_days", 4000)(stacks); } }],
  ["entries never expire", set(LIFECYCLE, "rule.2.status", "Disabled")],
  ["the vault takes another tag", set(bucket(), "tags.team", "platform")],
  ["a description is reworded", set(KEY, "description", "Another description")],
  ["a policy's statements change places", repolicy(POLICY, "policy", (all) => [...all].reverse())],
  ["a statement takes another name", reword(POLICY, "policy", "DenyDeletes", "NoDeletes")],
  ["one more call is denied", repolicy(POLICY, "policy", (all) => [...all, { Effect: "Deny", Principal: "*", Action: "s3:PutBucketLogging", Resource: ARN }])],
  ["denials are written with a pattern", reword(POLICY, "policy", '"s3:DeleteObject","s3:DeleteObjectVersion","s3:DeleteObjectTagging","s3:DeleteObjectVersionTagging"', '"s3:DeleteObject*"')],
  ["objects move to the colder class later", set(LIFECYCLE, "rule.0.transition.0.days", 90)],
  ["a block is written as a list of one", (stacks) => { const lock = stacks.values(bucket("_object_lock_configuration")); lock["rule"] = [lock["rule"]]; }],
  ["the bucket is named by its name", set(bucket("_versioning"), "bucket", "ai-act-evidence-production-210987654321")],
  ["another subscriber is told", add(`${VAULT}/aws_sns_topic_subscription.more`, { topic_arn: "${aws_sns_topic.evidence_watch.arn}", protocol: "email", endpoint: "more@example.org" })],
  ["a topic without a key is read back with an empty one, as states have it", set(`${VAULT}/aws_sns_topic.evidence_watch`, "kms_master_key_id", "")],
  ["one more call is watched", reword(rule("key_loss"), "event_pattern", '"DisableKey",', '"DisableKey","CancelKeyDeletion",')],
  ["copies lag alarms sooner", set(`${VAULT}/aws_cloudwatch_metric_alarm.replication_lag`, "threshold", 600)],
  ["a role reads one prefix less", reword(role("auditor"), "policy", `"${ARN}/index/*"`, `"${ARN}/records/*"`)],
  ["the archive takes more than it must", set(ARCHIVE, "query", "compliance.art12:true OR service:scoring")],
  ["the archive's query is written another way", set(ARCHIVE, "query", 'compliance.art12:"true"')],
  ["a rehydration may scan more", set(ARCHIVE, "rehydration_max_scan_size_in_gb", 500)],
  ["a monitor's message says more", reword(monitor("error_rate"), "message", "Look at", "First look at")],
  ["a threshold is stricter", (stacks) => { reword(monitor("error_rate"), "query", "> 0.02", "> 0.01")(stacks); set(monitor("error_rate"), "monitor_thresholds.critical", 0.01)(stacks); }],
  ["silence is told of sooner", set(monitor("no_log_entries"), "no_data_timeframe", 60)],
  ["a monitor notifies one more", reword(monitor("error_rate"), "message", "@slack-credit", "@slack-more @slack-credit")],
  ["a metric is split by one tag more", set(`${METRICS}_events`, "group_by.4", { path: "region", tag_name: "region" })],
  ["the provider's bound is narrower", terraform({ required_providers: { aws: { source: "aws", version: "6.25.0" } } })],
  ["a bucket that holds no evidence is added", add(`${VAULT}/aws_s3_bucket.site`, { bucket: "a-web-site" })],
];

const key = ({ rule: id, address }: Verdict) => `${id} ${address}`;
const isOpen = ({ verdict }: Verdict) => verdict === "unmet" || verdict === "unknown";
const BETTER = new Map(RULES.map(({ id, measure }) => [id, measure?.better]));

/** Verdicts that got worse: open now and not before, gone, or with a worse measure. */
function worse(before: readonly Verdict[], after: readonly Verdict[]): string[] {
  const now = new Map(after.map((verdict) => [key(verdict), verdict]));
  const then = new Map(before.map((verdict) => [key(verdict), verdict]));
  const gone = before.filter((old) => old.verdict === "met" && now.get(key(old))?.verdict !== "met");
  const opened = after.filter((each) => {
    const old = then.get(key(each));
    return isOpen(each) && !(old && isOpen(old));
  });
  const measured = before.filter((old) => {
    const [was, is] = [old.measure?.value, now.get(key(old))?.measure?.value];
    return was !== undefined && is !== undefined && (BETTER.get(old.rule) === "higher" ? is < was : is > was);
  });
  return [...new Set([...gone, ...opened, ...measured].map((verdict) => verdict.rule))];
}

const OWN = evaluate(RULES, new Stacks().set());

function changed(edit: Edit, rules = RULES) {
  const stacks = new Stacks();
  edit(stacks);
  const { verdicts, brokenRules } = evaluate(rules, stacks.set());
  expect(brokenRules).toEqual([]);
  return worse(
    OWN.verdicts.filter(({ rule: id }) => rules.some((each) => each.id === id)),
    verdicts,
  );
}

describe("The repository's own stacks", () => {
  it("meet every rule, with nothing that cannot be told", () => {
    expect(OWN.brokenRules).toEqual([]);
    expect(OWN.verdicts.filter(isOpen)).toEqual([]);
  });

  it("show every rule at work: each is met somewhere, or seen by a change below", () => {
    const seen = new Set([
      ...WEAKENING.map(([, , id]) => id),
      ...MORE_TRIOS.map(([id]) => id),
      ...ORGANISATION_TRIOS.map(([id]) => id),
      ...OWN.verdicts.filter(({ verdict }) => verdict === "met").map(({ rule: id }) => id),
    ]);
    expect(RULES.map(({ id }) => id).filter((id) => !seen.has(id))).toEqual([]);
  });
});

describe("A change that weakens a duty is seen", () => {
  it.each(WEAKENING)("%s (%s, %s)", (_, duty, id, edit) => {
    const one = RULES.filter((each) => each.id === id);
    expect(one.flatMap(({ duties }) => duties)).toContain(duty);
    expect(changed(edit, one)).toEqual([id]);
  });

  it("by every rule there is", () => {
    const tried = new Set([
      ...WEAKENING.map(([, , id]) => id),
      ...MORE_TRIOS.map(([id]) => id),
      ...ORGANISATION_TRIOS.map(([id]) => id),
      ...MEASURED.map(([id]) => id),
    ]);
    expect(RULES.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual([]);
  });
});

describe("A change that weakens nothing raises no alarm", () => {
  it.each(BENIGN)("%s", (_, edit) => expect(changed(edit)).toEqual([]));
});
