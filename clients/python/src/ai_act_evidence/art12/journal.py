"""The way of events out of the logger: into the chain, through the spool to the sink, with checkpoints beside it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from .checkpoint_writer import CheckpointWriter
from .emission import Emission
from .log_line import LogLine
from .options import Checkpoints, Spool
from .sinks.sink import Art12Sink
from .spool.spool import DiskSpool, SpoolContext


class Journal:
    """Of one emitter."""

    def __init__(
        self,
        *,
        sink: Art12Sink,
        spool: Spool | None,
        checkpoints: Checkpoints | None,
        emitter: str,
        now: Callable[[], int],
        on_recovered: Callable[[], None],
    ) -> None:
        """Begins its threads.

        :param on_recovered: events can be written again after some were dropped; must not wait for one
        :raises Art12ConfigError: for options that cannot work
        :raises Art12DeliveryError: where the spool cannot be used
        """
        self._sink = sink
        self._checkpoints = checkpoints
        self._writers: list[CheckpointWriter] = []
        self._guard = threading.Lock()
        own = self._new_writer()
        try:
            context = SpoolContext(sink, emitter, now, on_recovered, self._on_stop_found)
            self._spool = None if spool is None else DiskSpool(spool, context)
        except BaseException:
            for writer in self._writers:
                writer.close()
            raise

        def on_confirmed(head: LogLine) -> None:
            # A checkpoint of what a successor could not learn of would contradict the end that it gives the chain.
            if own is not None and (self._spool is None or self._spool.on_record):
                own.confirmed(head)

        self._emission = Emission(self._spool or sink, on_confirmed, lambda: self.dropped)

    @property
    def dropped(self) -> int:
        """Events that could not be written, and are lost."""
        return 0 if self._spool is None else self._spool.dropped

    def send(self, event: dict[str, Any]) -> Future[dict[str, Any]]:
        """See :meth:`Emission.send`."""
        return self._emission.send(event)

    def close(self) -> None:
        """Waits a little for what is on its way."""
        self._emission.end()
        with self._guard:
            writers = list(self._writers)
        # All at once, and without a thread of its own: none can be begun while the interpreter ends.
        for writer in writers:
            writer.begin_to_close()
        if self._spool is not None:
            self._spool.close()
        for writer in writers:
            writer.close()
        self._sink.close()

    def abandon(self) -> None:
        """Lets go of what a child process inherited. Its threads are not there, its locks may be held for ever."""
        if self._spool is not None:
            self._spool.abandon()

    def _new_writer(self) -> CheckpointWriter | None:
        if self._checkpoints is None:
            return None
        writer = CheckpointWriter(self._checkpoints)
        with self._guard:
            self._writers.append(writer)
        return writer

    def _on_stop_found(self, stop: LogLine) -> None:
        writer = self._new_writer()
        if writer is not None:
            writer.confirmed(stop)
