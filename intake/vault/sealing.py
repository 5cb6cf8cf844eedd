"""What the keys do: seal a dossier and open it, sign a receipt and check it. What is on disk is keys.py's."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyrage  # type: ignore[import-untyped, unused-ignore]
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pyrage.x25519 import Identity, Recipient  # type: ignore[import-untyped, unused-ignore]

from intake.core.errors import NoDesk, SealBroken, SetupError
from intake.core.receipt import JsonValue, Receipt, Verdict, canonical, read_claim, receipt_body, with_signature

RECOVERY = "recovery"


@dataclass(frozen=True)
class Sealer:
    """The half of the keys that a public process holds: it seals dossiers and signs receipts, and opens nothing.

    `receipt_keys` maps the id of every key that ever signed a receipt to its 32 public bytes.
    """

    key_id: str
    receipt_keys: Mapping[str, bytes]
    _recipients: Mapping[str, Recipient] = field(repr=False)
    _signing_key: Ed25519PrivateKey = field(repr=False)

    def seal(self, dossier: bytes, agencies: Sequence[str]) -> bytes:
        """One age file that each of these agencies, and recovery, can open.

        Raises NoDesk for no agency at all, and SetupError for one without a key. It holds the GIL: 0.1 ms for each
        recipient of a small dossier, so never for evidence.
        """
        if not agencies:
            raise NoDesk
        if missing := [agency for agency in agencies if agency not in self._recipients]:
            raise SetupError(f"There is no key for {', '.join(missing)}. Run: intake init")
        return bytes(pyrage.encrypt(dossier, [self._recipients[name] for name in {*agencies, RECOVERY}]))

    def sign(self, receipt: Receipt) -> dict[str, JsonValue]:
        """The receipt under the keys of the contract, with the signature."""
        body = receipt_body(receipt, key_id=self.key_id)
        return with_signature(body, self._signing_key.sign(canonical(body)))


@dataclass(frozen=True)
class Opener:
    """The private keys of the agencies that a staff process was started for."""

    _identities: Mapping[str, Identity] = field(repr=False)

    @property
    def agencies(self) -> frozenset[str]:
        """Whose dossiers can be opened here."""
        return frozenset(self._identities)

    def open(self, agency: str, sealed: bytes) -> bytes:
        """The dossier, opened with the key of `agency`. Raises SealBroken when that key is not here or does not fit."""
        try:
            return bytes(pyrage.decrypt(sealed, [self._identities[agency]]))
        except (KeyError, pyrage.DecryptError):
            raise SealBroken("dossier") from None


def verify_receipt(text: str, keys: Mapping[str, bytes]) -> Verdict:
    """Whether a text is a receipt that one of these keys signed, and nothing in it changed since. Never raises."""
    claimed = read_claim(text)
    if claimed is None or claimed.key_id not in keys:
        return Verdict.UNKNOWN
    try:
        Ed25519PublicKey.from_public_bytes(keys[claimed.key_id]).verify(claimed.signature, claimed.signed_bytes)
    except InvalidSignature:
        return Verdict.ALTERED
    return Verdict.GENUINE


def dossier_hash(salt: bytes, canonical_dossier: bytes) -> str:
    """SHA-256(salt || dossier) in hex. The salt, 32 random bytes kept in the dossier, stops guessing at the content."""
    if len(salt) != 32:
        raise ValueError("a salt has 32 bytes")
    return hashlib.sha256(salt + canonical_dossier).hexdigest()
