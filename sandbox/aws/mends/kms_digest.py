"""Signatures over digests.

moto takes a message of type DIGEST for a message and hashes it once more, so that what it signs verifies nowhere else.
AWS signs the digest as it is.
https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from moto.kms.responses import KmsResponse
from moto.kms.utils import ECDSAPrivateKey

HASHES = {"ECDSA_SHA_256": hashes.SHA256, "ECDSA_SHA_384": hashes.SHA384, "ECDSA_SHA_512": hashes.SHA512}


class Digest(bytes):
    """Bytes that are a digest already."""


def sign(self: ECDSAPrivateKey, message: bytes, signing_algorithm: str) -> bytes:
    if not isinstance(message, Digest):
        return SIGN(self, message, signing_algorithm)
    return self.private_key.sign(bytes(message), prehashed(signing_algorithm))


def verify(self: ECDSAPrivateKey, message: bytes, signature: bytes, signing_algorithm: str) -> bool:
    if not isinstance(message, Digest):
        return VERIFY(self, message, signature, signing_algorithm)
    try:
        self.private_key.public_key().verify(signature, bytes(message), prehashed(signing_algorithm))
        return True
    except InvalidSignature:
        return False


def prehashed(signing_algorithm: str) -> ec.ECDSA:
    return ec.ECDSA(Prehashed(HASHES[signing_algorithm]()))


def get_param(self: KmsResponse, name: str, *args, **kwargs):
    """A request's parameter; its message is told apart when it is a digest."""
    value = GET_PARAM(self, name, *args, **kwargs)
    if name != "Message" or GET_PARAM(self, "MessageType") != "DIGEST":
        return value
    return Digest(value.encode("utf-8") if isinstance(value, str) else value)


SIGN, VERIFY, GET_PARAM = ECDSAPrivateKey.sign, ECDSAPrivateKey.verify, KmsResponse._get_param


def mend() -> None:
    ECDSAPrivateKey.sign = sign
    ECDSAPrivateKey.verify = verify
    KmsResponse._get_param = get_param
