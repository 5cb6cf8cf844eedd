"""The phones, addresses, accounts and wallets that a text names, so that reports about the same suspect can be found
together. Not who is guilty: a bank's own number is found as well.

Pure: every table that the check digits, phone plans and domain endings need is loaded when this is imported.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from intake.core.indicators.money import MONEY
from intake.core.indicators.network import NETWORK, readable
from intake.core.indicators.people import HANDLES, IDENTITY_CODES, telephones
from intake.core.indicators.shape import Shape
from intake.core.indicators.wallets import WALLETS

MAX_CHARS = 20_000
# So many candidates of one kind are looked at and no more: whoever writes more sends a list, which belongs in evidence.
_MOST = 100


@dataclass(frozen=True)
class Indicator:
    """`kind` is one of the contract's (phone, url...), `value` its one way of being written: phones in E.164, cards masked."""

    kind: str
    value: str


def find(text: str, *, region: str | None) -> tuple[Indicator, ...]:
    """What the text names, each once, in order of first appearance; no part of the text is two kinds at once.

    `region` is the ISO country in which phones without a country code are dialled; with None the forms of Mexico and
    the United States are tried, and a number is taken when it can be of only one of them.
    Text over MAX_CHARS is not read further, and of each kind at most the first hundred candidates are looked at.
    """
    plain = readable(text[:MAX_CHARS])
    taken = bytearray(len(plain))
    shapes = (*NETWORK, *WALLETS, *IDENTITY_CODES, *MONEY, telephones(region), *HANDLES)
    found = [each for shape in shapes for each in _of_shape(shape, plain, taken)]
    return tuple(dict.fromkeys(indicator for _, indicator in sorted(found, key=lambda each: each[0])))


def _of_shape(shape: Shape, text: str, taken: bytearray) -> list[tuple[int, Indicator]]:
    """Where each begins, and what it is. What is found is marked in `taken`, a byte for each character."""
    found = []
    for match in itertools.islice(shape.pattern.finditer(text), _MOST):
        start, end = match.span()
        if any(taken[start:end]):
            continue
        values = shape.values(match)
        if values:
            taken[start:end] = b"\1" * (end - start)
        found += [(start, Indicator(shape.kind, value)) for value in values]
    return found
