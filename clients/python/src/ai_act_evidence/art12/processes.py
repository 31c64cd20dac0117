"""One emitter a process: a forked one gets its own."""

from __future__ import annotations

import os
import threading
import weakref
from concurrent.futures import Future
from typing import Any

from .emitter import Emitter, closed

_ALL: weakref.WeakSet[PerProcess] = weakref.WeakSet()


class PerProcess:
    """The emitter of this process, opened when it is needed.

    After a fork the child has neither the threads of its parent's emitter nor a right to its chain: it lets go of what it
    inherited, and begins a chain of its own at its first call.
    """

    def __init__(self, emitter: Emitter) -> None:
        """Opens the emitter of this process.

        :raises Art12ConfigError: for an option that cannot work
        :raises Art12DeliveryError: when the sink does not take the start
        """
        self._emitter = emitter
        self._guard = threading.Lock()
        self._is_open = False
        self._closed = False
        self.current()
        _ALL.add(self)

    def current(self) -> Emitter:
        """The emitter of this process."""
        if not self._is_open:
            with self._guard:
                if not self._is_open:
                    self._open()
        return self._emitter

    @property
    def dropped(self) -> int:
        """Events that it could not write."""
        return self._emitter.dropped if self._is_open else 0

    def close(self) -> Future[dict[str, Any]] | None:
        """Ends it, if it was opened."""
        with self._guard:
            self._closed = True
        return self._emitter.close() if self._is_open else None

    def _open(self) -> None:
        if self._closed:
            raise closed()
        try:
            self._emitter.open()
        except BaseException:
            # Its start may have arrived: whoever tries again is another emitter.
            self._emitter = self._emitter.another()
            raise
        self._is_open = True

    def forget(self) -> None:
        """In a child process, right after the fork: nobody else runs there yet."""
        self._guard = threading.Lock()
        if self._is_open:
            self._emitter = self._emitter.of_child()
        self._is_open = False


def _after_fork() -> None:
    for each in list(_ALL):
        each.forget()


os.register_at_fork(after_in_child=_after_fork)
