"""Decides attempts by policies, with npkt's engine: JSON on standard input, one decision an attempt on standard output.

An attempt passes if every layer lets it pass. Within a layer a denial outranks all permissions, and one permission is
needed: so the rights of a role and the policy of the resource are one layer in one account, and two across accounts; an
organisation's service control policies are a layer of their own.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

import json
import sys

from npkt.data.iam_reference import get_iam_reference
from npkt.engine import SCPEngine
from npkt.models import CloudTrailEvent, EvaluationContext
from npkt.parsers.scp_parser import parse_policy

# The engine takes policies without any permission for permissive, as for service control policies. Here nothing is granted
# by silence: each layer has a permission that no attempt meets.
NOTHING = parse_policy({"Statement": {"Effect": "Allow", "Action": "none:None", "Resource": "none"}}, "nothing")


def decide(engines, attempt):
    event = CloudTrailEvent.from_dict(attempt["event"])
    for engine in engines:
        context = EvaluationContext.from_event(event)
        context.secure_transport = attempt["secureTransport"]
        result = engine.would_deny(event, context)
        if result.unevaluable_condition_keys:
            raise SystemExit(f"cannot tell: {result.unevaluable_condition_keys} in {attempt}")
        if result.denied:
            return result.matched_statement.sid if result.matched_statement else "not granted"
    return "allowed"


def unknown(action):
    service, name = action.split(":")
    return name not in get_iam_reference().services[service].all_actions


asked = json.load(sys.stdin)
policies = {name: parse_policy(document, name) for name, document in asked["policies"].items()}
engines = {}
decisions = []
for attempt in asked["attempts"]:
    key = json.dumps(attempt["layers"])
    if key not in engines:
        engines[key] = [SCPEngine([NOTHING, *(policies[name] for name in layer)]) for layer in attempt["layers"]]
    decisions.append(decide(engines[key], attempt))
json.dump({"decisions": decisions, "unknownActions": [action for action in asked["actions"] if unknown(action)]}, sys.stdout)
