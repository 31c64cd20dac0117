"""Signs checkpoints with a private key in PEM form."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from .errors import Art12ConfigError
from .options import CheckpointSigner

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey


def pem_checkpoint_signer(pem: str | bytes) -> CheckpointSigner:
    """Makes a signer from a key of a secret store. Needs the extra ``ai-act-evidence[checkpoints]``.

    :raises Art12ConfigError: when it is no unencrypted EC P-256 private key
    """
    try:
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
    except ImportError as cause:
        raise Art12ConfigError(
            code="cryptography-missing",
            field="checkpoints.signer",
            needed="needs the package cryptography",
            fix="install ai-act-evidence[checkpoints], or give a CheckpointSigner of your own over a KMS key",
            cause=cause,
        ) from cause
    key = _private_key(pem)
    der = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return CheckpointSigner(
        key_id=hashlib.sha256(der).hexdigest(), sign=lambda signed: key.sign(signed, ECDSA(hashes.SHA256()))
    )


def _private_key(pem: str | bytes) -> EllipticCurvePrivateKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(pem.encode() if isinstance(pem, str) else pem, password=None)
        if isinstance(key, EllipticCurvePrivateKey) and isinstance(key.curve, SECP256R1):
            return key
    except (ValueError, TypeError, UnsupportedAlgorithm, AttributeError):
        # Told below, in the same words: what is wrong with a secret is not repeated.
        pass
    raise Art12ConfigError(
        code="bad-checkpoint-key",
        field="checkpoints.signer",
        needed="must be an EC P-256 private key in PEM form, without a passphrase",
        fix="openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 makes one",
    )
