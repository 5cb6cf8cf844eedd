"""No text is judged by a model that learnt it by heart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from intake.core.fitting import Sample, fit, lessons
from intake.core.lexicon import SignalLexicon
from intake.core.meaning import Meaning, features
from intake.core.rules import Ruleset
from intake.core.wording import words_of
from intake.workflow.folds import FOLDS, Unseen, fold_of
from tests.factories import CONTENT

# Words that have no run of letters in common, and no bucket either.
WORDS = tuple(letter * 6 for letter in "acdeghijkm")
SAMPLES = tuple(Sample("es", f"{word} {word}", "b" if place % 2 else "a") for place, word in enumerate(WORDS))
LEXICON = SignalLexicon(category_phrases={"a": (), "b": ()})


@pytest.fixture(scope="module")
def rules() -> Ruleset:
    """A ruleset whose model has learnt SAMPLES."""
    meaning = replace(fit(LEXICON, lessons(LEXICON, SAMPLES)), sharpness=1.7)
    return replace(CONTENT.rules, lexicon=replace(LEXICON, meaning=meaning))


@pytest.fixture
def fitted() -> list[int]:
    """The folds that were left out, in order."""
    return []


@pytest.fixture
def unseen(rules: Ruleset, fitted: list[int]) -> Unseen:
    return Unseen(rules, SAMPLES, fitted.append)


def knows(rules: Ruleset, word: str) -> bool:
    """Whether the model makes more of a word than of nothing."""
    meaning: Meaning = rules.lexicon.meaning
    return not np.array_equal(list(meaning.sums(features(words_of(word), ())).values()), meaning.lean)


@pytest.mark.parametrize("sample", SAMPLES, ids=WORDS)
def test_a_text_is_judged_by_a_model_that_never_saw_it(rules: Ruleset, unseen: Unseen, sample: Sample) -> None:
    word = sample.text.split()[0]
    assert knows(rules, word)
    assert not knows(unseen.rules_for(sample.text), word)


def test_a_model_without_a_fold_knows_the_other_folds(unseen: Unseen) -> None:
    fold = fold_of(SAMPLES[0].text)
    others = [sample.text for sample in SAMPLES if fold_of(sample.text) != fold]
    assert others and all(knows(unseen.rules_for(SAMPLES[0].text), text) for text in others)


def test_a_text_that_was_not_learnt_is_judged_by_the_rules_as_they_are(unseen: Unseen, fitted: list[int]) -> None:
    assert unseen.rules_for("aaaaaa") is unseen.rules
    assert (unseen.has_learnt("aaaaaa"), fitted) == (False, [])


def test_capitals_accents_and_signs_do_not_make_it_another_text(unseen: Unseen) -> None:
    assert unseen.has_learnt("¡EEEEEE,  éééééé!")
    assert fold_of("¡EEEEEE,  éééééé!") == fold_of("eeeeee eeeeee")


def test_each_fold_is_fitted_once_and_only_when_it_is_needed(unseen: Unseen, fitted: list[int]) -> None:
    first = [sample.text for sample in SAMPLES[:3]]
    for text in first * 2:
        unseen.rules_for(text)
    assert sorted(fitted) == sorted({fold_of(text) for text in first})
    assert set(fitted) <= set(range(FOLDS))


def test_the_sharpness_stays_that_of_the_rules(unseen: Unseen) -> None:
    assert unseen.rules_for(SAMPLES[0].text).lexicon.meaning.sharpness == 1.7


def test_rules_without_a_model_have_learnt_nothing(fitted: list[int]) -> None:
    rules = replace(CONTENT.rules, lexicon=LEXICON)
    assert Unseen(rules, SAMPLES, fitted.append).rules_for(SAMPLES[0].text) is rules
    assert fitted == []
