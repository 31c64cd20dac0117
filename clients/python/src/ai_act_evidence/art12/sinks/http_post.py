"""Posts a body until it is taken or it is known that it is not."""

from __future__ import annotations

import codecs
import contextlib
import http.client
import os
import ssl
import time
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ..errors import Art12DeliveryError
from .answers import NeverConnectedError, Receiver, answered, as_uncertain, is_passing, unanswered

# Found now and kept: the first connection would look for it, and a process that is forked in that moment waits for ever.
codecs.lookup("idna")

_TEXT_BYTES = 300
"""So much of an answer's text is kept."""
_ABANDONED: list[http.client.HTTPConnection] = []
"""Connections of parent processes: kept, because throwing one away would wait for a lock that nobody holds any more."""
_LOCAL = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, kw_only=True)
class Tries:
    """How a sink asks again."""

    attempts: int = 3
    """Tries of one request before the call fails, when the answer is 408, 429 or 5xx or there is none."""
    retry_delay_ms: float = 250
    """Pause before the second try; doubled before each further one."""
    timeout_ms: float = 10_000
    """How long one try waits for the other side to say something."""


class Taken(NamedTuple):
    """An answer of success."""

    text: str
    """The beginning of its text."""
    date: str | None
    """Its ``Date`` header."""


class Poster:
    """Posts to one address, on a connection that is kept. For one thread at a time."""

    def __init__(self, receiver: Receiver, url: str, headers: Mapping[str, str], tries: Tries) -> None:
        self._receiver = receiver
        self._url = urllib.parse.urlsplit(url)
        self._headers = dict(headers)
        self._tries = tries
        self._connection: http.client.HTTPConnection | None = None
        self._process = os.getpid()

    def post(self, body: bytes) -> Taken:
        """Posts a body.

        :raises Art12DeliveryError: when it was not taken, or nobody knows
        """
        uncertain = False
        attempt = 1
        while True:
            answer = self._once(body)
            if isinstance(answer, Taken):
                return answer
            uncertain = uncertain or answer.delivered == "unknown"
            if attempt >= self._tries.attempts or not is_passing(answer):
                raise as_uncertain(answer) if uncertain else answer
            time.sleep(self._tries.retry_delay_ms * 2 ** (attempt - 1) / 1000)
            attempt += 1

    def close(self) -> None:
        """Lets go of the connection; the next post makes another one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.close()

    def _once(self, body: bytes) -> Taken | Art12DeliveryError:
        try:
            connection = self._connected()
            connection.request("POST", self._url.path, body, self._headers)
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")[:_TEXT_BYTES]
        except (OSError, http.client.HTTPException, NeverConnectedError) as cause:
            self.close()
            return unanswered(self._receiver, cause)
        if response.will_close:
            self.close()
        if 200 <= response.status < 300:
            return Taken(text, response.headers.get("date"))
        return answered(self._receiver, response.status, text)

    def _connected(self) -> http.client.HTTPConnection:
        if self._process != os.getpid():
            self._abandon()
            self._process = os.getpid()
        if self._connection is None:
            connection = self._new_connection()
            try:
                connection.connect()
            except OSError as cause:
                connection.close()
                raise NeverConnectedError from cause
            self._connection = connection
        return self._connection

    def _abandon(self) -> None:
        """A child process must not speak on its parent's connection, and cannot close what a thread of it was reading."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        _ABANDONED.append(connection)
        if connection.sock is not None:
            with contextlib.suppress(OSError):
                os.close(connection.sock.detach())

    def _new_connection(self) -> http.client.HTTPConnection:
        """Straight, or by the proxy that the environment names."""
        host, port, timeout = self._url.hostname or "", self._url.port, self._tries.timeout_ms / 1000
        proxy = self._proxy(host)
        secure = self._url.scheme == "https"
        to_host, to_port = (host, port) if proxy is None else (proxy.hostname or "", proxy.port)
        if not secure:
            return http.client.HTTPConnection(to_host, to_port, timeout=timeout)
        connection = http.client.HTTPSConnection(
            to_host, to_port, timeout=timeout, context=ssl.create_default_context()
        )
        if proxy is not None:
            connection.set_tunnel(host, port)
        return connection

    def _proxy(self, host: str) -> urllib.parse.SplitResult | None:
        if self._url.scheme != "https" or host in _LOCAL or urllib.request.proxy_bypass(host):
            return None
        named = urllib.request.getproxies().get("https")
        return None if named is None else urllib.parse.urlsplit(named)
