"""What a logger needs from event to event, made once from its options."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from .artifact import artifact_digest
from .canonical import GENESIS, canonical_data, sha256_hex
from .errors import Art12ConfigError
from .options import (
    CaseKey,
    Clock,
    CommittedReference,
    Config,
    KeyedReference,
    Model,
    Role,
    System,
    Upstream,
    Vocabulary,
)
from .personal import looks_like_iban
from .references import (
    SecretKey,
    case_digest,
    commitment_digest,
    fresh_nonce,
    input_digest,
    reviewer_pseudonym,
)
from .times import is_moment, machine_clock, new_event_id, time_text
from .validate import EventFault, event_fault, purposes_of, schema_version
from .vocabulary import DeclaredCodes


class Referred(NamedTuple):
    """An input's reference, with the nonce (hex) that opens it where it is a commitment."""

    reference: dict[str, Any]
    nonce: str | None = None


@dataclass(frozen=True)
class Source:
    """What all events of one emitter share."""

    identity: Mapping[str, Any]
    service: str
    emitter: Mapping[str, Any]
    model: Mapping[str, Any]
    config: Mapping[str, Any]
    codes: DeclaredCodes
    now: Callable[[], int]
    refer: Callable[[object], Referred]
    keep_opening: Callable[[str, str], None]
    pseudonym_key: SecretKey | None
    case_key_id: str | None
    case_key: SecretKey | None

    @property
    def emitter_id(self) -> str:
        """The emitter's id."""
        return str(self.emitter["id"])

    def pseudonym(self, reviewer: str) -> str:
        """Of a reviewer, for this system alone."""
        if self.pseudonym_key is None:
            raise missing("pseudonym_key")
        return reviewer_pseudonym(self.pseudonym_key, self.identity["system"]["id"], reviewer)

    def case_ref(self, case_id: str) -> dict[str, str]:
        """Of a case."""
        if self.case_key is None or self.case_key_id is None:
            raise missing("case_key")
        return {"key_id": self.case_key_id, "digest": case_digest(self.case_key, self.case_key_id, case_id)}

    def of_this_process(self) -> Source:
        """The same for another process: an emitter of its own."""
        return replace(self, emitter={**self.emitter, "id": _emitter_id(self.service)})

    def changed(self, config: Config) -> Source:
        """With other settings."""
        changed = replace(self, config=config_block(config))
        judge(changed)
        return changed


def source_from(
    *,
    system: System,
    environment: str,
    role: Role,
    model: Model,
    config: Config,
    input_reference: KeyedReference | CommittedReference,
    vocabulary: Vocabulary,
    pseudonym_key: bytes | None,
    case_key: CaseKey | None,
    clock: Clock,
    service: str | None,
) -> Source:
    """Makes the source. Every option that ends up in an event is judged by the event's own schema.

    :raises Art12ConfigError: names the option
    """
    named = system.id if service is None else service
    refer, keep_opening = _referring(input_reference)
    source = Source(
        identity={
            "schema_version": schema_version(),
            "system": {"id": system.id, "version": system.version},
            "environment": environment,
            "role": role,
        },
        service=named,
        emitter={"id": _emitter_id(named), "clock_source": clock.source},
        model=_model_block(model),
        config=config_block(config),
        codes=DeclaredCodes(vocabulary),
        now=machine_clock if clock.now is None else clock.now,
        refer=refer,
        keep_opening=keep_opening,
        pseudonym_key=None if pseudonym_key is None else SecretKey(pseudonym_key, "pseudonym_key"),
        case_key_id=None if case_key is None else case_key.id,
        case_key=None if case_key is None else SecretKey(case_key.key, "case_key.key"),
    )
    judge(source)
    return source


def config_block(config: Config) -> dict[str, Any]:
    """Settings as they are logged: their digest covers the threshold, so that no change of it goes unseen."""
    threshold = config.decision_threshold
    digest = config.digest
    if digest is None:
        if config.values is ...:
            raise missing("config.values")
        values = {"decision_threshold": threshold, "values": config.values}
        digest = sha256_hex(canonical_data(values, "config.values"))
    return {"digest": digest, "decision_threshold": threshold}


