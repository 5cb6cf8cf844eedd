"""How one kind of indicator is recognised: how it looks, and the check that it really is one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

# How far before it the words are looked for that say what a number is.
_CONTEXT_CHARS = 60

# What stands in every text that holds one, looked for in lower case: many times cheaper than looking for the thing itself.
ANYTHING = re.compile("")
AT = re.compile("@")
SCHEME = re.compile("://")
DOT = re.compile(r"\.[^\W\d_]{2}")
DOTTED_NUMBERS = re.compile(r"\.[0-9]{1,3}\.[0-9]")
COLONS = re.compile(":[0-9a-f]{0,4}:")
DIGITS = re.compile(r"[0-9](?:[ .\-()+]{0,3}[0-9]){6}")
SIX_DIGITS = re.compile("[0-9]{6}")
LONG = re.compile("[0-9a-z]{26}")


@dataclass(frozen=True)
class Mention:
    """What a place of the text stands for: its one way of being written, and where it begins and ends."""

    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Shape:
    """`pattern` must take linear time on any text, and finds nothing where `clue` does not. `mentions` gives what a
    match stands for: normally one value, none when the check fails, several when one run of digits holds several numbers.

    `is_lowered`: the pattern is in lower case and reads the text in lower case, which is faster than ignoring case.
    `is_within`: it may stand inside another, as the phone does in a link of WhatsApp.
    `most`: so many candidates are looked at and no more: whoever writes more sends a list, which belongs in evidence.
    """

    kind: str
    clue: re.Pattern[str]
    pattern: re.Pattern[str]
    mentions: Callable[[re.Match[str]], tuple[Mention, ...]]
    is_lowered: bool = False
    is_within: bool = False
    most: int = 100


def checked(check: Callable[[re.Match[str]], str | None]) -> Callable[[re.Match[str]], tuple[Mention, ...]]:
    """The mentions of a shape that never holds more than one."""

    def mentions(match: re.Match[str]) -> tuple[Mention, ...]:
        value = check(match)
        return () if value is None else (Mention(value, *match.span()),)

    return mentions


def before(match: re.Match[str]) -> str:
    """The words right before it, in lower case."""
    return match.string[max(match.start() - _CONTEXT_CHARS, 0) : match.start()].casefold()


def after(match: re.Match[str]) -> str:
    """The words right after it, in lower case."""
    return match.string[match.end() : match.end() + _CONTEXT_CHARS].casefold()


def digits_of(written: str) -> str:
    """Only its digits."""
    return "".join(char for char in written if char.isdigit())


def any_word(words: str) -> str:
    """A pattern for any of these words, in lower case and from a word's beginning. The first letters come first: so the
    engine skips to them at once."""
    return "(?:" + "|".join(rf"{word[0]}(?<!\w.){word[1:]}" for word in words.split()) + ")"
