"""The receipt as a document: its keys, canonical bytes, check string and QR. Signing and checking are the vault's."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeAlias

import rfc8785
import segno

JsonValue: TypeAlias = "bool | int | float | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"

# A receipt has a few thousand characters; whatever is much longer is not read at all.
MAX_CHARACTERS = 200_000
_VERSION = 1
_QR_MASK = 2


class Verdict(StrEnum):
    """What can be said about a text that claims to be a receipt of ours.

    `ALTERED`: it names one of our keys, and is not what that key signed. `UNKNOWN`: it cannot be read, is no
    receipt, or names a key that is not ours.
    """

    GENUINE = "genuine"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class EvidenceHash:
    """One uploaded file as the receipt names it: its size, and its salted SHA-256 in hex."""

    size_bytes: int
    hash: str


@dataclass(frozen=True)
class Receipt:
    """What a receipt vouches for. `lead` and `copies` are queue codes, for machines.

    `text` maps a language to all that a person reads: names, sentences, who is connected, what it is not. It is plain
    JSON (dicts, lists, strings, numbers, booleans) in whatever shape its pages want. The hashes are SHA-256 in hex.
    """

    reference: str
    received_at: datetime
    form_hash: str
    rules_hash: str
    dossier_hash: str
    evidence: tuple[EvidenceHash, ...]
    lead: str | None
    copies: tuple[str, ...]
    text: Mapping[str, JsonValue]


@dataclass(frozen=True)
class ClaimedReceipt:
    """A text that has the form of a signed receipt, not yet checked: what would have been signed, by which key."""

    signed_bytes: bytes
    key_id: str
    signature: bytes


def receipt_body(receipt: Receipt, *, key_id: str) -> dict[str, JsonValue]:
    """Everything that gets signed, under the keys of the contract. `key_id` names the key that will sign it."""
    return {
        "version": _VERSION,
        "reference": receipt.reference,
        "received_at": receipt.received_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "form": receipt.form_hash,
        "rules": receipt.rules_hash,
        "dossier_hash": receipt.dossier_hash,
        "evidence": [{"bytes": file.size_bytes, "hash": file.hash} for file in receipt.evidence],
        "lead": receipt.lead,
        "copies": list(receipt.copies),
        "text": receipt.text,
        "key": key_id,
    }


def canonical(body: Mapping[str, JsonValue]) -> bytes:
    """RFC 8785 canonical JSON of everything but the signature: the bytes that are signed.

    Raises ValueError for what JSON cannot hold: NaN, an integer over 2^53, half a surrogate pair, bytes.
    """
    return rfc8785.dumps({name: value for name, value in body.items() if name != "signature"})


def with_signature(body: Mapping[str, JsonValue], signature: bytes) -> dict[str, JsonValue]:
    """The signed receipt: the body and its signature in base64."""
    return {**body, "signature": base64.b64encode(signature).decode()}


def receipt_text(signed: Mapping[str, JsonValue]) -> str:
    """The signed receipt as the JSON text that is stored and handed out."""
    return rfc8785.dumps(dict(signed)).decode()


def check_string(text: str) -> str:
    """The short seal printed beside the reference: the first 80 bits of the SHA-256 of `receipt_text`.

    Four groups of four in base32, "ABCD-EFGH-2345-67QZ". It changes with every character of the receipt: a
    reference alone does not tell it.
    """
    digest = hashlib.sha256(text.encode()).digest()
    symbols = base64.b32encode(digest[:10]).decode()
    return "-".join(symbols[start : start + 4] for start in range(0, 16, 4))


def read_claim(text: str) -> ClaimedReceipt | None:
    """What a text claims to be, or None when it is no receipt. Never raises, whatever the text.

    None: not JSON, JSON with a name twice or a number that JSON cannot hold, too long or too deep, or no object with
    text under `key` and `signature`. A signature that is not base64 as we write it becomes an empty one: never right.
    """
    if len(text) > MAX_CHARACTERS:
        return None
    try:
        body = json.loads(text.strip("\ufeff \t\r\n"), object_pairs_hook=_named_once, parse_constant=_refused)
        return _claim(body) if isinstance(body, dict) else None
    except (ValueError, RecursionError):
        return None


def qr_svg(url: str) -> str:
    """The URL as a QR code: an <svg>, black on white with its quiet zone, error level M, without style or script.

    It has a viewBox and no size of its own: the page gives it one. The mask is always the same: any reader takes any
    mask, and trying all eight would cost more than the rest of the receipt page.
    """
    code = segno.make_qr(url, error="m", boost_error=False, mask=_QR_MASK)
    return code.svg_inline(border=4, dark="#000", light="#fff", svgclass="app-qr", lineclass=None, omitsize=True)


def _claim(body: dict[str, JsonValue]) -> ClaimedReceipt | None:
    key_id, signature = body.get("key"), body.get("signature")
    if not isinstance(key_id, str) or not isinstance(signature, str):
        return None
    return ClaimedReceipt(canonical(body), key_id, _decoded(signature))


def _decoded(signature: str) -> bytes:
    """Strict: base64 has several spellings of the same bytes, and only one of them is as we wrote it."""
    try:
        decoded = base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return decoded if base64.b64encode(decoded).decode() == signature else b""


def _named_once(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    """Two readers take different ones of two values under one name, so a receipt with such a pair says nothing."""
    body = dict(pairs)
    if len(body) != len(pairs):
        raise ValueError("a name stands twice")
    return body


def _refused(constant: str) -> JsonValue:
    raise ValueError(f"{constant} is not JSON")
