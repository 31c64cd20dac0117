"""What an answer, or the lack of one, says about the events that were sent."""

from __future__ import annotations

import socket
from typing import NamedTuple

from ..errors import Art12ConfigError, Art12DeliveryError, Delivered


class Receiver(NamedTuple):
    """Who answers: its name in codes and in words."""

    code: str
    name: str


class NeverConnectedError(Exception):
    """There was no connection: nothing was sent. Its cause says why."""


def answered(receiver: Receiver, status: int, vendor_text: str) -> Art12DeliveryError:
    """It answered, and not with success. After 408 and 5xx the events may have been taken all the same."""
    denied = status in (401, 403)
    return Art12DeliveryError(
        code=f"{receiver.code}-denied" if denied else f"{receiver.code}-http-{status}",
        needed=f"{receiver.name} answered {status}: {vendor_text or '(no text)'}",
        fix="check that api_key is valid and belongs to this site"
        if denied
        else "act on the vendor's answer, or try later",
        delivered="unknown" if status == 408 or status >= 500 else "no",
        status=status,
        vendor_text=vendor_text,
    )


def unanswered(receiver: Receiver, cause: Exception) -> Art12DeliveryError:
    """It did not answer."""
    never_connected = isinstance(cause, NeverConnectedError)
    reason = _reason_of(cause.__cause__ or cause)
    return Art12DeliveryError(
        code=f"{receiver.code}-unreachable" if never_connected else f"{receiver.code}-no-answer",
        needed=f"{receiver.name} gave no answer ({reason})",
        fix="check site or url, the network and the proxy",
        delivered="no" if never_connected else "unknown",
        cause=cause,
    )


def refusal(code: str, needed: str, fix: str, delivered: Delivered = "no") -> Art12DeliveryError:
    """The client itself holds the events back, because they would not be taken; or learns only now that they were not."""
    return Art12DeliveryError(code=code, needed=needed, fix=fix, delivered=delivered)


def is_passing(error: Art12DeliveryError) -> bool:
    """Whether trying again may help."""
    return error.status is None or error.status in (408, 429) or error.status >= 500


def as_uncertain(last: Art12DeliveryError) -> Art12DeliveryError:
    """An earlier try may have arrived, whatever the last one says."""
    if last.delivered == "unknown":
        return last
    return Art12DeliveryError(
        code=last.code,
        needed=f"an earlier try may have arrived; the last one failed: {last.needed}",
        fix=last.fix,
        delivered="unknown",
        status=last.status,
        vendor_text=last.vendor_text,
        cause=last,
    )


def option_error(field: str, needed: str, fix: str) -> Art12ConfigError:
    """What is wrong with an option of a sink."""
    return Art12ConfigError(code="bad-sink-option", field=field, needed=needed, fix=fix)


def _reason_of(error: BaseException) -> str:
    if isinstance(error, socket.gaierror):
        return "name not found"
    return type(error).__name__
