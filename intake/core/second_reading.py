"""What a language model makes of a text that the first reading was unsure of. The model itself is semantic.py's.

To it a text is a vector. What was learnt about such vectors is linear; how it comes about is second_fitting.py's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from intake.core.meaning import NO_MEANING, Floats
from intake.core.signals import Reading

DIMENSIONS = 384
# More of a text than this is not looked at: the model's own limit is near.
MAX_CHARS = 1_500
# The vectors of texts lie close together: how far they are drawn apart.
_STRETCH = 10.0
# The score of a category that the first reading does not name.
_UNNAMED = 0.002

# Texts as the rows of a matrix with DIMENSIONS columns, each of length 1.
Embed = Callable[[Sequence[str]], Floats]


@dataclass(frozen=True, eq=False)
class Head:
    """Weights by dimension, in steps of `step`, and by category; `lean` is what every text has."""

    weights: NDArray[np.int8]
    lean: Floats
    step: float

    def sums(self, vectors: Floats) -> Floats:
        """How much each of these centred vectors speaks for each category: a row for each."""
        sums: Floats = vectors @ (self.step * self.weights) + self.lean
        return sums


@dataclass(frozen=True, eq=False)
class SecondReading:
    """What was learnt about vectors; `codes` are the columns. Each of `heads` has learnt from all texts but for one fold.

    `first_share` and `second_share` say how much either reading counts, so that the scores hold what they promise.
    """

    codes: Sequence[str]
    centre: Floats
    heads: Sequence[Head]
    first_share: float
    second_share: float

    def read(self, embed: Embed, narrative: str, first: Reading, *, without: int | None = None) -> Reading:
        """The first reading with the scores of both. `without` is the fold of a text that was learnt: its head alone reads."""
        heads = self.heads if without is None else self.heads[without : without + 1]
        vectors = centred(embed([narrative[:MAX_CHARS]]), self.centre)
        second = logs(np.mean([head.sums(vectors) for head in heads], axis=0))[0]
        weighed = self.first_share * first_logs(first, self.codes) + self.second_share * second
        sums: Mapping[str, float] = dict(zip(self.codes, weighed.tolist(), strict=True))
        return replace(first, ranked=NO_MEANING.scores(sums))


def centred(vectors: Floats, centre: Floats) -> Floats:
    """The vectors, as they lie around the middle of all that was learnt from."""
    return (vectors.astype(np.float64) - centre) * _STRETCH


def logs(sums: Floats) -> Floats:
    """Logarithms of the shares that these sums stand for, row by row."""
    raised = sums - sums.max(axis=1, keepdims=True)
    shares: Floats = raised - np.log(np.exp(raised).sum(axis=1, keepdims=True))
    return shares


def first_logs(first: Reading, codes: Sequence[str]) -> Floats:
    """Logarithms of the first reading's scores, in the order of `codes`."""
    scores = dict(first.ranked)
    named: Floats = np.array([max(scores.get(code, 0.0), _UNNAMED) for code in codes])
    return np.log(named)
