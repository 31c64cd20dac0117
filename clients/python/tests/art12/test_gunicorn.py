"""Real workers of gunicorn, that are killed and replaced."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from .intake import running_intake
from .making import is_whole_chain
from .test_processes import ROOT, chains, ids_of, ran

_WORKERS = 3


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def asked(port: int) -> tuple[int, str, str] | None:
    """Process, event and emitter of one request; None when nobody answered."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/", timeout=10) as answer:
            pid, event, emitter = answer.read().decode().split()
    except OSError:
        return None
    return int(pid), event, emitter


def test_each_worker_has_a_chain_and_what_a_killed_one_answered_is_not_lost(tmp_path: Path) -> None:
    port = free_port()
    with running_intake() as intake:
        gunicorn = [sys.executable, "-W", "ignore::DeprecationWarning", "-B", "-m", "gunicorn", "--preload"]
        options = [f"--bind=127.0.0.1:{port}", f"--workers={_WORKERS}", "--log-level=warning"]
        hook = tmp_path / "gunicorn.conf.py"
        hook.write_text(
            "def worker_exit(server, worker):\n    from tests.art12 import service\n    service.log.close()\n"
        )
        process = subprocess.Popen(
            [*gunicorn, *options, f"--config={hook}", "tests.art12.service:app"],
            cwd=ROOT,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(sys.path),
                "SPOOL": str(tmp_path / "spool"),
                "INTAKE": intake.url,
            },
            stderr=subprocess.PIPE,
        )
        answers: list[tuple[int, str, str]] = []
        killed = 0
        until = time.monotonic() + 60
        while time.monotonic() < until and (killed < 2 or len(answers) < 150):
            answer = asked(port)
            if answer is None:
                time.sleep(0.05)
                continue
            answers.append(answer)
            if killed < 2 and len(answers) >= 50 * (killed + 1):
                os.kill(answer[0], signal.SIGKILL)
                killed += 1
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
        assert killed == 2, said.decode()
        ran("gather", tmp_path / "spool", intake)
    found = chains(intake)
    # One of the parent, which recorded its start when the application was loaded, and one of each worker that answered.
    assert {emitter for _, _, emitter in answers} < set(found)
    assert {event for _, event, _ in answers} <= ids_of(found)
    assert len({emitter for _, _, emitter in answers}) == len({pid for pid, _, _ in answers})
    assert all(is_whole_chain(lines) for lines in found.values())
    assert all(lines[-1].event["type"] == "emitter_stop" for lines in found.values())
