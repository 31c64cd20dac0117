import { mutated } from "./mutated";
import { add, remove, set, type Edit } from "./own-stacks";
import { hide } from "./places";

const STACK = "example-datadog";
const PIPELINE = `${STACK}/datadog_logs_custom_pipeline.art12`;
const PIPELINE_ORDER = `${STACK}/datadog_logs_pipeline_order.art12_first`;
const INDEX = `${STACK}/datadog_logs_index.art12`;
const INDEX_ORDER = `${STACK}/datadog_logs_index_order.art12_first`;
const SCAN = (kind: string) => `${STACK}/datadog_sensitive_data_scanner_rule.art12_${kind}`;
const SCAN_ORDER = `${STACK}/datadog_sensitive_data_scanner_group_order.art12_first`;
const POLICY = `${STACK}/datadog_monitor_config_policy.tags`;
const monitor = (key: string) => `${STACK}/datadog_monitor.${key}`;

/** Rows as in `trios.ts`, about what a Datadog organisation has once. */
// prettier-ignore
export const ORGANISATION_TRIOS: readonly (readonly [rule: string, at: string, unmet: Edit, reason: string, unknown: Edit | undefined])[] = [
  ["pipeline-makes-tag", `${STACK}/terraform`, set(PIPELINE, "is_enabled", undefined), "no enabled pipeline makes it of all of them", hide(PIPELINE, "filter")],
  ["pipeline-marks-invalid", PIPELINE, mutated(`${PIPELINE} processor[6].category_processor.category[event.model.version]: removed`), "the fields are not checked as the event's schema says", hide(PIPELINE, "processor")],
  ["pipeline-tags-from-event", PIPELINE, mutated(`${PIPELINE} processor[2].attribute_remapper.sources: added`), "not made of the event: env", hide(PIPELINE, "processor")],
  ["pipeline-changes-no-entry", PIPELINE, set(PIPELINE, "processor.4.attribute_remapper.preserve_source", false), "it takes art12.event.type away", hide(PIPELINE, "processor")],
  ["pipeline-first", `${STACK}/terraform`, remove(PIPELINE_ORDER), "the order is not set", hide(PIPELINE_ORDER, "pipelines")],
  ["index-apart", `${STACK}/terraform`, set(INDEX, "filter.query", "compliance.art12:true OR service:scoring"), "it takes other logs, too", hide(INDEX, "filter")],
  ["index-all-or-none", INDEX, set(INDEX, "exclusion_filter", [{ is_enabled: true, filter: { query: "event_type:inference", sample_rate: 0.9 } }]), "some are left out", hide(INDEX, "exclusion_filter")],
  ["index-bounded", INDEX, set(INDEX, "disable_daily_limit", true), "it has no quota", hide(INDEX, "daily_limit")],
  ["index-first", `${STACK}/terraform`, mutated(`${INDEX_ORDER} indexes: ours last`), "another may stand before ours", hide(INDEX_ORDER, "indexes")],
  ["index-quota-alarmed", INDEX, mutated(`${monitor("index_quota")} query: longer window`), "no monitor counts what it takes in a day", hide(monitor("index_quota"), "query")],
  ["organisation-watched", `${STACK}/terraform`, mutated(`${monitor("scanner_changed")} query: somebody left out`), "not watched as the product does: scanner_changed", hide(monitor("archive_changed"), "query")],
  ["jobs-watched", `${STACK}/terraform`, remove(monitor("job_silent_seal_in_production")), "nobody is told when these do not run: seal of production", hide(monitor("job_silent_drift_in_production"), "query")],
  ["scanner-detects-only", SCAN("email"), set(SCAN("email"), "text_replacement", { type: "hash" }), "it replaces what it finds: hash", hide(SCAN("email"), "text_replacement.type")],
  ["scanner-watches-entries", `${STACK}/terraform`, mutated(`${SCAN("iban")} namespaces: one field only`), "not looked for in all entries: iban", hide(SCAN("phone"), "pattern")],
  ["scanner-first", `${STACK}/terraform`, remove(SCAN_ORDER), "the order is not set", hide(SCAN_ORDER, "group_ids")],
  ["datadog-rights-few", `${STACK}/datadog_role.art12_log_readers`, set(`${STACK}/datadog_role.art12_log_readers`, "default_permissions_opt_out", undefined), "it has the permissions that everybody has, too", hide(`${STACK}/datadog_role.art12_log_readers`, "permission")],
  ["monitor-policy-allows", POLICY, add(POLICY, { policy_type: "tag", tag_policy: { tag_key: "compliance", tag_key_required: false, valid_tag_values: ["pci"] } }), `it refuses, by the tag compliance: ${monitor("access_changed")}`, add(POLICY, { policy_type: "tag", tag_policy: "${var.hidden}" })],
];
