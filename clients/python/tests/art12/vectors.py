"""The test vectors, which bind every client and every reader, whatever its language."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

_FOLDER = Path(__file__).parents[3] / "vectors"


def read_vectors(file: str) -> Any:
    return json.loads((_FOLDER / file).read_text("utf-8"))


def valid_events() -> dict[str, dict[str, Any]]:
    return {vector["name"]: vector["event"] for vector in read_vectors("valid-events.json")["events"]}


class InvalidEvent(NamedTuple):
    name: str
    event: object
    field: str


def invalid_events() -> Iterator[InvalidEvent]:
    """Every invalid event, one for each pointer of each case."""
    bases = valid_events()
    for case in read_vectors("invalid-events.json")["cases"]:
        for pointer in case["at"]:
            yield InvalidEvent(
                name=f"{case['rule']}: {case['base']}, {pointer or '(event)'}, {json.dumps(case.get('set'))[:60]}",
                event=changed(copy.deepcopy(bases[case["base"]]), pointer, case),
                field=case.get("field", ".".join(pointer.split("/")[1:])),
            )


def changed(value: Any, pointer: str, change: dict[str, Any]) -> object:
    """The value with one place set, or removed where the change has no ``set``."""
    if pointer == "":
        return change["set"]
    *keys, last = [int(key) if key.isdigit() else key for key in pointer.split("/")[1:]]
    parent = value
    for key in keys:
        parent = parent[key]
    if "set" in change and isinstance(parent, list) and last == len(parent):
        parent.append(change["set"])
    elif "set" in change:
        parent[last] = change["set"]
    else:
        del parent[last]
    return value
