"""What a backup plan selects, and tags.

moto knows no selections, and reads the name of a resource whose tags are asked for from an address that must end in a
slash, which Terraform's does not, so that nothing has tags. AWS keeps selections and takes both addresses.
https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupSelection.html
https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListTags.html
"""

import json
import uuid
from collections import defaultdict
from typing import Any
from urllib.parse import unquote

from moto.backup.exceptions import ResourceNotFoundException
from moto.backup.responses import BackupResponse
from moto.core.utils import unix_time

# By plan, then by selection.
SELECTIONS: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)


def create_backup_selection(self: BackupResponse) -> str:
    plan, asked = self.path.split("/")[3], json.loads(self.body)
    self.backup_backend.get_backup_plan(plan, None)
    selection = {"SelectionId": str(uuid.uuid4()), "BackupPlanId": plan, "CreationDate": unix_time()}
    kept = {"BackupSelection": asked["BackupSelection"], "CreatorRequestId": asked.get("CreatorRequestId")}
    SELECTIONS[plan][selection["SelectionId"]] = selection | kept
    return json.dumps(selection)


def get_backup_selection(self: BackupResponse) -> str:
    _, _, _, plan, _, selection = self.path.split("/")
    if selection not in SELECTIONS[plan]:
        raise ResourceNotFoundException(msg=f"Backup selection {selection} not found")
    return json.dumps(SELECTIONS[plan][selection])


def list_backup_selections(self: BackupResponse) -> str:
    selections = SELECTIONS[self.path.split("/")[3]].values()
    named = [{**each, **each["BackupSelection"]} for each in selections]
    shown = ("SelectionId", "SelectionName", "BackupPlanId", "CreationDate", "CreatorRequestId", "IamRoleArn")
    return json.dumps({"BackupSelectionsList": [{key: each.get(key) for key in shown} for each in named]})


def delete_backup_selection(self: BackupResponse) -> str:
    _, _, _, plan, _, selection = self.path.split("/")
    SELECTIONS[plan].pop(selection, None)
    return "{}"


def list_tags(self: BackupResponse) -> str:
    arn = unquote(self.path.rstrip("/").split("/")[-1])
    return json.dumps({"Tags": self.backup_backend.list_tags(arn)})


def mend() -> None:
    for operation in (
        create_backup_selection,
        get_backup_selection,
        list_backup_selections,
        delete_backup_selection,
        list_tags,
    ):
        setattr(BackupResponse, operation.__name__, operation)
