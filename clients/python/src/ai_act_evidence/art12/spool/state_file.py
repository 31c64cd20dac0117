"""What is known of a chain beside its events."""

from __future__ import annotations

import errno
import json
import os
import re
import threading
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from ..canonical import GENESIS, sha256_hex
from ..log_line import json_text
from .disk import sync

_SLOT_BYTES = 512
_SLOTS = (0, 4096)
"""In pages of their own: a write that is cut off harms one of them."""
_SLOT = re.compile(r"([0-9a-f]{64}) (\{.*\}) *\n")


@dataclass(frozen=True)
class Point:
    """A place in a chain."""

    sequence: int
    sha256: str


_NOWHERE = Point(0, GENESIS)


@dataclass(frozen=True)
class ChainState:
    """How far a chain has come."""

    delivered: Point = _NOWHERE
    """The last event that the sink or the vault has taken."""
    dropped_head: Point = _NOWHERE
    """The last event that has a number, where it was dropped and so is not in the spool."""
    dropped: int = 0
    """Events dropped so far."""


class StateFile:
    """A small file that is written over in place, two slots by turns.

    Its bytes are there from the beginning, so that it can still be written when the disk is full, which is when events are
    dropped and must be counted.
    """

    def __init__(self, descriptor: int, state: ChainState, number: int) -> None:
        self.state = state
        self._descriptor = descriptor
        self._number = number
        self._closed = False
        self._lock = threading.Lock()

    @staticmethod
    def create(file: Path) -> StateFile:
        """Makes one."""
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        created = StateFile(descriptor, ChainState(), 0)
        try:
            os.pwrite(descriptor, b" " * (_SLOTS[1] + _SLOT_BYTES), 0)
            created.update()
        except BaseException:
            created.close()
            raise
        return created

    @staticmethod
    def open(file: Path) -> StateFile:
        """Opens one that an earlier process left; a file of which neither slot can be read says nothing."""
        descriptor = os.open(file, os.O_RDWR)
        read = os.pread(descriptor, _SLOTS[1] + _SLOT_BYTES, 0)
        slots = [slot for at in _SLOTS if (slot := _read(read[at : at + _SLOT_BYTES]))]
        number, state = max(slots, key=lambda slot: slot[0], default=(0, ChainState()))
        return StateFile(descriptor, state, number)

    def update(self, **change: Any) -> None:
        """Changes the state at once, and keeps it on disk before it returns.

        :raises OSError: when the disk does not take it
        """
        with self._lock:
            self.state = replace(self.state, **change)
            if self._closed:
                raise OSError(errno.EBADF, "the state was closed")
            self._number += 1
            text = _text(self._number, self.state)
            slot = f"{sha256_hex(text)} {text}".ljust(_SLOT_BYTES - 1).encode() + b"\n"
            if os.pwrite(self._descriptor, slot, _SLOTS[self._number % 2]) < _SLOT_BYTES:
                raise OSError(errno.ENOSPC, "a short write")
            sync(self._descriptor)

    def close(self) -> None:
        """Lets go of the file."""
        with self._lock:
            self.abandon()

    def abandon(self) -> None:
        """Closes it in a child process, where a lock may be held for ever."""
        if not self._closed:
            self._closed = True
            os.close(self._descriptor)


def _text(number: int, state: ChainState) -> str:
    # Spelled as in other languages: any of them may find it.
    return json_text(
        {
            "number": number,
            "delivered": asdict(state.delivered),
            "droppedHead": asdict(state.dropped_head),
            "dropped": state.dropped,
        }
    )


def _read(slot: bytes) -> tuple[int, ChainState] | None:
    found = _SLOT.fullmatch(slot.decode("latin-1"))
    if found is None or sha256_hex(found[2]) != found[1]:
        return None
    read = json.loads(found[2])
    state = ChainState(
        delivered=Point(**read["delivered"]),
        dropped_head=Point(**read["droppedHead"]),
        dropped=read["dropped"],
    )
    return read["number"], state
