"""Parts of a bucket's configuration that are taken and not given back.

moto keeps a replication rule's source selection and a notification to EventBridge, and leaves both out when asked, so
that Terraform would set them again for ever. AWS gives back what was set.
https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketReplication.html
https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html
"""

from moto.core.responses import ActionResult
from moto.s3.exceptions import ReplicationConfigurationNotFoundError
from moto.s3.responses import S3Response


def get_bucket_replication(self: S3Response):
    self.data["Action"] = "GetBucketReplication"
    replication = self.backend.get_bucket_replication(self.bucket_name)
    if not replication:
        raise ReplicationConfigurationNotFoundError(bucket_name=self.bucket_name)
    rules = [{"Filter": {"Prefix": ""}, **without_empty(rule)} for rule in replication["Rule"]]
    configuration = {"Role": replication["Role"], "Rules": rules}
    return self.serialized(ActionResult({"ReplicationConfiguration": configuration}))


def without_empty(rule: dict) -> dict:
    """Elements without content were parsed as nothing; nothing is not serialized."""
    return {key: value for key, value in rule.items() if value is not None}


def get_bucket_notification(self: S3Response):
    configuration = self.backend.get_bucket_notification_configuration(self.bucket_name)
    if not configuration or configuration.event_bridge is None:
        return GET_BUCKET_NOTIFICATION(self)
    self.data["Action"] = "GetBucketNotificationConfiguration"
    return self.serialized(ActionResult({"EventBridgeConfiguration": {}}))


GET_BUCKET_NOTIFICATION = S3Response.get_bucket_notification


def mend() -> None:
    S3Response.get_bucket_replication = get_bucket_replication
    S3Response.get_bucket_notification = get_bucket_notification
