"""Legal holds that were never set, and on versions that are not there.

moto answers an empty hold for a version that never had one, and fails with 500 when the version, or the object, is not
there. AWS answers NoSuchObjectLockConfiguration to the first (404; here 400, for moto takes the status from a model that does
not know the error), and NoSuchVersion or NoSuchKey to the second.
https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLegalHold.html
https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLegalHold.html
"""

from moto.s3.exceptions import MissingKey, MissingVersion, S3ClientError
from moto.s3.models import FakeKey, S3Backend


class NoSuchObjectLockConfiguration(S3ClientError):
    def __init__(self) -> None:
        super().__init__(
            "NoSuchObjectLockConfiguration",
            "The specified object does not have a ObjectLock configuration",
        )


def get_object_legal_hold(self: S3Backend, key: FakeKey) -> str:
    if key.lock_legal_status is None:
        raise NoSuchObjectLockConfiguration
    return key.lock_legal_status


def put_object_legal_hold(self: S3Backend, bucket_name: str, key_name: str, version_id: str | None, status) -> None:
    key = self.get_object(bucket_name, key_name, version_id=version_id)
    if key is None:
        raise MissingVersion() if self.get_bucket(bucket_name).keys.getlist(key_name) else MissingKey(key=key_name)
    key.lock_legal_status = status


def mend() -> None:
    S3Backend.get_object_legal_hold = get_object_legal_hold
    S3Backend.put_object_legal_hold = put_object_legal_hold
