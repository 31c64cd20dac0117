"""Names of experiments: which system is changed, what and why, under which change and regulatory context.

    <system>/<what>-for-<why>/<change id>/<regulatory context>
    credit-scoring/features-for-higher-recall-of-defaults/CHG-1042/annex-iii-5b

The gate reads them by the same grammar; ``clients/vectors/experiment-names.json`` holds both to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .errors import ExperimentNameError
from .nearest_name import nearest_name, words_of
from .requirements import catalogue

_JOINT = "-for-"
_WORDS = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST = {"system": 32, "why": 80, "regulatory context": 48}
_CHANGE_ID = re.compile(r"[A-Z][A-Z0-9]{1,9}-[1-9][0-9]{0,8}")


@dataclass(frozen=True)
class ExperimentName:
    """What the name of an experiment says."""

    system: str
    """Id of the AI system."""
    what: str
    """What is changed: one of a closed list, so that experiments can be filtered by it."""
    why: str
    """Purpose of the change in a few words, small letters and hyphens."""
    change_id: str
    """Of the team's own change management, where the change is described."""
    context: str
    """Regulatory context, such as ``annex-iii-5b``."""

    def __str__(self) -> str:
        return f"{self.system}/{self.what}{_JOINT}{self.why}/{self.change_id}/{self.context}"

    @property
    def tags(self) -> dict[str, str]:
        """The tags of a run that have to say the same as the name."""
        return {
            "ai_act.system": self.system,
            "ai_act.change_id": self.change_id,
            "ai_act.regulatory_context": self.context,
        }


def experiment_name(*, system: str, what: str, why: str, change_id: str, context: str) -> str:
    """The name of the experiment of a change, for ``mlflow.set_experiment``.

    >>> experiment_name(
    ...     system="credit-scoring", what="features", why="higher-recall", change_id="CHG-7", context="annex-iii-5b"
    ... )
    'credit-scoring/features-for-higher-recall/CHG-7/annex-iii-5b'

    Raises:
        ExperimentNameError: a part does not fit; ``nearest`` is the valid name that is nearest to what was meant.
    """
    given = {"system": system, "what": what, "why": why, "change_id": change_id, "context": context}
    for part, value in given.items():
        if not isinstance(value, str):
            raise _no_text(part, value)
    text = str(ExperimentName(system, what, why, change_id, context))
    return str(
        parse_experiment_name(
            text, system=words_of(system, 32) or None, contexts=[words_of(context, 48)] if context else None
        )
    )


def parse_experiment_name(
    text: str,
    *,
    system: str | None = None,
    contexts: Sequence[str] | None = None,
    change_id: str | None = None,
) -> ExperimentName:
    """Reads a name.

    Args:
        text: The name, as MLflow has it.
        system: Id of the system that is meant, for the nearest valid name in the error.
        contexts: Regulatory contexts that the system's config allows, likewise.
        change_id: Id of the change that is meant, likewise.

    Raises:
        ExperimentNameError: saying the first thing that is wrong, from left to right.
    """
    if not isinstance(text, str):
        raise _no_text("the name", text)
    parsed = _read(text)
    if isinstance(parsed, ExperimentName):
        return parsed
    parts = text.split("/")
    hinted = system or words_of(parts[0], _LONGEST["system"])
    allowed = [each for each in contexts or ([words_of(parts[-1], 48)] if len(parts) == 4 else []) if each]
    nearest = nearest_name(text, hinted, allowed, change_id) if hinted and allowed else None
    offered = nearest if nearest is not None and isinstance(_read(nearest), ExperimentName) else None
    raise ExperimentNameError(text, parsed, offered, catalogue().name_form)


def _no_text(part: str, value: object) -> ExperimentNameError:
    return ExperimentNameError(
        str(value), f"{part} has to be a text, and is a {type(value).__name__}", None, catalogue().name_form
    )


def _read(text: str) -> ExperimentName | str:
    """What a name says, or what of it cannot be read."""
    parts = text.split("/")
    if len(parts) != 4:
        return f"it has {len(parts)} part(s) between slashes, and 4 are needed"
    system, change, change_id, context = parts
    if not _is_words(system, "system"):
        return _part_problem("system")
    if _JOINT not in change:
        return f"the second part has no `{_JOINT}` between what is changed and why"
    what, why = change.split(_JOINT, 1)
    if what not in catalogue().what_changed:
        return f"what is changed has to be one of {', '.join(catalogue().what_changed)}"
    if not _is_words(why, "why"):
        return _part_problem("why")
    if not _CHANGE_ID.fullmatch(change_id):
        return "the change id has to be capitals, a hyphen and a number, such as CHG-1042"
    if not _is_words(context, "regulatory context"):
        return _part_problem("regulatory context")
    return ExperimentName(system, what, why, change_id, context)


def _is_words(text: str, part: str) -> bool:
    return len(text) <= _LONGEST[part] and _WORDS.fullmatch(text) is not None


def _part_problem(part: str) -> str:
    return (
        f"the {part} has to be small letters and digits in words joined by single hyphens, a letter first, "
        f"{_LONGEST[part]} characters at the most"
    )
