"""What can go wrong, each kind a class of its own.

Messages name the field, what is needed and how to mend it; they never repeat a value, because a value put in the wrong
place may be personal data.
"""

from __future__ import annotations

from typing import Any, Literal

Delivered = Literal["no", "unknown"]


class Art12Error(Exception):
    """A fault with its place and its remedy."""

    code: str
    """Stable machine name, kebab case."""
    field: str | None
    """Field of the event or option at fault, for example ``oversight.reviewer``."""
    needed: str
    """What is needed, or what happened."""
    fix: str
    """What to do about it."""

    def __init__(
        self,
        *,
        code: str,
        needed: str,
        fix: str,
        field: str | None = None,
        cause: BaseException | None = None,
    ) -> None:
        place = "" if field is None else f"{field}: "
        super().__init__(f"[{code}] {place}{needed}. Fix: {fix}")
        self.code = code
        self.field = field
        self.needed = needed
        self.fix = fix
        self.__cause__ = cause

    def __reduce__(self) -> tuple[Any, ...]:
        # So that it can be copied, and pickled on its way out of a worker process.
        return (_rebuilt, (type(self), self.args, {**self.__dict__}))


def _rebuilt(kind: type[Art12Error], args: tuple[Any, ...], state: dict[str, Any]) -> Art12Error:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class Art12ConfigError(Art12Error):
    """An option of the logger or of a sink is wrong: raised when it is made, before anything is recorded."""


class Art12ValidationError(Art12Error):
    """The event does not satisfy the schema. Nothing was recorded and no sequence number was used."""


class Art12VocabularyError(Art12Error):
    """A code is not in the declared vocabulary. Nothing was recorded and no sequence number was used."""


class Art12InputError(Art12Error):
    """The input cannot be turned into a reference. Nothing was recorded and no sequence number was used."""


class Art12ClosedError(Art12Error):
    """The logger was closed before the call."""


class Art12CheckpointError(Art12Error):
    """A checkpoint was not written. Told to ``Checkpoints.on_fault``, never raised; events are not affected."""


class Art12SpoolError(Art12Error):
    """Something went wrong beside the calls in keeping or delivering events. Told to ``Spool.on_fault``, never raised."""


class Art12DeliveryError(Art12Error):
    """The sink did not confirm the event."""

    delivered: Delivered
    """``no``: the sink did not take it; its sequence number goes to the next event. ``unknown``: it may have arrived; it
    keeps its number and is sent again, byte for byte, before the next event."""
    status: int | None
    """HTTP status, where there was an answer."""
    vendor_text: str | None
    """Start of the vendor's answer, where there was one."""

    def __init__(
        self,
        *,
        code: str,
        needed: str,
        fix: str,
        delivered: Delivered,
        status: int | None = None,
        vendor_text: str | None = None,
        cause: BaseException | None = None,
    ) -> None:
        super().__init__(code=code, needed=needed, fix=fix, cause=cause)
        self.delivered = delivered
        self.status = status
        self.vendor_text = vendor_text
