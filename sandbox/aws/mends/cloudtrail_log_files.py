"""Log files of trails.

moto keeps a trail and writes nothing. AWS delivers what the trail's selectors choose to its bucket, as gzip of
``{"Records": [...]}``; here that happens when somebody asks what is in the bucket, and of calls that change something
alone. Digest files are not written.
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
"""

import gzip
import json
import secrets
from threading import Lock
from typing import Any

import moto.server
from flask import Flask, Response, g, request
from moto.cloudtrail.models import Trail, cloudtrail_backends
from moto.core.utils import utcnow
from moto.s3.models import FakeBucket, s3_backends

from .trail_record import record_of
from .trail_s3 import named_bucket

# What waits for its delivery.
WAITING: list[tuple[Trail, dict[str, Any]]] = []
LOCK = Lock()
GLOBAL_REGION = "us-east-1"


def logging_trails() -> list[Trail]:
    return [
        trail
        for _, _, backend in cloudtrail_backends.iter_backends()
        for trail in backend.trails.values()
        if trail.status.is_logging
    ]


def chooses(trail: Trail, record: dict[str, Any]) -> bool:
    """Whether a trail notes a record: by account, region and selectors."""
    region = record["awsRegion"]
    in_region = region == trail.region_name or trail.is_multi_region
    of_world = region == GLOBAL_REGION and trail.include_global_service_events
    if record["recipientAccountId"] != trail.account_id or not (in_region or of_world):
        return False
    if trail.advanced_event_selectors:
        return any(selects(selector["FieldSelectors"], record) for selector in trail.advanced_event_selectors)
    if record["managementEvent"]:
        return not trail.event_selectors or any(
            each.get("IncludeManagementEvents", True) for each in trail.event_selectors
        )
    arn = record["resources"][0]["ARN"]
    return any(
        arn.startswith(prefix)
        for each in trail.event_selectors
        for resource in each.get("DataResources", [])
        for prefix in resource.get("Values", [])
    )


def selects(fields: list[dict[str, Any]], record: dict[str, Any]) -> bool:
    first = record["resources"][0] if record["resources"] else {}
    values = {
        "eventCategory": record["eventCategory"],
        "eventName": record["eventName"],
        "eventSource": record["eventSource"],
        "readOnly": "false",
        "resources.type": first.get("type", ""),
        "resources.ARN": first.get("ARN", ""),
    }
    return all(
        values[field["Field"]] in field.get("Equals", [])
        or any(values[field["Field"]].startswith(prefix) for prefix in field.get("StartsWith", []))
        for field in fields
    )


def before() -> None:
    """A call that stops a trail is the last one in it: so who logs is asked before, too."""
    if request.method != "GET":
        g.trails = logging_trails()
    elif WAITING:
        bucket, key = named_bucket(request)
        if key or not request.args or {"list-type", "versions", "prefix"} & set(request.args):
            deliver(bucket)


def after(service: str, response: Response) -> Response:
    if request.method != "GET":
        trails = {id(trail): trail for trail in [*g.get("trails", []), *logging_trails()]}
        record = record_of(service, request, response) if trails else None
        with LOCK:
            WAITING.extend((trail, record) for trail in trails.values() if record and chooses(trail, record))
    return response


def deliver(bucket_name: str) -> None:
    """Writes what waits for the trails of a bucket, a file for each region; where the bucket is gone it is lost."""
    files: dict[tuple[str, str], tuple[Trail, list[dict[str, Any]]]] = {}
    with LOCK:
        for trail, record in WAITING:
            if trail.bucket_name == bucket_name:
                region = record["awsRegion"]
                files.setdefault((trail.arn, region), (trail, []))[1].append(record)
        WAITING[:] = [each for each in WAITING if each[0].bucket_name != bucket_name]
    for (_, region), (trail, records) in files.items():
        backend = s3_backends[trail.account_id]["aws"]
        if bucket := backend.buckets.get(bucket_name):
            body = gzip.compress(json.dumps({"Records": records}).encode())
            backend.put_object(bucket_name, log_file(trail, region), body, **lock_of(bucket))


def lock_of(bucket: FakeBucket) -> dict[str, Any]:
    if not bucket.has_default_lock:
        return {}
    return {"lock_mode": bucket.default_lock_mode, "lock_until": bucket.default_retention()}


def log_file(trail: Trail, region: str) -> str:
    now, account = utcnow(), trail.account_id
    prefix = f"{trail.s3_key_prefix}/" if trail.s3_key_prefix else ""
    folder = f"{prefix}AWSLogs/{account}/CloudTrail/{region}/{now:%Y/%m/%d}"
    return f"{folder}/{account}_CloudTrail_{region}_{now:%Y%m%dT%H%MZ}_{secrets.token_hex(8)}.json.gz"


def create_backend_app(service: str) -> Flask:
    app = CREATE_BACKEND_APP(service)
    if service not in ("moto_api", "instance_metadata"):
        app.before_request(before)
        app.after_request(lambda response: after(service, response))
    return app


CREATE_BACKEND_APP = moto.server.create_backend_app


def mend() -> None:
    moto.server.create_backend_app = create_backend_app
