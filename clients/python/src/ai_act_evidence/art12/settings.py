"""The limits of options, and what is said where one is passed."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import replace

from .errors import Art12ConfigError
from .options import Checkpoints, Clock, CommittedReference, Heartbeat, KeyedReference, Spool
from .sinks.sink import Art12Sink

_MIB = 1024 * 1024
_LEAST_BYTES = 64 * 1024
"""Fewer bytes could not hold one batch."""
_MOST_PROCESSES = 256


def checked_clock(options: Clock) -> Clock:
    """:raises Art12ConfigError: for a clock that cannot be asked."""
    if options.now is not None:
        _functions({"clock.now": options.now})
    return options


def checked_reference(options: KeyedReference | CommittedReference) -> KeyedReference | CommittedReference:
    """:raises Art12ConfigError: where the openings of commitments could not be kept."""
    if isinstance(options, CommittedReference):
        _functions({"input_reference.keep_opening": options.keep_opening})
    return options


def checked_heartbeat(options: Heartbeat) -> Heartbeat:
    """:raises Art12ConfigError: for seconds that cannot be kept."""
    if not _is_whole(options.every_seconds, 1, 86_400):
        raise _bad("heartbeat.every_seconds", "must be a whole number from 1 to 86400")
    _functions({}, {"heartbeat.on_fault": options.on_fault})
    return options


def checked_checkpoints(options: Checkpoints) -> Checkpoints:
    """:raises Art12ConfigError: names the option at fault."""
    key_id = getattr(options.signer, "key_id", None)
    if not isinstance(key_id, str) or not re.fullmatch(r"[0-9a-f]{64}", key_id):
        raise _bad(
            "checkpoints.signer.key_id", "must be the SHA-256 of the public key's DER bytes, 64 hex digits"
        )
    if not _is_whole(options.every_events, 1, 2**53):
        raise _bad("checkpoints.every_events", "must be a whole number from 1")
    if not (_is_number(options.every_minutes) and 0 < options.every_minutes <= 1440):
        raise _bad("checkpoints.every_minutes", "must be more than 0 and at most 1440")
    for name in ("retry_delay_ms", "close_wait_ms"):
        _wait("checkpoints", name, getattr(options, name))
    needed = {"checkpoints.signer.sign": options.signer.sign, "checkpoints.put": options.put}
    _functions(needed, {"checkpoints.on_fault": options.on_fault})
    return options


def checked_spool(options: Spool, sink: Art12Sink) -> Spool:
    """The options with their defaults.

    :raises Art12ConfigError: names the option at fault
    """
    folder = os.fspath(options.folder) if isinstance(options.folder, str | os.PathLike) else ""
    if not folder or "\0" in folder:
        raise _bad("spool.folder", "must be the path of a folder")
    if options.when_log_cannot_be_written not in ("fail-closed", "fail-open"):
        raise _bad("spool.when_log_cannot_be_written", 'must be "fail-closed" or "fail-open"')
    if not _is_whole(options.processes, 1, _MOST_PROCESSES):
        raise _bad("spool.processes", f"must be a whole number from 1 to {_MOST_PROCESSES}")
    most = options.max_bytes
    if not (_is_number(most) and most >= _LEAST_BYTES):
        raise _bad("spool.max_bytes", f"must be at least {_LEAST_BYTES}")
    of_segment = min(8 * _MIB, most // 4) if options.segment_bytes is None else options.segment_bytes
    if not (_is_number(of_segment) and 0 < of_segment <= most / 4):
        raise _bad("spool.segment_bytes", "must be more than 0 and at most a quarter of max_bytes")
    for name in ("retry_delay_ms", "close_wait_ms"):
        _wait("spool", name, getattr(options, name))
    _functions({}, {"spool.late": options.late, "spool.on_fault": options.on_fault})
    if options.late is None and not (sink.max_age_hours is None and sink.max_ahead_hours is None):
        raise Art12ConfigError(
            code="bad-option",
            field="spool.late",
            needed="is needed: the sink takes no event that is too old or too far ahead",
            fix="give a function that puts an object into the vault",
        )
    return replace(options, segment_bytes=of_segment)


def _functions(needed: Mapping[str, object], optional: Mapping[str, object] | None = None) -> None:
    """Options that are called later, when it is too late to mend them."""
    given = {name: function for name, function in (optional or {}).items() if function is not None}
    for name, function in {**needed, **given}.items():
        if not callable(function):
            raise _bad(name, "must be a function")


def _wait(block: str, name: str, milliseconds: object) -> None:
    if not (_is_number(milliseconds) and 0 <= float(str(milliseconds)) <= 600_000):
        raise _bad(f"{block}.{name}", "must be from 0 to 600000")


def _is_whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _bad(field: str, needed: str) -> Art12ConfigError:
    return Art12ConfigError(code="bad-option", field=field, needed=needed, fix="correct the option")
