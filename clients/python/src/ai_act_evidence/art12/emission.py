"""Gives events their place in the chain and hands them to the sink."""

from __future__ import annotations

import copy
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, NamedTuple

from .canonical import GENESIS
from .errors import Art12DeliveryError
from .log_line import LogLine
from .sinks.sink import Art12Sink


class _Waiting(NamedTuple):
    event: dict[str, Any]
    """Complete and valid but for its place in the chain."""
    done: Future[dict[str, Any]]


class Emission:
    """One batch at a time, in the order of the calls: a batch is what was called while the one before was on its way.

    The place is given when a batch is formed and kept when the sink took it, so that nothing that was refused leaves a gap.
    A batch of which nobody knows whether it arrived keeps its places, and is sent again, the same bytes, before anything
    new: readers see one event twice (same id, same content), never two events in one place.
    """

    def __init__(
        self, sink: Art12Sink, on_confirmed: Callable[[LogLine], None], dropped: Callable[[], int]
    ) -> None:
        """Begins its thread.

        :param on_confirmed: is told the newest line whenever the sink has taken all up to it
        :param dropped: how many events could not be written so far: told where an event says so
        """
        self._sink = sink
        self._on_confirmed = on_confirmed
        self._dropped = dropped
        self._sequence = 0
        self._prev = GENESIS
        self._unconfirmed: Sequence[LogLine] = ()
        self._waiting: deque[_Waiting] = deque()
        self._changed = threading.Condition()
        self._ended = False
        # A daemon: an application that ends without close() must not wait for the log.
        self._thread = threading.Thread(target=self._work, name="art12-emission", daemon=True)
        self._thread.start()

    def send(self, event: dict[str, Any]) -> Future[dict[str, Any]]:
        """Sends an event. Its ``emitter.sequence`` and ``emitter.prev`` are set here.

        The future has the event, or an Art12DeliveryError.
        """
        done: Future[dict[str, Any]] = Future()
        # It cannot be cancelled: whoever stops waiting for it does not take it back.
        done.set_running_or_notify_cancel()
        with self._changed:
            self._waiting.append(_Waiting(event, done))
            self._changed.notify()
        return done

    def end(self) -> None:
        """Ends the thread once all that was sent is answered."""
        with self._changed:
            self._ended = True
            self._changed.notify()

    def _work(self) -> None:
        while batch := self._next():
            try:
                self._flush(batch)
            except BaseException as error:  # a fault of ours must not leave the calls waiting for ever
                for waiting in batch:
                    if not waiting.done.done():
                        waiting.done.set_exception(error)

    def _next(self) -> list[_Waiting]:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._ended)
            return [self._waiting.popleft() for _ in range(min(len(self._waiting), self._sink.max_lines))]

    def _flush(self, batch: Sequence[_Waiting]) -> None:
        try:
            if self._unconfirmed:
                self._sink.write(self._unconfirmed)
                self._on_confirmed(self._unconfirmed[-1])
            self._unconfirmed = ()
        except Exception as cause:
            _fail(batch, _held_back(cause))
            return
        sequence, prev = self._sequence, self._prev
        lines = [self._seal(event) for event, _ in batch]
        try:
            self._sink.write(lines)
        except Exception as cause:
            error = _delivery_error(cause)
            if error.delivered == "no":
                self._sequence, self._prev = sequence, prev
            else:
                self._unconfirmed = lines
            _fail(batch, error)
            return
        self._on_confirmed(lines[-1])
        for event, done in batch:
            done.set_result(event)

    def _seal(self, event: dict[str, Any]) -> LogLine:
        self._sequence += 1
        event["emitter"]["sequence"] = self._sequence
        event["emitter"]["prev"] = self._prev
        dropped = self._dropped()
        if dropped > 0 and event["type"] in ("emitter_heartbeat", "emitter_stop"):
            event["dropped"] = dropped
        line = LogLine.of_event(event)
        self._prev = line.entry_sha256
        return line


def _fail(batch: Sequence[_Waiting], error: Art12DeliveryError) -> None:
    for waiting in batch:
        # Each caller raises one of its own, to which the place is added where it was raised.
        own = copy.copy(error)
        own.__cause__ = error.__cause__
        waiting.done.set_exception(own)


def _delivery_error(cause: Exception) -> Art12DeliveryError:
    if isinstance(cause, Art12DeliveryError):
        return cause
    return Art12DeliveryError(
        code="sink-failed",
        needed="the sink failed, and the event may have arrived",
        fix="see the cause; the event is sent again before the next one",
        delivered="unknown",
        cause=cause,
    )


def _held_back(cause: Exception) -> Art12DeliveryError:
    """Earlier events must arrive first: this one was not sent, and has no place yet."""
    error = _delivery_error(cause)
    return Art12DeliveryError(
        code="held-back",
        needed=f"earlier events are still not confirmed ({error.code}), so this one was not sent",
        fix="see the cause; call again when the sink is back",
        delivered="no",
        status=error.status,
        vendor_text=error.vendor_text,
        cause=cause,
    )
