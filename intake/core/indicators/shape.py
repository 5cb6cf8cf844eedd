"""How one kind of indicator is recognised: how it looks, and the check that it really is one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

# How far before it the words are looked for that say what a number is.
_CONTEXT_CHARS = 60


@dataclass(frozen=True)
class Shape:
    """`pattern` must take linear time on any text. `values` gives what a match stands for: normally one value, none
    when the check fails, several when one run of digits holds several numbers."""

    kind: str
    pattern: re.Pattern[str]
    values: Callable[[re.Match[str]], tuple[str, ...]]


def checked(check: Callable[[re.Match[str]], str | None]) -> Callable[[re.Match[str]], tuple[str, ...]]:
    """The values of a shape that never holds more than one."""

    def values(match: re.Match[str]) -> tuple[str, ...]:
        value = check(match)
        return () if value is None else (value,)

    return values


def before(match: re.Match[str]) -> str:
    """The words right before it, in lower case."""
    return match.string[max(match.start() - _CONTEXT_CHARS, 0) : match.start()].casefold()


def digits_of(written: str) -> str:
    """Only its digits."""
    return "".join(char for char in written if char.isdigit())
