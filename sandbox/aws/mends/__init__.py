"""What moto lacks, mended. Each module says what moto does and what AWS does."""

from . import (
    bucket_policy,
    budgets,
    cloudtrail,
    cloudtrail_log_files,
    event_selectors,
    kms_digest,
    legal_hold,
    lifecycle_sizes,
    list_versions,
    lock_configuration,
    named_queries,
    s3_read_back,
    s3_restore,
    s3_rights,
    signatures,
)

ALL = (
    bucket_policy,
    budgets,
    cloudtrail,
    cloudtrail_log_files,
    event_selectors,
    kms_digest,
    legal_hold,
    lifecycle_sizes,
    list_versions,
    lock_configuration,
    named_queries,
    s3_read_back,
    s3_restore,
    s3_rights,
    signatures,
)
