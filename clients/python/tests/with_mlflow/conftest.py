"""Tests that need MLflow: run with each client that the package is for (``__tests__/clients/python`` of the repository)."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

collect_ignore_glob = [] if find_spec("mlflow") else ["test_*.py"]

VARIABLES = ("MLFLOW_TRACKING_URI", "MLFLOW_TRACKING_TOKEN", "EVIDENCE_GATE_URL", "MLFLOW_EXPERIMENT_NAME")


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """MLflow's own store, made once: a database, whose schema takes seconds, or files where that is the default."""
    import mlflow

    folder = tmp_path_factory.mktemp("mlflow")
    uri = (
        (folder / "mlruns").as_uri()
        if mlflow.__version__.startswith("2.")
        else f"sqlite:///{folder / 'mlflow.db'}"
    )
    mlflow.set_tracking_uri(uri)
    mlflow.MlflowClient().search_experiments()
    return uri


@pytest.fixture
def plain(database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """A plain MLflow, with an experiment of its own for this test. Gives the experiment's name."""
    import mlflow

    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    mlflow.set_tracking_uri(database)
    name = f"e-{uuid.uuid4().hex}"
    mlflow.create_experiment(name, artifact_location=(tmp_path / "artifacts").as_uri())
    mlflow.set_experiment(name)
    yield name
    while mlflow.active_run():
        mlflow.end_run()


class StandIn:
    """A server that answers as it is told, and keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, Any]] = {}
        self.asked: list[tuple[str, str | None]] = []
        self.otherwise: tuple[int, Any] = (404, "<html>Not Found</html>")
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                stand_in.asked.append((self.path, self.headers.get("authorization")))
                status, said = stand_in.answers.get(self.path, stand_in.otherwise)
                body = (said if isinstance(said, str) else json.dumps(said)).encode()
                self.send_response(status)
                self.send_header("content-type", "text/html" if isinstance(said, str) else "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    server = StandIn()
    yield server
    server.stop()
