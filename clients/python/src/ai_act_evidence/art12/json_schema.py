"""Judges a value by a JSON Schema, as far as the event's schema goes: made once into functions, then fast.

Only the keywords that the published schema uses are known; another one is refused when the schema is made ready, so that a
rule which is not understood is never passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from .canonical import is_exact

Schema = Mapping[str, Any]
Path = tuple[str, ...]

_SAYS_NOTHING = {"$schema", "$id", "$defs", "title", "description", "discriminator"}
_KNOWN = {
    *(
        "$ref",
        "additionalProperties",
        "anyOf",
        "const",
        "enum",
        "items",
        "maxItems",
        "maximum",
        "minItems",
        "minimum",
    ),
    *("not", "oneOf", "pattern", "prefixItems", "properties", "required", "type"),
}


class Fault(NamedTuple):
    """What is wrong at one place. Holds no value."""

    path: Path
    keyword: str
    needed: str


Judge = Callable[[object, Path], list[Fault]]


class JsonSchema:
    """A schema made ready.

    :raises TypeError: for a keyword, or a use of one, that is not known here
    """

    def __init__(self, schema: Schema) -> None:
        self._definitions: Schema = schema.get("$defs", {})
        self._judges: dict[str, Judge] = {}
        self._judge = self._made(schema)

    def faults(self, value: object) -> list[Fault]:
        """All faults of a value, outer ones first."""
        return self._judge(value, ())

    def faults_by(self, definition: str, value: object) -> list[Fault]:
        """All faults of a value by one of the schema's definitions."""
        return self._definition(definition)(value, ())

    def _definition(self, name: str) -> Judge:
        if name not in self._judges:
            self._judges[name] = self._made(self._definitions[name])
        return self._judges[name]

    def _made(self, schema: Schema) -> Judge:
        unknown = set(schema) - _KNOWN - _SAYS_NOTHING
        if unknown:
            raise TypeError(f"keywords of a schema that are not known here: {', '.join(sorted(unknown))}")
        judges = [*self._references(schema), *_of_values(schema), *self._of_texts(schema)]
        judges += [*self._of_lists(schema), *self._of_objects(schema), *self._of_unions(schema)]
        type_of = _type_judge(schema.get("type"))

        def judge(value: object, path: Path) -> list[Fault]:
            # What has not even the type is told of once.
            wrong = type_of(value, path)
            return wrong or [fault for one in judges for fault in one(value, path)]

        return judge

    def _references(self, schema: Schema) -> list[Judge]:
        if "$ref" not in schema:
            return []
        prefix, _, name = str(schema["$ref"]).rpartition("/")
        if prefix != "#/$defs":
            raise TypeError("references of a schema lead to its own definitions")
        return [self._definition(name)]

    def _of_texts(self, schema: Schema) -> list[Judge]:
        described = schema.get("description", "see the schema")
        judges: list[Judge] = []
        if "pattern" in schema:
            pattern = re.compile(schema["pattern"])

            def matches(value: object, path: Path) -> list[Fault]:
                fits = not isinstance(value, str) or pattern.search(value) is not None
                return [] if fits else [Fault(path, "pattern", f"has not the form needed ({described})")]

            judges.append(matches)
        if "not" in schema:
            refused = self._made(schema["not"])

            def is_not(value: object, path: Path) -> list[Fault]:
                fits = refused(value, path)
                return [] if fits else [Fault(path, "not", f"has not the form needed ({described})")]

            judges.append(is_not)
        return judges

    def _of_lists(self, schema: Schema) -> list[Judge]:
        if not {"prefixItems", "items", "minItems", "maxItems"} & set(schema):
            return []
        items = [self._made(item) for item in schema["prefixItems"]]
        if not (schema["items"] is False and schema["minItems"] == schema["maxItems"] == len(items)):
            raise TypeError("lists of a schema are known only with a fixed length")

        def judge(value: object, path: Path) -> list[Fault]:
            if not isinstance(value, list):
                return []
            if len(value) != len(items):
                return [Fault(path, "items", f"must have {len(items)} items")]
            return [fault for at, one in enumerate(items) for fault in one(value[at], (*path, str(at)))]

        return [judge]

    def _of_objects(self, schema: Schema) -> list[Judge]:
        if not {"properties", "required", "additionalProperties"} & set(schema):
            return []
        if schema.get("additionalProperties") is not False:
            raise TypeError("objects of a schema are known only without additional properties")
        properties = {name: self._made(inner) for name, inner in schema["properties"].items()}
        required: list[str] = schema.get("required", [])

        def judge(value: object, path: Path) -> list[Fault]:
            if not isinstance(value, dict):
                return []
            faults = [
                Fault((*path, name), "required", "is missing") for name in required if name not in value
            ]
            for key, inner in value.items():
                if key in properties:
                    faults += properties[key](inner, (*path, key))
                else:
                    faults.append(
                        Fault((*path, _name_of(key)), "additionalProperties", "is not a field of this event")
                    )
            return faults

        return [judge]

    def _of_unions(self, schema: Schema) -> list[Judge]:
        judges: list[Judge] = []
        if "anyOf" in schema:
            alternatives = [self._made(one) for one in schema["anyOf"]]
            judges.append(lambda value, path: _faults_of_nearest([one(value, path) for one in alternatives]))
        if "oneOf" in schema:
            judges.append(self._tagged(schema))
        return judges

    def _tagged(self, schema: Schema) -> Judge:
        """The alternative that the tag names."""
        tag: str = schema["discriminator"]["propertyName"]
        names = [str(one["$ref"]).rpartition("/")[2] for one in schema["oneOf"]]
        by_tag = {
            self._definitions[name]["properties"][tag]["const"]: self._definition(name) for name in names
        }

        def judge(value: object, path: Path) -> list[Fault]:
            if not isinstance(value, dict):
                return []
            named = value.get(tag)
            one = by_tag.get(named) if isinstance(named, str) else None
            if one is not None:
                return one(value, path)
            return [Fault((*path, tag), "discriminator", f"must be one of {', '.join(sorted(by_tag))}")]

        return judge


