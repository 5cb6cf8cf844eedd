"""What the text says: phrases in both languages, typos of accents forgiven, denials respected."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.core.signals import Phrase, Reading, Signal, SignalLexicon, normalise, phrase, read
from intake.core.text import Text

LEXICON = SignalLexicon(
    signals={
        "paid": Signal("paid", Text({}), (phrase("mande dinero"), phrase("sent|wired .. money"))),
        "threat": Signal("threat", Text({}), (phrase("amenaz* .. publicar"),)),
    },
    category_phrases={"scam": (phrase("estaf*"), phrase("scam*")), "ransom": (phrase("ransom note"),)},
    negations=frozenset({"no", "never", "didnt"}),
)


@pytest.mark.parametrize(
    ("text", "signals"),
    [
        pytest.param("Le MANDÉ dinero ayer", {"paid"}, id="accents and capitals"),
        pytest.param("I sent him all the money", {"paid"}, id="a gap of words"),
        pytest.param("No mandé dinero", set(), id="denied"),
        pytest.param("I didn't send... no. I sent money", {"paid"}, id="a denial ends with its sentence"),
        pytest.param("me amenazaron con publicar mis fotos", {"threat"}, id="any ending"),
        pytest.param("comandé dineros", set(), id="a word is whole"),
        pytest.param("", set(), id="nothing written"),
    ],
)
def test_a_signal_is_what_the_text_says(text: str, signals: set[str]) -> None:
    assert read(LEXICON, text).signals == signals


@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    reading = read(LEXICON, text)
    assert reading.signals <= LEXICON.signals.keys()
    assert sum(score for _, score in reading.ranked) <= 1


def test_the_suggestion_is_the_category_most_spoken_of() -> None:
    reading = read(LEXICON, "me estafaron, fue un scam, una estafa")
    assert reading.facts()["suggested_category"] == "scam"


def test_a_text_that_says_nothing_suggests_nothing() -> None:
    assert Reading().facts() == {"signals": frozenset()}


def test_normalising_keeps_where_sentences_end() -> None:
    assert normalise("No mandé. ¡Dinero!") == " no mande . dinero . "


@pytest.mark.parametrize("written", ["", "..", "con acento é", "MAYOR", "a.b"])
def test_a_phrase_that_could_never_match_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        phrase(written)


def test_the_weight_of_a_phrase_is_its_words() -> None:
    assert isinstance(phrase("a .. b"), Phrase)
    assert phrase("a .. b").weight == 2
