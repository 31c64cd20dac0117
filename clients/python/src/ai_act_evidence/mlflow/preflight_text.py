"""A preflight for people: as text, and as HTML that a notebook shows."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from .findings import Lack
from .requirements import catalogue

if TYPE_CHECKING:
    from .preflight import Preflight

_ALL = "docs/what-production-requires.md"


def as_text(told: Preflight) -> str:
    """What lacks first, then what is not told, then what comes later."""
    lines = [headline(told)]
    for number, (requirement, lacks) in enumerate(_grouped(told.lacks), 1):
        lines.append(
            f"{number}. {catalogue().titled(requirement)} [{requirement}: {', '.join(lacks[0].duties)}]"
        )
        for lack in lacks:
            lines += [f"   - {_plain(lack.what)}", f"     {_plain(lack.fix)}"]
    lines += [f"?  {catalogue().titled(each.requirement)}: {_plain(each.why)}" for each in told.untold]
    if told.measured:
        lines.append("Measured on the test set:")
        lines += [
            f"   {_plain(each.metric)}: {_value(each.value)}, {each.needed} is needed"
            for each in told.measured
        ]
    if told.later:
        lines.append("Still to come:")
        lines += [f"   - {_plain(each.title)}\n     {_plain(each.how)}" for each in told.later]
    lines.append(f"All requirements, and how to supply them: {_ALL}")
    return "\n".join(lines)


def as_html(told: Preflight) -> str:
    """The same, escaped: names, tags and metrics are other people's words."""
    parts = [f"<p><strong>{escape(headline(told))}</strong></p>"]
    if told.lacks:
        parts.append("<ol>")
        for requirement, lacks in _grouped(told.lacks):
            found = "".join(
                f"<li>{escape(lack.what)}<br><code>{escape(lack.fix)}</code></li>" for lack in lacks
            )
            title = f"{catalogue().titled(requirement)} ({', '.join(lacks[0].duties)})"
            parts.append(f"<li>{escape(title)}<ul>{found}</ul></li>")
        parts.append("</ol>")
    if told.untold:
        rows = "".join(
            f"<li>{escape(catalogue().titled(each.requirement))}: {escape(each.why)}</li>"
            for each in told.untold
        )
        parts.append(f"<p>Not told:</p><ul>{rows}</ul>")
    if told.measured:
        rows = "".join(
            f"<tr><td>{escape(each.metric)}</td><td>{escape(_value(each.value))}</td><td>{escape(each.needed)}</td></tr>"
            for each in told.measured
        )
        parts.append(f"<table><tr><th>metric</th><th>value</th><th>needed</th></tr>{rows}</table>")
    if told.later:
        rows = "".join(f"<li>{escape(each.title)}<br>{escape(each.how)}</li>" for each in told.later)
        parts.append(f"<details><summary>Still to come: {len(told.later)}</summary><ul>{rows}</ul></details>")
    return "".join(parts)


def headline(told: Preflight) -> str:
    """The answer in one line."""
    what = f"Run {told.run_id}" + (f" (version {told.version} of {told.model})" if told.version else "")
    lacking = len({each.requirement for each in told.lacks})
    if told.told_by == "nobody":
        return f"{what}: nothing could be told."
    if told.told_by == "client":
        return f"{what}: {_count(lacking)} by what can be told here; {len(told.untold)} more are not told without the gate."
    if told.lacks:
        return f"{what}: {_count(lacking)}."
    if told.version and not told.later:
        return f"{what}: nothing lacks; it may be promoted."
    return f"{what}: nothing lacks that can be supplied before {'its approval' if told.version else 'it is registered'}."


def _plain(text: str) -> str:
    """Other people's words, without what moves a terminal's cursor; further lines stand under the first."""
    shown = "".join(each if each.isprintable() or each == "\n" else ascii(each)[1:-1] for each in text)
    return shown.replace("\n", "\n     ")


def _count(number: int) -> str:
    return (
        "nothing lacks" if number == 0 else f"{number} requirement{' is' if number == 1 else 's are'} not met"
    )


def _grouped(lacks: tuple[Lack, ...]) -> list[tuple[str, list[Lack]]]:
    found: dict[str, list[Lack]] = {}
    for lack in lacks:
        found.setdefault(lack.requirement, []).append(lack)
    return list(found.items())


def _value(value: float | str | None) -> str:
    return "not logged" if value is None else str(value)
