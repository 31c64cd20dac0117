import { benign, refused, weakens, type Directions } from "../direction";

const DATA = "advanced_event_selector[Every read and write of evidence]";
const CALLS = "advanced_event_selector[Every change of configuration]";

/** The record of who did what with the evidence. */
export const TRAIL: Directions = {
  type: "aws_cloudtrail",
  rows: [
    weakens("", "removed", ["Art12", "Art19(1)"], "nobody's access is on record"),
    weakens("advanced_event_selector", "*", ["Art12"], "reads and writes, or changes, are not on record"),
    refused(
      `${DATA}.field_selector[eventCategory|resources.type].equals`,
      "added",
      "AWS takes one value there",
    ),
    refused(`${CALLS}.field_selector[eventCategory].equals`, "added", "AWS takes one value there"),
    benign(`${DATA}.field_selector[resources.ARN]`, "removed", "objects of all buckets are on record"),
    benign(`${DATA}.field_selector[resources.ARN].starts_with`, "added", "one bucket more is on record"),
    refused(
      `${DATA}.field_selector[resources.ARN].starts_with[*]`,
      "emptied",
      "AWS takes no empty text there",
    ),
    benign("advanced_event_selector[*].name", "*", "words for people"),
    weakens(`${DATA}.**`, "*", ["Art12", "Art19(1)"], "reads or writes of evidence are not on record"),
    weakens(`${CALLS}.**`, "*", ["Art12", "Art17(1)"], "changes of configuration are not on record"),
    weakens("enable_log_file_validation", "*", ["Art12"], "that the record was changed does not show"),
    benign("enable_logging", "removed", "on is the provider's default"),
    weakens("enable_logging", "flipped", ["Art12"], "what happens meanwhile is on no record"),
    benign("include_global_service_events", "removed", "on is the provider's default"),
    weakens("include_global_service_events", "flipped", ["Art12"], "who took which role is on no record"),
    weakens("is_multi_region_trail", "*", ["Art12"], "what happens in the copy's region is on no record"),
    weakens(
      "kms_key_id",
      "*",
      ["Art12", "Art78"],
      "encrypted with no key of its own, or with one that lets the trail not write",
    ),
    weakens("name", "*", ["Art12", "Art19(1)"], "bucket and key let in a trail of the old name only"),
    weakens("s3_bucket_name", "*", ["Art12", "Art19(1)"], "the record goes elsewhere, or nowhere"),
  ],
};
