"""A text as words, whatever keyboard it was typed on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.core.wording import Vocabulary, sound, spans_of, words_of

VOCABULARY = Vocabulary({"extorsion", "deposito", "banco", "transfer", "transferencia"}, {"amenaz"})


def test_words_know_their_sentence_and_their_clause() -> None:
    words = words_of("No mandé, ¡Dinero! Didn't")
    assert list(words.words) == ["no", "mande", "dinero", "didnt"]
    assert list(words.sentences) == [0, 0, 0, 1]
    assert list(words.clauses) == [0, 0, 1, 2]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("banco", "banco", id="as it is"),
        pytest.param("estorcion", "", id="two slips are too many"),
        pytest.param("extorcion", "extorsion", id="c for s"),
        pytest.param("depozito", "deposito", id="z for s"),
        pytest.param("tranfer", "transfer", id="a letter too few"),
        pytest.param("transsfer", "transfer", id="a letter twice"),
        pytest.param("trnasferencia", "transferencia", id="two letters swapped"),
        pytest.param("transports", "", id="another word"),
        pytest.param("bance", "", id="too short to guess"),
    ],
)
def test_a_misspelt_word_is_the_one_it_was_meant_to_be(written: str, meant: str) -> None:
    assert VOCABULARY.meant(written)[0] == ({meant} if meant else frozenset())


def test_a_misspelt_beginning_is_heard_too() -> None:
    assert VOCABULARY.meant("amenasaron")[1] == {"amenaz"}


def test_words_that_sound_alike_are_one() -> None:
    assert sound("vanco") == sound("banco")
    assert sound("hamenasa") == sound("amenaza")


def test_what_is_longer_than_any_word_is_not_guessed() -> None:
    assert VOCABULARY.meant("amenasa" + "xy" * 20) == (frozenset(), frozenset())
    assert VOCABULARY.meant("amenaza" + "xy" * 20)[1] == {"amenaz"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("No MANDÉ, ¡Dinero!", ["No", "MANDÉ", "Dinero"], id="accents and capitals"),
        pytest.param("Didn’t pay", ["Didn’t", "pay"], id="an apostrophe is inside its word"),
        pytest.param("mande\u0301 ya", ["mande\u0301", "ya"], id="an accent of its own belongs to its letter"),
        pytest.param("Straße ﬁn", ["Straße", "ﬁn"], id="letters that fold into two"),
        pytest.param("½ kilo", ["½", "½", "kilo"], id="two words in one character"),
        pytest.param("\u202e👩 hola", ["hola"], id="what is no word"),
    ],
)
def test_a_word_knows_where_it_was_written(text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in spans_of(text)] == words


@given(st.text(max_size=300))
def test_every_word_of_any_text_is_found_where_it_was_written(text: str) -> None:
    words, spans = words_of(text).words, spans_of(text)
    assert len(words) == len(spans)
    assert all(word in words_of(text[start:end]).words for word, (start, end) in zip(words, spans, strict=True))
