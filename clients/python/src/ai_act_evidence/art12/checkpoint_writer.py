"""Writes checkpoints of one emitter beside its events, past the sink."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Any

from .checkpoint import checkpoint_key, checkpoint_of, sign_checkpoint
from .errors import Art12CheckpointError
from .faults import teller
from .log_line import LogLine
from .options import Checkpoints

_LONGEST_PAUSE_MS = 60_000


@dataclass
class _Due:
    checkpoint: dict[str, Any]
    signed: bytes | None = None
    """Signed once: ECDSA gives other bytes each time, and a second try must be the same object."""
    tried: bool = False


class CheckpointWriter:
    """Nothing here holds an event up or fails it: what goes wrong is told to ``on_fault`` and tried again.

    A newer checkpoint takes the place of one that still waits, because it says more; the first one is never dropped.
    """

    def __init__(self, options: Checkpoints) -> None:
        """:param options: as :func:`checked_checkpoints` gives them."""
        self._options = options
        self._tell = teller(options.on_fault)
        self._changed = threading.Condition()
        self._head: LogLine | None = None
        self._due: list[_Due] = []
        self._last_sequence = 0
        self._closing = False
        self._deadline = 0.0
        self._ended = False
        self._thread = threading.Thread(target=self._work, name="art12-checkpoints", daemon=True)
        self._thread.start()

    def confirmed(self, head: LogLine) -> None:
        """The sink has taken every event up to this one."""
        with self._changed:
            self._head = head
            is_edge = head.sequence == 1 or head.event["type"] == "emitter_stop"
            if is_edge or head.sequence - self._last_sequence >= self._options.every_events:
                self._checkpoint()

    def begin_to_close(self) -> None:
        """The last checkpoint becomes due, and the time begins that ``close`` waits for it."""
        with self._changed:
            if self._closing:
                return
            self._checkpoint()
            self._closing = True
            self._deadline = time.monotonic() + self._options.close_wait_ms / 1000
            self._changed.notify_all()

    def close(self) -> None:
        """Ends it, once what is due is written or ``close_wait_ms`` is over."""
        self.begin_to_close()
        self._thread.join(max(0.0, self._deadline - time.monotonic()))
        with self._changed:
            self._ended = True
            self._changed.notify_all()
            left = [due.checkpoint for due in self._due]
        for checkpoint in left:
            self._fault("checkpoint-not-written", checkpoint)

    def _checkpoint(self) -> None:
        """A checkpoint of the newest confirmed event becomes due, unless it has one. Called with the lock held."""
        if self._head is None or self._head.sequence <= self._last_sequence:
            return
        self._last_sequence = self._head.sequence
        # The one in front may be on its way; behind it only the newest is kept.
        self._due = [*self._due[:1], _Due(checkpoint_of(self._head))]
        self._changed.notify_all()

    def _work(self) -> None:
        pause_ms = self._options.retry_delay_ms
        next_interval = time.monotonic() + self._options.every_minutes * 60
        while True:
            with self._changed:
                while not self._due and not self._closing:
                    if not self._changed.wait(max(0.0, next_interval - time.monotonic())):
                        self._checkpoint()
                    if time.monotonic() >= next_interval:
                        next_interval = time.monotonic() + self._options.every_minutes * 60
                if not self._due or self._ended:
                    return
                due = self._due[0]
            if self._write(due):
                with self._changed:
                    self._due = self._due[1:]
                pause_ms = self._options.retry_delay_ms
                continue
            self._pause(pause_ms)
            pause_ms = min(pause_ms * 2, _LONGEST_PAUSE_MS)
            with self._changed:
                if len(self._due) > 1 and due.checkpoint["reason"] != "start":
                    self._due = self._due[1:]

    def _write(self, due: _Due) -> bool:
        tried, due.tried = due.tried, True
        try:
            if due.signed is None:
                due.signed = sign_checkpoint(due.checkpoint, self._options.signer)
            outcome = self._options.put(checkpoint_key(due.checkpoint), due.signed)
        except Exception as cause:
            if not self._ended:
                self._fault("checkpoint-failed", due.checkpoint, cause)
            return False
        # After a try whose answer was lost it is our own object that stands there.
        if outcome == "taken" and not tried:
            self._fault("checkpoint-key-taken", due.checkpoint)
        return True

    def _pause(self, milliseconds: float) -> None:
        """Cut off when the writer begins to close: what is due is then tried at once."""
        with self._changed:
            closing = self._closing
            self._changed.wait_for(lambda: self._ended or self._closing != closing, milliseconds / 1000)

    def _fault(self, code: str, checkpoint: dict[str, Any], cause: BaseException | None = None) -> None:
        needed, fix = _FAULTS[code]
        field = checkpoint_key(checkpoint)
        self._tell(Art12CheckpointError(code=code, field=field, needed=needed, fix=fix, cause=cause))


_FAULTS = {
    "checkpoint-failed": (
        "the checkpoint could not be signed or put, and is tried again",
        "see the cause; the events are not affected",
    ),
    "checkpoint-key-taken": (
        "an object that this logger did not write stands where its checkpoint belongs",
        "look at the object and who put it; `evidence export` names it, too",
    ),
    "checkpoint-not-written": (
        "the checkpoint was not written before the logger was closed",
        "check the way to the vault; an export will say that this emitter's end is not known",
    ),
}
