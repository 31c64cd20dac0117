"""What is missing, what cannot be told, and what comes later."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lack:
    """Something that is missing or wrong."""

    requirement: str
    """Id, as docs/what-production-requires.md has it."""
    duties: tuple[str, ...]
    """Articles and sections that it serves."""
    what: str
    """What is missing, with the value found."""
    fix: str
    """How to supply it."""


@dataclass(frozen=True)
class Untold:
    """Something that nobody could tell: it may lack."""

    requirement: str
    why: str


@dataclass(frozen=True)
class Later:
    """Something that can be supplied only when a version is registered, or by an approver."""

    requirement: str
    title: str
    how: str


@dataclass(frozen=True)
class Measured:
    """A metric held against its threshold."""

    metric: str
    value: float | str | None
    needed: str
    """In words: ``at least 0.75``."""
