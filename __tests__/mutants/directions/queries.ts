import { benign, destroys, weakens, type Directions } from "../direction";

const TABLE = { name: "art12_archive" };
const VIEW = { name: "art12_events" };

/** How the log is read when somebody asks. */
export const QUERIES: readonly Directions[] = [
  {
    type: "aws_athena_named_query",
    rows: [
      weakens(
        "",
        "removed",
        ["Art12(1)", "Art21", "Art12", "Art14", "Art86", "Art73"],
        "a question that authorities ask does not stand ready",
      ),
      benign("description", "*", "words for people"),
      weakens("database|name|query|workgroup", "*", ["Art21"], "it gives other rows, or none"),
    ],
  },
  {
    type: "aws_athena_workgroup",
    rows: [
      weakens("", "removed", ["Art12", "Art21"], "no question can be asked"),
      weakens("state", "*", ["Art21"], "no question can be asked"),
      weakens("configuration", "removed", ["Art78"], "results go where a client says, unencrypted"),
      benign(
        "configuration.bytes_scanned_cutoff_per_query",
        "*",
        "a limit of cost: what reaches it fails, and says so",
      ),
      benign("configuration.enforce_workgroup_configuration", "removed", "on is the provider's default"),
      benign("configuration.engine_version.**", "*", "the texts run on every version, and on other engines"),
      benign(
        "configuration.publish_cloudwatch_metrics_enabled",
        "*",
        "numbers about queries, none about the log",
      ),
      weakens("configuration.**", "*", ["Art78", "Art17(1)"], "results go elsewhere, or under another key"),
      benign("description", "*", "words for people"),
      benign("force_destroy", "removed", "off is the provider's default"),
      weakens("force_destroy", "*", ["Art18(1)"], "Terraform deletes the queries and their history first"),
      destroys(
        "name",
        "*",
        ["Art21", "Art12"],
        "a workgroup of another name is another: the history of queries goes",
      ),
    ],
  },
  {
    type: "aws_glue_catalog_database",
    rows: [
      weakens("", "removed", ["Art12", "Art21"], "table and view have no place"),
      weakens("name", "*", ["Art21"], "the view asks in a database that is not there"),
    ],
  },
  {
    type: "aws_glue_catalog_table",
    rows: [
      weakens("", "removed", ["Art12", "Art21"], "no question can be asked"),
      weakens("database_name", "*", ["Art21"], "the view does not find the table"),
      benign("description", "*", "words for people"),
      benign("owner", "*", "Athena asks for none"),
      weakens("name", "*", ["Art12", "Art21"], "the view does not find the table, or the questions the view"),
      benign(
        "parameters.EXTERNAL|classification",
        "*",
        "for crawlers: Athena reads the table's type and its reader",
        TABLE,
      ),
      benign("parameters[projection.dt.range]", "more days", "days before the first entry are empty"),
      benign("parameters[skip.header.line.count]", "*", "a view reads no file", VIEW),
      weakens("parameters.**", "*", ["Art21"], "days, hours or lines are missing from every answer"),
      benign("partition_keys[*].comment", "*", "words for people"),
      weakens("partition_keys.**", "*", ["Art21"], "days or hours are missing from every answer"),
      benign("storage_descriptor.columns[*].comment", "*", "words for people"),
      benign(
        "storage_descriptor.output_format",
        "*",
        "how rows would be written: nobody writes through the table",
      ),
      benign("storage_descriptor.ser_de_info.**", "*", "a view reads no file", VIEW),
      weakens("storage_descriptor.**", "*", ["Art21"], "lines or columns are missing from every answer"),
      weakens("table_type", "*", ["Art21"], "a table is read as a view, or a view as a table"),
      weakens("view_*", "*", ["Art21"], "every question is asked of another view"),
    ],
  },
];
