import { benign, destroys, refused, weakens, type Directions } from "../direction";

const TAG_LOST = "an entry without the tag reaches no archive";
const UNMARKED = "an entry that does not fit the schema is marked no more, or another one is";
const RENAMED = "Datadog never takes the name of an index again";
const UNSCANNED = "personal data in an entry is noticed by nobody";
const UNWATCHED = "it watches something else, or tells nobody of it";
/** Monitors of the organisation, and those of them that count events: of the Audit Trail, of the gate. */
const OF_ORGANISATION = { stack: "*-datadog" };
const OF_EVENTS = {
  ...OF_ORGANISATION,
  name: "*_changed|audit_trail_silent|gate_*|registry_finding|version_finding",
};
/** Heartbeat monitors of the scheduled jobs. */
const OF_JOBS = { ...OF_ORGANISATION, name: "job_silent_*" };
const UNMISSED = "a job that does not run, or never ran, is missed by nobody";
const BY_ANOTHER = "another index takes entries among operational logs";

/** What a Datadog organisation has once: pipeline and index of Art 12 log entries, with their orders. */
export const DATADOG_ORGANISATION: readonly Directions[] = [
  {
    type: "datadog_logs_custom_pipeline",
    rows: [
      weakens("", "removed", ["Art12", "Art12(1)"], TAG_LOST),
      refused("name|filter", "removed", "a required argument"),
      refused("filter[0].query", "removed", "a required argument"),
      benign("name|description", "*", "words for people"),
      weakens("is_enabled", "*", ["Art12", "Art12(1)"], TAG_LOST),
      benign("filter[0].query", "emptied, widened", "it takes more than it must"),
      weakens("filter[0].query", "*", ["Art12", "Art12(1)"], TAG_LOST),
      refused("processor[*].category_processor.category[*].filter", "removed", "a required block"),
      refused("processor[*].category_processor.category[*].filter.query", "removed", "a required argument"),
      benign("processor[*].*.name", "*", "words for people"),
      benign(
        "processor[0].category_processor.category[true].filter.query",
        "emptied, widened",
        "it takes more than it must",
      ),
      weakens("processor.**", "*", ["Art12", "Art72"], UNMARKED),
    ],
  },
  {
    type: "datadog_logs_pipeline_order",
    rows: [
      weakens("", "removed", ["Art12"], "another pipeline may take away what an entry is known by"),
      benign("name", "changed, emptied", "Datadog keeps no name of an order"),
      refused("name", "removed", "a required argument"),
      refused("pipelines", "others left out", "Datadog takes an order of all pipelines only"),
      weakens("pipelines", "*", ["Art12"], "another pipeline may take away what an entry is known by"),
    ],
  },
  {
    type: "data.datadog_logs_pipelines_order",
    rows: [refused("", "removed", "the order refers to it")],
  },
  {
    type: "datadog_logs_index",
    rows: [
      weakens("", "removed", ["Art72"], BY_ANOTHER),
      refused("name|filter", "removed", "a required argument"),
      refused("name", "emptied", "an index has a name"),
      destroys("name", "*", ["Art72"], RENAMED),
      weakens("filter.**", "*", ["Art72"], BY_ANOTHER),
      weakens(
        "daily_limit|daily_limit_warning_threshold_percentage",
        "removed",
        ["Art72"],
        "a quota that nobody set, or is warned of",
      ),
      refused("daily_limit", "zero", "a quota is 1 at the least"),
      benign("daily_limit", "raised, extreme", "more are indexed: a matter of cost"),
      weakens("daily_limit", "*", ["Art72"], "what is logged late in the day is not found"),
      refused(
        "daily_limit_warning_threshold_percentage",
        "raised, extreme, zero, lowered",
        "from 50 to 99.99",
      ),
      benign("daily_limit_reset.**", "*", "when a day begins"),
      benign("disable_daily_limit", "removed", "a quota is on where it is given"),
      weakens("disable_daily_limit", "flipped", ["Art72"], "an emitter in a loop is paid for by the entry"),
      benign(
        "retention_days",
        "removed, raised, extreme, zero",
        "how long the searchable copy is kept: the archive is the log",
      ),
      benign("retention_days", "lowered", "how long the searchable copy is kept: the archive is the log"),
      benign("exclusion_filter[*].name", "*", "words for people"),
      benign("exclusion_filter", "removed", "entries are indexed, too: a matter of cost"),
      benign("exclusion_filter[*].is_enabled", "*", "entries are indexed, too: a matter of cost"),
      benign("exclusion_filter[*].filter", "removed", "it excludes nothing then: a matter of cost"),
      benign(
        "exclusion_filter[*].filter[0].sample_rate",
        "removed, zero",
        "it excludes nothing then: a matter of cost",
      ),
      weakens(
        "exclusion_filter[*].filter[0].sample_rate",
        "lowered",
        ["Art72"],
        "a search answers as if a part were the whole",
      ),
      refused("exclusion_filter[*].filter[0].sample_rate", "*", "a rate is 1 at the most"),
      benign("exclusion_filter[*].filter[0].query", "removed, emptied, widened", "all are excluded still"),
      weakens(
        "exclusion_filter[*].filter[0].query",
        "*",
        ["Art72"],
        "a search answers as if a part were the whole",
      ),
    ],
  },
  {
    type: "datadog_logs_index_order",
    rows: [
      weakens("", "removed", ["Art72"], BY_ANOTHER),
      benign("name", "*", "Datadog keeps no name of an order"),
      refused("indexes", "others left out", "Datadog takes an order of all indexes only"),
      weakens("indexes", "*", ["Art72"], BY_ANOTHER),
    ],
  },
  {
    type: "data.datadog_logs_indexes_order",
    rows: [refused("", "removed", "the order refers to it")],
  },
  {
    type: "datadog_sensitive_data_scanner_group",
    rows: [
      weakens("", "removed", ["Art12", "Art10"], UNSCANNED),
      refused("name|is_enabled|product_list|filter", "removed", "a required argument"),
      refused("product_list.**", "*", "no such product"),
      benign("name|description", "*", "words for people"),
      benign("filter.query", "removed, emptied, widened", "it scans more than it must"),
      weakens("filter.query", "*", ["Art12", "Art10"], UNSCANNED),
      weakens("is_enabled|samplings", "*", ["Art12", "Art10"], UNSCANNED),
    ],
  },
  {
    type: "datadog_sensitive_data_scanner_rule",
    rows: [
      weakens("", "removed", ["Art12", "Art10"], UNSCANNED),
      refused("group_id", "removed", "a required argument"),
      benign("name|description|priority", "*", "words for people"),
      benign("excluded_namespaces", "removed, emptied", "digests are scanned, too"),
      benign("excluded_namespaces[*]", "removed", "digests are scanned, too"),
      benign("tags", "added", "one label more"),
      benign("tags[compliance.art12_personal_data_kind:*]", "*", "a label: that something was found is told"),
      benign("text_replacement", "removed", "nothing is replaced where nothing is said"),
      refused("text_replacement.type", "removed", "a required argument"),
      weakens(
        "text_replacement.type",
        "*",
        ["Art12", "Art19(1)"],
        "what is archived is not what was recorded",
      ),
      weakens(
        "group_id|included_keyword_configuration|is_enabled|namespaces|pattern",
        "*",
        ["Art12", "Art10"],
        UNSCANNED,
      ),
      weakens("tags.**", "*", ["Art12", "Art10"], "what is found is not counted"),
      weakens("excluded_namespaces.**", "*", ["Art12", "Art10"], UNSCANNED),
    ],
  },
  {
    type: "datadog_sensitive_data_scanner_group_order",
    rows: [
      weakens("", "removed", ["Art12"], "another group may take entries, and redact"),
      refused("group_ids", "others left out", "Datadog takes an order of all groups only"),
      weakens("group_ids", "*", ["Art12"], "another group may take entries, and redact"),
    ],
  },
  {
    type: "data.datadog_sensitive_data_scanner_group_order",
    rows: [refused("", "removed", "the order refers to it")],
  },
  {
    type: "datadog_role",
    rows: [
      weakens("", "removed", ["Art78"], "whoever works with the evidence is given a broader role instead"),
      benign("name", "changed", "words for people"),
      refused("name", "removed, emptied", "a required argument"),
      weakens("default_permissions_opt_out", "*", ["Art78"], "it has what everybody has, too"),
      benign("permission", "removed, emptied", "a right less"),
      benign("permission[*]", "removed", "a right less"),
      refused("permission[*].id", "removed", "a required argument"),
      weakens("permission[*].id", "*", ["Art78"], "another right, which nobody can read by its name"),
      weakens("permission", "one right more", ["Art78"], "rights that the work does not need"),
    ],
  },
  {
    type: "data.datadog_permissions",
    rows: [refused("", "removed", "the roles refer to it")],
  },
  {
    type: "datadog_monitor",
    rows: [
      weakens("", "removed", ["Art12", "Art72"], UNWATCHED, OF_ORGANISATION),
      refused("name|message|type|query", "removed", "a required argument", OF_ORGANISATION),
      refused("type", "*", "no such type of monitor, or none of such a query", OF_EVENTS),
      refused("monitor_thresholds.**", "*", "threshold and query have to agree", OF_ORGANISATION),
      refused("query", "changed, emptied", "no query of a monitor", OF_ORGANISATION),
      benign("on_missing_data", "removed", "what is taken where nothing is said", OF_ORGANISATION),
      refused("on_missing_data", "changed, emptied", "no such behaviour", OF_ORGANISATION),
      benign("require_full_window", "*", "of no meaning for events", OF_EVENTS),
      benign("query", "none has no value", "a count of none is above nothing", {
        ...OF_ORGANISATION,
        name: "index_quota",
      }),
      weakens("query|require_full_window", "*", ["Art12", "Art72"], UNWATCHED, OF_ORGANISATION),
      benign("tags[datadog_org:*]", "removed, changed", "a label", OF_ORGANISATION),
      benign("tags[env:*]", "removed, changed", "a label: the query says of which environment", OF_JOBS),
      benign("no_data_timeframe", "lowered", "silence is told sooner", OF_JOBS),
      weakens("notify_no_data|no_data_timeframe", "*", ["Art17(1)", "Art12", "Art72"], UNMISSED, OF_JOBS),
    ],
  },
];
