"""Which commit the training code is, as git tells it."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

_PATIENCE_SECONDS = 10.0
"""A repository on a slow disk must not hold up a training for long."""
_CODE = ("py", "pyi", "pyx", "ipynb", "r", "sql", "yaml", "yml", "toml")
"""Endings of files that make a difference although git does not know them yet; data and outputs do not."""
_NAMED = 3
"""Files that are named in a message."""
_LONGEST_NAME = 300
"""Characters of a file's name in a message."""
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True)
class Commit:
    """The code is this commit, whole."""

    id: str


@dataclass(frozen=True)
class Uncommitted:
    """The code differs from the commit it comes from, so that no commit says what ran."""

    base: str
    files: tuple[str, ...]

    def __str__(self) -> str:
        more = len(self.files) - _NAMED
        named = ", ".join(map(_shown, self.files[:_NAMED])) + (f" and {more} more" if more > 0 else "")
        return f"{named} differ from commit {self.base[:12]}"


@dataclass(frozen=True)
class NotTold:
    """Git does not tell."""

    why: str


def code_state(folder: Path) -> Commit | Uncommitted | NotTold:
    """Of the repository that a folder is in. Asks git alone, changes nothing, needs no network and no history."""
    if folder in _GIVEN_UP:
        return NotTold("git did not answer before")
    try:
        head = _git(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        if not _COMMIT.fullmatch(head.strip()):
            return NotTold("the repository has no commit yet")
        changed = _entries(
            # Settings of the repository may hide that the code of a submodule is another one.
            _git(
                folder, "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=no", _SUBMODULES
            )
        )
        unknown = _unknown(folder)
    except FileNotFoundError:
        return NotTold("there is no git here")
    except subprocess.TimeoutExpired:
        # A search over parameters begins hundreds of runs: each would wait as long.
        _GIVEN_UP.add(folder)
        return NotTold(f"git did not answer in {_PATIENCE_SECONDS:.0f} seconds")
    except subprocess.CalledProcessError as error:
        return NotTold(_reason(error))
    except (OSError, UnicodeError) as error:
        return NotTold(f"git cannot be asked ({type(error).__name__})")
    files = (*changed, *unknown)
    return Uncommitted(head.strip(), files) if files else Commit(head.strip())


_GIVEN_UP: set[Path] = set()
_SUBMODULES = "--ignore-submodules=untracked"
_PATTERNS = tuple(f":(top,icase)*.{ending}" for ending in _CODE)


def _entries(porcelain: str) -> tuple[str, ...]:
    """Paths of ``git status --porcelain -z``: two letters and a blank before each."""
    return tuple(each[3:] for each in porcelain.split("\0") if each)


def _unknown(folder: Path) -> list[str]:
    """Files of code that git does not know, those in submodules too, which git itself leaves out."""
    listed = _git(folder, "ls-files", "-z", "--others", "--exclude-standard", "--full-name", "--", *_PATTERNS)
    found = [each for each in listed.split("\0") if each]
    top = Path(_git(folder, "rev-parse", "--show-toplevel").removesuffix("\n"))
    if not (top / ".gitmodules").exists():
        return found
    for line in _git(top, "ls-files", "-z", "--stage").split("\0"):
        about, _, path = line.partition("\t")
        # One that was never checked out is an empty folder, in which git would ask the repository around it.
        if about.startswith("160000 ") and (top / path / ".git").exists():
            found += [f"{path}/{each}" for each in _unknown(top / path)]
    return found


def _shown(file: str) -> str:
    """A name may be bytes that are no text, have line breaks, or be longer than a tag takes."""
    text = file if file.isprintable() else ascii(file)[1:-1]
    return text if len(text) <= _LONGEST_NAME else f"…{text[-_LONGEST_NAME:]}"


def _reason(error: subprocess.CalledProcessError) -> str:
    said = str(error.stderr or "").strip().splitlines()
    if not said:
        return "the repository has no commit yet"
    if "not a git repository" in said[0]:
        return "this is no git repository"
    if "dubious ownership" in said[0]:
        return "git does not trust the owner of this repository (safe.directory)"
    return f"git says: {said[0][:200]}"


def _git(folder: Path, *arguments: str) -> str:
    # Of a hook, or a tool around git: they would lead to another repository than the code's.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    # A hook of the repository that watches files is no business of a run that only looks.
    command = ["git", "-c", "core.fsmonitor=false", "-C", str(folder), *arguments]
    done = subprocess.run(
        command,
        check=True,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env=environment,
        timeout=_PATIENCE_SECONDS,
        encoding="utf-8",
        errors="surrogateescape",
    )
    return done.stdout
