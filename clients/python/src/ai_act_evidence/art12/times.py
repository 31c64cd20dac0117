"""Times of events: milliseconds since 1970 and their one spelling."""

from __future__ import annotations

import secrets
import time
import uuid
from datetime import datetime, timedelta, timezone

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_LAST_MILLISECOND = 253_402_300_799_999
"""Of the year 9999, after which a time has no spelling."""


def is_moment(milliseconds: object) -> bool:
    """Whether a clock's answer is a time that an event can have."""
    return type(milliseconds) is int and 0 <= milliseconds <= _LAST_MILLISECOND


def machine_clock() -> int:
    """Milliseconds since 1970 by this machine's clock."""
    return time.time_ns() // 1_000_000


def time_text(milliseconds: int) -> str:
    """RFC 3339 in UTC with three decimals and Z."""
    return utc_text(_EPOCH + timedelta(milliseconds=milliseconds))


def utc_text(moment: datetime) -> str:
    """An aware datetime, cut to milliseconds."""
    return moment.astimezone(timezone.utc).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def milliseconds_of(text: str) -> int:
    """The other way round, for a time of the schema's form.

    :raises ValueError: for another form
    """
    # Not `strptime`, which loads a module when it is first called: a process that is forked in that moment waits for ever.
    moment = datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=timezone.utc)
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def new_event_id(milliseconds: int) -> str:
    """A UUID version 7 (RFC 9562): sortable by time."""
    random = secrets.randbits(74)
    number = (
        (milliseconds & (2**48 - 1)) << 80
        | 0x7 << 76
        | (random >> 62) << 64
        | 0b10 << 62
        | random & (2**62 - 1)
    )
    return str(uuid.UUID(int=number))
