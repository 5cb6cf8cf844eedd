"""How the weights of meaning.py come about: from texts that say what they are. The same texts give the same bytes.

Softmax regression by AdaGrad (Duchi, Hazan, Singer 2011), one text at a time, in a fixed order. Only sums, products,
quotients and square roots, each in a fixed order: IEEE 754 gives them alike on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from zlib import crc32

import numpy as np

from intake.core.lexicon import SignalLexicon, said
from intake.core.meaning import PHRASE_WEIGHT, ROWS, Features, Floats, Meaning, features, strength
from intake.core.wording import words_of

_ROUNDS = 10
_RATE = 0.5
_SHRINK = 1e-4
# The weights are the mean of what they were after each of the last rounds: one round alone leans to its last texts.
_KEPT_ROUNDS = 5
# A signal that is there is rarer than one that is not: it counts this much more.
_RARE = 2.0
_ALSO_SHARE = 0.25
# Each weight is one of fifteen, from -7 to 7 steps; what few lie beyond is cut.
STEPS = 7
_WITHIN = 0.9999
_SHARPNESSES = tuple(place / 20 for place in range(6, 41))
# How often part of the voices is left out to see how sure the weights may be of a voice never heard.
_PARTS = 2


@dataclass(frozen=True)
class Sample:
    """A text and what kind of crime it tells of; `also` are those that an expert could choose as well.

    `says` holds signals that it carries, and those that it does not.
    """

    lang: str
    text: str
    category: str
    also: tuple[str, ...] = ()
    says: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Lesson:
    """A sample as numbers: what it falls into; how much the phrases weigh, by code; what it is and says, by column.

    `heard` is 1 or 0 for a signal that the sample says, or does not, and NaN for one that nobody looked for.
    """

    found: Features
    phrases: Mapping[str, int]
    wanted: Floats
    heard: Floats


def lessons(lexicon: SignalLexicon, samples: Sequence[Sample]) -> list[Lesson]:
    """The samples as numbers, by the columns that `fit` has for this lexicon."""
    return [_lesson(lexicon, sample) for sample in samples]


def fit(lexicon: SignalLexicon, taught: Sequence[Lesson]) -> Meaning:
    """The weights that tell these lessons apart. `sharpness` is left at 1: see `sharpness_for`."""
    state = _State(tuple(lexicon.category_phrases), lexicon.learnt)
    given = [(lesson, state.phrases(lesson)) for lesson in taught]
    for number in range(_ROUNDS):
        for place in sorted(range(len(given)), key=lambda place: crc32(b"%d %d" % (number, place))):
            state.learn(*given[place])
        if number >= _ROUNDS - _KEPT_ROUNDS:
            state.keep()
    return state.meaning()


def sharpness_for(lexicon: SignalLexicon, voices: Mapping[str, Sequence[Lesson]]) -> float:
    """The sharpness that suits texts of a voice never heard: voices in turn are left out and judged by the others."""
    names = sorted(voices)
    heard: list[tuple[Floats, Floats]] = []
    for part in range(_PARTS):
        left_out = frozenset(names[part::_PARTS])
        meaning = fit(lexicon, [lesson for name in names if name not in left_out for lesson in voices[name]])
        judged = [lesson for name in sorted(left_out) for lesson in voices[name]]
        heard += [(_sums(meaning, lesson), lesson.wanted) for lesson in judged]
    return min(_SHARPNESSES, key=lambda sharpness: sum(_surprise(sums * sharpness, wanted) for sums, wanted in heard))


def taught_by(lexicon: SignalLexicon, voices: Mapping[str, Sequence[Sample]]) -> Meaning:
    """Weights and sharpness from the texts of all voices."""
    taught = {name: lessons(lexicon, samples) for name, samples in sorted(voices.items())}
    meaning = fit(lexicon, [lesson for each in taught.values() for lesson in each])
    return replace(meaning, sharpness=sharpness_for(lexicon, taught))


def _lesson(lexicon: SignalLexicon, sample: Sample) -> Lesson:
    words = words_of(sample.text)
    spoken = said(lexicon, words)
    column = {code: place for place, code in enumerate(lexicon.category_phrases)}
    wanted = np.zeros(len(column))
    wanted[column[sample.category]] = 1.0
    for code in sample.also:
        wanted[column[code]] += _ALSO_SHARE
    wanted /= 1 + _ALSO_SHARE * len(sample.also)
    heard = np.array([float(sample.says.get(signal, "nan")) for signal in lexicon.learnt])
    return Lesson(features(words, spoken.marks), spoken.weights, wanted, heard)


def _sums(meaning: Meaning, lesson: Lesson) -> Floats:
    sums = meaning.sums(lesson.found)
    said_by = {code: PHRASE_WEIGHT * strength(weight) for code, weight in lesson.phrases.items()}
    return np.array([sums[code] + said_by.get(code, 0.0) for code in meaning.codes])


def _surprise(sums: Floats, wanted: Floats) -> float:
    shares = np.exp(sums - sums.max())
    return -float((wanted * np.log(shares / shares.sum() + 1e-12)).sum())


class _State:
    """Weights on the way. The last row is the lean of each column, which every text has; signals come after categories."""

    def __init__(self, codes: tuple[str, ...], signals: tuple[str, ...]) -> None:
        self._codes = codes
        self._signals = signals
        columns = len(codes) + len(signals)
        # Half the digits take half the time, and the weights end as fifteen steps anyway.
        self._weights = np.zeros((ROWS + 1, columns), np.float32)
        self._squares = np.full((ROWS + 1, columns), 1e-2, np.float32)
        self._kept = np.zeros((ROWS + 1, columns), np.float32)

    def phrases(self, lesson: Lesson) -> Floats:
        """What the phrases say by themselves, by category."""
        return np.array([PHRASE_WEIGHT * strength(lesson.phrases.get(code, 0)) for code in self._codes])

    def learn(self, lesson: Lesson, phrases: Floats) -> None:
        """Look at one lesson, and move the weights it touches towards it."""
        rows = np.append(lesson.found.rows, ROWS)
        values = np.append(lesson.found.values, 1.0).astype(np.float32)[:, None]
        weights = self._weights[rows]
        sums = (values * weights).sum(axis=0).astype(np.float64)
        count = len(self._codes)
        missed = np.append(_shares(sums[:count] + phrases) - lesson.wanted, _missed(sums[count:], lesson.heard))
        slope = values * missed.astype(np.float32)
        slope += weights * np.float32(_SHRINK)
        squares = self._squares[rows]
        squares += slope * slope
        self._squares[rows] = squares
        slope *= np.float32(_RATE)
        slope /= np.sqrt(squares)
        weights -= slope
        self._weights[rows] = weights

    def keep(self) -> None:
        """Let the weights as they are now be part of the mean."""
        self._kept += self._weights / np.float32(_KEPT_ROUNDS)

    def meaning(self) -> Meaning:
        """The mean of the weights that were kept, in steps."""
        weights = self._kept[:-1].astype(np.float64)
        used = np.abs(weights[weights != 0])
        step = float(np.quantile(used, _WITHIN)) / STEPS if used.size else 1.0
        return Meaning(
            codes=self._codes,
            signals=self._signals,
            weights=np.clip(np.rint(weights / step), -STEPS, STEPS).astype(np.int8),
            lean=self._kept[-1].astype(np.float64).round(3),
            step=round(step, 6),
        )


def _missed(sums: Floats, heard: Floats) -> Floats:
    """How far each signal is from what was heard; what is rare and missed counts more, what nobody looked for nothing."""
    likely = np.array([_shares(np.array([each, 0.0]))[0] for each in sums])
    return np.nan_to_num((likely - heard) * np.where(heard > 0, _RARE, 1.0))


def _shares(sums: Floats) -> Floats:
    """The softmax, with e^x as (1 + x/4096)^4096, which is the same on every machine."""
    raised = 1 + np.maximum(sums - sums.max(), -30.0) / 4096
    for _ in range(12):
        raised = raised * raised
    shares: Floats = raised / raised.sum()
    return shares
