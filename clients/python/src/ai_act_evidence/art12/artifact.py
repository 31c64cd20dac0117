"""Digest of the model that a process has loaded."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from .errors import Art12ConfigError

_READ_BYTES = 1024 * 1024


def artifact_digest(location: str | os.PathLike[str]) -> str:
    r"""Digest of a model artefact, as 64 hex digits.

    A file: SHA-256 of its bytes. A folder: SHA-256 of its manifest, which has one line a file, ``<sha256><two
    spaces><path>`` with a line feed, paths relative with "/", sorted by their UTF-8 bytes. Hidden files count, empty
    folders do not. The same digest comes from::

        find . -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum

    run in the folder. Links inside are refused, because what they lead to may change.

    :raises Art12ConfigError: where there is nothing to digest, or no reproducible digest
    """
    try:
        root = Path(location).resolve(strict=True)
    except (OSError, RuntimeError, TypeError, ValueError) as cause:
        raise _error("is not there", "pass the path the model was loaded from", cause) from cause
    return _folder_digest(root) if root.is_dir() else _file_digest(root)


def _folder_digest(root: Path) -> str:
    files = sorted(_files_in(root, ""), key=os.fsencode)
    if not files:
        raise _error("is an empty folder", "pass the folder that holds the model's files")
    manifest = hashlib.sha256()
    for file in files:
        manifest.update(f"{_file_digest(root / file)}  ".encode() + os.fsencode(file) + b"\n")
    return manifest.hexdigest()


def _files_in(root: Path, folder: str) -> Iterator[str]:
    with os.scandir(root / folder) as entries:
        for entry in entries:
            name = f"{folder}/{entry.name}" if folder else entry.name
            mode = entry.stat(follow_symlinks=False).st_mode
            if stat.S_ISDIR(mode):
                yield from _files_in(root, name)
                continue
            if not stat.S_ISREG(mode):
                raise _error(
                    "holds a link or a special file", "pass a folder of regular files, with links resolved"
                )
            if re.search(r"[\\\n\r]", name):
                raise _error("holds a file name with a backslash or a line break", "rename the file")
            yield name


def _file_digest(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while part := opened.read(_READ_BYTES):
            digest.update(part)
    return digest.hexdigest()


def _error(needed: str, fix: str, cause: BaseException | None = None) -> Art12ConfigError:
    return Art12ConfigError(
        code="no-artifact-digest", field="model.artifact_path", needed=needed, fix=fix, cause=cause
    )
