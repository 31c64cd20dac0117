"""Questions to the gate, by MLflow's own client for the tracking server: its token, its certificates, its proxies."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from .errors import GateRefusedError, NoRunError, NotSignedInError

_PATIENCE_SECONDS = 20
_HASHING_PATIENCE_SECONDS = 1_800
"""The gate reads and hashes a version's files before it answers for it."""


class NoGate(Exception):
    """What answers is no gate, or one that does not know the question; the message says what."""


class NoAnswer(Exception):
    """Nothing answers, or MLflow behind the gate does not; the message says what."""


@dataclass(frozen=True)
class Gate:
    """A gate at an address."""

    url: str

    def __repr__(self) -> str:
        return f"Gate({self.shown})"

    @property
    def shown(self) -> str:
        """The address for messages: without a name and a password in it."""
        return re.sub(r"//[^/?#]*@", "//", self.url)

    @contextmanager
    def read(self) -> Iterator[None]:
        """Around the reading of an answer.

        Raises:
            NoGate: the answer is not of the form that this release reads.
        """
        try:
            yield
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise NoGate(f"{self.shown} answers in another form than this release reads") from error

    def preflight(self, run_id: str) -> dict[str, Any]:
        """What a run lacks.

        Raises:
            NoGate, NoAnswer: see there.
            NotSignedInError: no token, or one that is not taken.
            NoRunError: there is no such run.
            GateRefusedError: the gate says no.
        """
        return self._asked(f"/evidence/v1/preflight/{quote(run_id, safe='')}", _PATIENCE_SECONDS)

    def status(self, name: str, version: str) -> dict[str, Any]:
        """All that the gate knows of a registered version; raises as :meth:`preflight` does."""
        path = f"/evidence/v1/status/{quote(name, safe='')}/{quote(version, safe='')}"
        return self._asked(path, _HASHING_PATIENCE_SECONDS)

    def _asked(self, path: str, seconds: int) -> dict[str, Any]:
        from mlflow.utils.credentials import get_default_host_creds
        from mlflow.utils.rest_utils import http_request

        try:
            # Once: what does not answer now is told at once, not after minutes of tries.
            answer = http_request(
                host_creds=get_default_host_creds(self.url),
                endpoint=path,
                method="GET",
                max_retries=0,
                raise_on_status=False,
                timeout=seconds,
            )
        except Exception as error:  # Of requests, urllib3 and MLflow, by what failed.
            raise NoAnswer(f"{self.shown} does not answer ({_root(error)})") from None
        said = _json(answer)
        code, message = str(said.get("error_code", "")), _without_secrets(str(said.get("message", "")))
        status = int(answer.status_code)
        if status == 200 and "lacks" in said:
            return said
        if status == 401:
            raise _not_signed_in(message)
        if status == 403 and code:
            raise GateRefusedError(
                code="gate-refused", needed=message, fix="ask the platform team for a role at the gate"
            )
        if code == "RESOURCE_DOES_NOT_EXIST":
            raise NoRunError(code="no-such-run", needed=message, fix="give the id of a run that is there")
        if code == "RESOURCE_CONFLICT":
            raise NoAnswer(f"the gate at {self.shown} could not look: {message}")
        if status == 429 or status >= 500:
            raise NoAnswer(f"{self.shown} answers with status {status}")
        raise NoGate(
            f"{self.shown} is no gate, or an older one, and answers this question with status {status}"
        )


def gate_at(address: str | None) -> Gate | None:
    """The gate at an address, else of ``EVIDENCE_GATE_URL``, else of the tracking server; ``None`` where that is none."""
    import mlflow

    url = str(address or os.environ.get("EVIDENCE_GATE_URL") or mlflow.get_tracking_uri())
    return Gate(url.rstrip("/")) if url.startswith(("https://", "http://")) else None


def _without_secrets(message: str) -> str:
    """What stands between here and the gate may repeat what it was sent."""
    for name in ("MLFLOW_TRACKING_TOKEN", "MLFLOW_TRACKING_PASSWORD"):
        secret = os.environ.get(name)
        if secret:
            message = message.replace(secret, f"({name})")
    return message


def _not_signed_in(message: str) -> NotSignedInError:
    if os.environ.get("MLFLOW_TRACKING_TOKEN"):
        return NotSignedInError(
            code="token-not-taken",
            needed=f"the gate does not take the token in MLFLOW_TRACKING_TOKEN{f': {message}' if message else ''}",
            fix="get a new access token of your identity provider; they last for minutes to hours",
        )
    return NotSignedInError(
        code="no-token",
        needed="the gate does not know who asks: MLFLOW_TRACKING_TOKEN is not set",
        fix="set it to an access token of your identity provider",
    )


def _json(answer: Any) -> dict[str, Any]:
    try:
        said = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _root(error: BaseException) -> str:
    """What failed underneath: the words around it repeat address and traceback."""
    cause: BaseException = error
    while True:
        inner = getattr(cause, "reason", None)
        following = inner if isinstance(inner, BaseException) else cause.__cause__ or cause.__context__
        if following is None or following is cause:
            return type(cause).__name__
        cause = following
