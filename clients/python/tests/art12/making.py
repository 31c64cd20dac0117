"""The least a logger needs, with fixed keys."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ai_act_evidence.art12 import (
    Art12Logger,
    Art12Sink,
    CaseKey,
    Config,
    InferenceCall,
    KeyedReference,
    LogLine,
    Model,
    Output,
    Oversight,
    System,
    Vocabulary,
    create_art12_logger,
)
from ai_act_evidence.art12.canonical import GENESIS


class Collecting(Art12Sink):
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.lines: list[LogLine] = []
        self.batches: list[int] = []

    def write(self, lines: Sequence[LogLine]) -> None:
        self.lines += lines
        self.batches.append(len(lines))

    @property
    def types(self) -> list[str]:
        return [line.event["type"] for line in self.lines]


def minimal(sink: Art12Sink, **changed: Any) -> dict[str, Any]:
    return {
        "system": System(id="credit-scoring", version="2.4.1"),
        "environment": "sandbox",
        "role": "provider",
        "model": Model(name="credit-scoring-gbm", version="7", run_id="0f" * 16, artifact_sha256="a1" * 32),
        "config": Config(values={"features": ["age", "income"]}, decision_threshold=0.5),
        "input_reference": KeyedReference(
            key_id="input-2026", key=bytes([1]) * 32, scope="application-features-v2"
        ),
        "pseudonym_key": bytes([2]) * 32,
        "case_key": CaseKey(id="case-2026", key=bytes([3]) * 32),
        "vocabulary": Vocabulary(
            decisions=["approve", "decline"],
            reasons=["income_not_verified", "threshold_review", "not_a_person"],
            outcomes=["repaid"],
            errors=["feature_store_timeout"],
        ),
        "sink": sink,
        **changed,
    }


def logger(sink: Art12Sink, **changed: Any) -> Art12Logger:
    return create_art12_logger(**minimal(sink, **changed))


def decision(**changed: Any) -> dict[str, Any]:
    """A decision on an applicant, valid as it stands."""
    return {
        "input": {"age": 41, "income": 3000},
        "output": Output("approve", confidence=0.8731),
        "oversight": Oversight(required=False),
        **changed,
    }


def decision_call(**changed: Any) -> InferenceCall:
    return InferenceCall(**decision(**changed))


def is_whole_chain(lines: Sequence[LogLine]) -> bool:
    """Whether these are one emitter's, from its first on, each with the digest of the one before."""
    prev = GENESIS
    for sequence, line in enumerate(lines, start=1):
        emitter = line.event["emitter"]
        if (emitter["sequence"], emitter["prev"]) != (sequence, prev):
            return False
        prev = line.entry_sha256
    return len({line.emitter for line in lines}) == 1


def text_of(lines: Sequence[LogLine]) -> str:
    return json.dumps([line.to_json() for line in lines])
