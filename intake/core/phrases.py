"""How content writes a phrase, and the phrase as a value. Whether a text says it is lexicon.py's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# How many places further the next word may stand: right after, or with up to three or twelve words between.
_REACH = {"..": 4, "...": 13}


@dataclass(frozen=True)
class Step:
    """One of these words, or of these beginnings of words, at most `reach` places after the step before it."""

    words: frozenset[str]
    beginnings: frozenset[str]
    reach: int


@dataclass(frozen=True)
class Term:
    """A run of words in one sentence, or a signal of the vocabulary; `absent` when the text must not say it."""

    steps: tuple[Step, ...]
    signal: str | None
    absent: bool


@dataclass(frozen=True, eq=False)
class Phrase:
    """A phrase as written in content, and the terms that must all hold. `weight` is how much it says."""

    written: str
    terms: tuple[Term, ...]
    weight: int


def phrase(written: str) -> Phrase:
    """The phrase that content writes: terms joined by ` & `, each a run of words, `#signal`, or `!` before either.

    In a run, `word*` is any ending, `a|b` either word, `..` up to three words between and `...` up to twelve.
    ` ^4` at the end gives a weight; without it the weight is the number of words, 2 for a signal.
    Raises ValueError when that is not how it is written, or when no term says what the text must have.
    """
    body, _, weight = written.partition(" ^")
    terms = tuple(_term(each.strip()) for each in body.split(" & "))
    if all(term.absent for term in terms) or (" ^" in written and not re.fullmatch("[1-9]", weight)):
        raise ValueError(written)
    counted = sum(len(term.steps) or 2 for term in terms if not term.absent)
    return Phrase(written, terms, int(weight) if weight else counted)


def signal_terms(phrases: Iterable[Phrase]) -> Iterator[Term]:
    """The terms of these phrases that name a signal."""
    return (term for phrase in phrases for term in phrase.terms if term.signal is not None)


def _term(written: str) -> Term:
    absent, bare = written.startswith("!"), written.removeprefix("!")
    if bare.startswith("#"):
        if not re.fullmatch("#[a-z][a-z0-9_]*", bare):
            raise ValueError(written)
        return Term((), bare[1:], absent)
    steps: list[Step] = []
    reach = 1
    for part in bare.split():
        if part in _REACH:
            reach = _REACH[part]
        else:
            steps.append(_step(part, reach))
            reach = 1
    if not steps or reach > 1 or bare.startswith(".."):
        raise ValueError(written)
    return Term(tuple(steps), None, absent)


def _step(part: str, reach: int) -> Step:
    each = part.split("|")
    if not all(re.fullmatch(r"[a-z0-9$@]+\*?", word) for word in each):
        raise ValueError(part)
    return Step(
        frozenset(word for word in each if not word.endswith("*")),
        frozenset(word[:-1] for word in each if word.endswith("*")),
        reach,
    )
