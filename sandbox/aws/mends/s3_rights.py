"""Rights a request to S3 needs.

moto takes a request about an object's hold or retention for a put of the object, and one about a bucket's lock for its
creation. AWS asks for a right of its own for each, and for more than one where a header sets a hold or a retention or
bypasses one.
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
"""

from flask import request
from moto.s3.responses import ACTION_MAP

MISSING = {
    "BUCKET": {
        "GET": {"object-lock": "GetBucketObjectLockConfiguration"},
        "PUT": {
            "object-lock": "PutBucketObjectLockConfiguration",
            "publicAccessBlock": "PutBucketPublicAccessBlock",
            "encryption": "PutEncryptionConfiguration",
            "replication": "PutReplicationConfiguration",
        },
    },
    "KEY": {
        "GET": {"legal-hold": "GetObjectLegalHold", "retention": "GetObjectRetention"},
        "PUT": {"legal-hold": "PutObjectLegalHold", "retention": "PutObjectRetention"},
    },
}

BY_HEADER = {
    "x-amz-bypass-governance-retention": "s3:BypassGovernanceRetention",
    "x-amz-object-lock-legal-hold": "s3:PutObjectLegalHold",
    "x-amz-object-lock-mode": "s3:PutObjectRetention",
}


def needed(action: str) -> list[str]:
    """All rights the current request on an object needs; moto names only one, by the request's method."""
    named = [right for parameter, right in ACTION_MAP["KEY"][request.method].items() if parameter in request.args]
    return [f"s3:{named[-1]}" if named else action] + [
        right for header, right in BY_HEADER.items() if request.headers.get(header, "false").lower() != "false"
    ]


def mend() -> None:
    for kind, by_method in MISSING.items():
        for method, by_parameter in by_method.items():
            ACTION_MAP[kind][method].update(by_parameter)
