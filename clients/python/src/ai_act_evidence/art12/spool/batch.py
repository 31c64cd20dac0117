"""How events lie in a spool.

A line each, ``<SHA-256 of the entry> <number in its batch>/<size of the batch> <entry>``. A batch is what one write puts
there, and is answered as a whole: it counts once its last line is there. An entry has no line feed, and the rest of a log
line is made from it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..log_line import LogLine

_LINE = re.compile(rb"([0-9a-f]{64}) ([1-9][0-9]*)/([1-9][0-9]*) (.*)", re.DOTALL)
_NEXT_LINE = re.compile(rb"(?<=.)[0-9a-f]{64} [1-9][0-9]*/[1-9][0-9]* \{", re.DOTALL)
"""A line that stands behind another one whose line feed is damaged. No entry holds such a text."""


class SpooledLine(NamedTuple):
    """A line of a spool."""

    entry: str | None
    """None where it is damaged."""
    end: int
    """Where it ends in the bytes that were read."""


def batch_bytes(lines: Sequence[LogLine]) -> bytes:
    """The bytes of a batch."""
    size = len(lines)
    return "".join(
        f"{line.entry_sha256} {number}/{size} {line.entry}\n" for number, line in enumerate(lines, start=1)
    ).encode()


def batches_in(read: bytes) -> Iterator[list[SpooledLine]]:
    """The whole batches in some bytes, one after the other.

    What is left of one that was never finished is passed over; the first may lack lines at its beginning, when the bytes do
    not begin with a batch.
    """
    pending: list[SpooledLine] = []
    for line, end in _lines_in(read):
        found = _LINE.fullmatch(line)
        pending.append(SpooledLine(_entry_of(found), end))
        if found is None or found[2] != found[3]:
            continue
        yield pending[-int(found[3]) :]
        pending = []


def line_of_entry(entry: str) -> LogLine | None:
    """The log line of an entry; None when it is no event."""
    try:
        return LogLine.of_entry(entry)
    except (ValueError, RecursionError):
        return None


def _entry_of(found: re.Match[bytes] | None) -> str | None:
    if found is None or hashlib.sha256(found[4]).hexdigest().encode() != found[1]:
        return None
    try:
        return found[4].decode()
    except UnicodeDecodeError:
        return None


def _lines_in(read: bytes) -> Iterator[tuple[bytes, int]]:
    start = 0
    while (at := read.find(b"\n", start)) >= 0:
        line = read[start:at]
        while following := _NEXT_LINE.search(line):
            start += following.start()
            yield line[: following.start()], start
            line = line[following.start() :]
        start = at + 1
        yield line, start
