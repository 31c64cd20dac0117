import { benign, refused, weakens, type Directions } from "../direction";

const RULE = "rule[everything]";

/** The second copy of the vault. */
export const REPLICATION: Directions = {
  type: "aws_s3_bucket_replication_configuration",
  rows: [
    weakens("", "removed", ["Art12", "Art18(1)"], "the vault has no second copy"),
    weakens("bucket", "*", ["Art12", "Art18(1)"], "the vault has no second copy"),
    weakens("role", "*", ["Art12", "Art18(1)"], "S3 copies with the rights of a role that has none"),
    weakens("rule", "removed", ["Art12", "Art18(1)"], "nothing is copied"),
    benign(`${RULE}.delete_marker_replication`, "removed", "not copying delete markers is the default"),
    refused(`${RULE}.delete_marker_replication.status`, "removed", "a required argument"),
    weakens(
      `${RULE}.delete_marker_replication.status`,
      "to Enabled",
      ["Art19(1)"],
      "what hides an entry hides its copy",
    ),
    benign(
      `${RULE}.destination.replication_time.**`,
      "*",
      "how fast AWS promises to be: how fast it is, is alarmed whatever it promised",
    ),
    benign(
      `${RULE}.destination.metrics.event_threshold.**`,
      "*",
      "when S3 sends an event beside the metric that is alarmed",
    ),
    benign(`${RULE}.destination.storage_class`, "removed, to GLACIER_IR", "read at once like STANDARD"),
    weakens(`${RULE}.destination.storage_class`, "*", ["Art21"], "the copy takes hours to days to read back"),
    weakens(
      `${RULE}.destination.**`,
      "*",
      ["Art12", "Art18(1)", "Art19(1)"],
      "copies go elsewhere, fail, or are not measured",
    ),
    benign(`${RULE}.filter`, "removed", "no filter and an empty one are the same"),
    weakens(`${RULE}.filter`, "the archive only", ["Art18(1)"], "records are not copied"),
    weakens(`${RULE}.id`, "*", ["Art12", "Art19(1)"], "alarms know the rule by its id: they fall silent"),
    benign(`${RULE}.priority`, "*", "which of several rules comes first: there is one"),
    weakens(`${RULE}.**`, "*", ["Art12", "Art18(1)", "Art19(1)"], "nothing, or nothing encrypted, is copied"),
  ],
};
