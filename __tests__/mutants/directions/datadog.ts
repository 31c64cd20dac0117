import { benign, refused, weakens, type Directions } from "../direction";

const OTHERS = "what Datadog collects of the account beside the archive: no evidence";
const SILENCE = { name: "no_log_entries" };

/** What takes log entries out of Datadog, counts them and watches the counts. */
export const DATADOG: readonly Directions[] = [
  {
    type: "datadog_logs_archive",
    rows: [
      weakens("", "removed", ["Art12", "Art19(1)"], "entries leave Datadog when its own retention ends"),
      weakens("include_tags", "*", ["Art12"], "without tags an entry cannot be found"),
      benign("name", "changed, emptied", "words for people"),
      refused("name|query", "removed", "a required argument"),
      benign("query", "emptied, widened", "it takes more than it must"),
      weakens("query", "*", ["Art12", "Art19(1)"], "entries are left out"),
      benign(
        "rehydration_max_scan_size_in_gb",
        "*",
        "a limit of cost for one reading back: what reaches it fails, and says so",
      ),
      benign("rehydration_tags.**", "*", "labels on what is read back; the archive stays as it is"),
      weakens(
        "s3_archive.account_id|bucket|path|role_name",
        "*",
        ["Art12"],
        "entries go elsewhere, or nowhere",
      ),
      benign("s3_archive.encryption_type", "removed", "not to override is the default"),
      weakens("s3_archive.encryption_type", "*", ["Art78"], "past the key of the vault"),
      benign("s3_archive.storage_class", "removed, to GLACIER_IR", "read at once"),
      weakens("s3_archive.storage_class", "*", ["Art21"], "from a colder class Datadog reads nothing back"),
      weakens("s3_archive", "removed", ["Art12"], "entries go nowhere"),
    ],
  },
  {
    type: "datadog_logs_archive_order",
    rows: [
      weakens("", "removed", ["Art12"], "another archive may take entries away"),
      refused("archive_ids", "others left out", "Datadog takes an order of all archives only"),
      weakens("archive_ids", "*", ["Art12"], "another archive may take entries away"),
    ],
  },
  {
    type: "data.datadog_logs_archives_order",
    rows: [refused("", "removed", "the order refers to it")],
  },
  {
    type: "datadog_integration_aws_account",
    rows: [
      weakens("", "removed", ["Art12"], "Datadog may not write the archive"),
      weakens("auth_config.**", "*", ["Art12"], "Datadog may not write the archive"),
      weakens("aws_account_id", "*", ["Art12"], "Datadog may not write the archive"),
      refused("aws_partition", "removed", "a required argument"),
      weakens("aws_partition", "*", ["Art12"], "Datadog may not write the archive"),
      benign("aws_regions.**", "*", OTHERS),
      refused("logs_config|metrics_config|resources_config|traces_config", "removed", "a required block"),
      benign("logs_config.**", "*", OTHERS),
      benign("metrics_config.**", "*", OTHERS),
      benign("resources_config.**", "*", OTHERS),
      benign("traces_config.**", "*", OTHERS),
    ],
  },
  {
    type: "datadog_integration_aws_external_id",
    rows: [weakens("", "removed", ["Art12"], "the role asks for an id that nobody has")],
  },
  {
    type: "datadog_logs_metric",
    rows: [
      weakens("", "removed", ["Art72"], "monitors read a count that nobody makes"),
      weakens("compute.**", "*", ["Art72"], "a distribution is no count"),
      weakens("filter.**", "*", ["Art72"], "too few are counted, or too many"),
      benign("group_by[*].tag_name", "removed", "the path is the default"),
      weakens("group_by.**", "*", ["Art72"], "systems, environments or errors cannot be told apart"),
      weakens("name", "*", ["Art72"], "monitors read a count that nobody makes"),
    ],
  },
  {
    type: "datadog_monitor",
    rows: [
      weakens("", "removed", ["Art12", "Art14", "Art72"], "nobody is told"),
      benign("evaluation_delay|new_group_delay", "removed, lowered, zero", "it looks sooner"),
      weakens("evaluation_delay|new_group_delay", "*", ["Art72"], "it looks later"),
      benign("include_tags", "*", "whether the title of a message repeats the tags"),
      benign(
        "message",
        "changed, one more handle",
        "who is told is the organisation's choice: how many are, is counted",
      ),
      weakens("message", "*", ["Art72"], "nobody is told"),
      weakens("monitor_thresholds.**", "*", ["Art14", "Art72"], "threshold and query do not agree"),
      benign("name", "changed", "words for people, behind the beginning that states the purpose"),
      weakens("name", "*", ["Art72"], "the plan does not find it"),
      benign("no_data_timeframe", "lowered", "silence is told of sooner"),
      weakens(
        "no_data_timeframe",
        "*",
        ["Art12", "Art72"],
        "silence is told of later, or after a time that nobody wrote down",
      ),
      weakens("notify_no_data", "*", ["Art12", "Art72"], "nobody is told of silence", SILENCE),
      benign("notify_no_data", "removed", "off is the provider's default: the monitor of silence speaks"),
      weakens("notify_no_data", "flipped", ["Art72"], "it would speak of silence once, and never again"),
      benign("priority", "*", "a label: who is told, and how often, does not hang on it"),
      benign("query", "shorter window", "it looks at less of the past, and speaks sooner"),
      weakens("query", "*", ["Art14", "Art72"], "it counts something else, or speaks later"),
      benign("renotify_interval", "lowered", "said again sooner"),
      weakens("renotify_interval", "*", ["Art72"], "said once only, or again much later"),
      benign("renotify_statuses", "removed, emptied", "where none is named, all are meant"),
      benign("renotify_statuses", "added", "one more is said again"),
      weakens("renotify_statuses.**", "*", ["Art72"], "an alert that goes on is said once only"),
      weakens("require_full_window", "*", ["Art72"], "it waits for data that a quiet system never sends"),
      benign("tags", "added", "one label more"),
      benign(
        "tags[annex_iv:9]",
        "*",
        "a label: that the monitor is part of the plan, its name and article say",
      ),
      weakens(
        "tags.**",
        "*",
        ["Art14", "Art72", "Art12"],
        "the plan does not find it, or it is about nobody's system",
      ),
      benign("type", "to metric alert", "another name for the same"),
      weakens("type", "*", ["Art72"], "it watches events, and no count"),
      weakens("draft_status", "*", ["Art72"], "a draft tells nobody"),
      weakens("timeout_h", "*", ["Art72"], "an alert that goes on resolves by itself"),
    ],
  },
];
