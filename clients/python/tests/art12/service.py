"""A service under gunicorn, with ``preload_app``: one logger, made before the workers are forked. See test_gunicorn."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from .application import spooled
from .making import decision

log = spooled(Path(os.environ["SPOOL"]), os.environ["INTAKE"], processes=8)


def app(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    event = log.inference(**decision())
    start_response("200 OK", [("content-type", "text/plain")])
    return [f"{os.getpid()} {event['event_id']} {event['emitter']['id']}".encode()]
