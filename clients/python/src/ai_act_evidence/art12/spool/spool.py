"""A sink that keeps events on disk until the real sink has taken them."""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import Art12ConfigError
from ..log_line import LogLine
from ..options import Spool
from ..sinks.sink import Art12Sink
from .batch import batch_bytes
from .chain import SpooledChain
from .chains_folder import chain_names
from .delivery import Delivered, Delivery
from .faults import SpoolFullError, not_written, spool_teller
from .left_chain import LeftChain, open_left_chain
from .lock import FolderLock
from .shared_folder import take_folder
from .state_file import Point


@dataclass(frozen=True)
class SpoolContext:
    """What the spool needs to know of the logger."""

    sink: Art12Sink
    emitter: str
    now: Callable[[], int]
    on_recovered: Callable[[], None]
    """Events can be written again, and the number of dropped ones is to be told."""
    on_stop_found: Callable[[LogLine], None]
    """The chain of an earlier process was given its end."""


class DiskSpool(Art12Sink):
    """``write`` returns when events are on disk; they are delivered beside the calls.

    Each process is an emitter of its own: what an earlier one left in the folder is delivered as it was written, its chain
    ended where it stood, and never gone on with.
    """

    def __init__(self, options: Spool, context: SpoolContext) -> None:
        """Takes the folder and begins to deliver what an earlier process left there.

        :param options: as :func:`checked_spool` gives them
        :raises Art12ConfigError: for a folder that another process holds, or that others may write
        :raises Art12DeliveryError: where the folder cannot be used and calls are to fail then
        """
        self.max_lines = context.sink.max_lines
        self.dropped = 0
        """Events that could not be written, and are lost."""
        self.on_record = True
        """Whether all that was given a number so far is on disk, or counted there as dropped."""
        self._options = options
        self._segment_bytes = options.segment_bytes or 0
        self._context = context
        self._tell = spool_teller(options.on_fault)
        self._told_dropped = 0
        self._folder: Path | None = None
        self._lock: FolderLock | None = None
        self._own: SpooledChain | None = None
        self._left: dict[str, SpooledChain | None] = {}
        """Chains of earlier processes, by folder; those that held nothing, too."""
        self._guard = threading.Lock()
        """Of the dictionary, which the delivery changes."""
        self._delivery = Delivery(
            sink=context.sink,
            late=options.late,
            now=context.now,
            retry_delay_ms=options.retry_delay_ms,
            tell=self._tell,
        )
        try:
            self._ensure_open()
        except Art12ConfigError:
            self._give_up()
            raise
        except OSError as error:
            if self._fails_closed:
                self._give_up()
                raise not_written(error) from error

    def write(self, lines: Sequence[LogLine]) -> None:
        """Puts lines on disk, with one sync for all of them."""
        try:
            own = self._ensure_open()
            batch = batch_bytes(lines)
            self._must_have_room(len(batch))
            own.append(batch, lines[0].sequence)
        except (OSError, SpoolFullError, Art12ConfigError) as error:
            if self._fails_closed:
                raise not_written(error) from error
            self._drop(lines, error)
            return
        self.on_record = True
        self._delivery.wake()
        if self.dropped == self._told_dropped:
            return
        # Should the event that tells it be dropped itself, the number has grown, and the next one tells it.
        self._told_dropped = self.dropped
        self._context.on_recovered()

    def close(self) -> None:
        """Waits a little for what is not delivered, and lets go of the folder. What is left is the next process's."""
        self._delivery.close(self._options.close_wait_ms)
        # Where the files cannot be read, the folder is let go of all the same.
        for step in (self._look_back, self._release):
            try:
                step()
            except OSError as error:
                self._tell("left-in-spool", "the folder could not be read", error)

    def _look_back(self) -> None:
        waiting = sum(1 for chain in self._chains if chain.next(1))
        if waiting > 0:
            self._tell("left-in-spool", f"of {waiting} emitter(s)", None)
        if self._own is not None and self._own.is_finished():
            self._own.remove()

    def abandon(self) -> None:
        """Lets go of what a child process inherited, which is its parent's."""
        if self._lock is not None:
            self._lock.abandon()
        for chain in [*self._left.values(), self._own]:
            if chain is not None:
                chain.abandon()

    @property
    def _fails_closed(self) -> bool:
        return self._options.when_log_cannot_be_written == "fail-closed"

    @property
    def _chains(self) -> list[SpooledChain]:
        with self._guard:
            return [chain for chain in [*self._left.values(), self._own] if chain is not None]

    def _ensure_open(self) -> SpooledChain:
        """Opens what is not open yet; a failure is met again at the next call."""
        if self._own is not None:
            return self._own
        if self._folder is None or self._lock is None:
            self._folder, self._lock = take_folder(Path(self._options.folder), self._options.processes)
        chains = self._folder / "chains"
        for name in chain_names(chains):
            if name not in self._left:
                self._adopt(name, chains / name)
        own = SpooledChain.create(
            chains / f"{self._context.now():013d}.{self._context.emitter}", self._segment_bytes, self._tell
        )
        self._own = own
        if self.dropped > 0:
            # Those that were dropped while there was no folder; a failure is told with the next one.
            with contextlib.suppress(OSError):
                own.state_file.update(dropped=self.dropped)
        self._delivery.add(Delivered(own, lambda: False))
        return own

    def _adopt(self, name: str, folder: Path) -> None:
        try:
            left = open_left_chain(folder, self._segment_bytes, self._tell)
        except Exception as error:
            # What cannot be read of yesterday is no reason not to record today.
            self._tell("chain-not-opened", name, error)
            self._keep(name, None)
            return
        if left is None:
            shutil.rmtree(folder, ignore_errors=True)
            self._keep(name, None)
            return
        self._keep(name, left.chain)
        adopted = _Adopted(left, self._tell, self._on_stop_found, lambda: self._keep(name, None))
        adopted.end()
        self._delivery.add(Delivered(left.chain, adopted.on_empty))

    def _on_stop_found(self, stop: LogLine) -> None:
        self._context.on_stop_found(stop)
        self._delivery.wake()

    def _keep(self, name: str, chain: SpooledChain | None) -> None:
        with self._guard:
            self._left[name] = chain

    def _must_have_room(self, size: int) -> None:
        most = self._options.max_bytes
        used = sum(chain.size for chain in self._chains)
        if used + size > most:
            raise SpoolFullError(f"the spool has {used} of {most} bytes")

    def _drop(self, lines: Sequence[LogLine], cause: Exception) -> None:
        last = lines[-1]
        self.dropped += len(lines)
        self._tell("events-dropped", f"{len(lines)} now, {self.dropped} since the start", cause)
        try:
            if self._own is None:
                raise OSError("the spool is not open")
            head = Point(last.sequence, last.entry_sha256)
            self._own.state_file.update(dropped=self.dropped, dropped_head=head)
            self.on_record = True
        except OSError as error:
            self.on_record = False
            self._tell("drop-not-recorded", f"{self.dropped} since the start", error)

    def _give_up(self) -> None:
        self._delivery.close(0)
        self._release()

    def _release(self) -> None:
        for chain in self._chains:
            chain.close()
        self._own = None
        if self._lock is not None:
            self._lock.release()
        self._lock = None


class _Adopted:
    """The chain of an earlier process, until it is ended and delivered."""

    def __init__(
        self,
        left: LeftChain,
        tell: Callable[[str, str, BaseException | None], None],
        on_stop_found: Callable[[LogLine], None],
        on_removed: Callable[[], None],
    ) -> None:
        self._chain, self._stop = left
        self._tell = tell
        self._on_stop_found = on_stop_found
        self._on_removed = on_removed

    def end(self) -> None:
        """Gives it its end, where it has none."""
        stop = self._stop
        if stop is None:
            return
        try:
            self._chain.append(batch_bytes([stop]), stop.sequence)
        except OSError as error:
            self._tell("chain-not-ended", stop.emitter, error)
            return
        self._stop = None
        self._on_stop_found(stop)

    def on_empty(self) -> bool:
        """See :class:`Delivered`."""
        if self._stop is not None:
            # Space may have come free.
            self.end()
            return False
        self._on_removed()
        self._chain.remove()
        return True
