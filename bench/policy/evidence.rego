# Five rules on the JSON of a Terraform plan, as a team would write them for conftest: what `evidence review` is timed
# against. They look at single attributes, before and after; the review's rules also look across resources.
package main

import rego.v1

kept_types := {
	"aws_s3_bucket",
	"aws_s3_bucket_object_lock_configuration",
	"aws_s3_bucket_versioning",
	"aws_kms_key",
	"aws_cloudtrail",
}

deny contains msg if {
	some change in input.resource_changes
	change.type in kept_types
	"delete" in change.change.actions
	msg := sprintf("%s holds evidence and would be destroyed", [change.address])
}

deny contains msg if {
	some change in input.resource_changes
	change.type == "aws_s3_bucket_object_lock_configuration"
	was := change.change.before.rule[_].default_retention[_].days
	is := change.change.after.rule[_].default_retention[_].days
	is < was
	msg := sprintf("%s: lock shortened from %d to %d days", [change.address, was, is])
}

deny contains msg if {
	some change in input.resource_changes
	change.type == "aws_s3_bucket_versioning"
	change.change.after.versioning_configuration[_].status != "Enabled"
	msg := sprintf("%s: versioning is not enabled", [change.address])
}

deny contains msg if {
	some change in input.resource_changes
	change.type == "aws_s3_bucket_public_access_block"
	some attribute in ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"]
	not change.change.after[attribute]
	msg := sprintf("%s: %s is off", [change.address, attribute])
}

deny contains msg if {
	some change in input.resource_changes
	change.type == "aws_kms_key"
	change.change.after.deletion_window_in_days < 30
	msg := sprintf("%s: deletable within %d days", [change.address, change.change.after.deletion_window_in_days])
}
