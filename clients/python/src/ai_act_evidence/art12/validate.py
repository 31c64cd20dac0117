"""What the published schema says of an event."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from .json_schema import JsonSchema
from .schema import event_schema


class EventFault(NamedTuple):
    """What is wrong with an event. Holds no value of it."""

    field: str
    needed: str


def event_fault(event: object) -> EventFault | None:
    """The first fault of an event by the published JSON Schema, or None where it has none."""
    faults = _schema().faults(event)
    if not faults:
        return None
    return EventFault(".".join(faults[0].path) or "(event)", faults[0].needed)


def is_code(text: object) -> bool:
    """Whether a text has the form of a code."""
    return not _schema().faults_by("Code", text)


@cache
def purposes_of(event_type: str) -> tuple[str, ...]:
    """The Art 12(2) purposes that the schema fixes for a type of event."""
    for definition in event_schema()["$defs"].values():
        properties = definition.get("properties", {})
        if properties.get("type", {}).get("const") == event_type:
            return tuple(item["const"] for item in properties["purposes"]["prefixItems"])
    raise TypeError(f"the schema knows no event of type {event_type}")


@cache
def schema_version() -> str:
    """The version that each event of the schema carries."""
    version: str = event_schema()["$defs"]["InferenceEvent"]["properties"]["schema_version"]["const"]
    return version


@cache
def _schema() -> JsonSchema:
    return JsonSchema(event_schema())
