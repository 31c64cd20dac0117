"""Subscribers and tags of budgets.

moto keeps who a budget notifies and cannot be asked for it; it knows no tags of budgets. Terraform reads both back.
https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_DescribeSubscribersForNotification.html
"""

import json
from collections import defaultdict

from moto.budgets.responses import BudgetsResponse

TAGS: dict[str, list[dict[str, str]]] = defaultdict(list)


def describe_subscribers_for_notification(self: BudgetsResponse) -> str:
    budget = self.backend.budgets[self._get_param("AccountId")][self._get_param("BudgetName")]
    asked = self._get_param("Notification")
    subscribers = [s for n in budget.notifications if same(n.details, asked) for s in n.subscribers]
    return json.dumps({"Subscribers": subscribers})


def same(kept: dict, asked: dict) -> bool:
    """Whether two notifications are one; their state is not part of what they are."""
    keys = ("NotificationType", "ComparisonOperator", "Threshold", "ThresholdType")
    return all(kept.get(key) == asked.get(key) for key in keys)


def list_tags_for_resource(self: BudgetsResponse) -> str:
    return json.dumps({"ResourceTags": TAGS[self._get_param("ResourceARN")]})


def tag_resource(self: BudgetsResponse) -> str:
    arn = self._get_param("ResourceARN")
    new = {tag["Key"]: tag for tag in self._get_param("ResourceTags")}
    TAGS[arn] = [tag for tag in TAGS[arn] if tag["Key"] not in new] + list(new.values())
    return json.dumps({})


def create_budget(self: BudgetsResponse) -> str:
    answer = CREATE_BUDGET(self)
    account, name = self._get_param("AccountId"), self._get_param("Budget")["BudgetName"]
    TAGS[f"arn:aws:budgets::{account}:budget/{name}"] = self._get_param("ResourceTags") or []
    return answer


CREATE_BUDGET = BudgetsResponse.create_budget


def mend() -> None:
    for operation in (describe_subscribers_for_notification, list_tags_for_resource, tag_resource, create_budget):
        setattr(BudgetsResponse, operation.__name__, operation)
