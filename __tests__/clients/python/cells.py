"""Runs a file of `# %%` cells as a notebook does: cells.py FILE. One namespace, no `__file__`, and `display` among the builtins.

Prints what a notebook would show: a line `HTML:` or `MARKDOWN:` with a JSON text for what has such a form, else the text.
"""

import ast
import builtins
import json
import re
import sys
from pathlib import Path


def display(value: object) -> None:
    for form, method in (("HTML", "_repr_html_"), ("MARKDOWN", "_repr_markdown_")):
        if hasattr(value, method):
            print(f"{form}:{json.dumps(getattr(value, method)())}", flush=True)
            return
    print(value, flush=True)


def run(code: str, names: dict[str, object]) -> None:
    """All statements; the value of a last expression is shown."""
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)
    if last is not None:
        value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
        if value is not None:
            display(value)


def main() -> None:
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    builtins.display = display  # type: ignore[attr-defined]
    names: dict[str, object] = {"__name__": "__main__"}
    main_module = sys.modules["__main__"]
    del main_module.__file__
    for cell in re.split(r"^# %%", text, flags=re.MULTILINE):
        if not cell.startswith(" [markdown]"):
            run(cell, names)


main()
