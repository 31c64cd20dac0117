"""What production requires, as the gate says it: ``requirements.json`` is generated from the gate's own requirements."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Requirement:
    """One thing production requires."""

    id: str
    title: str
    how: str
    """How an ML engineer supplies it."""
    duties: tuple[str, ...]
    of_run: bool
    """Whether it can be told before a version is registered."""


@dataclass(frozen=True)
class Catalogue:
    """The requirements, and the words that runs are held against."""

    requirements: tuple[Requirement, ...]
    tags: tuple[str, ...]
    """Keys of the tags that every run needs."""
    uncommitted: str
    """Key of the tag that says which files differ from a commit, where the code is none."""
    contexts: tuple[str, ...]
    """Contexts of data sets, in these letters."""
    change_classes: tuple[str, ...]
    what_changed: tuple[str, ...]
    name_form: str
    """Grammar of an experiment's name, in one line."""

    def titled(self, requirement: str) -> str:
        """The title of a requirement; its id where a newer gate has one that is not known here."""
        return next((each.title for each in self.requirements if each.id == requirement), requirement)


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Read once, when it is first needed."""
    text = files(__package__).joinpath("requirements.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return Catalogue(
        requirements=tuple(
            Requirement(each["id"], each["title"], each["how"], tuple(each["duties"]), each["of"] == "run")
            for each in data["requirements"]
        ),
        tags=tuple(each["key"] for each in data["tags"]),
        uncommitted=data["uncommitted"],
        contexts=tuple(data["contexts"]),
        change_classes=tuple(data["changeClasses"]),
        what_changed=tuple(data["experimentName"]["what"]),
        name_form=data["experimentName"]["form"],
    )
