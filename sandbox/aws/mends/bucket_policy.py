"""Bucket policies: their conditions, and their say over a bucket's own configuration.

moto ignores conditions, so that "deny if not TLS" denies everything, and asks a bucket's policy about objects only. In
AWS a statement applies only if its conditions hold, and to every request.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
"""

import fnmatch
import json
from typing import Any

from flask import request
from moto import settings
from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.authorization import ActionAuthenticatorMixin
from moto.iam.access_control import (
    CreateAccessKeyFailure,
    IAMPolicy,
    PermissionResult,
    create_access_key,
)
from moto.s3.exceptions import BucketAccessDeniedError
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response

from . import s3_rights

# What a request to the embedded server counts as. It is plain HTTP on the loopback address and stands for AWS's TLS
# endpoint, so it counts as TLS.
FIXED_CONTEXT = {"aws:SecureTransport": "true", "s3:TlsVersion": "1.3"}

# Who makes a request whose credentials moto did not issue: moto takes any, and they stand for the account's administrator.
ADMINISTRATOR = f"arn:aws:iam::{DEFAULT_ACCOUNT_ID}:role/administrator"

OPERATORS = {
    "Bool": lambda actual, expected: actual.lower() == expected.lower(),
    "NumericLessThan": lambda actual, expected: float(actual) < float(expected),
    "ArnEquals": fnmatch.fnmatchcase,
    "ArnLike": fnmatch.fnmatchcase,
    "StringEquals": lambda actual, expected: actual == expected,
}
NEGATED = {"ArnNotEquals": "ArnEquals", "StringNotEquals": "StringEquals"}


def caller() -> str:
    """ARN of the role or user who makes the current request; a session counts as its role, as it does in AWS."""
    credential = request.authorization and request.authorization.get("Credential")
    try:
        key = create_access_key(DEFAULT_ACCOUNT_ID, "aws", (credential or "").split("/")[0], request.headers)
    except CreateAccessKeyFailure:
        return ADMINISTRATOR
    kind, name, *_ = key.arn.split(":")[-1].split("/")
    return f"arn:aws:iam::{DEFAULT_ACCOUNT_ID}:{'role' if kind == 'assumed-role' else kind}/{name}"


def applies(statement: dict[str, Any]) -> bool:
    """Whether all conditions of a policy statement hold for a request; one without conditions always applies."""
    context = FIXED_CONTEXT | {
        "aws:PrincipalArn": caller(),
        "s3:if-none-match": request.headers.get("If-None-Match"),
    }
    return all(
        holds(operator, context.get(key), expected)
        for operator, keys in statement.get("Condition", {}).items()
        for key, expected in keys.items()
    )


def holds(operator: str, actual: str | None, expected: Any) -> bool:
    """One condition; of several expected values one is enough."""
    if operator in NEGATED:
        return not holds(NEGATED[operator], actual, expected)
    if operator == "Null":
        return (actual is None) == (str(expected).lower() == "true")
    if operator not in OPERATORS:
        raise NotImplementedError(f"condition operator {operator} is not known to sandbox/aws/server.py")
    values = expected if isinstance(expected, list) else [expected]
    return actual is not None and any(OPERATORS[operator](actual, str(value)) for value in values)


def judge(bucket: FakeBucket, action: str, resource: str) -> PermissionResult:
    """What the bucket policy says of an action, its conditions heeded."""
    if bucket.policy is None:
        return PermissionResult.NEUTRAL
    policy = json.loads(bucket.policy)
    statements = policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]]
    # Judged conditions are taken out: moto's evaluator would refuse for having them.
    policy["Statement"] = [{**statement, "Condition": {}} for statement in statements if applies(statement)]
    return IAMPolicy(json.dumps(policy)).is_action_permitted(action, resource)


def get_permission(self: FakeBucket, action: str, resource: str) -> PermissionResult:
    """What the bucket policy says of all the rights a request on an object needs."""
    said = [judge(self, right, resource) for right in s3_rights.needed(action)]
    return PermissionResult.DENIED if PermissionResult.DENIED in said else said[0]


def authorize(self: S3Response, bucket_name: str | None = None, key_name: str | None = None) -> None:
    """Asks the caller's rights, then the bucket's policy. Both only where rights are enforced: the sandbox's are not."""
    AUTHORIZE(self, bucket_name, key_name)
    enforced = ActionAuthenticatorMixin.request_count >= settings.INITIAL_NO_AUTH_ACTION_COUNT
    bucket = enforced and not key_name and self.backend.buckets.get(bucket_name)
    if bucket and judge(bucket, f"s3:{self._get_action()}", f"arn:aws:s3:::{bucket_name}") == PermissionResult.DENIED:
        raise BucketAccessDeniedError(bucket=bucket_name)


AUTHORIZE = S3Response._authenticate_and_authorize_s3_action


def mend() -> None:
    FakeBucket.get_permission = get_permission
    S3Response._authenticate_and_authorize_s3_action = authorize
