"""Cryptocurrency: addresses by their checksums, and transactions by their length."""

from __future__ import annotations

import re

import base58
import bech32m  # type: ignore[import-untyped, unused-ignore]
import numpy as np
from numpy.typing import NDArray

from intake.core.indicators.shape import LONG, Shape, before, checked

_BASE58 = "[1-9A-HJ-NP-Za-km-z]"
_BITCOIN_VERSIONS = (0x00, 0x05)
_TRON_VERSION = 0x41
# Keccak-f[1600], as Ethereum uses it (padding 0x01, before the padding of SHA-3 was settled): rotations and constants.
# Source: the Keccak reference, section 1.2.
_ROTATIONS = np.array(
    [[0, 36, 3, 41, 18], [1, 44, 10, 45, 2], [62, 6, 43, 15, 61], [28, 55, 25, 21, 56], [27, 20, 39, 8, 14]],
    dtype=np.uint64,
)
_ROUNDS = (
    0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000, 0x000000000000808B, 0x0000000080000001,
    0x8000000080008081, 0x8000000000008009, 0x000000000000008A, 0x0000000000000088, 0x0000000080008009, 0x000000008000000A,
    0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
    0x000000000000800A, 0x800000008000000A, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
)  # fmt: skip
_RATE = 136
_SAYS_FILE = re.compile(r"\b(?:sha-?(?:256|3)|md5|checksum|file|archivo)\b\W{0,3}(?:\w{1,9}\W{1,3}){0,2}$")
# Where in the state, row after row, each lane comes from when rotations are done: (x, y) goes to (y, 2x + 3y).
_SOURCES = np.argsort([y * 5 + (2 * x + 3 * y) % 5 for x in range(5) for y in range(5)])
_NEXT, _AFTER_NEXT, _LAST = ([(x + step) % 5 for x in range(5)] for step in (1, 2, 4))


def keccak256(message: bytes) -> bytes:
    """The 32-byte Keccak-256 of a message of at most 135 bytes. Raises ValueError for a longer one."""
    if len(message) >= _RATE:
        raise ValueError("only messages of one block")
    block = bytearray(message.ljust(200, b"\0"))
    block[len(message)] ^= 0x01
    block[_RATE - 1] ^= 0x80
    state = np.frombuffer(bytes(block), dtype="<u8").reshape(5, 5).T.copy()
    for constant in _ROUNDS:
        state = _round(state, constant)
    return state.T.astype("<u8").tobytes()[:32]


def _round(state: NDArray[np.uint64], constant: int) -> NDArray[np.uint64]:
    parity = np.bitwise_xor.reduce(state, axis=1)
    state = state ^ (parity[_LAST] ^ _rotated(parity[_NEXT], np.uint64(1)))[:, None]
    moved = _rotated(state, _ROTATIONS).ravel()[_SOURCES].reshape(5, 5)
    mixed: NDArray[np.uint64] = moved ^ (~moved[_NEXT] & moved[_AFTER_NEXT])
    mixed[0, 0] ^= np.uint64(constant)
    return mixed


def _rotated(lanes: NDArray[np.uint64], by: NDArray[np.uint64] | np.uint64) -> NDArray[np.uint64]:
    return (lanes << by) | (lanes >> ((np.uint64(64) - by) % np.uint64(64)))


def _bitcoin(match: re.Match[str]) -> str | None:
    return match[0] if _version(match[0]) in _BITCOIN_VERSIONS else None


def _tron(match: re.Match[str]) -> str | None:
    return match[0] if _version(match[0]) == _TRON_VERSION else None


def _version(address: str) -> int | None:
    """The first byte of an address in base58 whose checksum holds; None otherwise."""
    try:
        payload = base58.b58decode_check(address)
    except ValueError:
        return None
    return payload[0] if len(payload) == 21 else None


def _segwit(match: re.Match[str]) -> str | None:
    address = match[0]
    if address not in (address.lower(), address.upper()):
        return None
    try:
        bech32m.decode("bc", address.lower())
    except (bech32m.DecodeError, ValueError, IndexError):
        return None
    return address.lower()


def _ether(match: re.Match[str]) -> str | None:
    """In lower case, as both ways of writing it are one address. Mixed case is its checksum (EIP-55), and must hold."""
    letters = match[1]
    if letters in (letters.lower(), letters.upper()):
        return f"0x{letters.lower()}"
    marks = keccak256(letters.lower().encode()).hex()
    capitals = (char.upper() if int(mark, 16) > 7 else char for char, mark in zip(letters.lower(), marks, strict=False))
    return f"0x{letters.lower()}" if letters == "".join(capitals) else None


def _transaction(match: re.Match[str]) -> str | None:
    """The fingerprint of a file looks the same: by the word before it."""
    return None if _SAYS_FILE.search(before(match)) else match[0].lower()


WALLETS = (
    Shape(
        "txhash",
        LONG,
        re.compile(r"[0-9a-fA-F](?<!\w.)(?:(?<=0)[xX][0-9a-fA-F])?[0-9a-fA-F]{63}(?!\w)"),
        checked(_transaction),
    ),
    Shape("eth", LONG, re.compile(r"0(?<!\w0)[xX]([0-9a-fA-F]{40})(?!\w)"), checked(_ether), most=30),
    Shape("btc", LONG, re.compile(r"[bB](?<!\w.)(?:c1|C1)[02-9AC-HJ-NP-Zac-hj-np-z]{8,87}(?!\w)"), checked(_segwit)),
    Shape("btc", LONG, re.compile(rf"[13](?<!\w.){_BASE58}{{25,34}}(?!\w)"), checked(_bitcoin)),
    Shape("tron", LONG, re.compile(rf"T(?<!\wT){_BASE58}{{33}}(?!\w)"), checked(_tron)),
)
