"""The folder of a spool that holds the chains."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from ..errors import Art12ConfigError

_WRITABLE_BY_OTHERS = 0o022
"""Bits of a mode that let others than the owner write."""


def private_chains_folder(spool: Path) -> Path:
    """The folder, made if it is not there.

    Whoever can write there can have events sent, and a chain's end signed, in this application's name: so it must be its
    user's, and nobody else's.

    :raises Art12ConfigError: where it is not
    """
    chains = spool / "chains"
    spool.mkdir(0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        chains.mkdir(0o700)
    # Not `stat`: a link may be led elsewhere between two looks.
    found = chains.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise _not_private("must be a folder, not a link or a file")
    if found.st_uid != os.getuid():
        raise _not_private("must belong to the user that this process runs as")
    if found.st_mode & _WRITABLE_BY_OTHERS:
        raise _not_private("must not be writable for its group or for others")
    return chains


def chain_names(chains: Path) -> list[str]:
    """Names of the chains in their folder, the oldest first: they begin with the time of their start."""
    with os.scandir(chains) as entries:
        # Files and links are nobody's chain.
        return sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))


def _not_private(needed: str) -> Art12ConfigError:
    return Art12ConfigError(
        code="spool-not-private",
        field="spool.folder",
        needed=f'its folder "chains" {needed}',
        fix="see who made it; then mend owner and mode (chown, chmod 700), or give another folder",
    )
