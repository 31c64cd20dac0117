"""Descriptions of rules between security groups.

moto tells the description of a rule about a range of addresses alone, and keeps that of a rule about another group to
itself. AWS tells both.
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html
"""

from moto.ec2.models.security_groups import SecurityGroupRule


def description(self: SecurityGroupRule) -> str | None:
    # A change is kept beside the range, whatever the rule is about.
    return self.ip_range.get("Description") or self.source_group.get("Description")


def mend() -> None:
    SecurityGroupRule.description = property(description)
