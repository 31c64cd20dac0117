"""S3's calls by the names that CloudTrail gives them, which are not always those of the API.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
"""

from typing import Any

from flask import Request
from moto.s3.models import s3_backends

BUCKET = {
    "PUT": {
        "accelerate": "PutAccelerateConfiguration",
        "acl": "PutBucketAcl",
        "cors": "PutBucketCors",
        "encryption": "PutBucketEncryption",
        "inventory": "PutBucketInventoryConfiguration",
        "lifecycle": "PutBucketLifecycle",
        "logging": "PutBucketLogging",
        "metrics": "PutBucketMetricsConfiguration",
        "notification": "PutBucketNotification",
        "object-lock": "PutBucketObjectLockConfiguration",
        "ownershipControls": "PutBucketOwnershipControls",
        "policy": "PutBucketPolicy",
        "publicAccessBlock": "PutBucketPublicAccessBlock",
        "replication": "PutBucketReplication",
        "requestPayment": "PutBucketRequestPayment",
        "tagging": "PutBucketTagging",
        "versioning": "PutBucketVersioning",
        "website": "PutBucketWebsite",
        None: "CreateBucket",
    },
    "DELETE": {
        "cors": "DeleteBucketCors",
        "encryption": "DeleteBucketEncryption",
        "inventory": "DeleteBucketInventoryConfiguration",
        "lifecycle": "DeleteBucketLifecycle",
        "metrics": "DeleteBucketMetricsConfiguration",
        "ownershipControls": "DeleteBucketOwnershipControls",
        "policy": "DeleteBucketPolicy",
        "publicAccessBlock": "DeleteBucketPublicAccessBlock",
        "replication": "DeleteBucketReplication",
        "tagging": "DeleteBucketTagging",
        "website": "DeleteBucketWebsite",
        None: "DeleteBucket",
    },
    "POST": {"delete": "DeleteObjects"},
}

OBJECT = {
    "PUT": {
        "acl": "PutObjectAcl",
        "legal-hold": "PutObjectLegalHold",
        "partNumber": "UploadPart",
        "retention": "PutObjectRetention",
        "tagging": "PutObjectTagging",
        None: "PutObject",
    },
    "DELETE": {"tagging": "DeleteObjectTagging", "uploadId": "AbortMultipartUpload", None: "DeleteObject"},
    "POST": {"restore": "RestoreObject", "uploadId": "CompleteMultipartUpload", "uploads": "CreateMultipartUpload"},
}


def named_bucket(request: Request) -> tuple[str, str]:
    """Bucket and key that a request names, bucket in the path."""
    bucket, _, key = request.path.lstrip("/").partition("/")
    return bucket, key


def s3_call(request: Request, account: str) -> dict[str, Any] | None:
    """Name, parameters and resources of a call that changes something."""
    bucket, key = named_bucket(request)
    names = (OBJECT if key else BUCKET).get(request.method, {})
    asked = next((each for each in names if each in request.args), None)
    name = names.get(asked) if bucket else None
    if name is None:
        return None
    if name == "PutObject" and "x-amz-copy-source" in request.headers:
        name = "CopyObject"
    arn = f"arn:aws:s3:::{bucket}"
    on_objects = bool(key) or name == "DeleteObjects"
    of_object = [{"type": "AWS::S3::Object", "ARN": f"{arn}/{key}"}] if on_objects else []
    known = s3_backends[account]["aws"].buckets.get(bucket)
    return {
        "eventName": name,
        "requestParameters": {
            "bucketName": bucket,
            "Host": request.host,
            **({"key": key} if key else {}),
            **{each: value for each, value in request.args.items() if each != "x-id"},
        },
        "resources": [*of_object, {"accountId": account, "type": "AWS::S3::Bucket", "ARN": arn}],
        "managementEvent": not on_objects,
        "eventCategory": "Data" if on_objects else "Management",
        **({"awsRegion": known.region_name} if known else {}),
    }
