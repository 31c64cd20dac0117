"""What a process that has ended left in the spool."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from ..log_line import LogLine
from ..times import milliseconds_of, new_event_id
from ..validate import purposes_of
from .batch import batches_in, line_of_entry
from .chain import SpooledChain
from .faults import TellSpoolFault
from .segments import Segment, segments_in
from .state_file import ChainState, Point, StateFile


class LeftChain(NamedTuple):
    """Its chain, as it was found."""

    chain: SpooledChain
    stop: LogLine | None
    """What ends it, where its process did not: to be appended."""


def open_left_chain(folder: Path, segment_bytes: int, tell: TellSpoolFault) -> LeftChain | None:
    """Opens what an earlier process left; None where nothing was recorded.

    A last write that was cut off is passed over: its calls were not answered.
    """
    segments = segments_in(folder)
    last = _last_line(segments, tell)
    file = folder / "state"
    try:
        state_file = StateFile.open(file)
    except FileNotFoundError:
        state_file = StateFile.create(file)
    if last is None:
        dropped = state_file.state.dropped
        if dropped > 0:
            tell("events-dropped", f"{dropped} by an earlier process that could write none", None)
        state_file.close()
        return None
    chain = SpooledChain(folder, segments, state_file, segment_bytes, tell)
    return LeftChain(chain, stop_after(last, state_file.state))


def stop_after(last: LogLine, state: ChainState) -> LogLine | None:
    """The stop that ends a chain whose process wrote none.

    It bears the time of the last event: nothing was recorded after that. Its number follows the highest that was ever
    given, dropped events included.
    """
    event = last.event
    if event["type"] == "emitter_stop":
        return None
    written = Point(last.sequence, last.entry_sha256)
    head = max(written, state.dropped_head, state.delivered, key=lambda point: point.sequence)
    stop: dict[str, Any] = {
        "schema_version": event["schema_version"],
        "event_id": new_event_id(milliseconds_of(last.timestamp)),
        "type": "emitter_stop",
        "purposes": list(purposes_of("emitter_stop")),
        "time": last.timestamp,
        "system": event["system"],
        "environment": event["environment"],
        "role": event["role"],
        "emitter": {**event["emitter"], "sequence": head.sequence + 1, "prev": head.sha256},
        "closed_by": "successor",
    }
    if state.dropped > 0:
        stop["dropped"] = state.dropped
    return LogLine.of_event(stop)


def _last_line(segments: list[Segment], tell: TellSpoolFault) -> LogLine | None:
    """Finds the last line of the last whole batch, and cuts the segment's readable bytes behind it."""
    while segments:
        segment = segments[-1]
        whole: tuple[str, int] | None = None
        for batch in batches_in(segment.file.read_bytes()):
            entry, end = batch[-1]
            # Of the very last write any part may be missing; an earlier one that is damaged was answered once.
            if entry is not None and all(line.entry is not None for line in batch):
                whole = (entry, end)
        size = 0 if whole is None else whole[1]
        if segment.size > size:
            tell("torn-end", f"{segment.size - size} byte(s) of {segment.file.name}", None)
        segment.size = size
        if whole is not None:
            return line_of_entry(whole[0])
        segments.pop()
    return None