def without_none(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Drops keys without a value: absent is the only spelling of "not given"."""
    return {key: value for key, value in fields.items() if value is not None}


def judge(source: Source) -> None:
    """Puts every option into one sample event and lets the schema judge it, long before the first real one.

    :raises Art12ConfigError: names the option
    """
    milliseconds = source.now()
    if not is_moment(milliseconds):
        raise Art12ConfigError(
            code="bad-option",
            field="clock.now",
            needed="must return whole milliseconds since 1970, up to the year 9999",
            fix="return time.time_ns() // 1_000_000",
        )
    sample: dict[str, Any] = {
        **source.identity,
        "event_id": new_event_id(milliseconds),
        "type": "inference",
        "purposes": list(purposes_of("inference")),
        "time": time_text(milliseconds),
        "emitter": {**source.emitter, "sequence": 1, "prev": GENESIS},
        "model": source.model,
        "config": source.config,
        "input": source.refer(None).reference,
        "output": {"reference": GENESIS},
        "oversight": {"required": False},
    }
    if source.case_key_id is not None:
        sample["case_ref"] = {"key_id": source.case_key_id, "digest": GENESIS}
    fault = event_fault(sample) or _account_in(sample, source)
    if fault is None:
        return
    raise Art12ConfigError(
        code="bad-option",
        field=_OPTION_OF_FIELD.get(fault.field, fault.field),
        needed=fault.needed,
        fix="correct the option; what tells persons apart belongs into case_id and reviewer, which are logged as "
        "keyed digests",
    )


def missing(name: str) -> Art12ConfigError:
    """An option that was not given and is needed."""
    return Art12ConfigError(
        code="missing-option",
        field=name,
        needed="is needed and was not given",
        fix=f"give {name} to create_art12_logger",
    )


def _account_in(sample: Mapping[str, Any], source: Source) -> EventFault | None:
    """The first text that came from an option and is an account's number."""
    system, model, given = sample["system"], source.model, sample["input"]
    texts = {
        "system.id": system["id"],
        "system.version": system["version"],
        "environment": sample["environment"],
        "emitter.id": source.service,
        "model.name": model["name"],
        **{f"model.upstream.{name}": text for name, text in model.get("upstream", {}).items()},
        "input.key_id": given.get("key_id", ""),
        "input.scope": given["scope"],
        "case_ref.key_id": source.case_key_id or "",
    }
    for field, text in texts.items():
        if looks_like_iban(text):
            return EventFault(field, "looks like a bank account number (IBAN)")
    return None


_OPTION_OF_FIELD = {
    "case_ref.key_id": "case_key.id",
    "emitter.clock_source": "clock.source",
    "emitter.id": "service",
    "input.key_id": "input_reference.key_id",
    "input.scope": "input_reference.scope",
}
"""The option that a field of the event came from; most have the same name."""


def _emitter_id(service: str) -> str:
    return f"{service}.{uuid.uuid4()}"


def _model_block(model: Model) -> dict[str, Any]:
    digest = model.artifact_sha256
    if digest is None:
        if model.artifact_path is None:
            raise missing("model.artifact_path")
        digest = artifact_digest(model.artifact_path)
    upstream = model.upstream
    if upstream is not None and not isinstance(upstream, Upstream):
        raise Art12ConfigError(
            code="bad-option",
            field="model.upstream",
            needed="must be Upstream(...)",
            fix="correct the option",
        )
    return without_none(
        {
            "name": model.name,
            "version": model.version,
            "run_id": model.run_id,
            "artifact_sha256": digest,
            "upstream": upstream
            and {"provider": upstream.provider, "model": upstream.model, "version": upstream.version},
        }
    )


def _referring(
    options: KeyedReference | CommittedReference,
) -> tuple[Callable[[object], Referred], Callable[[str, str], None]]:
    scope = options.scope
    if isinstance(options, KeyedReference):
        key, key_id = SecretKey(options.key, "input_reference.key"), options.key_id

        def keyed(given: object) -> Referred:
            digest = input_digest(key, scope, canonical_data(given, "input"))
            return Referred({"algorithm": "hmac-sha256", "key_id": key_id, **_parts(scope, digest)})

        return keyed, lambda _event_id, _nonce: None

    def committed(given: object) -> Referred:
        nonce = fresh_nonce()
        digest = commitment_digest(scope, nonce, canonical_data(given, "input"))
        return Referred({"algorithm": "sha256-nonce", **_parts(scope, digest)}, nonce.hex())

    return committed, options.keep_opening


def _parts(scope: str, digest: str) -> dict[str, str]:
    return {"canonicalization": "rfc8785", "scope": scope, "digest": digest}
