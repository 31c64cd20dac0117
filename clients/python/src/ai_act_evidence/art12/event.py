"""The event as JSON: types for editors and type checkers. The schema decides.

Generated from the event's JSON Schema by `npm run generate`: change nothing here.
"""

from __future__ import annotations

from typing import Literal, TypedDict


class _InferenceEventRequired(TypedDict):
    schema_version: Literal["1.0.0"]
    event_id: str
    type: Literal["inference"]
    purposes: list[Literal["12(2)(a)", "12(2)(b)", "12(2)(c)"]]
    time: str
    system: System
    environment: str
    role: Literal["provider", "deployer", "provider-and-deployer"]
    emitter: Emitter
    model: Model
    config: Config
    input: InputReference
    output: Output
    oversight: Oversight


class InferenceEvent(_InferenceEventRequired, total=False):
    """The system produced an output for one input."""

    trace_id: str
    case_ref: CaseReference
    use: Use


class System(TypedDict):
    """The AI system whose operation is recorded (Art 12(1))."""

    id: str
    version: str


class Emitter(TypedDict):
    """Who wrote the event, and its place in that writer's chain."""

    id: str
    sequence: int
    prev: str
    clock_source: Literal["system", "ntp", "ptp"]


class CaseReference(TypedDict):
    """Keyed digest of a case number, for complaints and the right to explanation (Art 86)."""

    key_id: str
    digest: str


class Use(TypedDict):
    """Start and end of one use of the system."""

    start: str
    end: str


class _ModelRequired(TypedDict):
    name: str
    version: str
    run_id: str
    artifact_sha256: str


class Model(_ModelRequired, total=False):
    """The model version in use (Annex IV(2), Art 72)."""

    upstream: UpstreamModel


class UpstreamModel(TypedDict):
    """The hosted general-purpose model that the registered version wraps."""

    provider: str
    model: str
    version: str


class Config(TypedDict):
    """The settings that took part in the decision."""

    digest: str
    decision_threshold: float


class KeyedInputReference(TypedDict):
    """HMAC-SHA-256 of the input: whoever holds the key can find a person's decisions again. For the key holder it remains personal data."""

    algorithm: Literal["hmac-sha256"]
    key_id: str
    canonicalization: Literal["rfc8785"]
    scope: str
    digest: str


class CommittedInputReference(TypedDict):
    """SHA-256 commitment with a random nonce; the opening is kept in a store that can be erased."""

    algorithm: Literal["sha256-nonce"]
    canonicalization: Literal["rfc8785"]
    scope: str
    digest: str


class _Output1Required(TypedDict):
    decision: str


class Output1(_Output1Required, total=False):
    """The output of the system: a coded decision or a reference."""

    reference: str
    confidence: float
    explanation_ref: str


class _Output2Required(TypedDict):
    reference: str


class Output2(_Output2Required, total=False):
    """The output of the system: a coded decision or a reference."""

    confidence: float
    explanation_ref: str


class _Oversight1Required(TypedDict):
    required: bool


class Oversight1(_Oversight1Required, total=False):
    """Human oversight during use (Art 14(4), Art 26(5))."""

    override: Literal[False]
    reviewer: str
    reason: str


class _Oversight2Required(TypedDict):
    required: bool
    override: Literal[True]
    reviewer: str
    reason: str


class Oversight2(_Oversight2Required, total=False):
    """Human oversight during use (Art 14(4), Art 26(5))."""

    overridden_event: str


class _OutcomeEventRequired(TypedDict):
    schema_version: Literal["1.0.0"]
    event_id: str
    type: Literal["outcome"]
    purposes: list[Literal["12(2)(b)"]]
    time: str
    system: System
    environment: str
    role: Literal["provider", "deployer", "provider-and-deployer"]
    emitter: Emitter
    refers_to: str
    outcome: str


class OutcomeEvent(_OutcomeEventRequired, total=False):
    """What turned out later about an inference (Art 72)."""

    trace_id: str
    case_ref: CaseReference


class _OversightEventRequired(TypedDict):
    schema_version: Literal["1.0.0"]
    event_id: str
    type: Literal["oversight"]
    purposes: list[Literal["12(2)(b)", "12(2)(c)"]]
    time: str
    system: System
    environment: str
    role: Literal["provider", "deployer", "provider-and-deployer"]
    emitter: Emitter
    refers_to: str
    oversight: Oversight


