"""Events by the published schema."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from ai_act_evidence.art12.json_schema import JsonSchema
from ai_act_evidence.art12.schema import event_schema
from ai_act_evidence.art12.validate import event_fault, is_code, purposes_of

from .vectors import InvalidEvent, invalid_events, valid_events

INVALID = list(invalid_events())


@pytest.mark.parametrize("name", valid_events())
def test_an_event_that_every_client_may_emit_has_no_fault(name: str) -> None:
    assert event_fault(valid_events()[name]) is None


@pytest.mark.parametrize("invalid", INVALID, ids=[invalid.name for invalid in INVALID])
def test_an_event_that_every_client_must_refuse_is_refused_at_its_field(invalid: InvalidEvent) -> None:
    fault = event_fault(invalid.event)
    assert fault is not None
    assert fault.field == invalid.field


def test_a_validator_of_others_making_refuses_the_same_events() -> None:
    """The judge here is our own, for speed and few dependencies: the other one is the reference implementation."""
    reference = jsonschema.Draft202012Validator(event_schema())
    assert all(reference.is_valid(event) for event in valid_events().values())
    assert [invalid.name for invalid in INVALID if reference.is_valid(invalid.event)] == []


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "format": "date-time"},
        {"type": "object", "properties": {}},
        {"$ref": "https://example.org/other"},
        {"type": "array", "prefixItems": [], "items": True, "minItems": 0, "maxItems": 3},
    ],
)
def test_a_rule_of_the_schema_that_is_not_understood_is_never_passed_over(schema: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        JsonSchema(schema)


def test_true_is_no_number_and_a_number_is_no_truth() -> None:
    event = valid_events()["inference with every optional field"]
    event["oversight"]["required"] = 1
    assert event_fault(event) is not None
    event = valid_events()["inference with every optional field"]
    event["config"]["decision_threshold"] = True
    assert event_fault(event) is not None


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 2**53 + 1, 10**400])
def test_a_number_that_readers_would_round_is_refused(number: float) -> None:
    event = valid_events()["inference with every optional field"]
    event["config"]["decision_threshold"] = number
    fault = event_fault(event)
    assert fault is not None
    assert fault.field == "config.decision_threshold"


def test_the_purposes_of_each_type_come_from_the_schema() -> None:
    for event in valid_events().values():
        assert list(purposes_of(event["type"])) == event["purposes"]


@pytest.mark.parametrize("text", ["approve\n", "Approve", "a b", "", "x" * 49, None, 3])
def test_what_has_not_the_form_of_a_code_is_none(text: object) -> None:
    assert not is_code(text)
