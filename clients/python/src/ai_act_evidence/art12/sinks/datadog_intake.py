"""Sends logs to Datadog's intake."""

from __future__ import annotations

import gzip
import re
import socket
import urllib.parse
from collections.abc import Callable, Sequence

from ..errors import Delivered
from ..log_line import LogLine
from ..times import milliseconds_of
from .answers import Receiver, option_error, refusal
from .http_post import Poster, Tries
from .receiver_clock import ReceiverClock
from .sink import Art12Sink

EVENT_BYTES = 1_000_000
"""Limits of Datadog's log intake (v2), before compression.
https://docs.datadoghq.com/api/latest/logs/#send-logs and, of the two hours, .../processors/log_date_remapper/"""
REQUEST_BYTES = 5_000_000
MAX_EVENTS = 1000
AGE_HOURS = 18
"""Later and earlier than its own clock: what lies outside is dropped, and answered with 202 all the same."""
AHEAD_HOURS = 2

_HOUR_MS = 3_600_000
_RECEIVER = Receiver("intake", "Datadog's intake")


class DatadogIntake(Art12Sink):
    """``POST /api/v2/logs``, compressed."""

    max_age_hours = AGE_HOURS
    max_ahead_hours = AHEAD_HOURS

    def __init__(
        self,
        *,
        api_key: str,
        site: str | None = None,
        url: str | None = None,
        hostname: str | None = None,
        max_events: int = 500,
        tries: Tries | None = None,
        now: Callable[[], int] | None = None,
    ) -> None:
        """Makes the sink.

        :param api_key: of the Datadog organisation; sent as a header only
        :param site: Datadog site, for example datadoghq.eu; needed unless ``url`` is given
        :param url: origin of the intake instead of the site's: https, or http on this machine
        :param hostname: host the logs are shown under; default: the machine's name
        :param max_events: most events in one request: 500 of the greatest size the schema allows fit into a request
        :param now: milliseconds since 1970: events are judged too old, or too far ahead, by it. Default: this machine's
            clock, put right by the ``Date`` of the intake's answers: the intake judges by its own
        :raises Art12ConfigError: for options that cannot work
        """
        if (
            isinstance(max_events, bool)
            or not isinstance(max_events, int)
            or not 1 <= max_events <= MAX_EVENTS
        ):
            raise option_error("max_events", f"must be a whole number from 1 to {MAX_EVENTS}", "leave it out")
        headers = {
            "content-type": "application/json",
            "content-encoding": "gzip",
            "dd-api-key": _checked_key(api_key),
        }
        self.max_lines = max_events
        self._hostname = socket.gethostname() if hostname is None else hostname
        self._poster = Poster(_RECEIVER, _endpoint(site, url), headers, tries or Tries())
        self._clock = ReceiverClock()
        self._own_now = now

    def now(self) -> int:
        """The clock it judges by."""
        return self._clock.now() if self._own_now is None else self._own_now()

    def close(self) -> None:
        """Lets go of the connection."""
        self._poster.close()

    def write(self, lines: Sequence[LogLine]) -> None:
        """Sends one request."""
        _refuse_untimely(lines, self.now(), "no")
        taken = self._poster.post(gzip.compress(self._body(lines), mtime=0))
        self._clock.heard(taken.date)
        # Judged again by what the answer says of the intake's clock: with a wrong one here it has dropped them.
        _refuse_untimely(lines, self.now(), "unknown")

    def _body(self, lines: Sequence[LogLine]) -> bytes:
        logs = [line.to_json(self._hostname).encode() for line in lines]
        if any(len(log) > EVENT_BYTES for log in logs):
            raise refusal(
                "event-too-large",
                "an event over 1 MB is cut off by Datadog's intake",
                "log references instead",
            )
        body = b"[" + b",".join(logs) + b"]"
        if len(body) > REQUEST_BYTES:
            raise refusal(
                "batch-too-large", "a request over 5 MB is refused by Datadog's intake", "lower max_events"
            )
        return body


def _refuse_untimely(lines: Sequence[LogLine], now: int, delivered: Delivered) -> None:
    """What the intake drops without a word, for its time."""
    times = [milliseconds_of(line.timestamp) for line in lines]
    fix = "check the clock; with a spool, such events go straight to the vault"
    if min(times) < now - AGE_HOURS * _HOUR_MS:
        needed = f"events older than {AGE_HOURS} h are refused by Datadog's intake"
        raise refusal("too-old", needed, fix, delivered)
    if max(times) > now + AHEAD_HOURS * _HOUR_MS:
        needed = f"events more than {AHEAD_HOURS} h ahead are refused by Datadog's intake"
        raise refusal("too-far-ahead", needed, fix, delivered)


def _endpoint(site: str | None, url: str | None) -> str:
    if url is None:
        if site is not None and re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", site):
            return f"https://http-intake.logs.{site}/api/v2/logs"
        needed = "must be a Datadog site such as datadoghq.eu"
        raise option_error("site", needed, "give site, or url for a stand-in")
    parsed = urllib.parse.urlsplit(url)
    local = parsed.scheme == "http" and parsed.hostname in ("127.0.0.1", "localhost", "::1")
    if parsed.hostname and (parsed.scheme == "https" or local):
        return f"{parsed.scheme}://{parsed.netloc}/api/v2/logs"
    raise option_error(
        "url", "must be an https origin, or http on this machine", "give for example http://127.0.0.1:8080"
    )


def _checked_key(api_key: str) -> str:
    if isinstance(api_key, str) and re.fullmatch(r"[\x21-\x7e]+", api_key):
        return api_key
    raise option_error(
        "api_key", "must be a key without spaces", "read it from a secret store, for example DD_API_KEY"
    )
