import { benign, refused, weakens, type Directions } from "../direction";

const OTHERS = "what Datadog collects of the account beside the archive: no evidence";

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
      benign("account_tags", "*", OTHERS),
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
];
