"""How the second reading comes to know what a vector speaks for. The same texts and vectors give the same numbers.

Softmax regression, all texts at a time, each step as AdaGrad has it. How much each reading counts is found with voices
that neither has heard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from intake.core.fitting import Lesson, Sample, fit, lessons
from intake.core.lexicon import SignalLexicon
from intake.core.meaning import Floats
from intake.core.second_reading import Head, SecondReading, centred, first_logs, logs
from intake.core.signals import read

_ROUNDS = 300
_RATE = 0.5
_SHRINK = 5e-4
_STEPS = 127
_SHARES = tuple(place / 10 for place in range(21))
# How often part of the voices is left out to see what the readings make of voices never heard.
_PARTS = 3

# Told before each of the steps that take long.
Tell = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class Heard:
    """A text, whose voice it is, the fold it is dealt into, and its vector."""

    sample: Sample
    voice: str
    fold: int
    vector: Floats


@dataclass(frozen=True, eq=False)
class _Class:
    """All that is heard, as numbers, a row for each; `firsts` are what the first reading learns from."""

    lexicon: SignalLexicon
    heard: Sequence[Heard]
    firsts: Sequence[Lesson]
    vectors: Floats
    wanted: Floats


@dataclass(frozen=True, eq=False)
class _Unheard:
    """A text as both readings see it that never heard its voice: logarithms of shares, by column."""

    first: Floats
    second: Floats
    wanted: Floats


def fit_second(lexicon: SignalLexicon, heard: Sequence[Heard], *, folds: int, tell: Tell) -> SecondReading:
    """What these texts teach. `lexicon` brings the first reading that they are weighed against."""
    vectors = np.stack([each.vector for each in heard]).astype(np.float64)
    centre: Floats = vectors.mean(axis=0).round(6)
    firsts = lessons(lexicon, [each.sample for each in heard])
    wanted = np.stack([first.wanted for first in firsts])
    taught = _Class(lexicon, heard, firsts, centred(vectors, centre), wanted)
    heads = []
    for fold in range(folds):
        tell(f"learning without fold {fold + 1} of {folds}")
        heads.append(_head(taught, [each.fold != fold for each in heard]))
    voices = sorted({each.voice for each in heard})
    unheard: list[_Unheard] = []
    for part in range(min(_PARTS, len(voices))):
        left_out = frozenset(voices[part::_PARTS])
        tell(f"listening to {', '.join(sorted(left_out))} without having heard them")
        unheard += _unheard(taught, left_out)
    first_share, second_share = _shares(unheard)
    return SecondReading(tuple(lexicon.category_phrases), centre, tuple(heads), first_share, second_share)


def _head(taught: _Class, chosen: Sequence[bool]) -> Head:
    """What the chosen texts teach."""
    wanted = taught.wanted[chosen]
    vectors = np.hstack([taught.vectors[chosen], np.ones((len(wanted), 1))])
    weights = np.zeros((vectors.shape[1], wanted.shape[1]))
    squares = np.full_like(weights, 1e-8)
    for _ in range(_ROUNDS):
        missed = np.exp(logs(vectors @ weights)) - wanted
        slope = vectors.T @ missed / max(len(wanted), 1) + _SHRINK * weights
        squares += slope * slope
        weights -= _RATE * slope / np.sqrt(squares)
    step = round(float(np.abs(weights[:-1]).max()) / _STEPS, 9) or 1.0
    kept = np.clip(np.rint(weights[:-1] / step), -_STEPS, _STEPS).astype(np.int8)
    return Head(kept, weights[-1].round(4), step)


def _unheard(taught: _Class, voices: frozenset[str]) -> Iterator[_Unheard]:
    """The texts of these voices that the first reading is unsure of, both readings having learnt from the other voices."""
    known = [each.voice not in voices for each in taught.heard]
    meaning = fit(taught.lexicon, [first for first, is_known in zip(taught.firsts, known, strict=True) if is_known])
    sharp = replace(meaning, sharpness=taught.lexicon.meaning.sharpness)
    deaf, head = replace(taught.lexicon, meaning=sharp), _head(taught, known)
    seconds = logs(head.sums(taught.vectors))
    for each, second, wanted in zip(taught.heard, seconds, taught.wanted, strict=True):
        if each.voice in voices:
            first = read(deaf, each.sample.text)
            if first.ranked and first.confidence != "high":
                yield _Unheard(first_logs(first, tuple(taught.lexicon.category_phrases)), second, wanted)


def _shares(unheard: Sequence[_Unheard]) -> tuple[float, float]:
    """The shares of the two readings that are least surprised by what the texts were; halves when there is no such text."""
    if not unheard:
        return 0.5, 0.5
    first, second = np.stack([each.first for each in unheard]), np.stack([each.second for each in unheard])
    wanted = np.stack([each.wanted for each in unheard])

    def surprise(shares: tuple[float, float]) -> float:
        return -float((wanted * logs(shares[0] * first + shares[1] * second)).sum())

    return min(product(_SHARES, _SHARES), key=surprise)
