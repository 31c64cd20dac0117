"""Conditions of bucket policies.

moto ignores them, so that "deny if not TLS" denies everything. In AWS a statement applies only if its conditions hold.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
"""

import fnmatch
import json
from typing import Any

from flask import request
from moto.core import DEFAULT_ACCOUNT_ID
from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket

# What a request to the embedded server counts as. It is plain HTTP on the loopback address and stands for AWS's TLS
# endpoint, so it counts as TLS; all clients use the credentials of the account's administrator.
FIXED_CONTEXT = {
    "aws:SecureTransport": "true",
    "s3:TlsVersion": "1.3",
    "aws:PrincipalArn": f"arn:aws:iam::{DEFAULT_ACCOUNT_ID}:role/administrator",
}

OPERATORS = {
    "Bool": lambda actual, expected: actual.lower() == expected.lower(),
    "NumericLessThan": lambda actual, expected: float(actual) < float(expected),
    "ArnEquals": fnmatch.fnmatchcase,
    "ArnLike": fnmatch.fnmatchcase,
    "StringEquals": lambda actual, expected: actual == expected,
}
NEGATED = {"ArnNotEquals": "ArnEquals", "StringNotEquals": "StringEquals"}


def applies(statement: dict[str, Any]) -> bool:
    """Whether all conditions of a policy statement hold for a request; one without conditions always applies."""
    context = FIXED_CONTEXT | {"s3:if-none-match": request.headers.get("If-None-Match")}
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


def get_permission(self: FakeBucket, action: str, resource: str) -> PermissionResult:
    """What the bucket policy says of an action, its conditions heeded."""
    if self.policy is None:
        return PermissionResult.NEUTRAL
    policy = json.loads(self.policy)
    statements = policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]]
    # Judged conditions are taken out: moto's evaluator would refuse for having them.
    policy["Statement"] = [{**statement, "Condition": {}} for statement in statements if applies(statement)]
    return IAMPolicy(json.dumps(policy)).is_action_permitted(action, resource)


def mend() -> None:
    FakeBucket.get_permission = get_permission
