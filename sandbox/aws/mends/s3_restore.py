"""Restores of archived objects.

moto restores the newest version whatever version is named, takes a request while another is under way or at a speed that
the class does not have, and where restores are set to take their time calls one done before it has begun. AWS restores
the version named, refuses the other two, and says that a restore is under way until it is done.
https://docs.aws.amazon.com/AmazonS3/latest/API/API_RestoreObject.html
"""

from datetime import datetime

import xmltodict
from flask import request
from moto.s3.exceptions import InvalidArgumentError, InvalidObjectState, MissingVersion, S3ClientError
from moto.s3.models import S3Backend
from moto.s3.utils import ARCHIVE_STORAGE_CLASSES


class RestoreAlreadyInProgress(S3ClientError):
    code = "RestoreAlreadyInProgress"

    def __init__(self) -> None:
        super().__init__("Object restore is already in progress")


def restore_object(self: S3Backend, bucket_name: str, key_name: str, days: str | None, type_: str | None) -> bool:
    key = self.get_object(bucket_name, key_name, version_id=request.args.get("versionId"))
    if key is None:
        raise MissingVersion()
    if key.storage_class not in ARCHIVE_STORAGE_CLASSES:
        raise InvalidObjectState(storage_class=key.storage_class)
    if key.storage_class == "DEEP_ARCHIVE" and tier() == "Expedited":
        raise InvalidArgumentError("Expedited is not offered for this storage class", "Tier", "Expedited")
    state = key.response_dict.get("x-amz-restore", "")
    if 'ongoing-request="true"' in state:
        raise RestoreAlreadyInProgress()
    if state == "":
        key.status, key._time_progressed = "IN_PROGRESS", datetime.now()
    key.restore(int(days or 1))
    return state != ""


def tier() -> str | None:
    asked = xmltodict.parse(request.get_data())["RestoreRequest"]
    return (asked.get("GlacierJobParameters") or {}).get("Tier")


def mend() -> None:
    S3Backend.restore_object = restore_object
