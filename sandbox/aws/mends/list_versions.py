"""Listing versions from behind a key.

Asked to list behind a key marker, moto leaves out the first version at or behind it, whether that is the marker's or not,
and lists the marker's other versions. AWS lists what comes strictly behind the key.
https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
"""

from moto.core.utils import unix_time_millis
from moto.s3.models import FakeBucket, S3Backend


def list_object_versions(
    self: S3Backend, bucket_name, delimiter=None, key_marker=None, max_keys=1000, prefix="", version_id_marker=None
):
    if key_marker and not version_id_marker:
        key_marker, version_id_marker = last_until(self.get_bucket(bucket_name), key_marker)
    return LIST_OBJECT_VERSIONS(self, bucket_name, delimiter, key_marker, max_keys, prefix, version_id_marker)


def last_until(bucket: FakeBucket, key_marker: str) -> tuple[str | None, str | None]:
    """The last version that is not behind the marker, in the order of the list: newest first within a key."""
    key = max((key for key in bucket.keys if key <= key_marker), default=None)
    if key is None:
        return None, None
    versions = sorted(bucket.keys.getlist(key), key=lambda version: -unix_time_millis(version.last_modified))
    return key, versions[-1].version_id


LIST_OBJECT_VERSIONS = S3Backend.list_object_versions


def mend() -> None:
    S3Backend.list_object_versions = list_object_versions
