"""The key folder: made once, read once when a process starts; afterwards nothing here touches a file.

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
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyrage  # type: ignore[import-untyped, unused-ignore]
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pyrage.x25519 import Identity, Recipient  # type: ignore[import-untyped, unused-ignore]

from intake.core.errors import SetupError
from intake.keyfolder import alone_in, make_folders, read_key, write_key
from intake.vault.sealing import RECOVERY, Opener, Sealer


def make_keys(folder: Path, agencies: Sequence[str], *, keep_recovery: bool) -> str | None:
    """Make the keys that are missing, and touch none that is there. May run twice, at once, and after a crash.

    Returns the recovery private key when it was made now, else None. Unless `keep_recovery`, it exists nowhere else: it
    is made last, and whoever calls shows it before doing anything else that may fail. Raises SetupError for an agency
    whose code cannot name a file.
    """
    if wrong := [code for code in agencies if code == RECOVERY or not re.fullmatch(r"[a-z0-9_]+", code)]:
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
    if RECOVERY not in recipients or _key_id(key) not in known:
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
    public, kept = folder / "public" / f"{RECOVERY}.age", folder / "private" / f"{RECOVERY}.key"
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
