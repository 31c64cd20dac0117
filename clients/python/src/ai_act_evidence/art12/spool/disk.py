"""Writes that are on disk when they return."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path


def write_all(descriptor: int, data: bytes, position: int) -> None:
    """Writes all of it at its place."""
    view = memoryview(data)
    while view:
        written = os.pwrite(descriptor, view, position)
        if written == 0:
            raise OSError(errno.ENOSPC, "a short write")
        view, position = view[written:], position + written


def sync(descriptor: int) -> None:
    """Returns when the bytes are on disk, as far as the disk says so."""
    if sys.platform == "darwin":
        import fcntl

        # There `fsync` does not wait for the disk.
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fdatasync(descriptor)


def sync_folder(folder: Path) -> None:
    """Makes names in a folder last: a file that was synced can still be gone after a power cut if its name was not."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
