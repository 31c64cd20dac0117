"""What can be recorded.

A call holds raw input and people's ids until it is recorded. So it shows nothing of itself: not in ``repr``, not to an
encoder that turns objects into dictionaries, and not when it is pickled. A call that is made and never recorded says so.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from .options import Config


class Use(NamedTuple):
    """Start and end of one use, where the system's use has them: aware datetimes, or texts of the schema's form."""

    start: datetime | str
    end: datetime | str


class _Opaque:
    """Keeps fields where nothing that walks over objects looks."""

    __slots__ = ("_read",)
    _read: Callable[[], dict[str, Any]]

    def __init__(self, **fields: Any) -> None:
        # A function: encoders and printers do not look inside one.
        self._read = lambda: fields

    def _given(self) -> dict[str, Any]:
        return dict(self._read())

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"

    def __reduce__(self) -> str | tuple[Any, ...]:
        return (_emptied, (type(self),))


def _emptied(kind: type[_Opaque]) -> _Opaque:
    """What is left of one that was pickled: its kind."""
    empty = object.__new__(kind)
    _Opaque.__init__(empty)
    return empty


class Output(_Opaque):
    """What the system gave out."""

    __slots__ = ()

    def __init__(
        self,
        decision: str | None = None,
        *,
        reference: str | None = None,
        confidence: float | None = None,
        explanation_ref: str | None = None,
    ) -> None:
        """Makes an output.

        :param decision: a code from ``vocabulary.decisions``; this or ``reference`` is needed
        :param reference: SHA-256 of an output stored elsewhere
        :param confidence: 0 to 1, rounded to 4 decimals
        :param explanation_ref: SHA-256 of an explanation stored elsewhere
        """
        super().__init__(
            decision=decision, reference=reference, confidence=confidence, explanation_ref=explanation_ref
        )


class Oversight(_Opaque):
    """How a person oversaw it (Art 14)."""

    __slots__ = ()

    def __init__(
        self,
        *,
        required: bool,
        reviewer: str | None = None,
        override: bool | None = None,
        reason: str | None = None,
        overridden_event: str | None = None,
    ) -> None:
        """Makes an oversight.

        :param required: whether a person has to review before the decision takes effect
        :param reviewer: id of the reviewer; only a pseudonym is logged. Needed with ``override``
        :param override: whether the person decided otherwise
        :param reason: a code from ``vocabulary.reasons``. Needed with ``override``
        :param overridden_event: event whose output was set aside
        """
        super().__init__(
            required=required,
            reviewer=reviewer,
            override=override,
            reason=reason,
            overridden_event=overridden_event,
        )


class Art12Call(_Opaque):
    """Something to be recorded. See the classes below it."""

    __slots__ = ("_recorded",)

    def __init__(self, **fields: Any) -> None:
        super().__init__(**fields)
        self._recorded = False

    def _take(self) -> dict[str, Any]:
        """The fields, for the logger, which answers for the call from here on."""
        self._recorded = True
        return self._given()

    def __del__(self) -> None:
        if not getattr(self, "_recorded", True):
            logging.getLogger("ai_act_evidence.art12").warning(
                "%s was made and never recorded: is the level of its logger too high, or is there no Art12Handler?",
                self,
            )


class InferenceCall(Art12Call):
    """The system produced an output for one input."""

    __slots__ = ()

    def __init__(
        self,
        *,
        input: object,  # noqa: A002 (the event's own word)
        output: Output,
        oversight: Oversight,
        use: Use | None = None,
        case_id: str | None = None,
        trace_id: str | None = None,
    ) -> None:
        """Makes the call.

        :param input: plain JSON data. It is hashed here and goes nowhere
        :param use: start and end of one use, where the system's use has them
        :param case_id: case number as your own systems write it; only its keyed digest is logged
        :param trace_id: W3C trace id, 32 hex digits
        """
        super().__init__(
            input=input, output=output, oversight=oversight, use=use, case_id=case_id, trace_id=trace_id
        )


class OutcomeCall(Art12Call):
    """What turned out later about an inference."""

    __slots__ = ()

    def __init__(
        self, *, refers_to: str, outcome: str, case_id: str | None = None, trace_id: str | None = None
    ) -> None:
        """Makes the call.

        :param refers_to: event id of the inference
        :param outcome: a code from ``vocabulary.outcomes``
        """
        super().__init__(refers_to=refers_to, outcome=outcome, case_id=case_id, trace_id=trace_id)


class OversightCall(Art12Call):
    """A person reviewed an event, or decided otherwise."""

    __slots__ = ()

    def __init__(
        self,
        *,
        refers_to: str,
        oversight: Oversight,
        case_id: str | None = None,
        trace_id: str | None = None,
    ) -> None:
        """Makes the call.

        :param refers_to: event id of what was reviewed
        """
        super().__init__(refers_to=refers_to, oversight=oversight, case_id=case_id, trace_id=trace_id)


class ErrorCall(Art12Call):
    """The system failed to do what it is for."""

    __slots__ = ()

    def __init__(
        self,
        *,
        error: str,
        refers_to: str | None = None,
        case_id: str | None = None,
        trace_id: str | None = None,
    ) -> None:
        """Makes the call.

        :param error: a code from ``vocabulary.errors``
        """
        super().__init__(error=error, refers_to=refers_to, case_id=case_id, trace_id=trace_id)


class OutOfScopeInputCall(Art12Call):
    """An input outside the intended purpose was met, and not decided on."""

    __slots__ = ()

    def __init__(
        self,
        *,
        input: object,  # noqa: A002 (the event's own word)
        reason: str,
        case_id: str | None = None,
        trace_id: str | None = None,
    ) -> None:
        """Makes the call.

        :param input: plain JSON data. It is hashed here and goes nowhere
        :param reason: a code from ``vocabulary.reasons``
        """
        super().__init__(input=input, reason=reason, case_id=case_id, trace_id=trace_id)


class ConfigChangeCall(Art12Call):
    """The settings change now."""

    __slots__ = ()

    def __init__(
        self, *, config: Config, reason: str, case_id: str | None = None, trace_id: str | None = None
    ) -> None:
        """Makes the call.

        :param config: the settings from now on; later events carry them
        :param reason: a code from ``vocabulary.reasons``
        """
        super().__init__(config=config, reason=reason, case_id=case_id, trace_id=trace_id)
