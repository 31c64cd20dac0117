"""What a logger is made with."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["provider", "deployer", "provider-and-deployer"]
"""In which role a process keeps the log: Art 19(1) provider, Art 26(6) deployer."""

WhenLogCannotBeWritten = Literal["fail-closed", "fail-open"]
"""See :attr:`Spool.when_log_cannot_be_written`."""

PutOnce = Callable[[str, bytes], Literal["written", "taken"]]
"""Puts an object (key, bytes) into the vault with ``If-None-Match: *``.

Returns ``written``, or ``taken`` when the key has an object already; raises when it is not known to stand there, and is
then called again with the same bytes.
"""

OnFault = Callable[[Exception], None]
"""Takes what went wrong beside the calls."""


@dataclass(frozen=True, kw_only=True)
class System:
    """The AI system, as in its configuration file."""

    id: str
    version: str


@dataclass(frozen=True, kw_only=True)
class Upstream:
    """The hosted model behind a registered one."""

    provider: str
    model: str
    version: str


@dataclass(frozen=True, kw_only=True)
class Model:
    """The model in use."""

    name: str
    """Name in the model registry."""
    version: str
    """Registered version."""
    run_id: str
    """MLflow run that made it, 32 hex digits."""
    artifact_path: str | os.PathLike[str] | None = None
    """The file or folder the model is loaded from, digested here. This or ``artifact_sha256`` is needed."""
    artifact_sha256: str | None = None
    """Its digest, computed at loading."""
    upstream: Upstream | None = None


@dataclass(frozen=True, kw_only=True)
class Config:
    """The settings in force: their values, which are digested and not logged, or a digest of your own."""

    decision_threshold: float
    values: object = field(default=..., repr=False)
    """Plain JSON data. This or ``digest`` is needed; not read where ``digest`` is given."""
    digest: str | None = None


@dataclass(frozen=True, kw_only=True)
class KeyedReference:
    """Inputs are referred to by HMAC-SHA-256: whoever has the key can find a person's decisions again."""

    key_id: str
    key: bytes = field(repr=False)
    """At least 32 random bytes."""
    scope: str
    """Names what is hashed, for example ``application-features-v2``."""


@dataclass(frozen=True, kw_only=True)
class CommittedReference:
    """Inputs are referred to by a commitment: nothing can be found again once the opening is erased."""

    scope: str
    keep_opening: Callable[[str, str], None]
    """Stores the nonce (64 hex digits) of an event id with the input, in an erasable store. Its failure refuses the
    event."""


@dataclass(frozen=True, kw_only=True)
class CaseKey:
    """Key for case references, another one than the input's."""

    id: str
    key: bytes = field(repr=False)
    """At least 32 random bytes."""


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """The codes a system may log. A list that is left out allows nothing."""

    decisions: Sequence[str] = ()
    """What ``output.decision`` may be."""
    reasons: Sequence[str] = ()
    """What ``reason`` may be: of an override, of an out-of-scope input, of a config change."""
    outcomes: Sequence[str] = ()
    """What the outcome of an inference may be."""
    errors: Sequence[str] = ()
    """What errors there are."""


@dataclass(frozen=True, kw_only=True)
class Heartbeat:
    """When heartbeats are recorded."""

    every_seconds: int
    """From one to the next, 1 to 86400. Heartbeats carry it, so that a reader can tell a silence."""
    on_fault: OnFault | None = None
    """Takes why one could not be recorded. Default: a warning of the logger ``ai_act_evidence.art12``."""


@dataclass(frozen=True, kw_only=True)
class Clock:
    """Another clock than the machine's."""

    now: Callable[[], int] | None = None
    """Milliseconds since 1970. Default: the machine's clock."""
    source: Literal["system", "ntp", "ptp"] = "system"
    """What sets the clock: logged, not checked."""


@dataclass(frozen=True, kw_only=True)
class CheckpointSigner:
    """Signs checkpoints with a key of this application: ``pem_checkpoint_signer``, or your own over a KMS key."""

    key_id: str
    """SHA-256 of the public key's DER bytes, 64 hex digits."""
    sign: Callable[[bytes], bytes]
    """ECDSA over P-256 with SHA-256 of the bytes, DER encoded."""


@dataclass(frozen=True, kw_only=True)
class Checkpoints:
    """How the logger writes signed checkpoints, straight to the vault."""

    signer: CheckpointSigner
    put: PutOnce
    every_events: int = 1000
    """A checkpoint is due after this many events since the last one."""
    every_minutes: float = 5
    """A checkpoint is due after this many minutes, if there was an event since the last one."""
    retry_delay_ms: float = 1000
    """Pause before a failed checkpoint is tried again; doubled each time, up to a minute."""
    close_wait_ms: float = 5000
    """How long ``close()`` waits for the last checkpoint."""
    on_fault: OnFault | None = None
    """Takes what went wrong with a checkpoint. Events are not affected. Default: as for heartbeats."""


@dataclass(frozen=True, kw_only=True)
class Spool:
    """Where events are kept on disk until the sink has them."""

    folder: str | os.PathLike[str]
    """Folder on a local disk that outlives the process: one that starts later on it delivers what an earlier one left.
    Made if it is not there; what lies in it must belong to this process's user, and nobody else may write it."""
    when_log_cannot_be_written: WhenLogCannotBeWritten
    """When the disk is full, the folder cannot be written or the spool has its ``max_bytes``: ``fail-closed`` makes the
    call raise, so that the application does not act on what is not logged; ``fail-open`` lets the application go on, and
    counts the event as dropped in the chain and in the next heartbeat."""
    processes: int = 1
    """How many processes share the folder, such as the workers of gunicorn or uvicorn, 1 to 256. With more than one each
    takes a free folder ``worker-<number>`` below it, and what a dead one left in any of them is delivered by the next one
    to start."""
    late: PutOnce | None = None
    """As ``Checkpoints.put``: the way of events that the sink no longer takes. Needed where the sink judges by their time,
    as Datadog's intake does."""
    max_bytes: int = 1024 * 1024 * 1024
    """Most bytes on disk, a process."""
    segment_bytes: int | None = None
    """Bytes after which another file is begun; a file goes when all of it is delivered. Default: 8 MiB, at most a quarter
    of ``max_bytes``."""
    retry_delay_ms: float = 1000
    """Pause before a failed delivery is tried again; doubled each time, up to a minute."""
    close_wait_ms: float = 10_000
    """How long ``close()`` waits for what is not delivered yet. The rest stays for the next process."""
    on_fault: OnFault | None = None
    """Takes what went wrong. Calls are not affected but as ``when_log_cannot_be_written`` says. Default: as for
    heartbeats."""
