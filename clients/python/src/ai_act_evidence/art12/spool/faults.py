"""What goes wrong beside the calls in keeping or delivering events."""

from __future__ import annotations

import errno
from collections.abc import Callable

from ..errors import Art12DeliveryError, Art12SpoolError
from ..faults import teller
from ..options import OnFault

TellSpoolFault = Callable[[str, str, BaseException | None], None]
"""Tells a fault by its code; the detail says how many or where, never what."""

_TOLD = {
    "delivery-failed": ("the sink did not take events; they are kept and tried again", "see the cause"),
    "late-failed": (
        "events that the sink does not take could not be put into the vault; they are kept and tried again",
        "see the cause: the application's way into the vault",
    ),
    "late-key-taken": (
        "an object stands where this process puts late events; it was taken for one of an earlier process",
        "nothing, if an earlier process ended in the middle; otherwise look who put it",
    ),
    "events-dropped": (
        "events could not be written and are lost; the chain and the next heartbeat count them",
        "see the cause: the disk, or spool.max_bytes",
    ),
    "drop-not-recorded": (
        "events were dropped, and their number could not be kept on disk: should this process be killed, it is not known",
        "see the cause: the disk",
    ),
    "cursor-not-written": (
        "how far events are delivered could not be kept on disk: after a crash some would be sent twice",
        "see the cause; readers count an event that comes twice once",
    ),
    "torn-end": (
        "the last write of an earlier process was cut off; its calls had not been answered, so it was left out",
        "nothing",
    ),
    "spool-damaged": (
        "an event in the spool is not what was written there, and cannot be delivered; its number will be missing",
        "check the disk; an export names the gap",
    ),
    "chain-not-opened": (
        "what an earlier process left cannot be read; it stays where it is, and the next process tries again",
        "see the cause: the disk, or the files' owner",
    ),
    "chain-not-ended": (
        "the chain of an earlier process could not be given its end; it is tried again",
        "see the cause: the disk",
    ),
    "left-in-spool": (
        "not every event was delivered before the logger was closed; the next process on this folder delivers the rest",
        "start one, or raise spool.close_wait_ms",
    ),
}


def spool_teller(on_fault: OnFault | None) -> TellSpoolFault:
    """Tells faults of a spool to the application's function."""
    tell = teller(on_fault)

    def tell_spool_fault(code: str, detail: str, cause: BaseException | None) -> None:
        needed, fix = _TOLD[code]
        tell(Art12SpoolError(code=code, needed=f"{needed} ({detail})", fix=fix, cause=cause))

    return tell_spool_fault


class SpoolFullError(Exception):
    """The spool has all the bytes it may."""


def not_written(cause: BaseException) -> Art12DeliveryError:
    """What a call fails with whose event could not be written."""
    full = isinstance(cause, SpoolFullError)
    number = getattr(cause, "errno", None)
    reason = errno.errorcode.get(number, str(cause)) if isinstance(number, int) else str(cause)
    return Art12DeliveryError(
        code="spool-full" if full else "spool-unwritable",
        needed=str(cause) if full else f"the event could not be written to the spool ({reason})",
        fix="see why events are not delivered (spool.on_fault), or raise spool.max_bytes"
        if full
        else "check the disk and the folder's rights",
        delivered="no",
        cause=cause,
    )
