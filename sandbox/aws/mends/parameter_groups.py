"""Who set a database's parameter.

moto keeps the parameters that were set and does not say by whom, so that Terraform would set them again for ever. AWS says
`user` of them.
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBParameters.html
"""

from moto.rds.models import DBParameterGroup


def update_parameters(self: DBParameterGroup, new_parameters: list[dict]) -> None:
    UPDATE_PARAMETERS(self, [{"Source": "user", **each} for each in new_parameters])


UPDATE_PARAMETERS = DBParameterGroup.update_parameters


def mend() -> None:
    DBParameterGroup.update_parameters = update_parameters
