"""The published JSON Schema of events, generated with ``npm run generate``: the contract for all languages."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any


def event_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one event."""
    text = resources.files(__package__).joinpath("art12-event.v1.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema
