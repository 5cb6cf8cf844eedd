"""A reading taken apart: the words that speak for a category, where they stand, and that nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.core.explaining import Run, Span, Why, taken_apart, why
from intake.core.lexicon import Signal, SignalLexicon, placed, said
from intake.core.meaning import features
from intake.core.phrases import phrase
from intake.core.signals import MAX_CHARS, read
from intake.core.text import Text
from intake.core.wording import words_of
from tests.core.test_signals import TOLD
from tests.factories import CONTENT

LEXICON = CONTENT.rules.lexicon
STORIES = [(category, text) for category, told in TOLD.items() for text in told.values()]
every_story = pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story[0]}-{story[1][:12]}")

# What people type and what they paste, run together: whole sentences, words of the content, and things that are no words.
PIECES = st.one_of(
    st.sampled_from([text for _, text in STORIES]),
    st.sampled_from(
        ["¡NO mandé", "dinero ", "Didn’t", "½", "ﬁ", "İ", "e\u0301", "\u202e", "👩‍👩‍👧 ", "\n\n", "ß", "no"]
    ),
    st.text(max_size=30),
)
TEXTS = st.lists(PIECES, max_size=6).map("".join)
CODES = st.sampled_from([*LEXICON.meaning.codes, "no_such_category"])


def suggested(text: str) -> Why:
    """Why the text sounds like what it sounds like most."""
    return why(LEXICON, text, read(LEXICON, text).ranked[0][0])


def _said(found: Why) -> list[Sequence[Span]]:
    return [*(signal.words for signal in found.signals), *(said.words for said in found.phrases)]


def quoted(text: str, spans: Sequence[Span]) -> list[str]:
    return [text[span.start : span.end] for span in spans]


def without(text: str, runs: Sequence[Run]) -> str:
    """The text with a space where these runs were."""
    for run in reversed(runs):
        text = f"{text[: run.start]} {text[run.end :]}"
    return text


@settings(deadline=None)
@given(TEXTS, CODES)
def test_what_is_told_stands_in_the_text_in_order_and_apart(text: str, category: str) -> None:
    found = why(LEXICON, text, category)
    marked = sorted([*found.words, *found.against], key=lambda run: run.start)
    places = [place for run in marked for place in (run.start, run.end)]
    said_by = [span for spans in _said(found) for span in spans]
    assert all(0 <= span.start < span.end <= len(text) for span in (*marked, *said_by))
    # Where one character makes two words, as ½ does, both stand in the same place.
    assert places == sorted(places) or any(len(words_of(char).words) > 1 for char in text)


@settings(deadline=None)
@given(TEXTS, CODES)
def test_shares_are_parts_of_one_whole(text: str, category: str) -> None:
    found = why(LEXICON, text, category)
    for runs in (found.words, found.against):
        assert all(0 < run.share <= 1 for run in runs)
        assert sum(run.share for run in runs) <= 1 + 1e-9


@settings(deadline=None)
@given(TEXTS, CODES)
def test_taken_apart_a_text_weighs_what_it_weighs_whole(text: str, category: str) -> None:
    words = words_of(text[:MAX_CHARS])
    if not words.words:
        return
    found, meaning = said(LEXICON, words), LEXICON.meaning
    speaking = meaning.speaking(meaning.sums(features(words, found.marks)), found.weights)
    every_text = dict(zip((*meaning.codes, *meaning.signals), meaning.lean.tolist(), strict=True))
    whole = speaking.get(category, 0.0) - every_text.get(category, 0.0)
    parts = taken_apart(LEXICON, words, placed(LEXICON, words), {category: 1.0})
    assert len(parts) == len(words.words)
    assert np.isclose(parts.sum(), whole)


@settings(deadline=None)
@given(TEXTS)
def test_the_score_and_the_signals_are_those_of_the_reading(text: str) -> None:
    reading = read(LEXICON, text)
    found = why(LEXICON, text, reading.ranked[0][0] if reading.ranked else "no_such_category")
    assert {signal.id for signal in found.signals} == reading.signals
    assert round(found.score, 4) == (reading.ranked[0][1] if reading.ranked else 0)


@every_story
def test_without_the_words_that_were_told_the_score_is_lower(story: tuple[str, str]) -> None:
    found = suggested(story[1])
    assert found.words
    assert why(LEXICON, without(story[1], found.words), found.category).score < found.score


@every_story
def test_no_word_speaks_for_both(story: tuple[str, str]) -> None:
    found = suggested(story[1])
    taken = [place for run in (*found.words, *found.against) for place in range(run.start, run.end)]
    assert len(taken) == len(set(taken))


@pytest.mark.parametrize(
    "text",
    ["", " ", "¿?", "\u0301" * 900, "👩‍👩‍👧" * 90, "hola"],
    ids=["none", "space", "marks", "accents", "emoji", "few"],
)
def test_a_text_without_words_has_nothing_to_tell(text: str) -> None:
    assert why(LEXICON, text, "phishing_message") == Why("phishing_message")


@pytest.mark.parametrize("unit", ["dinero ", "a", "no mi cuenta ", "\u0301a", "½ ", "me hackearon. "])
def test_what_is_over_the_greatest_length_is_not_told(unit: str) -> None:
    text = (unit * MAX_CHARS)[: MAX_CHARS + 5_000]
    found = why(LEXICON, text, "phishing_message")
    assert all(span.end <= MAX_CHARS for span in (*found.words, *found.against))
    assert len(found.words) <= 8


def lexicon() -> SignalLexicon:
    """Phrases alone; nothing was learnt."""
    signals = {
        "paid": Signal("paid", Text({}), (phrase("mande|sent .. dinero|money"),)),
        "lost": Signal("lost", Text({}), (phrase("#paid & !devolvieron"), phrase("perdi todo"))),
    }
    phrases = {"scam": (phrase("estaf* ^4"), phrase("#lost & banco ^2")), "theft": (phrase("robaron ^3"),)}
    return SignalLexicon(signals, phrases, frozenset({"no"}))


def test_the_words_of_a_phrase_and_of_a_signal_are_found_as_written() -> None:
    text = "Les MANDÉ todo mi\ndinero. ¡Me estafáron!, sí: le mandé su dinero al Banco."
    found = why(lexicon(), text, "scam")
    assert quoted(text, found.words) == ["estafáron", "mandé", "dinero", "Banco"]
    assert [(said.id, quoted(text, said.words)) for said in found.signals] == [
        ("paid", ["mandé", "dinero"]),
        ("lost", ["mandé", "dinero"]),
    ]
    assert [(said.written, said.weight) for said in found.phrases] == [("estaf* ^4", 4), ("#lost & banco ^2", 2)]


def test_each_phrase_has_its_part_by_its_weight() -> None:
    text = "estafa. mande dinero al banco"
    shares = {text[run.start : run.end]: run.share for run in why(lexicon(), text, "scam").words}
    assert shares == pytest.approx({"estafa": 4 / 6, "mande dinero": 2 / 6 * 2 / 3, "banco": 2 / 6 / 3})


def test_what_is_denied_says_nothing() -> None:
    text = "no mande dinero, me estafaron con mi dinero y no me robaron"
    found = why(lexicon(), text, "scam")
    assert quoted(text, found.words) == ["estafaron"]
    assert found.signals == ()


def test_the_other_side_is_told_too() -> None:
    text = "me estafaron y me robaron"
    found = why(lexicon(), text, "scam")
    assert found.runner_up is not None and found.runner_up[0] == "theft"
    assert (quoted(text, found.words), quoted(text, found.against)) == (["estafaron"], ["robaron"])


def test_a_signal_that_the_whole_text_says_has_no_words_of_its_own() -> None:
    whole = [signal for _, text in STORIES for signal in suggested(text).signals if not signal.words]
    assert {signal.id for signal in whole} <= set(LEXICON.learnt)
    assert whole
