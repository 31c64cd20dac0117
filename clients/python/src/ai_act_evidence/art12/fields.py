"""From what a call is given to fields of the event.

Shapes are left to the event's schema; here names change, identities become keyed digests and codes are looked up.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from .calls import Output, Oversight, Use
from .errors import Art12ValidationError
from .source import Source, without_none
from .times import utc_text


def context_fields(given: Mapping[str, Any], source: Source) -> dict[str, Any]:
    """What every event about a case may carry."""
    case_id = given["case_id"]
    return {"case_ref": None if case_id is None else source.case_ref(case_id), "trace_id": given["trace_id"]}


def output_field(output: Output, source: Source) -> dict[str, Any]:
    """The output, its confidence rounded to four decimals as ECMAScript's ``Math.round`` does."""
    given = _given(output, Output, "output")
    source.codes.check("decisions", given["decision"], "output.decision")
    return without_none({**given, "confidence": _rounded(given["confidence"])})


def oversight_field(oversight: Oversight, source: Source) -> dict[str, Any]:
    """The oversight, with the reviewer's pseudonym."""
    given = _given(oversight, Oversight, "oversight")
    source.codes.check("reasons", given["reason"], "oversight.reason")
    reviewer = given["reviewer"]
    pseudonym = None if reviewer is None else source.pseudonym(reviewer)
    return without_none({**given, "reviewer": pseudonym})


def use_field(use: Use | None) -> dict[str, Any] | None:
    """Start and end as texts; what is no time is left for the schema to judge."""
    if use is None:
        return None
    if not isinstance(use, Use):
        raise _refused("use", "must be a Use(start, end)")
    return {"start": _time(use.start, "use.start"), "end": _time(use.end, "use.end")}


def _time(time: datetime | str, field: str) -> str:
    if not isinstance(time, datetime):
        return time
    if time.utcoffset() is None:
        raise _refused(field, "must be a datetime with a time zone")
    try:
        return utc_text(time)
    except OverflowError:
        raise _refused(field, "must be within the years 1 to 9999 in UTC") from None


def _rounded(confidence: Any) -> Any:
    if isinstance(confidence, bool) or not isinstance(confidence, int | float):
        return confidence
    try:
        scaled = float(confidence) * 1e4
    except OverflowError:
        return confidence
    if not math.isfinite(scaled):
        return confidence
    whole = math.floor(scaled)
    return (whole + (scaled - whole >= 0.5)) / 1e4


def _given(part: Any, kind: type[Output] | type[Oversight], field: str) -> dict[str, Any]:
    if isinstance(part, kind):
        return part._given()
    raise _refused(field, f"must be an {kind.__name__}(...)")


def _refused(field: str, needed: str) -> Art12ValidationError:
    return Art12ValidationError(
        code="schema-violation",
        field=field,
        needed=needed,
        fix="correct the call; the published JSON Schema describes each field",
    )
