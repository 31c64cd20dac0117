"""The events of one process: made, judged, and sent on their way."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from .calls import Art12Call, ConfigChangeCall
from .canonical import GENESIS
from .errors import Art12ClosedError, Art12DeliveryError, Art12InputError, Art12ValidationError
from .events_of_calls import Made, event_of
from .faults import teller
from .journal import Journal
from .options import Checkpoints, Heartbeat, Spool
from .sinks.sink import Art12Sink
from .source import Source, without_none
from .times import new_event_id, time_text
from .validate import event_fault, purposes_of


@dataclass(frozen=True)
class EmitterOptions:
    """Where its events go."""

    sink: Art12Sink
    spool: Spool | None
    checkpoints: Checkpoints | None
    heartbeat: Heartbeat | None


class Emitter:
    """One chain of events, from ``emitter_start`` to ``emitter_stop``."""

    def __init__(self, source: Source, options: EmitterOptions) -> None:
        """Nothing happens before :meth:`open`."""
        self._source = source
        self._options = options
        self._journal: Journal | None = None
        self._guard = threading.Lock()
        """So that nothing is recorded after the stop."""
        self._stop: Future[dict[str, Any]] | None = None
        self._closed = threading.Event()

    def open(self) -> None:
        """Begins the chain.

        :raises Art12ConfigError: for options that cannot work
        :raises Art12DeliveryError: when the start was not taken
        """
        options, heartbeat = self._options, self._options.heartbeat
        self._journal = Journal(
            sink=options.sink,
            spool=options.spool,
            checkpoints=options.checkpoints,
            emitter=self._source.emitter_id,
            now=self._source.now,
            on_recovered=self._tell_dropped,
        )
        started = {
            "heartbeat_seconds": heartbeat and heartbeat.every_seconds,
            "when_log_cannot_be_written": options.spool and options.spool.when_log_cannot_be_written,
        }
        try:
            self._record("emitter_start", started).result()
        except BaseException:
            self._journal.close()
            raise
        if heartbeat is not None:
            beat = threading.Thread(target=self._beat, args=(heartbeat,), name="art12-heartbeat", daemon=True)
            beat.start()

    @property
    def dropped(self) -> int:
        """Events that could not be written, and are lost."""
        return 0 if self._journal is None else self._journal.dropped

    def send(self, call: Art12Call) -> Future[dict[str, Any]]:
        """Records a call. The future has the event once it is taken, or an Art12DeliveryError.

        :raises Art12Error: when the call is refused
        """
        source = self._source
        made = event_of(call, source)
        done = self._record(made.type, made.fields, made)
        if isinstance(call, ConfigChangeCall) and made.changed is not None:
            return self._changing(done, made.changed)
        return done

    def send_heartbeat(self) -> Future[dict[str, Any]]:
        """Records that it is alive."""
        heartbeat = self._options.heartbeat
        return self._record("emitter_heartbeat", {"heartbeat_seconds": heartbeat and heartbeat.every_seconds})

    def close(self) -> Future[dict[str, Any]]:
        """Records the stop, and returns when the rest of what is on its way was waited for."""
        with self._guard:
            first = self._stop is None
            if self._stop is None:
                self._stop = self._sent(self._event("emitter_stop", {}))
            stop = self._stop
        if first:
            stop.exception()
            if self._journal is not None:
                self._journal.close()
            self._closed.set()
        self._closed.wait()
        return stop

    def of_child(self) -> Emitter:
        """The emitter of a forked process, with the settings of this one. Lets go of what it inherited."""
        if self._journal is not None:
            self._journal.abandon()
        return self.another()

    def another(self) -> Emitter:
        """One with the settings of this one, and a chain of its own."""
        return Emitter(self._source.of_this_process(), self._options)

    def _changing(self, done: Future[dict[str, Any]], changed: Source) -> Future[dict[str, Any]]:
        """Later events carry the new settings, from before the caller hears of it."""
        answered: Future[dict[str, Any]] = Future()
        answered.set_running_or_notify_cancel()

        def change(settled: Future[dict[str, Any]]) -> None:
            error = settled.exception()
            # When it may have arrived, the event keeps its place: the log will say that the settings changed.
            if error is None or (isinstance(error, Art12DeliveryError) and error.delivered == "unknown"):
                self._source = changed
            if error is None:
                answered.set_result(settled.result())
            else:
                answered.set_exception(error)

        done.add_done_callback(change)
        return answered

    def _record(
        self, event_type: str, fields: Mapping[str, Any], made: Made | None = None
    ) -> Future[dict[str, Any]]:
        event = self._event(event_type, fields)
        fault = event_fault(event)
        if fault is not None:
            raise Art12ValidationError(
                code="schema-violation",
                field=fault.field,
                needed=fault.needed,
                fix="correct the call; the published JSON Schema describes each field",
            )
        if made is not None and made.nonce is not None:
            self._keep_opening(event["event_id"], made.nonce)
        with self._guard:
            if self._stop is not None:
                raise closed()
            return self._sent(event)

    def _sent(self, event: dict[str, Any]) -> Future[dict[str, Any]]:
        if self._journal is None:
            raise RuntimeError("not open")
        return self._journal.send(event)

    def _event(self, event_type: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        source = self._source
        milliseconds = source.now()
        return without_none(
            {
                **source.identity,
                "event_id": new_event_id(milliseconds),
                "type": event_type,
                "purposes": list(purposes_of(event_type)),
                "time": time_text(milliseconds),
                **fields,
                "emitter": {**source.emitter, "sequence": 1, "prev": GENESIS},
            }
        )

    def _keep_opening(self, event_id: str, nonce: str) -> None:
        try:
            self._source.keep_opening(event_id, nonce)
        except Exception as cause:
            raise Art12InputError(
                code="opening-not-kept",
                field="input",
                needed="the opening of its commitment could not be stored",
                fix="see the cause: without its opening the reference could never be checked",
                cause=cause,
            ) from cause

    def _beat(self, heartbeat: Heartbeat) -> None:
        tell = teller(heartbeat.on_fault)
        while not self._closed.wait(heartbeat.every_seconds) and self._stop is None:
            try:
                self.send_heartbeat().result()
            except Art12ClosedError:
                return
            except Exception as error:
                tell(error)

    def _tell_dropped(self) -> None:
        """Says how many were dropped. Should the logger be closed meanwhile, the stop says so."""
        try:
            self.send_heartbeat()
        except Art12ClosedError:
            return


def closed() -> Art12ClosedError:
    """What a call after the last one gets."""
    return Art12ClosedError(
        code="logger-closed",
        needed="the logger was closed",
        fix="call close() last, after the work that logs",
    )
