"""What was learnt from whole texts: how much each run of words or letters, and each signal and phrase, speaks for a category.

A linear model of hashed n-grams; how it comes about is fitting.py's. A score is a sum, so that it can be taken apart again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log1p, sqrt
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from intake.core.wording import Words

_BITS, _MARK_BITS = 15, 13
# Rows of the table: first what words and letters fall into, then what signals and phrases fall into.
GRAMS, MARKS = 1 << _BITS, 1 << _MARK_BITS
ROWS = GRAMS + MARKS
# Beside what was learnt of each phrase, so that a new one counts before anything is learnt again.
PHRASE_WEIGHT = 0.7
# A longer word says no more than its beginning.
_LONGEST_CHARS = 24
_DIGITS = str.maketrans("123456789", "000000000")
# How many letters a run has; a run may go across words.
_RUNS = (4, 6)
# What each group of features may weigh in all, whatever the length of the text; and what each mark weighs.
_WORDS, _PAIRS, _LETTERS, MARK = 1.0, 0.7, 1.0, 0.3
# A text that falls into fewer rows than this says less.
_SHORT = 16
# A score below it is no suggestion.
_LEAST = 0.01

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True)
class Features:
    """The rows that one text falls into and how much each counts."""

    rows: Ints
    values: Floats


@dataclass(frozen=True, eq=False)
class Meaning:
    """Weights by row, in steps of `step`, and by column: `codes`, then `signals`. `lean` is what every text has.

    `sharpness` turns sums into scores that hold what they promise: of the texts with a score near 0.7, seven in ten
    are of that category.
    """

    codes: Sequence[str] = ()
    signals: Sequence[str] = ()
    weights: NDArray[np.int8] = field(default_factory=lambda: np.zeros((ROWS, 0), np.int8))
    lean: Floats = field(default_factory=lambda: np.zeros(0))
    step: float = 1.0
    sharpness: float = 1.0

    def sums(self, found: Features) -> dict[str, float]:
        """How much a text that falls into these rows speaks for each category and each signal."""
        learnt = self.lean + self.step * (found.values @ self.weights[found.rows].astype(np.float64))
        return dict(zip((*self.codes, *self.signals), learnt.tolist(), strict=True))

    def ranked(self, sums: Mapping[str, float], phrases: Mapping[str, int]) -> tuple[tuple[str, float], ...]:
        """Categories with their scores from 0 to 1, which add up to 1: best first, those that matter.

        `phrases` is how much the phrases of content weigh that speak for a category, learnt or not.
        """
        return self.scores(self.speaking(sums, phrases))

    def speaking(self, sums: Mapping[str, float], phrases: Mapping[str, int]) -> dict[str, float]:
        """How much a text and its phrases, which weigh that much in all, speak for each category."""
        found = {code: sums[code] for code in self.codes}
        for code, weight in phrases.items():
            found[code] = found.get(code, 0.0) + PHRASE_WEIGHT * strength(weight)
        return found

    def sounds_like(self, sums: Mapping[str, float]) -> dict[str, float]:
        """How sure it is, from 0 to 1, that the text carries each signal."""
        return {signal: 1 / (1 + exp(-max(min(sums[signal], 30.0), -30.0))) for signal in self.signals}

    def shares(self, sums: Sequence[float]) -> Floats:
        """Sums as scores from 0 to 1 that add up to 1, to the last digit; of at least one."""
        raised = np.array(sums) * self.sharpness
        found = np.exp(raised - raised.max())
        shares: Floats = found / found.sum()
        return shares

    def favours(self, rows: Ints, mixed: Mapping[str, float]) -> Floats:
        """How much each row speaks for a mixture of categories, each counted so many times, negative ones against."""
        counted = np.array([mixed.get(column, 0.0) for column in (*self.codes, *self.signals)])
        found: Floats = self.step * (self.weights[rows].astype(np.float64) @ counted)
        return found

    def scores(self, sums: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
        """Sums as scores from 0 to 1 that add up to 1, best first, those that matter; nothing for no category at all."""
        if not sums:
            return ()
        codes = sorted(sums)
        rounded = self.shares([sums[code] for code in codes]).round(4).tolist()
        ranked = sorted(zip(codes, rounded, strict=True), key=lambda pair: (-pair[1], pair[0]))
        return tuple((code, score) for place, (code, score) in enumerate(ranked) if score >= _LEAST or place == 0)


NO_MEANING = Meaning()


def features(words: Words, marks: Iterable[str]) -> Features:
    """Words, pairs of words and runs of letters of a text, hashed; figures count by their length alone.

    `marks` are what else was found in it: signals as #name, phrases as content writes them.
    """
    found = [(np.unique(rows), weight) for rows, weight in _groups(_cut(words))]
    marked = np.array(sorted({mark_row(mark) for mark in marks}), np.int64)
    values = [np.full(len(rows), _value(len(rows), weight)) for rows, weight in found]
    return Features(
        np.concatenate([*(rows for rows, _ in found), marked]), np.concatenate([*values, np.full(len(marked), MARK)])
    )


def spread(words: Words, weigh: Callable[[Ints], Floats]) -> Floats:
    """What the rows of a text's words and letters weigh, with how much they count, shared by the words that they cover.

    `weigh` says what a row weighs. The sum is what `features` would have weighed but for the marks.
    """
    cut = _cut(words)
    owners = np.repeat(np.arange(len(cut)), [len(word) + 1 for word in cut])
    # Letters stand between spaces, which are nobody's.
    owners = np.concatenate([[-1], owners])
    owners[np.cumsum([len(word) + 1 for word in cut])] = -1
    each = [_each(rows, weight, weigh) for rows, weight in _groups(cut)]
    found = each[0]
    found[:-1] += each[1] / 2
    found[1:] += each[1] / 2
    first = len(owners) - _RUNS[0] + 1
    for size, weights in zip(_RUNS, (each[2][: max(first, 0)], each[2][max(first, 0) :]), strict=True):
        covered = np.array([owners[place : place + len(weights)] for place in range(size)])
        is_letter = covered >= 0
        np.add.at(found, covered[is_letter], (is_letter * weights / is_letter.sum(axis=0))[is_letter])
    return found


def mark_row(mark: str) -> int:
    """The row that a mark falls into."""
    return GRAMS + crc32(mark.encode()) % MARKS


def strength(weight: int) -> float:
    """How much phrases of this weight in all say: the tenth of them less than the first."""
    return round(log1p(weight), 6)


def _cut(words: Words) -> Sequence[str]:
    return [word[:_LONGEST_CHARS].translate(_DIGITS) for word in words.words]


def _groups(cut: Sequence[str]) -> Sequence[tuple[Ints, float]]:
    """The row of each word, of each pair of words and of each run of letters, one size after the other; what each group
    weighs in all."""
    hashed = np.array([crc32(word.encode()) for word in cut], np.uint64)
    letters = np.frombuffer(f" {' '.join(cut)} ".encode(), np.uint8).astype(np.uint64)
    return (
        (_rows(hashed, 1), _WORDS),
        (_rows(hashed[:-1] * np.uint64(31) + hashed[1:], 2), _PAIRS),
        (np.concatenate([_rows(_runs(letters, size), size) for size in _RUNS]), _LETTERS),
    )


def _value(count: int, weight: float) -> float:
    """How much each of so many rows of a group counts."""
    return weight / sqrt(max(count, _SHORT))


def _each(rows: Ints, weight: float, weigh: Callable[[Ints], Floats]) -> Floats:
    """What each occurrence of a row weighs: all of one row share what it weighs once."""
    distinct, places, counts = np.unique(rows, return_inverse=True, return_counts=True)
    found: Floats = (_value(len(distinct), weight) * weigh(distinct) / counts)[places]
    return found


def _runs(letters: Hashes, size: int) -> Hashes:
    """A number for each run of `size` letters."""
    count = max(len(letters) - size + 1, 0)
    found = np.zeros(count, np.uint64)
    for place in range(size):
        found = found * np.uint64(257) + letters[place : place + count]
    return found


def _rows(numbers: Hashes, group: int) -> Ints:
    """Spread over the rows, each group in its own way. Multiplication wraps around at 64 bits."""
    mixed = (numbers + np.uint64(group)) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return (mixed >> np.uint64(64 - _BITS)).astype(np.int64)
