"""What MLflow takes as a tag, in every version that this is for: one tag that it refuses would break the whole run."""

from __future__ import annotations

import posixpath
import re

LONGEST_VALUE = 5_000
"""Characters, in the older versions."""
_KEY = re.compile(r"[/\w.\- ]{1,250}")


def tag_problem(key: str, value: str) -> str | None:
    """Why MLflow would not take a tag; ``None`` where it does."""
    if not _KEY.fullmatch(key):
        return "its key has to be 1 to 250 letters, digits, _, -, ., / and blanks"
    # Stores that keep tags in files refuse keys that lead elsewhere.
    if key == "." or key.startswith(("..", "/")) or posixpath.normpath(key) != key:
        return "its key reads like the path of another file"
    if len(value) > LONGEST_VALUE:
        return f"its value is longer than {LONGEST_VALUE} characters"
    try:
        value.encode()
    except UnicodeEncodeError:
        return "its value is no UTF-8"
    return None
