"""The language of a visitor, and dates, money and countries as people write them there."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from intake.i18n import (
    COUNTRIES,
    LANGUAGES,
    countries_by_name,
    country_name,
    currency_name,
    date_words,
    datetime_words,
    instant_words,
    language_name,
    load_catalogues,
    money_words,
    negotiate,
    number_words,
)

CATALOGUES = load_catalogues(Path(__file__).parents[1] / "translations")
AT = datetime(2026, 11, 24, 18, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        pytest.param(None, "es", id="no header"),
        pytest.param("", "es", id="empty"),
        pytest.param("en", "en", id="one language"),
        pytest.param("EN-us", "en", id="any case"),
        pytest.param("es-MX,es;q=0.9,en;q=0.8", "es", id="a phone in Mexico"),
        pytest.param("en-US,en;q=0.9,es;q=0.8", "en", id="a phone in the United States"),
        pytest.param("en;q=0.3, es;q=0.7", "es", id="the higher weight wins"),
        pytest.param("es;q=0.3, en;q=0.7", "en", id="whatever the order"),
        pytest.param("fr-FR, en;q=0.5", "en", id="a language we lack, then one we have"),
        pytest.param("fr, de;q=0.9", "es", id="only languages we lack"),
        pytest.param("en;q=0", "es", id="refused"),
        pytest.param("*", "es", id="anything"),
        pytest.param("en;q=high", "es", id="no weight"),
        pytest.param(";;,=q\x00,🙂", "es", id="garbage"),
        pytest.param("x," * 5_000 + "en", "es", id="endless"),
    ],
)
def test_the_browser_chooses_the_language_and_spanish_is_for_all_doubt(header: str | None, lang: str) -> None:
    assert negotiate(header) == lang


def test_spanish_comes_first_among_the_languages() -> None:
    assert LANGUAGES == ("es", "en")


def test_a_language_calls_itself_by_its_own_name() -> None:
    assert [language_name(lang) for lang in LANGUAGES] == ["Español", "English"]


def test_a_sentence_is_said_in_the_readers_language() -> None:
    assert [CATALOGUES[lang].gettext("Continue") for lang in LANGUAGES] == ["Continuar", "Continue"]


def test_a_sentence_that_no_catalogue_has_says_itself() -> None:
    assert CATALOGUES["es"].gettext("Nobody wrote this") == "Nobody wrote this"


@pytest.mark.parametrize(("lang", "one", "many"), [("es", "regla", "reglas"), ("en", "rule was", "rules were")])
def test_one_and_many_are_said_differently(lang: str, one: str, many: str) -> None:
    msgids = ("%(count)s rule was considered", "%(count)s rules were considered, in this order")
    said = [CATALOGUES[lang].ngettext(*msgids, number) for number in (1, 2, 0)]
    assert [many in sentence for sentence in said] == [False, True, True]
    assert one in said[0]


def test_a_day_is_written_out() -> None:
    assert date_words(date(2026, 11, 24), "es") == "24 de noviembre de 2026"
    assert date_words(date(2026, 11, 24), "en") == "November 24, 2026"


def test_a_moment_in_full_is_at_the_readers_clock_and_names_its_zone() -> None:
    assert instant_words(AT, "es") == "24 de noviembre de 2026, 12:40 p.m. (Ciudad de México)"
    assert instant_words(AT, "en") == "November 24, 2026, 1:40 PM Eastern Standard Time"


def test_a_moment_in_short_has_its_zone_too() -> None:
    assert datetime_words(AT, "es") == "24 nov 2026, 12:40 p.m. GMT-06:00"
    assert datetime_words(AT, "en") == "Nov 24, 2026, 1:40 PM GMT-05:00"


def test_the_day_is_the_readers_not_that_of_utc() -> None:
    after_midnight = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    assert instant_words(after_midnight, "es").startswith("24 de noviembre")


def test_money_says_whose_pesos_and_dollars() -> None:
    assert money_words(150050, "MXN", "es") == "1,500.50 pesos mexicanos"
    assert money_words(100, "USD", "es") == "1.00 dólar estadounidense"
    assert money_words(150050, "MXN", "en") == "1,500.50 Mexican pesos"


def test_money_without_a_currency_is_only_a_number() -> None:
    assert money_words(150050, None, "es") == money_words(150050, None, "en") == "1,500.50"


def test_a_currency_is_named_in_the_readers_language() -> None:
    assert [currency_name("MXN", lang) for lang in LANGUAGES] == ["pesos mexicanos", "Mexican pesos"]
    assert currency_name("XXQ", "es") == "XXQ"


def test_thousands_have_a_separator() -> None:
    assert number_words(1234567, "es") == number_words(1234567, "en") == "1,234,567"


def test_a_country_is_named_in_the_readers_language() -> None:
    assert [country_name("US", lang) for lang in LANGUAGES] == ["Estados Unidos", "United States"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_country_has_a_name(lang: str) -> None:
    assert [code for code, name in countries_by_name(lang) if name == code] == []


def test_countries_are_those_of_iso_3166_without_unions_and_test_codes() -> None:
    assert len(COUNTRIES) == 249
    assert not COUNTRIES & {"EU", "EZ", "UN", "XK", "XA", "ZZ", "IC", "CQ"}
    assert {"MX", "US", "CA", "PR", "TW"} <= COUNTRIES


@pytest.mark.parametrize(
    ("lang", "order"),
    [
        ("es", ["Bahamas", "Bélgica", "Belice", "Emiratos Árabes Unidos", "Eritrea", "México", "Micronesia"]),
        ("en", ["Afghanistan", "Åland Islands", "Albania", "Mexico", "Micronesia"]),
    ],
)
def test_countries_stand_as_in_a_dictionary_where_accents_do_not_count(lang: str, order: list[str]) -> None:
    names = [name for _, name in countries_by_name(lang)]
    assert all(names.index(before) < names.index(after) for before, after in pairwise(order))
