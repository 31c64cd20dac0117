"""Keyed references.

What is authenticated is always ``UTF-8(domain) || 0x00 || UTF-8(context) || 0x00 || UTF-8(payload)``, so that one key used
in two domains gives unrelated digests. Neither a domain nor a context can hold a zero byte.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from .errors import Art12ConfigError, Art12InputError

_INPUT = "art12.input.v1"
_COMMITMENT = "art12.commitment.v1"
_CASE = "art12.case.v1"
_REVIEWER = "art12.reviewer.v1"

_KEY_BYTES = 32
"""Shortest key: the length of the digest, as RFC 2104 advises."""
_NONCE_BYTES = 32


class SecretKey:
    """A key that does not show itself: not in a message, a repr or a traceback that prints locals."""

    __slots__ = ("_bytes",)

    def __init__(self, key: bytes, field: str) -> None:
        """:raises Art12ConfigError: for anything but at least 32 bytes."""
        if not isinstance(key, bytes | bytearray) or len(key) < _KEY_BYTES:
            raise Art12ConfigError(
                code="weak-key",
                field=field,
                needed=f"must be bytes, at least {_KEY_BYTES} random ones",
                fix="keep it in a secret store and pass it as base64.b64decode(secret)",
            )
        self._bytes = bytes(key)

    def __repr__(self) -> str:
        return "SecretKey(...)"

    def digest(self, domain: str, context: str, payload: str) -> str:
        """HMAC-SHA-256 in hex."""
        message = f"{domain}\0{context}\0{payload}".encode()
        return hmac.new(self._bytes, message, hashlib.sha256).hexdigest()


def input_digest(key: SecretKey, scope: str, canonical_input: str) -> str:
    """HMAC-SHA-256 reference to an input. Context: the scope. Payload: the input's RFC 8785 text."""
    return key.digest(_INPUT, scope, canonical_input)


def case_digest(key: SecretKey, key_id: str, case_id: str) -> str:
    """HMAC-SHA-256 reference to a case. Context: the key's id. Payload: the case number as given."""
    return key.digest(_CASE, key_id, _identity(case_id, "case_id"))


def reviewer_pseudonym(key: SecretKey, system_id: str, reviewer: str) -> str:
    """Pseudonym of a reviewer, another one in each system. Context: the system's id. Payload: the person's id."""
    return key.digest(_REVIEWER, system_id, _identity(reviewer, "oversight.reviewer"))


def commitment_digest(scope: str, nonce: bytes, canonical_input: str) -> str:
    """Commitment to an input.

    SHA-256 over ``UTF-8(domain) || 0x00 || UTF-8(scope) || 0x00 || nonce (32 bytes) || UTF-8(RFC 8785 text)``.
    """
    head = f"{_COMMITMENT}\0{scope}\0".encode()
    return hashlib.sha256(head + nonce + canonical_input.encode()).hexdigest()


def fresh_nonce() -> bytes:
    """A nonce for one commitment."""
    return secrets.token_bytes(_NONCE_BYTES)


def _identity(value: object, field: str) -> str:
    if isinstance(value, str) and value != "":
        try:
            value.encode()
        except UnicodeEncodeError:
            pass
        else:
            return value
    raise Art12InputError(
        code="not-an-id",
        field=field,
        needed="must be a text that is not empty",
        fix="pass the id as your own systems write it; only its keyed digest is logged",
    )
