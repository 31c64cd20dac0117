import { HOUR } from "../art72-monitoring/monitor-row";
import type { MissingData, MonitorSpec } from "../art72-monitoring/monitor-spec";

/** One kind of change that could hide or lose log entries, as Datadog's Audit Trail records it. */
interface Tampering {
  readonly key: string;
  readonly title: string;
  /** What such a change can do. */
  readonly meaning: string;
  readonly duties: MonitorSpec["duties"];
  /** Search of audit events. */
  readonly events: string;
  readonly priority: MonitorSpec["priority"];
}

const CHANGED = "@action:(created OR modified OR deleted)";
const logs = (assets: string) => `@evt.name:"Log Management" @asset.type:${assets} ${CHANGED}`;

/**
 * Rows by what was changed. Asset types as the vendor lists them; two are written with a blank in one place and with an
 * underscore in another, so both are asked for. The search for one's own monitors by name is not confirmed by the vendor.
 *
 * @see https://docs.datadoghq.com/account_management/audit_trail/events/
 */
const TAMPERINGS: readonly Tampering[] = [
  {
    key: "archive_changed",
    title: "A log archive or the order of archives was changed",
    meaning:
      "An archive that is changed, gone, or behind a broad one takes log entries no more, and nothing else says so.",
    duties: ["Art12", "Art19(1)", "Art26(6)"],
    events: logs("archive"),
    priority: 1,
  },
  {
    key: "pipeline_changed",
    title: "A log pipeline or the order of pipelines was changed",
    meaning:
      "A pipeline can take away the tag by which an entry is archived, and can rewrite the readable view of entries.",
    duties: ["Art12", "Art19(1)"],
    events: logs("(pipeline OR pipeline_processor)"),
    priority: 2,
  },
  {
    key: "index_changed",
    title: "A log index, its exclusion filters or the order of indexes was changed",
    meaning:
      "An index in front, or an exclusion filter, hides entries from searches. The archive is not affected.",
    duties: ["Art72", "Art26(5)"],
    events: logs('(index OR exclusion_filter OR "exclusion filter")'),
    priority: 3,
  },
  {
    key: "metric_changed",
    title: "A metric made from logs was changed",
    meaning:
      "Monitors watch counts of entries: a count that is narrowed, or gone, makes every rate look as planned.",
    duties: ["Art72"],
    events: logs('(custom_metrics OR "custom metric")'),
    priority: 2,
  },
  {
    key: "scanner_changed",
    title: "The sensitive-data scanner was changed",
    meaning:
      "A rule that redacts, hashes or masks rewrites what is archived: evidence that was changed on its way.",
    duties: ["Art12", "Art19(1)"],
    events: `@evt.name:"Sensitive Data Scanner" ${CHANGED}`,
    priority: 1,
  },
  {
    key: "access_changed",
    title: "Roles, restriction policies or restriction queries were changed",
    meaning: "Somebody may now read log entries, or change what records them, who could not before.",
    duties: ["Art78", "Art17(1)"],
    events: `@asset.type:(role OR restriction_policy OR restriction_query) ${CHANGED}`,
    priority: 2,
  },
  {
    key: "keys_changed",
    title: "An API key or application key was made, changed or deleted",
    meaning:
      "With an API key log entries can be forged; without theirs, emitters can send none. An application key configures Datadog.",
    duties: ["Art12", "Art17(1)"],
    events: `@asset.type:(api_key OR application_key) ${CHANGED}`,
    priority: 2,
  },
  {
    key: "audit_settings_changed",
    title: "Settings of the Audit Trail were changed",
    meaning:
      "The Audit Trail may be switched off, record fewer types of events, or be archived somewhere else: then no monitor of changes can speak.",
    duties: ["Art12", "Art17(1)"],
    events: `@evt.name:"Organization Management" @asset.type:audit_logs_settings`,
    priority: 1,
  },
  {
    key: "monitor_changed",
    title: "A compliance monitor was changed, muted or deleted, or a downtime was set",
    meaning:
      "A monitor that is muted or gone tells nobody, while the post-market monitoring plan says that it does. A downtime may mute all of them.",
    duties: ["Art72", "Art26(5)"],
    // A downtime is no asset of the vendor's list: what is left of it is the request, where requests are recorded.
    events:
      `(@evt.name:Monitor @asset.type:monitor @action:(modified OR deleted OR resolved) @asset.name:*EU\\ AI\\ Act*) OR ` +
      `(@asset.type:downtime ${CHANGED}) OR ` +
      `(@evt.name:Request @http.method:(POST OR PUT OR PATCH OR DELETE) @http.url_details.path:(/api/v1/downtime* OR /api/v2/downtime*))`,
    priority: 2,
  },
];

const NONE_IS_FINE: MissingData = {
  onMissingData: "default",
  because:
    "no audit event of the kind is a count of none: audit_trail_silent tells when the Audit Trail itself is silent",
};

/** Monitors over Datadog's Audit Trail, which keeps its events for 90 days. */
export const TAMPER_MONITORS: readonly MonitorSpec[] = [
  ...TAMPERINGS.map(({ events, meaning, ...row }): MonitorSpec => ({
    ...row,
    article: "Art 12",
    meaning: `${meaning} This alert says that such a change was made, not that it was wrong: a deploy makes such changes, too.`,
    action:
      "Compare with the deploy records (`evidence detect`) and with what is declared (`evidence drift`). A change that is in neither was made by hand: find out who made it and why, undo it by a deploy, and write down which entries it may have touched.",
    who: "platform engineer, and compliance officer where no deploy explains it",
    type: "audit alert",
    query: `audits("${events.replaceAll('"', '\\"')}").rollup("count").last("15m") > 0`,
    threshold: 0,
    missingData: NONE_IS_FINE,
    renotifyMinutes: 4 * HOUR,
  })),
  {
    key: "audit_trail_silent",
    article: "Art 12",
    duties: ["Art12", "Art17(1)"],
    title: "Nothing in the Audit Trail for a day",
    meaning:
      "Datadog's Audit Trail recorded nothing at all for a day, although the drift check alone makes requests every night. It is switched off, or loses events: then no monitor of changes can speak.",
    action:
      "Open Organization Settings > Audit Trail, switch it on with all event types, and see who switched it off (search the Events Explorer for `Datadog Audit Trail was`). Compare everything declared with what is there: `evidence drift`.",
    who: "platform engineer, and compliance officer",
    priority: 1,
    type: "audit alert",
    query: `audits("*").rollup("count").last("1d") < 1`,
    threshold: 1,
    missingData: {
      onMissingData: "default",
      because: "a count without events is 0, which is below 1: silence alerts by itself",
    },
    renotifyMinutes: 4 * HOUR,
  },
];
