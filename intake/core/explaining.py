"""Why a text sounds like a category: which of its words speak for that, and how much, to the last digit.

A score is a sum of what words, pairs, runs of letters, signals and phrases weigh, so each part goes back to its words. It is
asked for when somebody looks, never when a report is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from intake.core.lexicon import Placed, SignalLexicon, placed
from intake.core.meaning import MARK, PHRASE_WEIGHT, Floats, Meaning, features, mark_row, spread, strength
from intake.core.signals import MAX_CHARS, is_too_little, sounding
from intake.core.wording import Words, spans_of, words_of

# So many runs are told, the strongest ones.
_RUNS = 8
# A word that speaks less than this part of the strongest is not told.
_FAINT = 0.15


@dataclass(frozen=True)
class Span:
    """The characters of a text from `start` up to and without `end`."""

    start: int
    end: int


@dataclass(frozen=True)
class Run(Span):
    """Words that stand together, and their share, from 0 to 1, of all that speaks for a category."""

    share: float


@dataclass(frozen=True)
class SignalSaid:
    """A signal, and the words that say it, in order; none when the whole text does."""

    id: str
    words: tuple[Span, ...]


@dataclass(frozen=True)
class PhraseSaid:
    """A phrase of content as it is written there, its weight, and the words that say it, in order."""

    written: str
    weight: int
    words: tuple[Span, ...]


@dataclass(frozen=True)
class Why:
    """What speaks for a category with that score, and, in `against`, for the `runner_up` with its score.

    `words` and `against` are the strongest runs, in order; they have no word in common.
    """

    category: str
    score: float = 0.0
    runner_up: tuple[str, float] | None = None
    words: tuple[Run, ...] = ()
    against: tuple[Run, ...] = ()
    signals: tuple[SignalSaid, ...] = ()
    phrases: tuple[PhraseSaid, ...] = ()


def why(lexicon: SignalLexicon, narrative: str, category: str) -> Why:
    """Take the reading of a narrative apart: what speaks for `category` and not for the others.

    Positions are those of the narrative as written; of one over MAX_CHARS the rest was not read.
    """
    text = narrative[:MAX_CHARS]
    words = words_of(text)
    found, spans = placed(lexicon, words), spans_of(text)
    if is_too_little(words, found):
        return Why(category)
    sums = lexicon.meaning.sums(features(words, found.marks))
    scores = _scores(lexicon.meaning, sums, found)
    signals = _signals(lexicon, found, sounding(lexicon, sums), spans)
    others = {code: score for code, score in scores.items() if code != category}
    runner_up = max(others.items(), key=lambda pair: (pair[1], pair[0]), default=None)
    if category not in scores:
        return Why(category, runner_up=runner_up, signals=signals)
    told = _told(words, taken_apart(lexicon, words, found, _over(category, others)))
    against: Sequence[_Told] = ()
    if runner_up is not None:
        opposed = taken_apart(lexicon, words, found, {runner_up[0]: 1.0, category: -1.0})
        opposed[[place for run in told for place in range(run.first, run.last + 1)]] = 0.0
        against = _told(words, opposed)
    return Why(
        category=category,
        score=scores[category],
        runner_up=runner_up,
        words=_runs(told, spans),
        against=_runs(against, spans),
        signals=signals,
        phrases=_phrases(found, category, spans),
    )


def taken_apart(lexicon: SignalLexicon, words: Words, found: Placed, mixed: Mapping[str, float]) -> Floats:
    """How much each word of a text speaks for a mixture of categories, each counted so many times, negative ones against.

    The sum over all words is what the whole text speaks for it, but for what every text has.
    """
    meaning = lexicon.meaning
    speaks = spread(words, lambda rows: meaning.favours(rows, mixed))
    by_row: dict[int, dict[str, frozenset[int]]] = {}
    for mark, places in found.marks.items():
        by_row.setdefault(mark_row(mark), {})[mark] = places
    for row, marks in by_row.items():
        # What falls into one row shares what that weighs.
        weighs = MARK * float(meaning.favours(np.array([row]), mixed)[0]) / len(marks)
        for places in marks.values():
            _share(speaks, places, weighs)
    weights = found.weights
    for code, times in mixed.items():
        total = weights.get(code, 0)
        for phrase, places in found.phrases.get(code, {}).items():
            _share(speaks, places, times * PHRASE_WEIGHT * strength(total) * phrase.weight / total)
    return speaks


@dataclass(frozen=True)
class _Told:
    """Words from the place `first` to the place `last`, and their share."""

    first: int
    last: int
    share: float


def _share(speaks: Floats, places: frozenset[int], weighs: float) -> None:
    speaks[list(places)] += weighs / len(places)


def _scores(meaning: Meaning, sums: Mapping[str, float], found: Placed) -> dict[str, float]:
    speaking = meaning.speaking(sums, found.weights)
    if not speaking:
        return {}
    return dict(zip(speaking, meaning.shares(list(speaking.values())).tolist(), strict=True))


def _over(category: str, others: Mapping[str, float]) -> dict[str, float]:
    """The category against all others, the likelier ones more: what makes it this one and not another."""
    total = sum(others.values())
    return {category: 1.0} | {code: -score / total for code, score in others.items() if total > 0}


def _told(words: Words, speaks: Floats) -> Sequence[_Told]:
    """The strongest runs of telling words, in order; a run ends with its sentence."""
    total = float(speaks[speaks > 0].sum())
    if total <= 0:
        return ()
    telling = np.flatnonzero(speaks >= _FAINT * speaks.max()).tolist()
    shares = (speaks / total).tolist()
    runs: list[_Told] = []
    for place in telling:
        last = runs[-1] if runs else None
        if last is not None and last.last == place - 1 and words.sentences[last.last] == words.sentences[place]:
            runs[-1] = _Told(last.first, place, last.share + shares[place])
        else:
            runs.append(_Told(place, place, shares[place]))
    strongest = sorted(runs, key=lambda run: -run.share)[:_RUNS]
    return sorted(strongest, key=lambda run: run.first)


def _runs(told: Iterable[_Told], spans: Sequence[tuple[int, int]]) -> tuple[Run, ...]:
    return tuple(Run(spans[run.first][0], spans[run.last][1], min(run.share, 1.0)) for run in told)


def _signals(
    lexicon: SignalLexicon, found: Placed, whole: frozenset[str], spans: Sequence[tuple[int, int]]
) -> tuple[SignalSaid, ...]:
    """In the order of the vocabulary."""
    said = (name for name in lexicon.signals if name in found.signals or name in whole)
    return tuple(SignalSaid(name, _spans(found.signals.get(name, frozenset()), spans)) for name in said)


def _phrases(found: Placed, category: str, spans: Sequence[tuple[int, int]]) -> tuple[PhraseSaid, ...]:
    """The heaviest first."""
    said = found.phrases.get(category, {}).items()
    phrases = (PhraseSaid(phrase.written, phrase.weight, _spans(places, spans)) for phrase, places in said)
    return tuple(sorted(phrases, key=lambda each: (-each.weight, each.written)))


def _spans(places: frozenset[int], spans: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """Words next to each other as one."""
    runs: list[tuple[int, int]] = []
    for place in sorted(places):
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return tuple(Span(spans[first][0], spans[last][1]) for first, last in runs)
