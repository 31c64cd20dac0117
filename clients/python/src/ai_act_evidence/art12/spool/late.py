"""Events that come to the vault past Datadog."""

from __future__ import annotations

import gzip
from collections.abc import Sequence

from ..log_line import LogLine


def same_hour(one: LogLine, other: LogLine) -> bool:
    """Whether two events belong into one folder of an archive: those of one UTC hour do."""
    return one.timestamp[:13] == other.timestamp[:13]


def late_key(lines: Sequence[LogLine]) -> str:
    """Where events of one emitter and one UTC hour lie.

    Below ``late/``, as an archive lays them out, so that who reads an archive reads these. The same events have the same
    key.
    """
    first, last = lines[0], lines[-1]
    day, clock = first.timestamp.split("T")
    folder = f"late/dt={day.replace('-', '')}/hour={clock[:2]}"
    numbers = f"{first.sequence:012d}-{last.sequence:012d}"
    return f"{folder}/archive_{clock[:12].replace(':', '')}0.{first.emitter}.{numbers}.json.gz"


def late_object(lines: Sequence[LogLine]) -> bytes:
    """The object: a line an event, with the parts that an archived log has, gzip'd. The same events give the same bytes."""
    return gzip.compress("".join(f"{line.to_archived_json()}\n" for line in lines).encode(), mtime=0)
