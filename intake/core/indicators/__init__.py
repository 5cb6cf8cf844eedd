"""The phones, addresses, accounts and wallets that a text names, so that reports about the same suspect can be found
together. Not who is guilty: a bank's own number is found as well.

Pure: every table that the check digits, phone plans and domain endings need is loaded when this is imported.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from intake.core.indicators.money import MONEY
from intake.core.indicators.network import NETWORK
from intake.core.indicators.people import HANDLES, IDENTITY_CODES
from intake.core.indicators.phones import LINKED, telephones
from intake.core.indicators.readable import Readable, readable
from intake.core.indicators.shape import Shape
from intake.core.indicators.wallets import WALLETS

MAX_CHARS = 20_000


@dataclass(frozen=True)
class Indicator:
    """`kind` is one of the contract's (phone, url...), `value` its one way of being written: phones in E.164, cards masked.

    `place` is where it begins and ends in the text as it was written; None when it was kept without its text. Wherever
    they stand, two of one kind and value are equal.
    """

    kind: str
    value: str
    place: tuple[int, int] | None = field(default=None, compare=False)


def find(text: str, *, region: str | None) -> tuple[Indicator, ...]:
    """What the text names, each once, in order of first appearance; no part of the text is two kinds at once, but for
    the phone that a link of a chat is made of.

    `region` is the ISO country in which phones without a country code are dialled; with None the forms of Mexico and
    the United States are tried, and a number is taken when it can be of only one of them.
    Text over MAX_CHARS is not read further, and of each kind only the first candidates are looked at, a hundred or fewer.
    """
    plain = readable(text[:MAX_CHARS])
    shapes = (*NETWORK, *WALLETS, *IDENTITY_CODES, *MONEY, telephones(region), LINKED, *HANDLES)
    found = sorted(_of_shapes(shapes, plain), key=lambda each: each.place or ())
    return tuple(dict.fromkeys(found))


def _of_shapes(shapes: tuple[Shape, ...], plain: Readable) -> Iterator[Indicator]:
    """What is found is marked in `taken`, a byte for each character."""
    text, lowered, taken = plain.text, _lowered(plain.text), bytearray(len(plain.text))
    clues: dict[re.Pattern[str], bool] = {}
    for shape in shapes:
        if shape.clue not in clues:
            clues[shape.clue] = shape.clue.search(lowered) is not None
        if clues[shape.clue]:
            for match in itertools.islice(shape.pattern.finditer(lowered if shape.is_lowered else text), shape.most):
                yield from _of_match(shape, match, plain, taken)


def _of_match(shape: Shape, match: re.Match[str], plain: Readable, taken: bytearray) -> Iterator[Indicator]:
    if not shape.is_within and 1 in taken[match.start() : match.end()]:
        return
    for mention in shape.mentions(match):
        taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
        yield Indicator(shape.kind, mention.value, plain.written(mention.start, mention.end))


def _lowered(text: str) -> str:
    """In lower case, each character where it was: one letter, the Turkish I with its dot, would become two."""
    return text.replace("\u0130", "I").lower()
