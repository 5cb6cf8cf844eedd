"""What comes from a secret of 256 bits: a draft's keys, its return code, and tokens. The store keeps hashes of them only."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from bech32m.codecs import Encoding, bech32_encode, convertbits  # type: ignore[import-untyped, unused-ignore]
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pyrage.x25519 import Identity  # type: ignore[import-untyped, unused-ignore]

from intake.core.errors import SealBroken
from intake.core.reference import normalise_return_code


@dataclass(frozen=True)
class DraftKeys:
    """All that comes from the one secret in a reporter's cookie. The house keeps none of it but the hashes.

    `locator` is where the draft stands in its table, `draft_hash` what a report remembers of its draft; neither leads
    to the secret or to the other. `return_code` is shown to the person, five groups of four.
    """

    locator: str
    draft_hash: str
    return_code: str = field(repr=False)
    _key: bytes = field(repr=False)

    @classmethod
    def of(cls, secret: bytes) -> DraftKeys:
        """Derive them. `secret` is 32 random bytes; raises ValueError for fewer."""
        if len(secret) < 32:
            raise ValueError("a draft's secret has 32 bytes")
        code = base64.b32encode(_derived(secret, "return code")).decode()[:20]
        return cls(
            locator=_derived(secret, "draft locator").hex(),
            draft_hash=_derived(secret, "draft hash").hex(),
            return_code="-".join(code[start : start + 4] for start in range(0, 20, 4)),
            _key=_derived(secret, "draft key"),
        )

    @classmethod
    def of_request(cls, token: str, idempotency_key: str) -> DraftKeys:
        """Those of a report that a program sends: its token and its key are the secret, so a repeat finds the first."""
        return cls.of(_derived(token.encode("utf-8", "surrogatepass"), f"request {idempotency_key}"))

    def fingerprint(self, content: bytes) -> str:
        """A hash, in hex, that only whoever holds the secret can work out: the store can compare and confirm no guess."""
        return _hashed("fingerprint", self._key + content)

    def seal(self, plain: bytes, *, revision: int) -> bytes:
        """AES-256-GCM under a random nonce. Bound to the locator and the revision: an older one in its place shows."""
        nonce = secrets.token_bytes(12)
        return nonce + AESGCM(self._key).encrypt(nonce, plain, self._bound_to(revision))

    def open(self, sealed: bytes, *, revision: int) -> bytes:
        """The draft as it was sealed. Raises SealBroken for another draft's, another revision's or altered bytes."""
        try:
            return AESGCM(self._key).decrypt(sealed[:12], sealed[12:], self._bound_to(revision))
        except (InvalidTag, ValueError):
            raise SealBroken("draft") from None

    def _bound_to(self, revision: int) -> bytes:
        return f"{self.locator} {revision}".encode()


def return_code_hash(code: str) -> str:
    """What the store keeps of a return code, in hex. Raises ValueError for what is no return code.

    A code has 100 random bits: nobody tries them all, so a slow hash would only slow the status page.
    """
    return _hashed("return code", _code_bytes(code))


def return_key(code: str) -> str:
    """The age recipient that whoever knows this return code can open. Raises ValueError for what is no return code."""
    seed = _derived(_code_bytes(code), "return key")
    text = bech32_encode("age-secret-key-", bytes(convertbits(seed, 8, 5)), Encoding.BECH32).upper()
    return str(Identity.from_str(text).to_public())


def token(randomness: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """A new secret for a sign-in link or a session: 32 random bytes in base64url, 43 characters."""
    return base64.urlsafe_b64encode(randomness(32)).decode().rstrip("=")


def token_hash(secret: str) -> str:
    """What the store keeps of a token, in hex. Any text has one. 256 random bits need no slow hash."""
    return _hashed("token", secret.encode("utf-8", "surrogatepass"))


def _code_bytes(code: str) -> bytes:
    if (normal := normalise_return_code(code)) is None:
        raise ValueError("this is no return code")
    return normal.encode()


def _derived(secret: bytes, use: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=use.encode()).derive(secret)


def _hashed(use: str, secret: bytes) -> str:
    return hashlib.sha256(f"ventanilla {use}\0".encode() + secret).hexdigest()
