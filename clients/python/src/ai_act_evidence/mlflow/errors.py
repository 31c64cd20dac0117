"""What can go wrong between a training and the gate, each kind a class of its own."""

from __future__ import annotations

_LONGEST_SHOWN = 300
"""Characters of a name in a message: longer than any valid one."""


class EvidenceError(Exception):
    """A fault with its remedy."""

    code: str
    """Stable machine name, kebab case."""
    needed: str
    """What is needed, or what happened."""
    fix: str
    """What to do about it."""

    def __init__(self, *, code: str, needed: str, fix: str) -> None:
        super().__init__(f"[{code}] {needed}. Fix: {fix}")
        self.code = code
        self.needed = needed
        self.fix = fix


class ExperimentNameError(EvidenceError, ValueError):
    """A text is no name of an experiment."""

    problem: str
    """The first thing that is wrong, from left to right."""
    nearest: str | None
    """The nearest valid name, where enough is known to offer one."""

    def __init__(self, text: str, problem: str, nearest: str | None, form: str) -> None:
        offered = f"the nearest valid name is {nearest!r}" if nearest else f"the form is {form}"
        shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
        super().__init__(code="experiment-name-not-valid", needed=f"{shown!r}: {problem}", fix=offered)
        self.problem = problem
        self.nearest = nearest


class DataSetError(EvidenceError, ValueError):
    """A data set cannot be logged as evidence. Nothing was logged."""


class MlflowNotUsableError(EvidenceError):
    """MLflow is not installed, or is older than 2.15."""


class NoRunError(EvidenceError):
    """No run is under way, or there is none of this id."""


class NotSignedInError(EvidenceError):
    """The gate does not know who asks: there is no token, or it is not taken."""


class GateRefusedError(EvidenceError):
    """The gate knows who asks and says no."""
