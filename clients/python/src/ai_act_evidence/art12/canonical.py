"""The bytes that are hashed and chained: RFC 8785 text and its SHA-256."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from typing import Any

import rfc8785

from .errors import Art12InputError

GENESIS = "0" * 64
"""``prev`` of an emitter's first event."""

_DEEPEST = 100
_SURROGATE = re.compile("[\ud800-\udfff]")
_GREATEST_WHOLE = 2**53 - 1


class NotJsonError(ValueError):
    """A value has no place in JSON; the text tells its kind, never the value."""


def canonical_string(value: Mapping[str, object]) -> str:
    """RFC 8785 text of a value that is known to be plain JSON data."""
    return rfc8785.dumps(_plain(value, _DEEPEST)).decode()


def sha256_hex(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, as 64 lower-case hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical_data(value: object, field: str) -> str:
    """RFC 8785 text of data from the application, which may be anything.

    Only plain JSON data is taken: a date, a set or an array of numpy would lose its content or change its form, and two
    inputs would get one digest.

    :raises Art12InputError: tells the kind of the offending value, never the value or its key
    """
    try:
        plain = _plain(value, _DEEPEST)
    except NotJsonError as found:
        raise Art12InputError(
            code="not-plain-json",
            field=field,
            needed=f"must be plain JSON data, but holds {found}",
            fix="pass dict, list, str, int, finite float, bool and None (a date as its ISO text, an array as tolist())",
        ) from None
    return rfc8785.dumps(plain).decode()


def is_exact(number: float) -> bool:
    """Whether a number is finite and every JSON reader gets the same one: a double holds it, or is spelled like it."""
    if isinstance(number, float):
        return math.isfinite(number)
    try:
        nearest = float(number)
    except OverflowError:
        return False
    return int(nearest) == number or rfc8785.dumps(nearest) == str(number).encode()


def _plain(value: object, levels: int) -> Any:
    """A copy in which each value is of JSON's own types."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int | float):
        return _number(value)
    if not isinstance(value, dict | list | tuple):
        raise NotJsonError(f"a value of type {type(value).__name__}")
    if levels == 0:
        raise NotJsonError(f"more than {_DEEPEST} levels, or a circle")
    if isinstance(value, dict):
        return {_key(key): _plain(item, levels - 1) for key, item in value.items()}
    return [_plain(item, levels - 1) for item in value]


def _text(text: str) -> str:
    if _SURROGATE.search(text):
        raise NotJsonError("text with half a surrogate pair")
    return str.__str__(text)


def _key(key: object) -> str:
    if isinstance(key, str):
        return _text(key)
    raise NotJsonError("a key that is no text")


def _number(number: float) -> float:
    if not is_exact(number):
        whole = isinstance(number, int)
        raise NotJsonError(
            "a whole number that a double cannot hold" if whole else "a number that is not finite"
        )
    # As a double where JSON has no other spelling for it: readers take it for one.
    if isinstance(number, int) and abs(number) <= _GREATEST_WHOLE:
        return int(number)
    return float(number)
