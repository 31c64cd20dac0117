import { mutated } from "./mutated";
import { remove, reword, set, type Edit } from "./own-stacks";
import { hide, METRIC, monitor, SYSTEM } from "./places";

const DRIFT = monitor("decision_drift");
const WEBHOOK = `${SYSTEM}/datadog_webhook.risk_register`;
const WEBHOOK_NAME = "webhook-ai-act-evidence-production-credit-scoring";
const slo = (name: string) => `${SYSTEM}/datadog_service_level_objective.${name}`;

/** Rows as in `trios.ts`, about what watches the log of a system. */
// prettier-ignore
export const MONITORING_TRIOS: readonly (readonly [rule: string, at: string, unmet: Edit, reason: string, unknown: Edit | undefined])[] = [
  ["metric-query-form", METRIC, set(METRIC, "filter.query", "compliance.art12:true AND"), "column 26: the query ends where a term is needed", hide(METRIC, "filter.query")],
  ["metric-tags-bounded", METRIC, set(METRIC, "group_by.4", { path: "@art12.event.oversight.reviewer", tag_name: "reviewer" }), "split by @art12.event.oversight.reviewer", hide(METRIC, "group_by.0.path")],
  ["monitor-sees-none", monitor("override_rate_low"), reword(monitor("override_rate_low"), "query", "default_zero(sum:art12.overrides{ai_system:credit-scoring,env:production}.as_count())", "sum:art12.overrides{ai_system:credit-scoring,env:production}.as_count()"), "no value where there is none: art12.overrides", hide(monitor("override_rate_low"), "query")],
  ["monitor-query-form", DRIFT, reword(DRIFT, "query", "as_count()", "as_count("), "column 729: a number or a word is needed here", hide(DRIFT, "query")],
  ["monitor-text-form", DRIFT, set(DRIFT, "message", `@slack-team ${"x".repeat(4000)}`), "the message has 4012 characters, 4000 at the most", hide(DRIFT, "name")],
  ["monitor-tags-form", DRIFT, set(DRIFT, "tags.0", "Compliance:EU AI Act"), "Datadog would change Compliance:EU AI Act", hide(DRIFT, "tags.0")],
  ["monitor-handles-known", DRIFT, reword(DRIFT, "message", "@slack-", "@slak-"), "Datadog does not know @slak-credit-risk-oversight", hide(DRIFT, "message")],
  ["monitor-silence-told", monitor("fairness_gap"), set(monitor("fairness_gap"), "no_data_timeframe", undefined), "after how long it is told is left open", hide(monitor("fairness_gap"), "no_data_timeframe")],
  ["register-told", DRIFT, reword(DRIFT, "message", `@${WEBHOOK_NAME} `, ""), `does not name @${WEBHOOK_NAME}`, hide(WEBHOOK, "name")],
  ["register-understands", WEBHOOK, reword(WEBHOOK, "payload", '"$ALERT_ID"', '"$ALERT_TITLE"'), "another than it takes: monitor", hide(WEBHOOK, "payload")],
  ["webhook-without-secret", WEBHOOK, set(WEBHOOK, "custom_headers", '{"Authorization":"Bearer abc123"}'), "a header holds more than the name of a variable", hide(WEBHOOK, "custom_headers")],
  ["objectives-complete", `${SYSTEM}/terraform`, remove(slo("reviews_done")), "no objective for Art 14", undefined],
  ["objective-target", slo("error_free"), set(slo("error_free"), "thresholds.0.target", 100), "100 % is always or never reached", hide(slo("error_free"), "thresholds.0.target")],
  ["objective-measures", slo("error_free"), set(slo("error_free"), "query.denominator", "sum:art12.events{event_type:inference,ai_system:credit-scoring,env:production}.as_count()"), "only event_type:inference", hide(slo("error_free"), "query.numerator")],
  ["objective-states-purpose", slo("error_free"), set(slo("error_free"), "name", "Errors"), "the name does not state it", hide(slo("error_free"), "name")],
  ["dashboard-shows", `${SYSTEM}/terraform`, mutated(`${SYSTEM}/datadog_dashboard_json.post_market_monitoring dashboard[slo Events without error]: removed`), "it does not show 1 objectives", hide(`${SYSTEM}/datadog_dashboard_json.post_market_monitoring`, "dashboard")],
];
