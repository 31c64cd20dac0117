"""What an emitter says of its chain: that its newest recorded event is this one."""

from __future__ import annotations

import base64
from typing import Any

from .canonical import canonical_string
from .log_line import LogLine
from .options import CheckpointSigner

_TYPE = "application/vnd.ai-act-evidence.checkpoint+json"
"""Payload type of a checkpoint's DSSE envelope."""


def checkpoint_of(line: LogLine) -> dict[str, Any]:
    """The checkpoint of the event that a line carries; its time is the event's, so that both lie in the same day."""
    event = line.event
    reason = "start" if line.sequence == 1 else "stop" if event["type"] == "emitter_stop" else "interval"
    return {
        "schema_version": "1.0.0",
        "system": line.service,
        "environment": event["environment"],
        "emitter": line.emitter,
        "sequence": line.sequence,
        "entry_sha256": line.entry_sha256,
        "time": line.timestamp,
        "reason": reason,
    }


def checkpoint_key(checkpoint: dict[str, Any]) -> str:
    """Where a checkpoint belongs in the vault."""
    day = checkpoint["time"][:10].replace("-", "")
    name = f"{checkpoint['emitter']}.{checkpoint['sequence']:012d}.dsse.json"
    return f"checkpoints/{checkpoint['system']}/dt={day}/{name}"


def sign_checkpoint(checkpoint: dict[str, Any], signer: CheckpointSigner) -> bytes:
    """Signs a checkpoint: a DSSE envelope with one signature, in canonical JSON."""
    payload = canonical_string(checkpoint).encode()
    signature = signer.sign(pre_auth_encoding(payload))
    envelope = {
        "payload": base64.b64encode(payload).decode(),
        "payloadType": _TYPE,
        "signatures": [{"keyid": signer.key_id, "sig": base64.b64encode(signature).decode()}],
    }
    return canonical_string(envelope).encode()


def pre_auth_encoding(payload: bytes) -> bytes:
    """DSSE's encoding of type and payload, which is what is signed."""
    return f"DSSEv1 {len(_TYPE)} {_TYPE} {len(payload)} ".encode() + payload
