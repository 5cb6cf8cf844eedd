"""A text as words, whatever keyboard it was typed on."""

import pytest

from intake.core.wording import Vocabulary, sound, words_of

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
