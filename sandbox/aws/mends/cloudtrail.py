"""Trails named by ARN.

moto finds a trail by its name only when logging is started, stopped or the trail is deleted, and answers 500 to its ARN,
which Terraform sends. AWS takes both.
https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StartLogging.html
"""

from moto.cloudtrail.models import CloudTrailBackend


def by_name(operation):
    """The operation, told the name of the trail whatever names it."""

    def with_name(self: CloudTrailBackend, name: str, *args, **kwargs):
        return operation(self, self.get_trail(name).trail_name, *args, **kwargs)

    return with_name


def mend() -> None:
    for operation in ("start_logging", "stop_logging", "delete_trail"):
        setattr(CloudTrailBackend, operation, by_name(getattr(CloudTrailBackend, operation)))
