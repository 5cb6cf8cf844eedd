"""What people copy by hand and what rows are named by: references, codes, check strings, UUIDv7. No secrecy here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

# Crockford's base32: no I, L, O (read as 1, 1, 0) and no U. https://www.crockford.com/base32.html
_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011")
# RFC 4648 base32 has no 0, 1, 8; whoever types one saw the letter.
_BASE32_READ_AS = str.maketrans("018", "OIB")
_REFERENCE_SYMBOLS = 12
_RETURN_CODE_SYMBOLS = 20
_CHECK_STRING_SYMBOLS = 16
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def reference(random_bytes: bytes) -> str:
    """A new reference such as "7K3M-9QXA-04TZ": eleven random symbols and a check character.

    Uses the first 55 bits of `random_bytes`; raises ValueError for fewer than 7 bytes.
    """
    if len(random_bytes) < 7:
        raise ValueError("a reference needs 7 random bytes")
    number = int.from_bytes(random_bytes[:7], "big") >> 1
    drawn = [number >> shift & 31 for shift in range(50, -1, -5)]
    return _grouped("".join(_SYMBOLS[value] for value in [*drawn, _times_alpha(_evaluated(drawn))]))


def normalise_reference(typed: str) -> str | None:
    """The reference that was meant, as it was printed; None when the check fails or it cannot be one.

    Forgives case, spaces, dashes, O for 0, and I or L for 1. The check catches every single wrong symbol and every two
    symbols swapped, next to each other or not.
    """
    symbols = _without_gaps(typed).translate(_READ_AS)
    if len(symbols) != _REFERENCE_SYMBOLS or not set(symbols) <= set(_SYMBOLS):
        return None
    is_whole = _evaluated([_SYMBOLS.index(symbol) for symbol in symbols]) == 0
    return _grouped(symbols) if is_whole else None


def normalise_return_code(typed: str) -> str | None:
    """The return code as it was printed, five groups of four; None when it cannot be one.

    Forgives case, spaces, dashes, 0 for O, 1 for I and 8 for B. It has no check character: only its hash can say no.
    """
    return _base32(typed, _RETURN_CODE_SYMBOLS)


def normalise_check_string(typed: str) -> str | None:
    """The check string of a receipt as it was printed, four groups of four; as `normalise_return_code` otherwise."""
    return _base32(typed, _CHECK_STRING_SYMBOLS)


def uuid7(at: datetime, random_bytes: bytes) -> str:
    """A UUID of version 7 (RFC 9562, section 5.7): sorts by the millisecond of `at`, and by chance within it.

    Uses 74 bits of the first ten `random_bytes`. Raises ValueError for fewer, for a naive time and for one before 1970.
    """
    if len(random_bytes) < 10 or at.tzinfo is None or at < _EPOCH:
        raise ValueError("a UUIDv7 needs 10 random bytes and an aware time since 1970")
    milliseconds = (at - _EPOCH) // timedelta(milliseconds=1)
    drawn = int.from_bytes(random_bytes[:10], "big")
    number = milliseconds << 80 | 0x7 << 76 | drawn >> 68 << 64 | 0b10 << 62 | drawn & (1 << 62) - 1
    digits = f"{number:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _evaluated(values: Sequence[int]) -> int:
    """The symbols as a polynomial over GF(32), evaluated at its primitive element alpha by Horner's rule.

    A reference is whole when this is zero. Symbol i from the right weighs alpha^i. No weight is zero, so one wrong
    symbol shows; alpha has order 31, so no two of twelve weights are equal and any two symbols swapped show. It is the
    check character system over a finite field of A. Ecker and G. Poch, "Check Character Systems", Computing 37 (1986).
    """
    total = 0
    for value in values:
        total = _times_alpha(total) ^ value
    return total


def _times_alpha(value: int) -> int:
    """Multiplication by alpha in GF(2)[x] / (x^5 + x^2 + 1), which is primitive."""
    return value << 1 ^ (0b100101 if value & 0b10000 else 0)


def _base32(typed: str, length: int) -> str | None:
    symbols = _without_gaps(typed).translate(_BASE32_READ_AS)
    return _grouped(symbols) if re.fullmatch(f"[A-Z2-7]{{{length}}}", symbols) else None


def _without_gaps(typed: str) -> str:
    # A phone turns "-" into any of Unicode's dashes (the minus sign is no "Pd"), and pastes invisible marks along.
    return "".join(mark for mark in typed.upper() if not (mark.isspace() or mark == "\u2212" or _is_gap(mark)))


def _is_gap(mark: str) -> bool:
    return unicodedata.category(mark) in ("Pd", "Cf")


def _grouped(symbols: str) -> str:
    return "-".join(symbols[start : start + 4] for start in range(0, len(symbols), 4))
