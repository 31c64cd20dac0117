"""The valid name that is nearest to a given one, for messages: what can be read is kept, the rest filled in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from .requirements import catalogue

_ANY_CHANGE = "CHG-1"
"""Stands where nobody said which change it is: valid in form, and to be replaced."""
_COMPARED = 300
"""Longest text that is compared with words: an edit distance grows with the square of it."""
_ID_INSIDE = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Z0-9]{1,9}-[1-9][0-9]{0,8}(?![A-Za-z0-9])")
_ID_DRESSED = re.compile(r"\s*([A-Za-z][A-Za-z0-9]{1,5}?)[-_ #]*0*([1-9][0-9]{0,8})\s*")
_ID = re.compile(r"[A-Z][A-Z0-9]{1,9}-[1-9][0-9]{0,8}")
_BETWEEN = re.compile(r"[/|:,;\\]|\s-\s|--|__")


def nearest_name(given: str, system: str, contexts: Sequence[str], change_id: str | None = None) -> str:
    """Whatever stands between the parts, and in whichever order. ``contexts`` is not empty."""
    text = unicodedata.normalize("NFKC", given[:_COMPARED])
    inside = _ID_INSIDE.search(text)
    parts = [each for each in _BETWEEN.split(_ID_INSIDE.sub("/", text, count=1)) if each.strip()]
    dressed = [found for found in map(_change_id_of, parts) if found]
    change = inside.group() if inside else next(iter(dressed), change_id or "")
    words = [each for each in parts if _change_id_of(each) is None]
    context = next(
        (part for part in reversed(words) if any(_near(each, words_of(part, 48)) for each in contexts)), None
    )
    rest = [part for part in words if part != context and not _near(system, words_of(part, 32))]
    said = words_of("-".join(rest), 80)
    what, why = _change(said[len(system) + 1 :] if said.startswith(f"{system}-") else said)
    named = words_of(context, 48) if context else ""
    return "/".join(
        [
            system,
            f"{what}-for-{words_of(why, 80) or 'purpose-of-the-change'}",
            change if _ID.fullmatch(change) else _ANY_CHANGE,
            named if named in contexts else _nearest_of(contexts, named),
        ]
    )


def words_of(text: str, longest: int) -> str:
    """Makes words of any text: what cannot be written becomes a hyphen. Empty where nothing is left."""
    plain = "".join(
        each for each in unicodedata.normalize("NFKD", text) if not unicodedata.category(each).startswith("M")
    )
    hyphened = re.sub(r"[^a-z0-9]+", "-", plain.lower())
    return re.sub(r"-+$", "", re.sub(r"^[^a-z]+", "", hyphened)[:longest])


def _change_id_of(part: str) -> str | None:
    """The change id that a part is in another dress: ``chg 1042``, ``CHG_1042``, ``chg1042``."""
    found = _ID_DRESSED.fullmatch(part)
    if found is None or found.group(1).lower() in catalogue().what_changed:
        return None
    return f"{found.group(1).upper()}-{found.group(2)}"


def _change(words: str) -> tuple[str, str]:
    """What is changed, and why, of words such as ``feature-for-higher-recall`` or ``more-data``."""
    known = catalogue().what_changed
    before, *after = words.split("-for-")
    if after:
        return _nearest_of(known, before), "-for-".join(after)
    named = next((word for word in words.split("-") if word in known or f"{word}s" in known), None)
    what = "retraining" if named is None else named if named in known else f"{named}s"
    return what, "-".join(word for word in words.split("-") if word not in (named, "for"))


def _near(expected: str, given: str) -> bool:
    return given != "" and _distance(expected, given) <= max(1, len(expected) // 4)


def _nearest_of(known: Sequence[str], given: str) -> str:
    return min(known, key=lambda each: _distance(each, given))


def _distance(one: str, other: str) -> int:
    """Levenshtein's: insertions, deletions and replacements."""
    row = list(range(len(other) + 1))
    for count, letter in enumerate(one, 1):
        before, row[0] = row[0], count
        for place, against in enumerate(other, 1):
            above = row[place]
            row[place] = min(above + 1, row[place - 1] + 1, before + (letter != against))
            before = above
    return row[-1]
