"""The signed text of a ticket: small enough for a code that a cheap phone reads, checked without network.

``T1:`` and base32 (RFC 4648) of: one byte of version, four bytes of the subject, five bytes of the ticket's code read as a number
in the base of its alphabet, and 64 bytes of signature (ECDSA on P-256 with SHA-256, r and s as in IEEE P1363, which is
what browsers' WebCrypto checks). Only signs of QR's alphanumeric mode occur, so that a code has 37 modules a side.
"""

import base64
import binascii
import uuid
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

from portal.kernel import references

PREFIX: Final = "T1:"
VERSION: Final = 1
CODE_SIGNS: Final = 8
_SUBJECT_BYTES: Final = 4
_CODE_BYTES: Final = 5
_HALF: Final = 32
_BODY: Final = 1 + _SUBJECT_BYTES + _CODE_BYTES
_ALGORITHM: Final = ec.ECDSA(hashes.SHA256())


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signed text says, before anybody has checked its signature."""

    subject_mark: bytes
    code: str
    body: bytes
    signature: bytes


def new_keys() -> tuple[str, str]:
    """Return a new private key as PEM and its public key as base64 of the uncompressed point (65 bytes)."""
    private = ec.generate_private_key(ec.SECP256R1())
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    point = private.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return pem.decode(), base64.b64encode(point).decode()


def subject_mark(subject: uuid.UUID) -> bytes:
    """Return the first bytes of a subject's key: enough to tell a ticket of another event from a forged one."""
    return subject.bytes[:_SUBJECT_BYTES]


def _number_of(code: str) -> int:
    number = 0
    for sign in code:
        number = number * len(references.ALPHABET) + references.ALPHABET.index(sign)
    return number


def _code_of(number: int) -> str:
    signs = []
    for _place in range(CODE_SIGNS):
        number, rest = divmod(number, len(references.ALPHABET))
        signs.append(references.ALPHABET[rest])
    return "".join(reversed(signs))


class Signer:
    """Signs the tickets of one subject."""

    def __init__(self, *, subject: uuid.UUID, private_key: str) -> None:
        key = serialization.load_pem_private_key(private_key.encode(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError("Tickets are signed with a key on P-256.")
        self._key, self._mark = key, subject_mark(subject)

    def sign(self, code: str) -> str:
        """Return the signed text of a ticket with this code (``CODE_SIGNS`` signs of ``references.ALPHABET``)."""
        body = bytes([VERSION]) + self._mark + _number_of(code).to_bytes(_CODE_BYTES, "big")
        r, s = utils.decode_dss_signature(self._key.sign(body, _ALGORITHM))
        whole = body + r.to_bytes(_HALF, "big") + s.to_bytes(_HALF, "big")
        return PREFIX + base64.b32encode(whole).decode().rstrip("=")


def read(token: str) -> Signed | None:
    """Return what a text says if it has the form of a signed ticket, else None; the signature is not checked."""
    text = token.strip().upper()
    if not text.startswith(PREFIX):
        return None
    text = text.removeprefix(PREFIX)
    try:
        whole = base64.b32decode(text + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        return None
    if len(whole) != _BODY + 2 * _HALF or whole[0] != VERSION:
        return None
    number = int.from_bytes(whole[1 + _SUBJECT_BYTES : _BODY], "big")
    if number >= len(references.ALPHABET) ** CODE_SIGNS:
        return None
    return Signed(whole[1 : 1 + _SUBJECT_BYTES], _code_of(number), whole[:_BODY], whole[_BODY:])


def is_genuine(signed: Signed, *, subject: uuid.UUID, public_key: str) -> bool:
    """Return whether a text was signed for this subject with the key that belongs to ``public_key``."""
    if signed.subject_mark != subject_mark(subject):
        return False
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64.b64decode(public_key))
    halves = (int.from_bytes(signed.signature[:_HALF], "big"), int.from_bytes(signed.signature[_HALF:], "big"))
    try:
        key.verify(utils.encode_dss_signature(*halves), signed.body, _ALGORITHM)
    except InvalidSignature:
        return False
    return True
