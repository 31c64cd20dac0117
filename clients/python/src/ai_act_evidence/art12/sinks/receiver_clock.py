"""The clock of whoever takes the events, as far as its answers tell it."""

from __future__ import annotations

import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime

from ..times import machine_clock

_BLUR_MS = 60_000
"""A header has whole seconds, and the answer was some time under way."""
_TRUSTED_MS = 600_000
"""After that the other side is asked again: this machine's clock may have been set meanwhile."""


class ReceiverClock:
    """This machine's clock; for ten minutes after an answer from which it differs by more than a minute, the other side's.

    That one goes on by this machine's uptime, so that setting the clock here does not move it.
    """

    def __init__(
        self,
        machine: Callable[[], int] = machine_clock,
        uptime: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begins with the machine's clock.

        :param machine: milliseconds since 1970
        :param uptime: seconds since anything
        """
        self._machine = machine
        self._uptime = uptime
        self._heard: tuple[int, float] | None = None

    def now(self) -> int:
        """Milliseconds since 1970."""
        heard = self._heard
        if heard is not None:
            told, at = heard
            since = (self._uptime() - at) * 1000
            if since < _TRUSTED_MS:
                return told + int(since)
        return self._machine()

    def heard(self, date: str | None) -> None:
        """Takes the ``Date`` header of an answer."""
        if date is None:
            return
        try:
            told = int(parsedate_to_datetime(date).timestamp() * 1000)
        except (ValueError, TypeError, OverflowError):
            return
        differs = abs(told - self._machine()) > _BLUR_MS
        self._heard = (told, self._uptime()) if differs else None
