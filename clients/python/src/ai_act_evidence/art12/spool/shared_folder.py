"""A spool's folder that several processes share, such as the workers of gunicorn."""

from __future__ import annotations

import contextlib
import os
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path

from ..errors import Art12ConfigError
from .chains_folder import chain_names, private_chains_folder
from .lock import FolderLock

_NAME = re.compile(r"worker-[0-9]+")
_LOOKS = 20
_LONGEST_PAUSE_S = 0.1


def take_folder(folder: Path, processes: int) -> tuple[Path, FolderLock]:
    """The folder of this process and its lock: the folder itself for one process, else a free one below it.

    What dead processes left in the others is moved here, so that it is delivered although fewer start than died.

    :raises Art12ConfigError: when all are held by processes that are alive, or somebody else may write there
    """
    if processes == 1:
        private_chains_folder(folder)
        return folder, FolderLock.take(folder)
    folder.mkdir(0o700, parents=True, exist_ok=True)
    for _look in range(_LOOKS):
        # Not all from the first one on: they start together.
        for number in random.sample(range(1, processes + 1), processes):
            own = folder / f"worker-{number}"
            private_chains_folder(own)
            if (lock := _free(own)) is not None:
                with contextlib.suppress(OSError):
                    _gather(folder, own)
                return own, lock
        # Two that looked at the same time both stepped back.
        time.sleep(random.random() * _LONGEST_PAUSE_S)
    raise Art12ConfigError(
        code="spool-in-use",
        field="spool.processes",
        needed=f"is {processes}, and so many other processes that are alive hold the folder",
        fix="raise it to the number of processes that share the folder, those that are being replaced included",
    )


def _gather(folder: Path, own: Path) -> None:
    """Moves chains that nobody holds into the own folder."""
    for other in _others(folder, own):
        with contextlib.suppress(OSError, Art12ConfigError):
            chains = private_chains_folder(other)
            if not chain_names(chains) or (lock := _free(other)) is None:
                continue
            try:
                for name in chain_names(chains):
                    (chains / name).rename(own / "chains" / name)
            finally:
                lock.release()


def _others(folder: Path, own: Path) -> Iterator[Path]:
    for name in sorted(os.listdir(folder)):
        if _NAME.fullmatch(name) and folder / name != own:
            yield folder / name


def _free(folder: Path) -> FolderLock | None:
    try:
        return FolderLock.take(folder, looks=1)
    except Art12ConfigError as error:
        if error.code == "spool-in-use":
            return None
        raise