class OversightEvent(_OversightEventRequired, total=False):
    """A person reviewed or overrode (Art 14)."""

    trace_id: str
    case_ref: CaseReference


class _ErrorEventRequired(TypedDict):
    schema_version: Literal["1.0.0"]
    event_id: str
    type: Literal["error"]
    purposes: list[Literal["12(2)(a)", "12(2)(b)", "12(2)(c)"]]
    time: str
    system: System
    environment: str
    role: Literal["provider", "deployer", "provider-and-deployer"]
    emitter: Emitter
    error: str


class ErrorEvent(_ErrorEventRequired, total=False):
    """The system failed to do what it is for."""

    trace_id: str
    case_ref: CaseReference
    model: Model
    refers_to: str


class _OutOfScopeInputEventRequired(TypedDict):
    schema_version: Literal["1.0.0"]
    event_id: str
    type: Literal["out_of_scope_input"]
    purposes: list[Literal["12(2)(a)", "12(2)(c)"]]
    time: str
    system: System
    environment: str
    role: Literal["provider", "deployer", "provider-and-deployer"]
    emitter: Emitter
    model: Model
    input: InputReference
    reason: str


class OutOfScopeInputEvent(_OutOfScopeInputEventRequired, total=False):
    """An input outside the intended purpose was met and not decided on."""

    trace_id: str
    case_ref: CaseReference


class _ConfigChangeEventRequired(TypedDict):
    schema_version: Literal["1.0.0"]
    event_id: str
    type: Literal["config_change"]
    purposes: list[Literal["12(2)(a)", "12(2)(b)"]]
    time: str
    system: System
    environment: str
    role: Literal["provider", "deployer", "provider-and-deployer"]
    emitter: Emitter
    before: str
    after: str
    reason: str


class ConfigChangeEvent(_ConfigChangeEventRequired, total=False):
    """The settings changed during operation."""

    trace_id: str
    case_ref: CaseReference


class _EmitterStartEventRequired(TypedDict):
    schema_version: Literal["1.0.0"]
    event_id: str
    type: Literal["emitter_start"]
    purposes: list[Literal["12(2)(b)", "12(2)(c)"]]
    time: str
    system: System
    environment: str
    role: Literal["provider", "deployer", "provider-and-deployer"]
    emitter: Emitter


class EmitterStartEvent(_EmitterStartEventRequired, total=False):
    """The first event of an emitter: recording begins."""

    trace_id: str
    heartbeat_seconds: int
    when_log_cannot_be_written: Literal["fail-closed", "fail-open"]


class _EmitterStopEventRequired(TypedDict):
    schema_version: Literal["1.0.0"]
    event_id: str
    type: Literal["emitter_stop"]
    purposes: list[Literal["12(2)(b)", "12(2)(c)"]]
    time: str
    system: System
    environment: str
    role: Literal["provider", "deployer", "provider-and-deployer"]
    emitter: Emitter


class EmitterStopEvent(_EmitterStopEventRequired, total=False):
    """The last event of an emitter: recording ends, on purpose unless `closed_by` says otherwise."""

    trace_id: str
    dropped: int
    closed_by: Literal["successor"]


class _EmitterHeartbeatEventRequired(TypedDict):
    schema_version: Literal["1.0.0"]
    event_id: str
    type: Literal["emitter_heartbeat"]
    purposes: list[Literal["12(2)(b)", "12(2)(c)"]]
    time: str
    system: System
    environment: str
    role: Literal["provider", "deployer", "provider-and-deployer"]
    emitter: Emitter


class EmitterHeartbeatEvent(_EmitterHeartbeatEventRequired, total=False):
    """The emitter is alive."""

    trace_id: str
    heartbeat_seconds: int
    dropped: int


InputReference = (
    KeyedInputReference
    | CommittedInputReference
)


Output = (
    Output1
    | Output2
)


Oversight = (
    Oversight1
    | Oversight2
)


Art12Event = (
    InferenceEvent
    | OutcomeEvent
    | OversightEvent
    | ErrorEvent
    | OutOfScopeInputEvent
    | ConfigChangeEvent
    | EmitterStartEvent
    | EmitterStopEvent
    | EmitterHeartbeatEvent
)
