"""Records the events of one AI system."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from types import TracebackType
from typing import Any, cast

from .calls import (
    Art12Call,
    ConfigChangeCall,
    ErrorCall,
    InferenceCall,
    OutcomeCall,
    OutOfScopeInputCall,
    Output,
    Oversight,
    OversightCall,
    Use,
)
from .emitter import Emitter, EmitterOptions
from .errors import Art12ConfigError
from .event import (
    Art12Event,
    ConfigChangeEvent,
    EmitterHeartbeatEvent,
    EmitterStopEvent,
    ErrorEvent,
    InferenceEvent,
    OutcomeEvent,
    OutOfScopeInputEvent,
    OversightEvent,
)
from .options import (
    CaseKey,
    Checkpoints,
    Clock,
    CommittedReference,
    Config,
    Heartbeat,
    KeyedReference,
    Model,
    Role,
    Spool,
    System,
    Vocabulary,
)
from .processes import PerProcess
from .settings import (
    checked_checkpoints,
    checked_clock,
    checked_heartbeat,
    checked_reference,
    checked_spool,
)
from .sinks.sink import Art12Sink
from .source import missing, source_from


def create_art12_logger(
    *,
    system: System,
    environment: str,
    role: Role,
    model: Model,
    config: Config,
    input_reference: KeyedReference | CommittedReference,
    vocabulary: Vocabulary,
    sink: Art12Sink,
    pseudonym_key: bytes | None = None,
    case_key: CaseKey | None = None,
    checkpoints: Checkpoints | None = None,
    spool: Spool | None = None,
    heartbeat: Heartbeat | None = None,
    clock: Clock | None = None,
    service: str | None = None,
) -> Art12Logger:
    """Makes the logger of a process for one system, and records its ``emitter_start``.

    A process that is forked later, such as a worker of gunicorn, becomes an emitter of its own at its first call.

    :param role: in which role this process keeps the log: Art 19(1) provider, Art 26(6) deployer
    :param pseudonym_key: at least 32 random bytes, for pseudonyms of reviewers; needed once a reviewer is named
    :param case_key: another key than the input's; needed once a case is named
    :param checkpoints: signed checkpoints, straight to the vault: with them a reader can tell that the newest events, or all
        events of a process, were lost on the way
    :param spool: keeps events on disk until the sink has them: a call then waits for the disk, not for the sink, and what a
        killed process left is delivered by the next one
    :param heartbeat: records one by itself, so that silence can be told from absence
    :param service: name of the program that emits, first part of the emitter's id; default: the system's id
    :raises Art12ConfigError: for an option that cannot work
    :raises Art12DeliveryError: when the sink does not take the start
    """
    for name, (given, kind) in _kinds(locals()).items():
        if not isinstance(given, kind):
            raise _of_other_kind(name, kind)
    source = source_from(
        system=system,
        environment=environment,
        role=role,
        model=model,
        config=config,
        input_reference=checked_reference(input_reference),
        vocabulary=vocabulary,
        pseudonym_key=pseudonym_key,
        case_key=case_key,
        clock=Clock() if clock is None else checked_clock(clock),
        service=service,
    )
    options = EmitterOptions(
        sink=sink,
        spool=None if spool is None else checked_spool(spool, sink),
        checkpoints=None if checkpoints is None else checked_checkpoints(checkpoints),
        heartbeat=None if heartbeat is None else checked_heartbeat(heartbeat),
    )
    return Art12Logger(PerProcess(Emitter(source, options)))


class Art12Logger:
    """Safe to use from several threads; events keep the order of the calls of each.

    Each method returns the event once the sink has taken it, or the spool where there is one, and raises an Art12Error
    otherwise. In a coroutine use :attr:`aio`, which waits without holding up the event loop.
    """

    def __init__(self, emitters: PerProcess) -> None:
        """See :func:`create_art12_logger`."""
        self._emitters = emitters

    @property
    def aio(self) -> AsyncArt12Logger:
        """The same logger for coroutines."""
        return AsyncArt12Logger(self._emitters)

    @property
    def dropped(self) -> int:
        """Events of this process that could not be written and are lost, where the spool lets the application go on."""
        return self._emitters.dropped

    def record(self, call: Art12Call) -> Art12Event:
        """Records a call that was made elsewhere. The methods below make one each."""
        return cast(Art12Event, self._emitters.current().send(call).result())

    def inference(
        self,
        *,
        input: object,  # noqa: A002 (the event's own word)
        output: Output,
        oversight: Oversight,
        use: Use | None = None,
        case_id: str | None = None,
        trace_id: str | None = None,
    ) -> InferenceEvent:
        """The system produced an output for one input. See :class:`InferenceCall`."""
        call = InferenceCall(
            input=input, output=output, oversight=oversight, use=use, case_id=case_id, trace_id=trace_id
        )
        return cast(InferenceEvent, self.record(call))

    def outcome(
        self, *, refers_to: str, outcome: str, case_id: str | None = None, trace_id: str | None = None
    ) -> OutcomeEvent:
        """What turned out later about an inference. See :class:`OutcomeCall`."""
        call = OutcomeCall(refers_to=refers_to, outcome=outcome, case_id=case_id, trace_id=trace_id)
        return cast(OutcomeEvent, self.record(call))

    def oversight(
        self, *, refers_to: str, oversight: Oversight, case_id: str | None = None, trace_id: str | None = None
    ) -> OversightEvent:
        """A person reviewed an event, or decided otherwise. See :class:`OversightCall`."""
        call = OversightCall(refers_to=refers_to, oversight=oversight, case_id=case_id, trace_id=trace_id)
        return cast(OversightEvent, self.record(call))

    def error(
        self,
        *,
        error: str,
        refers_to: str | None = None,
        case_id: str | None = None,
        trace_id: str | None = None,
    ) -> ErrorEvent:
        """The system failed to do what it is for. See :class:`ErrorCall`."""
        call = ErrorCall(error=error, refers_to=refers_to, case_id=case_id, trace_id=trace_id)
        return cast(ErrorEvent, self.record(call))

    def out_of_scope_input(
        self,
        *,
        input: object,  # noqa: A002 (the event's own word)
        reason: str,
        case_id: str | None = None,
        trace_id: str | None = None,
    ) -> OutOfScopeInputEvent:
        """An input outside the intended purpose was met. See :class:`OutOfScopeInputCall`."""
        call = OutOfScopeInputCall(input=input, reason=reason, case_id=case_id, trace_id=trace_id)
        return cast(OutOfScopeInputEvent, self.record(call))

    def config_change(
        self, *, config: Config, reason: str, case_id: str | None = None, trace_id: str | None = None
    ) -> ConfigChangeEvent:
        """The settings change now. Inferences recorded after this returns carry the new ones."""
        call = ConfigChangeCall(config=config, reason=reason, case_id=case_id, trace_id=trace_id)
        return cast(ConfigChangeEvent, self.record(call))

    def heartbeat(self) -> EmitterHeartbeatEvent:
        """The emitter is alive. Call it on a timer, or have the option ``heartbeat`` do so."""
        return cast(EmitterHeartbeatEvent, self._emitters.current().send_heartbeat().result())

    def close(self) -> EmitterStopEvent | None:
        """Records ``emitter_stop`` after everything called before, and takes no more calls.

        It then waits a little for the last checkpoint and for what is still in the spool. Safe to call twice. Returns None
        in a forked process that recorded nothing.
        """
        stop = self._emitters.close()
        return None if stop is None else cast(EmitterStopEvent, stop.result())

    def __enter__(self) -> Art12Logger:
        """Closes it at the end of a ``with``."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        self.close()


