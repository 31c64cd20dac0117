"""Holds a folder for this process."""

from __future__ import annotations

import contextlib
import os
import random
import socket
import time
import uuid
from pathlib import Path

from ..errors import Art12ConfigError

_SUFFIX = ".lock"
_LONGEST_PATH = 103
"""Longest path of a Unix socket on macOS; Linux takes four more."""
_LOOKS = 4
"""Two that start together see each other and both step back: so each looks again after a while."""
_LONGEST_PAUSE_S = 0.2
_VISIT_S = 1.0


class FolderLock:
    """A lock is a Unix socket on which the process listens.

    The system lets go of it whatever way the process ends, a paused process keeps it, and it is seen from other containers
    that mount the folder on the same machine, where a process id says nothing. Each process listens on a socket of its own
    *before* it looks for others, so of two at most one stays.
    """

    def __init__(self, listener: socket.socket, file: Path) -> None:
        self._listener = listener
        self._file = file

    @staticmethod
    def take(folder: Path, *, looks: int = _LOOKS) -> FolderLock:
        """Takes the folder.

        :raises Art12ConfigError: when another process has it, or sockets cannot be made there at all
        """
        for look in range(1, looks + 1):
            lock = FolderLock._listen(folder)
            try:
                alone = not lock._others_alive(folder)
            except BaseException:
                lock.release()
                raise
            if alone:
                return lock
            lock.release()
            if look < looks:
                time.sleep(random.random() * _LONGEST_PAUSE_S)
        raise _taken()

    @staticmethod
    def _listen(folder: Path) -> FolderLock:
        file = folder / f"{uuid.uuid4().hex[:8]}{_SUFFIX}"
        if len(os.fsencode(_nearest(file))) > _LONGEST_PATH:
            raise _too_long()
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            listener.bind(_nearest(file))
            # Nobody is ever answered: that a visitor comes in shows that the process is alive.
            listener.listen(128)
        except BaseException:
            listener.close()
            raise
        return FolderLock(listener, file)

    def release(self) -> None:
        """Lets go."""
        self._listener.close()
        with contextlib.suppress(OSError):
            self._file.unlink()

    def abandon(self) -> None:
        """Lets go of what a child process inherited: else the folder would seem held for as long as the child lives."""
        self._listener.close()

    def _others_alive(self, folder: Path) -> bool:
        alive = False
        for name in os.listdir(folder):
            other = folder / name
            if not name.endswith(_SUFFIX) or other == self._file:
                continue
            if _is_listened_on(other):
                alive = True
            else:
                with contextlib.suppress(FileNotFoundError):
                    other.unlink()
        return alive


def _nearest(file: Path) -> str:
    """The shorter spelling of a path: the system takes no long ones for sockets."""
    whole = str(file.absolute())
    relative = os.path.relpath(file)
    return min(relative, whole, key=len)


def _is_listened_on(file: Path) -> bool:
    """Only a refusal shows that nobody listens."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as visitor:
        visitor.settimeout(_VISIT_S)
        try:
            visitor.connect(_nearest(file))
        except (ConnectionRefusedError, FileNotFoundError):
            return False
        except OSError:
            return True
        return True


def _taken() -> Art12ConfigError:
    return Art12ConfigError(
        code="spool-in-use",
        field="spool.folder",
        needed="is held by another process that is alive",
        fix="give each process a folder of its own, the same one at each start; or say in spool.processes how many "
        "processes share it",
    )


def _too_long() -> Art12ConfigError:
    return Art12ConfigError(
        code="bad-option",
        field="spool.folder",
        needed="is too long a path for a socket, whole and from the working directory",
        fix=f"use a path of at most {_LONGEST_PATH - 1 - 8 - len(_SUFFIX)} bytes",
    )