def _faults_of_nearest(found: list[list[Fault]]) -> list[Fault]:
    """Of a union's alternatives the one that was meant: no fixed value contradicts it, and the fewest faults remain."""
    if not all(found):
        return []
    possible = [faults for faults in found if not any(fault.keyword == "const" for fault in faults)]
    return min(possible or found, key=len)


_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict) and all(isinstance(key, str) for key in value),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "number": lambda value: _is_number(value),
    "integer": lambda value: _is_number(value) and value == int(value),
}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and is_exact(value)


def _type_judge(name: str | None) -> Judge:
    if name is None:
        return lambda _value, _path: []
    fits = _TYPES[name]
    return lambda value, path: [] if fits(value) else [Fault(path, "type", f"must be of type {name}")]


def _of_values(schema: Schema) -> list[Judge]:
    judges: list[Judge] = []
    if "const" in schema:
        judges.append(_one_of([schema["const"]], "const"))
    if "enum" in schema:
        judges.append(_one_of(schema["enum"], "enum"))
    if "minimum" in schema:
        judges.append(_bound(schema["minimum"], "minimum", "at least", lambda value, bound: value >= bound))
    if "maximum" in schema:
        judges.append(_bound(schema["maximum"], "maximum", "at most", lambda value, bound: value <= bound))
    return judges


def _one_of(allowed: list[object], keyword: str) -> Judge:
    needed = f"must be {' or '.join(str(each).lower() if isinstance(each, bool) else str(each) for each in allowed)}"

    def judge(value: object, path: Path) -> list[Fault]:
        # In Python True equals 1.
        fits = any(type(value) is type(each) and value == each for each in allowed)
        return [] if fits else [Fault(path, keyword, needed)]

    return judge


def _bound(bound: float, keyword: str, words: str, fits: Callable[[float, float], bool]) -> Judge:
    def judge(value: object, path: Path) -> list[Fault]:
        wrong = isinstance(value, int | float) and not isinstance(value, bool) and not fits(value, bound)
        return [Fault(path, keyword, f"must be {words} {bound}")] if wrong else []

    return judge


def _name_of(key: object) -> str:
    """A key that does not look like a field's name may be data: it is not repeated."""
    return key if isinstance(key, str) and re.fullmatch(r"[A-Za-z_]{1,32}", key) else "(unnamed key)"
