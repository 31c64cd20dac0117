"""The codes a system may log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from .errors import Art12ConfigError, Art12VocabularyError
from .options import Vocabulary
from .personal import looks_like_iban
from .validate import is_code

CodeList = Literal["decisions", "reasons", "outcomes", "errors"]
_LISTS: tuple[CodeList, ...] = ("decisions", "reasons", "outcomes", "errors")


class DeclaredCodes:
    """The declared codes. What was not declared cannot be logged, and so cannot be free text."""

    def __init__(self, options: Vocabulary) -> None:
        """:raises Art12ConfigError: for a code that has not the form of one."""
        self._codes = {name: _declared(name, getattr(options, name)) for name in _LISTS}

    def check(self, name: CodeList, code: object, field: str) -> None:
        """Passes a declared code, and a missing one, which the schema judges."""
        codes = self._codes[name]
        if code is None or (isinstance(code, str) and code in codes):
            return
        known = ", ".join(codes) or "none so far"
        raise Art12VocabularyError(
            code="unknown-code",
            field=field,
            needed=f"must be one of the codes declared in vocabulary.{name} ({known})",
            fix=f"use one of them, or declare the code in vocabulary.{name}",
        )


def _declared(name: CodeList, codes: Iterable[str]) -> dict[str, None]:
    if isinstance(codes, str) or not isinstance(codes, Iterable):
        raise Art12ConfigError(
            code="bad-code",
            field=f"vocabulary.{name}",
            needed="must be a list of codes, not one text"
            if isinstance(codes, str)
            else "must be a list of codes",
            fix=f'give ["{name[:-1]}_a", "{name[:-1]}_b"]',
        )
    listed = list(codes)
    for index, code in enumerate(listed):
        if isinstance(code, str) and looks_like_iban(code):
            raise Art12ConfigError(
                code="bad-code",
                field=f"vocabulary.{name}[{index}]",
                needed="looks like a bank account number (IBAN)",
                fix="declare what may be decided, not about whom; a case's number belongs into case_id",
            )
    for index, code in enumerate(listed):
        if not is_code(code):
            raise Art12ConfigError(
                code="bad-code",
                field=f"vocabulary.{name}[{index}]",
                needed="must be a code: lower case letters, digits and underscores, a letter first, at most 48",
                fix="name it like income_below_limit",
            )
    # In the order given, as messages list them.
    return dict.fromkeys(listed)
