"""An application in a process of its own, for tests of forks, kills and ends. Prints the id of each event that was answered.

Arguments: what to do, the spool's folder, the intake's address.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from ai_act_evidence.art12 import Art12Handler, Art12Logger, DatadogIntake, Spool, Tries

from .making import decision, decision_call, logger


def spooled(folder: Path, url: str, processes: int = 1) -> Art12Logger:
    spool = Spool(
        folder=folder,
        when_log_cannot_be_written="fail-closed",
        processes=processes,
        late=lambda _key, _data: "written",
        retry_delay_ms=20,
        close_wait_ms=20_000,
        on_fault=lambda _fault: None,
    )
    sink = DatadogIntake(api_key="k", url=url, tries=Tries(attempts=1, timeout_ms=5000))
    return logger(sink, spool=spool)


def answered(event: Any) -> None:
    os.write(1, f"{event['event_id']}\n".encode())


def for_ever(folder: Path, url: str) -> None:
    """Records until it is killed, from four threads."""
    log = spooled(folder, url)

    def busy() -> None:
        while True:
            answered(log.inference(**decision()))

    threads = [threading.Thread(target=busy, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def once(folder: Path, url: str) -> None:
    """Starts and ends: delivers what others left."""
    spooled(folder, url).close()


def gather(folder: Path, url: str) -> None:
    """Starts and ends where several processes share the folder."""
    spooled(folder, url, processes=8).close()


def forked(folder: Path, url: str) -> None:
    """As gunicorn with ``preload_app``: one logger, made before the workers are forked while other threads log."""
    log = spooled(folder, url, processes=8)
    stop = threading.Event()

    def busy() -> None:
        while not stop.is_set():
            answered(log.inference(**decision()))

    threads = [threading.Thread(target=busy) for _ in range(2)]
    for thread in threads:
        thread.start()
    workers = []
    for _ in range(3):
        worker = os.fork()
        if worker == 0:
            for _ in range(5):
                answered(log.inference(**decision()))
            log.close()
            os._exit(0)
        workers.append(worker)
    statuses = [os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]) for worker in workers]
    stop.set()
    for thread in threads:
        thread.join()
    log.close()
    assert statuses == [0, 0, 0], statuses


def silent_child(folder: Path, url: str) -> None:
    """A child that logs nothing outlives its parent, which is replaced."""
    log = spooled(folder, url)
    answered(log.inference(**decision()))
    read, write = os.pipe()
    if os.fork() == 0:
        os.close(write)
        assert log.close() is None
        os.read(read, 1)  # until the parent is dead
        spooled(folder, url).close()
        os._exit(0)
    os.kill(os.getpid(), signal.SIGKILL)


def pool(folder: Path, url: str) -> None:
    """Workers of multiprocessing that are forked and killed."""
    log = spooled(folder, url, processes=8)
    context = multiprocessing.get_context("fork")

    def work() -> None:
        answered(log.inference(**decision()))
        os.kill(os.getpid(), signal.SIGKILL)

    workers: list[Any] = [context.Process(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    log.close()


def shutdown(folder: Path, url: str) -> None:
    """Ends without a word, as most programs do: ``logging.shutdown`` closes the logger."""
    app = logging.getLogger("credit")
    app.setLevel(logging.INFO)
    app.addHandler(Art12Handler(spooled(folder, url)))
    app.info("decided", extra={"art12": decision_call()})
    gc.collect()


_TODO = {
    "for_ever": for_ever,
    "once": once,
    "gather": gather,
    "forked": forked,
    "silent_child": silent_child,
    "pool": pool,
    "shutdown": shutdown,
}

if __name__ == "__main__":
    todo, folder, url = sys.argv[1:]
    _TODO[todo](Path(folder), url)
