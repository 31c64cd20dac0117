"""One log as Datadog's intake takes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .canonical import canonical_string, sha256_hex


@dataclass(frozen=True)
class LogLine:
    """The line that carries an event. The evidence is ``entry``; all else is made from it, for people and queries."""

    entry: str
    """The event's RFC 8785 text."""
    entry_sha256: str
    event: Mapping[str, Any]

    @staticmethod
    def of_event(event: Mapping[str, Any]) -> LogLine:
        """The line of a valid event."""
        entry = canonical_string(event)
        return LogLine(entry, sha256_hex(entry), json.loads(entry))

    @staticmethod
    def of_entry(entry: str) -> LogLine:
        """The line of an entry.

        :raises ValueError: when it is no event
        """
        line = LogLine(entry, sha256_hex(entry), json.loads(entry))
        try:
            line.to_json()
            line.sequence + len(line.emitter)
        except (KeyError, TypeError) as cause:
            raise ValueError("not an event") from cause
        return line

    @property
    def sequence(self) -> int:
        """Its place in the emitter's chain."""
        sequence: int = self.event["emitter"]["sequence"]
        return sequence

    @property
    def emitter(self) -> str:
        """Who wrote it."""
        emitter: str = self.event["emitter"]["id"]
        return emitter

    @property
    def timestamp(self) -> str:
        """When it happened."""
        timestamp: str = self.event["time"]
        return timestamp

    @property
    def service(self) -> str:
        """The AI system."""
        service: str = self.event["system"]["id"]
        return service

    @property
    def status(self) -> str:
        """Datadog's status of the log."""
        return "error" if self.event["type"] == "error" else "info"

    @property
    def tags(self) -> list[str]:
        """Tags. Datadog reads them from ``ddtags``; an attribute in the body would not match a tag query."""
        event = self.event
        of_model = [f"model_version:{event['model']['version']}"] if "model" in event else []
        return [
            "compliance.art12:true",
            f"env:{event['environment']}",
            f"ai_system:{self.service}",
            f"event_type:{event['type']}",
            *of_model,
        ]

    @property
    def message(self) -> str:
        """For people."""
        return f"Art 12 {self.event['type']} {self.event['event_id']}"

    def to_json(self, hostname: str | None = None) -> str:
        """The line as it is sent."""
        head = {
            "ddsource": "ai-act-evidence",
            "service": self.service,
            "ddtags": ",".join(self.tags),
            "status": self.status,
            "timestamp": self.timestamp,
            "message": self.message,
        }
        end = "" if hostname is None else f',"hostname":{json_text(hostname)}'
        return f'{json_text(head)[:-1]},"art12":{self._art12()}{end}}}'

    def to_archived_json(self) -> str:
        """The line as an archive of Datadog's has it, for what comes to the vault past Datadog."""
        head = {
            "_id": self.event["event_id"],
            "date": self.timestamp,
            "source": "ai-act-evidence",
            "service": self.service,
            "status": self.status,
            "message": self.message,
            "tags": self.tags,
        }
        return f'{json_text(head)[:-1]},"attributes":{{"art12":{self._art12()}}}}}'

    def _art12(self) -> str:
        # The view is spelled like the entry, so that readers can compare the two byte by byte.
        sha256 = f'"entry_sha256":"{self.entry_sha256}"'
        return f'{{"entry":{json_text(self.entry)},{sha256},"event":{self.entry}}}'


def json_text(value: object) -> str:
    """JSON without white space, in UTF-8 rather than escapes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
