"""The events of one emitter in the spool."""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ..log_line import LogLine
from .batch import batches_in, line_of_entry
from .disk import sync_folder
from .faults import TellSpoolFault
from .segments import Segment, SegmentWriter
from .state_file import Point, StateFile

_READ_BYTES = 8 * 1024 * 1024
"""Read at once: more than the greatest batch has."""


class SpooledEvent(NamedTuple):
    """An event to be delivered."""

    line: LogLine
    end: int
    """Where it ends in its segment."""


class SpooledChain:
    """Written at the end by one thread, delivered from the beginning by another.

    Segments go when they are delivered, but the last: it tells where the chain stands.
    """

    def __init__(
        self,
        folder: Path,
        segments: list[Segment],
        state_file: StateFile,
        segment_bytes: int,
        tell: TellSpoolFault,
    ) -> None:
        self.folder = folder
        self.state_file = state_file
        self._segments = segments
        self._writer = SegmentWriter(folder, segments, segment_bytes)
        self._tell = tell
        self._offset = 0
        """How far the first segment is delivered, in bytes."""
        self._stop_delivered = False
        self._lock = threading.RLock()
        """Guards the list of segments, not the writes, which the reader need not wait for."""

    @staticmethod
    def create(folder: Path, segment_bytes: int, tell: TellSpoolFault) -> SpooledChain:
        """Makes the folder of a new chain."""
        folder.mkdir(0o700)
        try:
            state = StateFile.create(folder / "state")
            sync_folder(folder)
            sync_folder(folder.parent)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return SpooledChain(folder, [], state, segment_bytes, tell)

    @property
    def size(self) -> int:
        """Bytes on disk, without the state."""
        with self._lock:
            return sum(segment.size for segment in self._segments)

    def is_finished(self) -> bool:
        """Whether it has been delivered to its end."""
        return self._stop_delivered and not self.next(1)

    def append(self, batch: bytes, first: int) -> None:
        """Puts a batch at the end, on disk; raises when it is not there.

        :param first: number of its first event
        """
        self._writer.append(batch, first)

    def next(self, most: int) -> list[SpooledEvent]:
        """The next events to be delivered, so many at most; none when all are."""
        while True:
            with self._lock:
                if not self._segments:
                    return []
                segment = self._segments[0]
                following = self._segments[1] if len(self._segments) > 1 else None
            if self._offset < segment.size:
                found = self._read(segment, following, most)
                if found:
                    return found
            elif following is not None:
                self._drop()
            else:
                return []

    def advance(self, events: Sequence[SpooledEvent]) -> None:
        """These, which ``next`` gave, are delivered."""
        line, end = events[-1]
        self._stop_delivered = line.event["type"] == "emitter_stop"
        self._offset = end
        try:
            self.state_file.update(delivered=Point(line.sequence, line.entry_sha256))
        except OSError as error:
            self._tell("cursor-not-written", f"up to number {line.sequence}", error)
        with self._lock:
            done = self._offset >= self._segments[0].size and len(self._segments) > 1
        if done:
            self._drop()

    def close(self) -> None:
        """Lets go of its files."""
        self._writer.close()
        self.state_file.close()

    def abandon(self) -> None:
        """Lets go of them in a child process, where a lock may be held for ever."""
        self._writer.close()
        with contextlib.suppress(OSError):
            self.state_file.abandon()

    def remove(self) -> None:
        """Ends it, and removes all there is of it on disk."""
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _read(self, segment: Segment, following: Segment | None, most: int) -> list[SpooledEvent]:
        # Numbers from here on stand in the next segment: what bears them here was never answered.
        before = None if following is None else following.first
        base = self._offset
        read = _read_from(segment.file, base, min(segment.size - base, _READ_BYTES))
        delivered = self.state_file.state.delivered.sequence
        found: list[SpooledEvent] = []
        for spooled in (each for batch in batches_in(read) for each in batch):
            line = None if spooled.entry is None else line_of_entry(spooled.entry)
            if line is None:
                # Told when it is passed, not each time it is looked at.
                if found:
                    return found
                where = f"the line that ends at byte {base + spooled.end} of {segment.file.name}"
                self._tell("spool-damaged", where, None)
            elif line.sequence > delivered and (before is None or line.sequence < before):
                found.append(SpooledEvent(line, base + spooled.end))
            if not found:
                self._offset = base + spooled.end
            if len(found) == most:
                return found
        # No whole batch: what lies there was never answered.
        if not found and self._offset == base:
            self._offset = base + max(len(read), 1)
        return found

    def _drop(self) -> None:
        with self._lock:
            segment = self._segments.pop(0)
        self._offset = 0
        segment.file.unlink(missing_ok=True)


def _read_from(file: Path, position: int, length: int) -> bytes:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        return os.pread(descriptor, length, position)
    finally:
        os.close(descriptor)
