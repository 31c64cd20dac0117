"""Signatures over a path with encoded characters.

moto checks a signature over the decoded path, so that none over an object in a folder such as `dt%3D20261124` is right.
AWS checks it over the path as it was sent.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

from botocore.awsrequest import AWSRequest
from flask import request
from moto.iam.access_control import IAMRequestBase


def create_aws_request(self: IAMRequestBase) -> AWSRequest:
    self._path = request.environ["RAW_URI"]
    return CREATE_AWS_REQUEST(self)


CREATE_AWS_REQUEST = IAMRequestBase._create_aws_request


def mend() -> None:
    IAMRequestBase._create_aws_request = create_aws_request
