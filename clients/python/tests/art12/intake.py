"""An intake on a free port of this machine that answers by a script, then with 202."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Request(NamedTuple):
    path: str
    headers: dict[str, str]
    body: Any


class Intake:
    """What was posted, and what was taken."""

    def __init__(self, answers: list[int | str], date: Callable[[], str] | None) -> None:
        self.answers = answers
        """Statuses in order; ``hang up`` gives no answer."""
        self.text = "{}"
        self.date = date
        self.requests: list[Request] = []
        self.taken: list[dict[str, Any]] = []
        self.url = ""
        self.away = False
        """Answers 503 for as long as it is."""

    def handler(self) -> type[BaseHTTPRequestHandler]:
        intake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(gzip.decompress(self.rfile.read(int(self.headers["content-length"]))))
                intake.requests.append(
                    Request(self.path, {key.lower(): value for key, value in self.headers.items()}, body)
                )
                answer = intake.answers.pop(0) if intake.answers else 503 if intake.away else 202
                if isinstance(answer, str):
                    self.close_connection = True
                    return
                if answer == 202 and isinstance(body, list):
                    intake.taken += body
                text = intake.text.encode()
                self.send_response(answer)
                self.send_header("content-length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def date_time_string(self, timestamp: float | None = None) -> str:
                return super().date_time_string(timestamp) if intake.date is None else intake.date()

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (its name in the base class)
                pass

        return Handler


@contextmanager
def running_intake(*answers: int | str, date: Callable[[], str] | None = None) -> Iterator[Intake]:
    intake = Intake(list(answers), date)
    server = ThreadingHTTPServer(("127.0.0.1", 0), intake.handler())
    server.daemon_threads = True
    intake.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield intake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
