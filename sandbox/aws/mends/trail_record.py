"""What CloudTrail notes of a call that changes something.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""

import json
import re
import uuid
from typing import Any

from botocore.model import OperationNotFoundError
from flask import Request, Response
from moto.core.parse import PROTOCOL_PARSERS, RequestParserError
from moto.core.request import determine_request_protocol
from moto.core.responses import BaseResponse
from moto.core.utils import get_service_model, utcnow
from moto.kms.models import kms_backends
from moto.sts.models import sts_backends

from .trail_s3 import s3_call

# Services without regions: their calls are noted in us-east-1, whatever region they are signed for.
GLOBAL = ("budgets", "iam", "organizations", "sts")

# Services whose calls are noted, named as CloudTrail names them: those the stacks use, whose parameters hold no secrets.
NOTED = {
    "athena": "athena",
    "budgets": "budgets",
    "cloudtrail": "cloudtrail",
    "cloudwatch": "monitoring",
    "events": "events",
    "glue": "glue",
    "iam": "iam",
    "kms": "kms",
    "organizations": "organizations",
    "s3": "s3",
    "sns": "sns",
}

# Calls that change nothing, and those that AWS takes for use of data and not for management.
PASSED_OVER = re.compile(
    "^(AssumeRole|BatchGet|Check|Decrypt|Describe|Encrypt|Filter|GenerateDataKey|GenerateMac|Get|Head|List|Lookup"
    "|Publish|PutEvents|PutMetricData|Query|ReEncrypt|Scan|Search|Select|Sign|Simulate|Test|Verify)"
)


def record_of(service: str, request: Request, response: Response) -> dict[str, Any] | None:
    """The record of a call that changes something, or tried to; nothing for others."""
    if service not in NOTED:
        return None
    caller = Caller(service, request)
    call = s3_call(request, caller.account) if service == "s3" else api_call(service, request, caller)
    if call is None or PASSED_OVER.match(call["eventName"]):
        return None
    failed = response.status_code >= 400
    return {
        "eventVersion": "1.11",
        "userIdentity": caller.identity(),
        "eventTime": utcnow().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eventSource": f"{NOTED[service]}.amazonaws.com",
        "awsRegion": "us-east-1" if service in GLOBAL else caller.region,
        "sourceIPAddress": request.remote_addr,
        "userAgent": f"[{request.headers.get('User-Agent', '')}]",
        **({"errorCode": error_code(response), "errorMessage": response.status} if failed else {}),
        "responseElements": None,
        "requestID": str(uuid.uuid4()),
        "eventID": str(uuid.uuid4()),
        "readOnly": False,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": caller.account,
        "eventCategory": "Management",
        **call,
    }


class Caller(BaseResponse):
    """Who calls: moto's own reading of a request's key, account and region."""

    def __init__(self, service: str, request: Request) -> None:
        super().__init__(service)
        self.headers = request.headers
        self.querystring = {}
        self.account = self.get_current_account()
        self.region = self.get_region_from_url(request, request.url)

    def identity(self) -> dict[str, Any]:
        key = self.get_access_key()
        sts = sts_backends[self.account]["aws"]
        principal, arn, _ = sts.get_caller_identity(key, self.region)
        noted = {"principalId": principal, "arn": arn, "accountId": self.account, "accessKeyId": key}
        session = sts.get_assumed_role_from_access_key(key)
        if session is None:
            return {"type": "IAMUser", **noted, "userName": arn.split("/")[-1]}
        issuer = {"type": "Role", "principalId": principal.split(":")[0], "arn": session.role_arn}
        issuer |= {"accountId": self.account, "userName": session.role_arn.split("/")[-1]}
        return {"type": "AssumedRole", **noted, "sessionContext": {"sessionIssuer": issuer, "attributes": {}}}


def api_call(service: str, request: Request, caller: Caller) -> dict[str, Any] | None:
    """Name and parameters of a call."""
    name = (
        request.values.get("Action")
        or request.headers.get("X-Amz-Target", "").split(".")[-1]
        or request.path.partition("/operation/")[2]
    )
    if not name:
        return None
    parameters = parameters_of(service, name, request)
    resources = key_named(parameters, caller) if service == "kms" else []
    return {"eventName": name, "requestParameters": told(parameters), "resources": resources}


def parameters_of(service: str, name: str, request: Request) -> dict[str, Any]:
    """Parameters as the service's own model reads them; none of a request that does not fit it."""
    model = get_service_model(service)
    try:
        parser = PROTOCOL_PARSERS[determine_request_protocol(model, request.content_type)]
        return parser(model.operation_model(name)).parse(
            {
                "method": request.method,
                "values": request.values,
                "headers": request.headers,
                "body": request.get_data(),
                "url_path": request.path,
                "url_params": {},
            }
        )
    except (OperationNotFoundError, RequestParserError, NotImplementedError):
        return {}


def key_named(parameters: dict[str, Any], caller: Caller) -> list[dict[str, str]]:
    """CloudTrail names a key by its ARN, whatever the caller named it by."""
    backend = kms_backends[caller.account][caller.region]
    named = backend.any_id_to_key_id(parameters.get("KeyId") or parameters.get("AliasName") or "")
    key = backend.keys.get(named)
    return [{"accountId": caller.account, "type": "AWS::KMS::Key", "ARN": key.arn}] if key else []


def told(value: Any) -> Any:
    """Parameters as CloudTrail writes them: names begin with a small letter."""
    if isinstance(value, dict):
        return {key[:1].lower() + key[1:]: told(each) for key, each in value.items()}
    if isinstance(value, list):
        return [told(each) for each in value]
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)


def error_code(response: Response) -> str:
    """The code in the answer's header, or in its body: XML or JSON."""
    text = response.get_data(as_text=True)
    if code := response.headers.get("x-amzn-errortype") or re.search(r"<Code>([^<]+)</Code>", text):
        return code if isinstance(code, str) else code[1]
    try:
        return json.loads(text)["__type"].split("#")[-1]
    except (ValueError, KeyError, TypeError):
        # moto denies some calls without a word.
        return "AccessDenied" if response.status_code == 403 else str(response.status_code)
