"""Sends logs as OpenTelemetry log records."""

from __future__ import annotations

import gzip
import json
import socket
import urllib.parse
from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import Art12DeliveryError
from ..log_line import LogLine, json_text
from ..times import milliseconds_of
from .answers import Receiver, option_error
from .datadog_intake import AGE_HOURS, AHEAD_HOURS
from .http_post import Poster, Tries
from .sink import Art12Sink

_RECEIVER = Receiver("collector", "the collector")


class OtlpLogs(Art12Sink):
    """OTLP over HTTP as JSON, to a Datadog Agent or a Collector with Datadog's exporter.

    A record's body is the log line as an Agent would read it from standard output; its attribute ``ddtags`` holds the tags,
    for no other attribute becomes one. ``write`` returns when the Collector has answered: what it does with the logs is not
    confirmed.
    """

    # It ends up in Datadog's intake, which drops what is older or further ahead without a word.
    max_age_hours = AGE_HOURS
    max_ahead_hours = AHEAD_HOURS

    def __init__(
        self,
        *,
        url: str = "http://127.0.0.1:4318",
        headers: Mapping[str, str] | None = None,
        hostname: str | None = None,
        tries: Tries | None = None,
    ) -> None:
        """Makes the sink.

        :param url: origin of an Agent or Collector. Plain http only on the machine or within the cluster
        :param headers: to send along, such as a token that the Collector asks for
        :param hostname: host the logs are shown under; default: the machine's name
        :raises Art12ConfigError: for options that cannot work
        """
        parsed = urllib.parse.urlsplit(url)
        if parsed.scheme not in ("http", "https") or not parsed.hostname:
            raise option_error(
                "url", "must be an http or https origin", "give for example http://127.0.0.1:4318"
            )
        sent = {**(headers or {}), "content-type": "application/json", "content-encoding": "gzip"}
        self._hostname = socket.gethostname() if hostname is None else hostname
        endpoint = f"{parsed.scheme}://{parsed.netloc}/v1/logs"
        self._poster = Poster(_RECEIVER, endpoint, sent, tries or Tries())

    def close(self) -> None:
        """Lets go of the connection."""
        self._poster.close()

    def write(self, lines: Sequence[LogLine]) -> None:
        """Sends one request."""
        body = json_text(_export_request(lines, self._hostname)).encode()
        taken = self._poster.post(gzip.compress(body, mtime=0))
        rejected = _rejected_records(taken.text)
        if rejected == 0:
            return
        # A Collector may answer with success and yet have rejected records; it does not say which.
        raise Art12DeliveryError(
            code="collector-rejected",
            needed=f"the collector took the request but rejected {rejected} record(s) of it",
            fix="see the collector's log",
            delivered="unknown",
        )


def _export_request(lines: Sequence[LogLine], hostname: str) -> dict[str, Any]:
    """An ``ExportLogsServiceRequest`` in OTLP's JSON: a resource a service."""
    services = dict.fromkeys(line.service for line in lines)
    return {
        "resourceLogs": [
            {
                "resource": {"attributes": [_text("service.name", service), _text("host.name", hostname)]},
                "scopeLogs": [
                    {
                        "scope": {"name": "art12-logger"},
                        "logRecords": [_record(line) for line in lines if line.service == service],
                    }
                ],
            }
            for service in services
        ]
    }


def _record(line: LogLine) -> dict[str, Any]:
    return {
        "timeUnixNano": f"{milliseconds_of(line.timestamp)}000000",
        "severityNumber": 17 if line.status == "error" else 9,
        "severityText": line.status,
        "body": {"stringValue": line.to_json()},
        "attributes": [_text("ddtags", ",".join(line.tags)), _text("ddsource", "ai-act-evidence")],
    }


def _text(key: str, text: str) -> dict[str, Any]:
    return {"key": key, "value": {"stringValue": text}}


def _rejected_records(answer: str) -> int:
    try:
        partial = json.loads(answer).get("partialSuccess") or {}
        return int(partial.get("rejectedLogRecords") or 0)
    except (ValueError, TypeError, AttributeError):
        return 0
