"""Seals, opens, hashes for secrecy and signs: the only file that does. Knows no report, no table and no request.

Keys are read from disk once, by the functions called load; afterwards nothing here touches a file. The folder:

    keys/public/CODE.age      who a dossier is sealed to (age recipients), one a queue, and recovery
    keys/private/CODE.key     who opens it (age identities); Debian's `age -d -i` reads them too
    keys/receipt.key          signs receipts (Ed25519, PEM)
    keys/receipt.pub.json     every key that ever signed one: {key id: base64 of the public key}
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyrage  # type: ignore[import-untyped, unused-ignore]
from bech32m.codecs import Encoding, bech32_encode, convertbits  # type: ignore[import-untyped, unused-ignore]
from cryptography.exceptions import InvalidSignature, InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pyrage.x25519 import Identity, Recipient  # type: ignore[import-untyped, unused-ignore]

from intake.core.errors import NoDesk, SealBroken, SetupError
from intake.core.receipt import JsonValue, Receipt, Verdict, canonical, read_claim, receipt_body, with_signature
from intake.core.reference import normalise_return_code
from intake.keyfolder import alone_in, make_folders, read_key, write_key

_RECOVERY = "recovery"


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
        return bytes(pyrage.encrypt(dossier, [self._recipients[name] for name in {*agencies, _RECOVERY}]))

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


def make_keys(folder: Path, agencies: Sequence[str], *, keep_recovery: bool) -> str | None:
    """Make the keys that are missing, and touch none that is there. May run twice, at once, and after a crash.

    Returns the recovery private key when it was made now, else None. Unless `keep_recovery`, it exists nowhere else: it
    is made last, and whoever calls shows it before doing anything else that may fail. Raises SetupError for an agency
    whose code cannot name a file.
    """
    if wrong := [code for code in agencies if code == _RECOVERY or not re.fullmatch(r"[a-z0-9_]+", code)]:
        raise SetupError(f"No key can be called {', '.join(wrong)}: an agency's code has a-z, 0-9 and _ only.")
    make_folders(folder, folder / "public", folder / "private")
    with alone_in(folder):
        for agency in agencies:
            _make_pair(folder, agency)
        _make_receipt_key(folder)
        return _make_recovery(folder, keep=keep_recovery)


def load_sealer(folder: Path) -> Sealer:
    """Read what seals and signs; the private keys of dossiers are not looked at. Raises SetupError with what to do."""
    recipients = {path.stem: _recipient(path) for path in sorted((folder / "public").glob("*.age"))}
    key, known = _signing_key(folder), load_receipt_keys(folder)
    if _RECOVERY not in recipients or _key_id(key) not in known:
        raise SetupError(f"The keys in {folder} are not complete. Run: intake init")
    return Sealer(_key_id(key), known, recipients, key)


def load_openers(folder: Path, agencies: Sequence[str]) -> Opener:
    """Read the private keys of these agencies and no other. Raises SetupError for one that is not here."""
    return Opener({agency: _identity(folder / "private" / f"{agency}.key") for agency in agencies})


def load_receipt_keys(folder: Path) -> Mapping[str, bytes]:
    """Every public key that ever signed a receipt here. Raises SetupError."""
    return read_receipt_keys(folder / "receipt.pub.json")


def read_receipt_keys(path: Path) -> Mapping[str, bytes]:
    """The public keys of a file like receipt.pub.json: key id -> 32 bytes. Raises SetupError when it is not one."""
    try:
        written = json.loads(read_key(path)).items()
        keys = {str(key_id): base64.b64decode(key, validate=True) for key_id, key in written}
        for key in keys.values():
            Ed25519PublicKey.from_public_bytes(key)
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise SetupError(f"{path} is not a file of receipt keys.") from None
    return keys


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


def _derived(secret: bytes, use: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=use.encode()).derive(secret)


def _hashed(use: str, secret: bytes) -> str:
    return hashlib.sha256(f"ventanilla {use}\0".encode() + secret).hexdigest()


def _code_bytes(code: str) -> bytes:
    if (normal := normalise_return_code(code)) is None:
        raise ValueError("this is no return code")
    return normal.encode()


def _make_pair(folder: Path, name: str) -> None:
    # The private key first, or a crash leaves a public key that seals what nobody can open. A public key alone stays as
    # it is: its other half may have been moved to the agency's own machine.
    public, private = folder / "public" / f"{name}.age", folder / "private" / f"{name}.key"
    if public.exists():
        return
    if not private.exists():
        write_key(private, f"{Identity.generate()}\n")
    write_key(public, f"{_identity(private).to_public()}\n")


def _make_recovery(folder: Path, *, keep: bool) -> str | None:
    public, kept = folder / "public" / f"{_RECOVERY}.age", folder / "private" / f"{_RECOVERY}.key"
    if public.exists():
        return None
    identity = _identity(kept) if kept.exists() else Identity.generate()
    if keep and not kept.exists():
        write_key(kept, f"{identity}\n")
    write_key(public, f"{identity.to_public()}\n")
    return str(identity)


def _make_receipt_key(folder: Path) -> None:
    private, public = folder / "receipt.key", folder / "receipt.pub.json"
    if not private.exists():
        pem = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        write_key(private, pem.decode())
    key = _signing_key(folder)
    known = read_receipt_keys(public) if public.exists() else {}
    if _key_id(key) not in known:
        known = {**known, _key_id(key): key.public_key().public_bytes_raw()}
        write_key(
            public, json.dumps({key_id: base64.b64encode(raw).decode() for key_id, raw in known.items()}, indent=1)
        )


def _key_id(key: Ed25519PrivateKey) -> str:
    return hashlib.sha256(key.public_key().public_bytes_raw()).hexdigest()[:16]


def _signing_key(folder: Path) -> Ed25519PrivateKey:
    path = folder / "receipt.key"
    try:
        key = serialization.load_pem_private_key(read_key(path).encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise SetupError(f"{path} is not a key that signs receipts.")
    return key


def _recipient(path: Path) -> Recipient:
    try:
        return Recipient.from_str(read_key(path).strip())
    except pyrage.RecipientError:
        raise SetupError(f"{path} is not an age recipient.") from None


def _identity(path: Path) -> Identity:
    try:
        return Identity.from_str(read_key(path).strip())
    except pyrage.IdentityError:
        raise SetupError(f"{path} is not an age identity.") from None
