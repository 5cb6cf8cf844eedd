"""The second reading: what a text's vector speaks for, weighed with what the first reading made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from intake.core.fitting import Sample
from intake.core.lexicon import SignalLexicon
from intake.core.meaning import Floats
from intake.core.second_fitting import Heard, fit_second
from intake.core.second_reading import DIMENSIONS, MAX_CHARS, Head, SecondReading
from intake.core.signals import Reading

LEXICON = SignalLexicon(category_phrases={"scam": (), "ransom": ()})
FIRST = Reading(frozenset({"paid"}), (("scam", 0.5), ("ransom", 0.4)))
FOLDS = 3


def vectors(texts: Sequence[str]) -> Floats:
    """Texts with an r lie in one direction, all others in another."""
    rows = np.zeros((len(texts), DIMENSIONS))
    for row, text in zip(rows, texts, strict=True):
        row[0 if "r" in text else 1] = 0.9
        row[2 + len(text) % 100] = 0.1
    return rows


def heard(texts: Sequence[str]) -> list[Heard]:
    """Each text from a voice and a fold of its turn."""
    samples = [Sample("en", text, "ransom" if "r" in text else "scam") for text in texts]
    rows = vectors(texts)
    return [
        Heard(sample, f"voice {place % 4}", place % FOLDS, row)
        for place, (sample, row) in enumerate(zip(samples, rows, strict=True))
    ]


TEXTS = [letter * size for size in range(1, 13) for letter in "rs"]


@pytest.fixture(scope="module")
def learnt() -> SecondReading:
    return fit_second(LEXICON, heard(TEXTS), folds=FOLDS, tell=lambda step: None)


@pytest.mark.parametrize(("text", "category"), [("rrr", "ransom"), ("sss", "scam")])
def test_what_the_vector_speaks_for_comes_first(learnt: SecondReading, text: str, category: str) -> None:
    found = learnt.read(vectors, text, FIRST)
    codes, scores = zip(*found.ranked, strict=True)
    assert codes[0] == category
    assert list(scores) == sorted(scores, reverse=True) and sum(scores) == pytest.approx(1, abs=0.01)


def test_signals_and_indicators_are_the_first_readings(learnt: SecondReading) -> None:
    found = learnt.read(vectors, "rrr", FIRST)
    assert (found.signals, found.indicators) == (FIRST.signals, FIRST.indicators)


def test_what_the_first_reading_found_counts_too(learnt: SecondReading) -> None:
    sure, unsure = (Reading(ranked=(("scam", score), ("ransom", 1 - score))) for score in (0.69, 0.31))
    even = replace(learnt, first_share=0.5, second_share=0.1)
    scores = [dict(even.read(vectors, "sss", first).ranked)["scam"] for first in (sure, unsure)]
    assert scores[0] > scores[1]


def test_no_more_than_its_beginning_is_looked_at(learnt: SecondReading) -> None:
    seen: list[str] = []

    def embed(texts: Sequence[str]) -> Floats:
        seen.extend(texts)
        return vectors(texts)

    learnt.read(embed, "s" * MAX_CHARS + "r" * 10_000, FIRST)
    assert seen == ["s" * MAX_CHARS]


def test_a_head_knows_nothing_of_the_texts_of_its_fold() -> None:
    lied_to = heard(TEXTS)
    lied_to[0] = replace(lied_to[0], sample=replace(lied_to[0].sample, category="scam"))
    honest, lied = (fit_second(LEXICON, each, folds=FOLDS, tell=lambda step: None) for each in (heard(TEXTS), lied_to))
    same = [np.array_equal(one.weights, other.weights) for one, other in zip(honest.heads, lied.heads, strict=True)]
    assert same == [True, False, False]


def test_a_text_that_was_learnt_is_read_by_the_head_that_never_saw_it(learnt: SecondReading) -> None:
    dull = Head(np.zeros_like(learnt.heads[0].weights), np.array([1.0, -1.0]), 1.0)
    mixed = replace(learnt, heads=(dull, *learnt.heads[1:]), second_share=1.0, first_share=0.0)
    best = [mixed.read(vectors, "rrr", FIRST, without=without).ranked[0][0] for without in (0, 1, None)]
    assert best == ["scam", "ransom", "ransom"]


def test_the_same_texts_teach_the_same() -> None:
    first, again = (fit_second(LEXICON, heard(TEXTS), folds=FOLDS, tell=lambda step: None) for _ in range(2))
    assert (first.first_share, first.second_share) == (again.first_share, again.second_share)
    for one, other in zip(first.heads, again.heads, strict=True):
        assert np.array_equal(one.weights, other.weights) and np.array_equal(one.lean, other.lean)


def test_the_steps_that_take_long_are_told() -> None:
    told: list[str] = []
    fit_second(LEXICON, heard(TEXTS), folds=FOLDS, tell=told.append)
    assert told[0] == "learning without fold 1 of 3"
    assert len(told) == 2 * FOLDS


def test_one_voice_alone_is_heard_too() -> None:
    alone = [each for each in heard(TEXTS) if each.voice == "voice 0"]
    learnt = fit_second(LEXICON, alone, folds=FOLDS, tell=lambda step: None)
    assert learnt.read(vectors, "rrr", FIRST).ranked[0][0] in LEXICON.category_phrases
