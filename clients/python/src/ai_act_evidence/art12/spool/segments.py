"""The files of a chain."""

from __future__ import annotations

import contextlib
import errno
import os
import re
from dataclasses import dataclass
from pathlib import Path

from .disk import sync, sync_folder, write_all

_NAME = re.compile(r"([0-9]{12})\.segment")


@dataclass
class Segment:
    """One file of a chain: whole batches, up to ``size``; what lies behind was never answered."""

    file: Path
    first: int
    """Number of its first event."""
    size: int


def segments_in(folder: Path) -> list[Segment]:
    """The segments in a folder, in order, as they are on disk."""
    found = []
    for name in sorted(os.listdir(folder)):
        if match := _NAME.fullmatch(name):
            file = folder / name
            found.append(Segment(file, int(match[1]), file.stat().st_size))
    return found


class SegmentWriter:
    """Appends batches to the segments of one chain: all of a batch, on disk, or none of it.

    What a failed write left is cut off; where that fails, too, another segment is begun, whose name says from which number
    on it holds.
    """

    def __init__(self, folder: Path, segments: list[Segment], segment_bytes: int) -> None:
        """:param segments: of the chain; the writer adds its own."""
        self._folder = folder
        self._segments = segments
        self._segment_bytes = segment_bytes
        self._descriptor: int | None = None

    def append(self, batch: bytes, first: int) -> None:
        """Appends a batch.

        :param first: number of its first event
        """
        descriptor = self._descriptor
        segment = self._segments[-1] if self._segments else None
        if descriptor is None or segment is None or segment.size >= self._segment_bytes:
            descriptor, segment = self._begin(first)
        try:
            write_all(descriptor, batch, segment.size)
        except OSError:
            try:
                os.ftruncate(descriptor, segment.size)
            except OSError:
                self.close()
            raise
        try:
            sync(descriptor)
        except OSError:
            # After a failed sync nobody knows what is on disk, and asking again would not tell.
            with contextlib.suppress(OSError):
                os.ftruncate(descriptor, segment.size)
            self.close()
            raise
        if os.fstat(descriptor).st_nlink == 0:
            # Synced into a file that somebody removed: it goes with this process.
            self.close()
            raise FileNotFoundError(errno.ENOENT, "the file was removed")
        segment.size += len(batch)

    def close(self) -> None:
        """Lets go of the file."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            with contextlib.suppress(OSError):
                os.close(descriptor)

    def _begin(self, first: int) -> tuple[int, Segment]:
        self.close()
        # One with nothing in it is written anew.
        if self._segments and self._segments[-1].size == 0:
            self._segments.pop()
        file = self._folder / f"{first:012d}.segment"
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            sync_folder(self._folder)
        except OSError:
            os.close(descriptor)
            file.unlink(missing_ok=True)
            raise
        self._descriptor = descriptor
        segment = Segment(file, first, 0)
        self._segments.append(segment)
        return descriptor, segment
