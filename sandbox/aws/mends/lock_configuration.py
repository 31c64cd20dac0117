"""Default retention of a bucket that holds objects.

moto lets a bucket's Object Lock configuration be changed only while the bucket is empty. AWS lets it be changed at any
time; the new default holds for versions that are written from then on.
https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLockConfiguration.html
"""

from moto.s3.models import S3Backend


def put_object_lock_configuration(self: S3Backend, bucket_name, lock_enabled, mode=None, days=None, years=None) -> None:
    bucket = self.get_bucket(bucket_name)
    if bucket.keys.item_size() == 0:
        PUT_OBJECT_LOCK_CONFIGURATION(self, bucket_name, lock_enabled, mode, days, years)
        return
    bucket.default_lock_mode, bucket.default_lock_days, bucket.default_lock_years = mode, days, years


PUT_OBJECT_LOCK_CONFIGURATION = S3Backend.put_object_lock_configuration


def mend() -> None:
    S3Backend.put_object_lock_configuration = put_object_lock_configuration
