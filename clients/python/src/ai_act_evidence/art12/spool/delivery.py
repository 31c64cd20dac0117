"""Takes events out of the spool."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from ..errors import Art12DeliveryError
from ..log_line import LogLine
from ..options import PutOnce
from ..sinks.sink import Art12Sink
from ..times import milliseconds_of
from .chain import SpooledChain, SpooledEvent
from .faults import TellSpoolFault
from .late import late_key, late_object, same_hour

_LONGEST_PAUSE_MS = 60_000
_LATE_LINES = 5000
"""Most events in one object of the late path."""
_HOUR_MS = 3_600_000
_MARGIN_HOURS = 1
"""The sink gets an event until this long before it would be too old or too far ahead: tries take time, clocks differ."""


@dataclass(frozen=True)
class Delivered:
    """Whose events are delivered."""

    chain: SpooledChain
    on_empty: Callable[[], bool]
    """All there is of it is delivered. Returns whether there will be no more of it."""


class Delivery:
    """Each chain in its order, to the sink; to the vault what the sink does not take any more, or never will.

    What fails stays and is tried again, for as long as it takes.
    """

    def __init__(
        self,
        *,
        sink: Art12Sink,
        late: PutOnce | None,
        now: Callable[[], int],
        retry_delay_ms: float,
        tell: TellSpoolFault,
    ) -> None:
        self._sink = sink
        self._late = late
        self._now = now
        self._retry_delay_ms = retry_delay_ms
        self._tell = tell
        self._chains: list[Delivered] = []
        self._portions: dict[SpooledChain, int] = {}
        """Events given to the sink at a time, by chain: fewer after it refused some for what is in them."""
        self._tried: set[str] = set()
        self._changed = threading.Condition()
        self._woken = False
        self._closing = False
        self._ended = False
        self._thread = threading.Thread(target=self._work, name="art12-delivery", daemon=True)
        self._thread.start()

    def add(self, delivered: Delivered) -> None:
        """Adds a chain; those added first are looked at first."""
        with self._changed:
            self._chains.append(delivered)
        self.wake()

    def wake(self) -> None:
        """There is something to deliver."""
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    def close(self, wait_ms: float) -> None:
        """Waits until all is delivered, or so long, and ends it."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(wait_ms / 1000)
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _work(self) -> None:
        pause_ms = self._retry_delay_ms
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._woken or self._closing)
                self._woken = False
                chains = list(self._chains)
            if self._ended:
                return
            results = [self._deliver(delivered) for delivered in chains]
            if "some" in results:
                pause_ms = self._retry_delay_ms
                self._look_again()
            elif "failed" in results:
                whole = self._pause(pause_ms)
                pause_ms = min(pause_ms * 2, _LONGEST_PAUSE_MS) if whole else self._retry_delay_ms
                self._look_again()
            else:
                with self._changed:
                    if self._closing and not self._woken:
                        return

    def _look_again(self) -> None:
        with self._changed:
            self._woken = True

    def _pause(self, milliseconds: float) -> bool:
        """Returns whether it was a whole pause: closing cuts one off."""
        # Not for the same moment in all processes that met one outage.
        seconds = milliseconds * (0.5 + random.random() / 2) / 1000
        with self._changed:
            closing = self._closing
            return not self._changed.wait_for(lambda: self._ended or self._closing != closing, seconds)

    def _deliver(self, delivered: Delivered) -> Literal["some", "none", "failed"]:
        """Delivers a portion of a chain."""
        chain = delivered.chain
        if self._ended:
            return "none"
        try:
            events = self._next_of(chain)
            if events:
                taken = self._send(chain, events)
                # Another process may hold the folder by now: what was taken is sent again by it, and counted once.
                if taken and not self._ended:
                    chain.advance(taken)
                return "some" if taken else "failed"
            if not delivered.on_empty():
                return "none"
        except Exception as error:
            self._tell("delivery-failed", "the spool could not be read or changed", error)
            return "failed"
        with self._changed:
            self._chains.remove(delivered)
            self._portions.pop(chain, None)
        return "some"

    def _next_of(self, chain: SpooledChain) -> list[SpooledEvent]:
        events = chain.next(self._portion_of(chain))
        return chain.next(_LATE_LINES) if events and self._is_untimely(events[0].line) else events

    def _send(self, chain: SpooledChain, events: Sequence[SpooledEvent]) -> Sequence[SpooledEvent]:
        """Returns those of the events that were taken."""
        if self._late is not None and self._is_untimely(events[0].line):
            return self._put_late(self._late, events)
        timely = list(takewhile(lambda event: not self._is_untimely(event.line), events)) or list(events)
        while True:
            try:
                self._sink.write([event.line for event in timely])
            except Exception as error:
                about_events = _is_about_events(error)
                if about_events and len(timely) > 1:
                    timely = timely[: (len(timely) + 1) // 2]
                    self._portions[chain] = len(timely)
                    continue
                if about_events and self._late is not None:
                    return self._put_late(self._late, timely)
                self._tell("delivery-failed", _in_words(timely), error)
                return ()
            self._portions[chain] = min(2 * self._portion_of(chain), self._sink.max_lines)
            return timely

    def _put_late(self, late: PutOnce, events: Sequence[SpooledEvent]) -> Sequence[SpooledEvent]:
        some = list(takewhile(lambda event: same_hour(event.line, events[0].line), events))
        lines = [event.line for event in some]
        key = late_key(lines)
        try:
            outcome = late(key, late_object(lines))
        except Exception as error:
            self._tried.add(key)
            self._tell("late-failed", _in_words(some), error)
            return ()
        if outcome == "taken" and key not in self._tried:
            self._tell("late-key-taken", key, None)
        self._tried.discard(key)
        return some

    def _is_untimely(self, line: LogLine) -> bool:
        """Whether the sink would not take an event for its time."""
        by_sink = self._sink.now()
        now = self._now() if by_sink is None else by_sink
        age_hours = (now - milliseconds_of(line.timestamp)) / _HOUR_MS
        oldest, furthest = self._sink.max_age_hours, self._sink.max_ahead_hours
        too_old = oldest is not None and age_hours > oldest - _MARGIN_HOURS
        return too_old or (furthest is not None and -age_hours > furthest - _MARGIN_HOURS)

    def _portion_of(self, chain: SpooledChain) -> int:
        return self._portions.get(chain, self._sink.max_lines)


_ABOUT_EVENTS = {"too-old", "too-far-ahead", "event-too-large", "batch-too-large", "collector-rejected"}
"""What sinks refuse for what is in the events, whenever it is tried."""


def _is_about_events(error: Exception) -> bool:
    return isinstance(error, Art12DeliveryError) and (
        error.status in (400, 413) or error.code in _ABOUT_EVENTS
    )


def _in_words(events: Sequence[SpooledEvent]) -> str:
    first, last = events[0].line, events[-1].line
    return f"number {first.sequence} to {last.sequence} of {first.emitter}"
