"""What the text says: phrases in both languages, misspelt as people write them, denials respected."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from intake.core.indicators import Indicator
from intake.core.lexicon import Signal, SignalLexicon
from intake.core.phrases import Phrase, phrase
from intake.core.signals import Reading, read
from intake.core.text import Text
from tests.factories import CONTENT, ROOT

TOLD: dict[str, dict[str, str]] = YAML(typ="safe").load(ROOT / "tests/core/told.yaml")


def lexicon_of(**signals: str) -> SignalLexicon:
    """One phrase for each signal, in the order given."""
    return SignalLexicon(
        {name: Signal(name, Text({}), (phrase(written),)) for name, written in signals.items()},
        {"scam": (phrase("estaf*"), phrase("scam*")), "ransom": (phrase("ransom note ^5"),)},
        frozenset({"no", "never", "didnt"}),
    )


LEXICON = lexicon_of(
    paid="mande|sent|wired .. dinero|money",
    threat="amenaz* .. publicar",
    far="page ... fake",
    both="tarjeta & cajero",
    lost="#paid & !devolvieron",
)


@pytest.mark.parametrize(
    ("text", "signals"),
    [
        pytest.param("Le MANDÉ dinero ayer", {"paid", "lost"}, id="accents and capitals"),
        pytest.param("I sent him all the money", {"paid", "lost"}, id="a gap of words"),
        pytest.param("I sent him every last bit of all the money", set(), id="too wide a gap"),
        pytest.param("No mandé dinero", set(), id="denied"),
        pytest.param("no, mandé dinero", {"paid", "lost"}, id="a denial ends with its clause"),
        pytest.param("I didn't send... no. I sent money", {"paid", "lost"}, id="a denial ends with its sentence"),
        pytest.param("me amenazaron con publicar mis fotos", {"threat"}, id="any ending"),
        pytest.param("I was on a page that in the end, they say, was all fake", {"far"}, id="a wide gap"),
        pytest.param("I was on a page. It was fake", set(), id="not across sentences"),
        pytest.param("el cajero se comió mi tarjeta", {"both"}, id="both in any order"),
        pytest.param("mandé dinero y me lo devolvieron", {"paid"}, id="what must not be said"),
        pytest.param("comandé dineros", set(), id="a word is whole"),
        pytest.param("me amenasaron con publicar todo", {"threat"}, id="a beginning spelt as it sounds"),
        pytest.param("la targeta y el cagero", {"both"}, id="words spelt as they sound"),
        pytest.param("", set(), id="nothing written"),
    ],
)
def test_a_signal_is_what_the_text_says(text: str, signals: set[str]) -> None:
    assert read(LEXICON, text).signals == signals


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    reading = read(LEXICON, text)
    assert reading.signals <= LEXICON.signals.keys()
    assert sum(score for _, score in reading.ranked) <= 1


def test_the_suggestion_is_the_category_most_spoken_of() -> None:
    reading = read(LEXICON, "me estafaron, fue un scam, una estafa")
    assert reading.facts()["suggested_category"] == "scam"


def test_a_phrase_that_says_more_weighs_more() -> None:
    assert read(LEXICON, "a scam with a ransom note").ranked[0][0] == "ransom"


def test_what_stands_under_both_languages_counts_once() -> None:
    once = SignalLexicon(category_phrases={"scam": (phrase("scam"),)})
    twice = SignalLexicon(category_phrases={"scam": (phrase("scam"), phrase("scam"))})
    assert read(once, "a scam").ranked == read(twice, "a scam").ranked


def test_a_text_that_says_nothing_suggests_nothing() -> None:
    assert Reading().facts() == {"signals": frozenset()}


def test_indicators_are_read_and_are_no_facts() -> None:
    reading = read(LEXICON, "me llaman del 222 123 4567", region="MX")
    assert reading.indicators == (Indicator("phone", "+522221234567"),)
    assert reading.facts() == {"signals": frozenset()}


@pytest.mark.parametrize(
    "written",
    ["", "..", "con acento é", "MAYOR", "a.b", "a ..", ".. a", "a & ", "!a", "#Signal", "a ^0", "a ^12", "a^2"],
)
def test_a_phrase_that_could_never_match_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        phrase(written)


def test_the_weight_of_a_phrase_is_its_words_unless_written() -> None:
    assert isinstance(phrase("a .. b"), Phrase)
    assert [phrase(each).weight for each in ("a .. b", "a b & #c & !d", "a ^7")] == [2, 4, 7]


def test_a_signal_may_only_be_made_of_those_above_it() -> None:
    assert lexicon_of(first="#second", second="word").unknown_signals() == {"second"}
    assert CONTENT.rules.lexicon.unknown_signals() == frozenset()


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("category", TOLD)
def test_every_category_is_understood_in_both_languages(category: str, lang: str) -> None:
    reading = read(CONTENT.rules.lexicon, TOLD[category][lang])
    assert reading.ranked[0][0] == category or (category == "other_unknown" and reading.confidence == "low")


def test_no_category_is_without_its_two_stories() -> None:
    assert list(TOLD.keys() ^ CONTENT.rules.categories.keys()) == []


@pytest.mark.parametrize(
    ("signal", "text"),
    [
        ("self_harm", "ya no quiero vivir con esto"),
        ("self_harm", "I dont want to be here anymore, I just want to end it all"),
        ("danger_to_life", "estan afuera de mi casa ahorita y traen armas"),
        ("danger_to_life", "hes outside my house and he has a gun"),
        ("death_threat", "dise que me va a matar si no pago"),
        ("death_threat", "they said they will kill my kids"),
        ("threat_to_publish", "amenasa con mandar mis fotos a todos mis contactos"),
        ("threat_to_publish", "he says he'll send the pics to my followers unless I pay"),
        ("ongoing_pressure", "no dejan de marcarme a cada rato"),
        ("ongoing_pressure", "they keep calling me right now"),
        ("minor_mentioned", "mi ija de 14 años"),
        ("minor_mentioned", "my 14yo daughter"),
        ("child_sexual", "pasan pornografia infantil en un grupo"),
        ("child_sexual", "he trades child porn"),
        ("kidnapping_claim", "dicen que tienen secuestrado a mi hijo"),
        ("kidnapping_claim", "a man says he has my daughter and wants ransom"),
        ("loan_app", "baje una app de prestamos"),
        ("loan_app", "I borrowed from a loan app"),
        ("remote_access", "me hicieron instalar el anydesk"),
        ("remote_access", "I let him take control of my computer"),
        ("seed_phrase", "puse mi frase semilla"),
        ("seed_phrase", "I typed my recovery phrase"),
        ("gift_card", "queria que le comprara tarjetas de regalo"),
        ("gift_card", "he made me buy apple gift cards and read the numbers"),
        ("impersonates_fbi", "un falso agente del fbi"),
        ("impersonates_fbi", "he claimed to be from the IC3"),
        ("courier_pickup", "mandaron un mensajero a recoger el dinero a mi casa"),
        ("courier_pickup", "a courier came to pick up the cash"),
        ("caller_id_spoofed", "en el identificador de llamadas decia bbva"),
        ("caller_id_spoofed", "the caller ID showed my bank"),
        ("deepfake", "usaron inteligencia artificial para clonar su voz"),
        ("deepfake", "it was an AI generated video"),
        ("crypto_atm", "me mandaron a un cajero de bitcoin"),
        ("crypto_atm", "they had me put cash in a bitcoin ATM"),
        ("toll_or_parcel_message", "me llego un sms de una multa de transito con liga"),
        ("toll_or_parcel_message", "a text about unpaid tolls"),
        ("postal_mail", "llego una carta por correo postal"),
        ("postal_mail", "I got a letter in the mail"),
        ("debt_collection", "me hablan de un despacho de cobranza"),
        ("debt_collection", "a debt collector keeps calling"),
        ("criminal_group", "dicen ser del cartel"),
        ("criminal_group", "they say they are the cartel"),
        ("older_adult_mentioned", "mi abuelita de 80 años"),
        ("older_adult_mentioned", "my 82 year old neighbor"),
    ],
)
def test_what_decides_who_and_how_fast_is_heard_in_both_languages(signal: str, text: str) -> None:
    assert signal in read(CONTENT.rules.lexicon, text).signals


@pytest.mark.parametrize(
    ("signal", "text"),
    [
        ("self_harm", "no quiero que le pase a nadie mas"),
        ("minor_mentioned", "el banco me dio el menor tiempo de respuesta"),
        ("death_threat", "nunca me amenazaron de muerte"),
        ("child_sexual", "my children are fine"),
        ("unauthorised_debit", "hice una transferencia a mi primo"),
        ("ransom_note", "secuestraron a mi hermano"),
        ("gift_card", "pague con mi tarjeta de credito"),
    ],
)
def test_what_only_looks_alike_is_not_heard(signal: str, text: str) -> None:
    assert signal not in read(CONTENT.rules.lexicon, text).signals