class AsyncArt12Logger:
    """For coroutines: waits for the disk or the sink without holding up the event loop.

    The input is hashed in the event loop, which takes microseconds; ``keep_opening`` and the first call after a fork are not
    asynchronous: where they take long, call the logger itself in a thread.
    """

    def __init__(self, emitters: PerProcess) -> None:
        """See :attr:`Art12Logger.aio`."""
        self._emitters = emitters

    async def record(self, call: Art12Call) -> Art12Event:
        """As :meth:`Art12Logger.record`. A coroutine that is cancelled while it waits does not take the event back."""
        return cast(Art12Event, await _wrapped(self._emitters.current().send(call)))

    async def close(self) -> EmitterStopEvent | None:
        """As :meth:`Art12Logger.close`."""
        import asyncio

        return await asyncio.to_thread(Art12Logger(self._emitters).close)


async def _wrapped(done: Future[dict[str, Any]]) -> dict[str, Any]:
    import asyncio

    return await asyncio.shield(asyncio.wrap_future(done))


_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "system": System,
    "model": Model,
    "config": Config,
    "input_reference": (KeyedReference, CommittedReference),
    "vocabulary": Vocabulary,
    "sink": Art12Sink,
}
_OPTIONAL_KINDS: Mapping[str, type] = {
    "case_key": CaseKey,
    "checkpoints": Checkpoints,
    "spool": Spool,
    "heartbeat": Heartbeat,
    "clock": Clock,
    "service": str,
}


def _kinds(given: Mapping[str, object]) -> dict[str, tuple[object, type | tuple[type, ...]]]:
    for name in ("system", "environment", "role", "model", "config", "input_reference", "vocabulary", "sink"):
        if given[name] is None:
            raise missing(name)
    optional = {name: kind for name, kind in _OPTIONAL_KINDS.items() if given[name] is not None}
    return {name: (given[name], kind) for name, kind in {**_KINDS, **optional}.items()}


def _of_other_kind(name: str, kind: type | tuple[type, ...]) -> Art12ConfigError:
    kinds = kind if isinstance(kind, tuple) else (kind,)
    words = " or ".join("a text" if each is str else f"{each.__name__}(...)" for each in kinds)
    return Art12ConfigError(
        code="bad-option", field=name, needed=f"must be {words}", fix="correct the option"
    )
