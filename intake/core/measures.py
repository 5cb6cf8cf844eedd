"""Figures of how often something is right: shares with their intervals, F1 and calibration. Nothing here knows of what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

BINS = 10
# The 97.5 % point of the normal distribution, for intervals of 95 %.
_Z = 1.959963984540054


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    right: int = 0
    asked: int = 0

    @classmethod
    def of(cls, answers: Iterable[bool | None]) -> Share:
        """How many are true of those that are not None."""
        given = [answer for answer in answers if answer is not None]
        return cls(sum(given), len(given))

    @property
    def value(self) -> float | None:
        """From 0 to 1; None when nothing was asked."""
        return self.right / self.asked if self.asked else None

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true share lies, with 95 % confidence: Wilson's score interval (1927). All of 0 to 1 for nothing."""
        if not self.asked:
            return 0.0, 1.0
        share, weight = self.right / self.asked, _Z * _Z / self.asked
        middle = (share + weight / 2) / (1 + weight)
        half = _Z * sqrt(share * (1 - share) / self.asked + weight / (4 * self.asked)) / (1 + weight)
        low = 0.0 if self.right == 0 else middle - half
        high = 1.0 if self.right == self.asked else middle + half
        return low, high


@dataclass(frozen=True)
class Agreement:
    """How often one kind was wanted, how often it was the answer, and how often both."""

    wanted: int
    got: int
    both: int

    @property
    def precision(self) -> float | None:
        """Of the answers that say this kind, the share that is right; None when none does."""
        return self.both / self.got if self.got else None

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where neither is more."""
        return 2 * self.both / (self.wanted + self.got) if self.wanted + self.got else 0.0


@dataclass(frozen=True)
class Bin:
    """The answers whose confidence lies from `low` to `high`: how confident they were, and how often right."""

    low: float
    high: float
    confidence: float | None
    right: Share


@dataclass(frozen=True)
class Calibration:
    """Whether confidence holds what it promises, in bins of equal width. The means are None without an answer."""

    bins: tuple[Bin, ...]
    confidence: float | None
    accuracy: float | None
    error: float | None


def agreements(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Agreement]:
    """By kind, for every kind that stands in a pair of (wanted, got)."""
    known = list(pairs)
    wanted, got = Counter(pair[0] for pair in known), Counter(pair[1] for pair in known)
    both = Counter(want for want, answer in known if want == answer)
    return {kind: Agreement(wanted[kind], got[kind], both[kind]) for kind in sorted(wanted | got)}


def macro_f1(pairs: Iterable[tuple[str, str]]) -> float | None:
    """The mean F1 of every kind that was wanted or was an answer, each kind counting alike; None without a pair."""
    found = agreements(pairs).values()
    return sum(agreement.f1 for agreement in found) / len(found) if found else None


def calibration(answers: Sequence[tuple[float, bool]]) -> Calibration:
    """Of answers as (confidence from 0 to 1, whether right).

    `error` is the expected calibration error: the mean gap between confidence and share right, bins weighted by answers.
    """
    if not answers:
        return Calibration(tuple(_bin(place, []) for place in range(BINS)), None, None, None)
    binned: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, is_right in answers:
        binned[min(int(confidence * BINS), BINS - 1)].append((confidence, is_right))
    bins = tuple(_bin(place, inside) for place, inside in enumerate(binned))
    confident, right = sum(confidence for confidence, _ in answers), sum(is_right for _, is_right in answers)
    gaps = (abs(sum(confidence - is_right for confidence, is_right in inside)) for inside in binned)
    return Calibration(bins, confident / len(answers), right / len(answers), sum(gaps) / len(answers))


def _bin(place: int, inside: Sequence[tuple[float, bool]]) -> Bin:
    confidence = sum(confidence for confidence, _ in inside) / len(inside) if inside else None
    return Bin(place / BINS, (place + 1) / BINS, confidence, Share.of(is_right for _, is_right in inside))
