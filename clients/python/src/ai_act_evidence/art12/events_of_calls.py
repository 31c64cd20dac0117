"""What kind of event a call becomes, and with which fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from .calls import (
    Art12Call,
    ConfigChangeCall,
    ErrorCall,
    InferenceCall,
    OutcomeCall,
    OutOfScopeInputCall,
    OversightCall,
)
from .errors import Art12ValidationError
from .fields import context_fields, output_field, oversight_field, use_field
from .options import Config
from .source import Source


class Made(NamedTuple):
    """The event's own fields."""

    type: str
    fields: dict[str, Any]
    nonce: str | None = None
    """Opens the input's commitment."""
    changed: Source | None = None
    """What later events are made from."""


def event_of(call: Art12Call, source: Source) -> Made:
    """The event of a call, but for what all events have.

    :raises Art12Error: when the call is refused
    """
    made = _MADE.get(type(call))
    if made is None:
        raise Art12ValidationError(
            code="unknown-call",
            field=None,
            needed="must be one of the calls of ai_act_evidence.art12",
            fix="make an InferenceCall, OutcomeCall, OversightCall, ErrorCall, OutOfScopeInputCall or ConfigChangeCall",
        )
    given = call._take()
    if not given:
        raise Art12ValidationError(
            code="emptied-call",
            field=None,
            needed="was copied or pickled on its way, which leaves nothing of a call",
            fix="record it in the process that made it; a queue between processes carries none",
        )
    return made(given, source)


def _inference(given: Mapping[str, Any], source: Source) -> Made:
    referred = source.refer(given["input"])
    fields = {
        **context_fields(given, source),
        "use": use_field(given["use"]),
        "model": source.model,
        "config": source.config,
        "input": referred.reference,
        "output": output_field(given["output"], source),
        "oversight": oversight_field(given["oversight"], source),
    }
    return Made("inference", fields, referred.nonce)


def _outcome(given: Mapping[str, Any], source: Source) -> Made:
    source.codes.check("outcomes", given["outcome"], "outcome")
    return Made("outcome", {**context_fields(given, source), **_of(given, "refers_to", "outcome")})


def _oversight(given: Mapping[str, Any], source: Source) -> Made:
    oversight = oversight_field(given["oversight"], source)
    fields = {**context_fields(given, source), **_of(given, "refers_to"), "oversight": oversight}
    return Made("oversight", fields)


def _error(given: Mapping[str, Any], source: Source) -> Made:
    source.codes.check("errors", given["error"], "error")
    fields = {**context_fields(given, source), **_of(given, "error", "refers_to"), "model": source.model}
    return Made("error", fields)


def _out_of_scope_input(given: Mapping[str, Any], source: Source) -> Made:
    source.codes.check("reasons", given["reason"], "reason")
    referred = source.refer(given["input"])
    fields = {
        **context_fields(given, source),
        **_of(given, "reason"),
        "model": source.model,
        "input": referred.reference,
    }
    return Made("out_of_scope_input", fields, referred.nonce)


def _config_change(given: Mapping[str, Any], source: Source) -> Made:
    source.codes.check("reasons", given["reason"], "reason")
    config = given["config"]
    if not isinstance(config, Config):
        raise Art12ValidationError(
            code="schema-violation", field="config", needed="must be a Config(...)", fix="correct the call"
        )
    changed = source.changed(config)
    digests = {"before": source.config["digest"], "after": changed.config["digest"]}
    fields = {**context_fields(given, source), **_of(given, "reason"), **digests}
    return Made("config_change", fields, changed=changed)


def _of(given: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: given[name] for name in names}


_MADE: Mapping[type[Art12Call], Callable[[Mapping[str, Any], Source], Made]] = {
    InferenceCall: _inference,
    OutcomeCall: _outcome,
    OversightCall: _oversight,
    ErrorCall: _error,
    OutOfScopeInputCall: _out_of_scope_input,
    ConfigChangeCall: _config_change,
}
