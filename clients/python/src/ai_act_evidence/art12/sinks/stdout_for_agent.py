"""Prints logs for a Datadog Agent."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TextIO

from ..log_line import LogLine
from .datadog_intake import AGE_HOURS, AHEAD_HOURS
from .sink import Art12Sink


class StdoutForAgent(Art12Sink):
    """One JSON line a log, for an Agent that collects the process's output.

    Datadog reads ``ddtags``, ``service``, ``status`` and ``timestamp`` from the JSON; docs/second-door.md says what else
    carries the tag. ``write`` returns when the stream has taken the bytes: what the Agent does with them is not confirmed.
    """

    # The Agent sends it on to the intake, which drops what is older or further ahead without a word.
    max_age_hours = AGE_HOURS
    max_ahead_hours = AHEAD_HOURS

    def __init__(self, stream: TextIO | None = None) -> None:
        """:param stream: default: the process's standard output, as it is when a line is written."""
        self._stream = stream

    def write(self, lines: Sequence[LogLine]) -> None:
        """Prints the lines."""
        stream = sys.stdout if self._stream is None else self._stream
        for line in lines:
            # One by one: what a pipe takes at once is not mixed with the lines of other workers.
            stream.write(f"{line.to_json()}\n")
            stream.flush()
