"""Lifecycle rules about objects of a size.

moto takes a rule's filter by size and does not give it back, so that Terraform waits for it in vain. AWS gives back what
was set.
https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRuleFilter.html
"""

from moto.core.responses import ActionResult
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response

SIZES = ("ObjectSizeGreaterThan", "ObjectSizeLessThan")


def set_lifecycle(self: FakeBucket, rules: list[dict]) -> None:
    SET_LIFECYCLE(self, rules)
    for kept, rule in zip(self.rules, rules, strict=True):
        given = rule.get("Filter") or {}
        kept.sizes = {size: int(given[size]) for size in SIZES if size in given}


def get_bucket_lifecycle(self: S3Response):
    rules = self.backend.get_bucket_lifecycle(self.bucket_name)
    serialized = self.serialized

    def with_sizes(answer: ActionResult):
        for rule, kept in zip(answer.result["Rules"], rules, strict=True):
            if kept.sizes:
                rule["Filter"] = kept.sizes
        return serialized(answer)

    self.serialized = with_sizes
    try:
        return GET_BUCKET_LIFECYCLE(self)
    finally:
        self.serialized = serialized


SET_LIFECYCLE = FakeBucket.set_lifecycle
GET_BUCKET_LIFECYCLE = S3Response.get_bucket_lifecycle


def mend() -> None:
    FakeBucket.set_lifecycle = set_lifecycle
    S3Response.get_bucket_lifecycle = get_bucket_lifecycle
