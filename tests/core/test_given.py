"""What another program says of a report: read by the dictionary, or named with what to write instead."""

from __future__ import annotations

import json

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from intake.core.given import Places, check_facts, check_report, read_json
from intake.i18n import COUNTRIES, CURRENCIES
from tests.factories import CONTENT
from tests.generate import given_facts, is_same_as_json

DICTIONARY = CONTENT.rules.dictionary
PLACES = Places(COUNTRIES, CONTENT.form.subdivisions, CURRENCIES)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=20), inner, max_size=3),
    max_leaves=8,
)


def wrong(facts: object) -> list[str]:
    """The fields that are to be mended."""
    return [error.question_id for error in check_facts(DICTIONARY, facts, PLACES).errors]


@for_any(given_facts(CONTENT.rules))
def test_whatever_the_dictionary_allows_is_read_as_it_is(facts: dict[str, object]) -> None:
    found = check_facts(DICTIONARY, facts, PLACES)
    assert not found.errors
    assert is_same_as_json(found.facts, facts)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("money_lost", "true"),
        ("money_lost", 1),
        ("loss_amount", -1),
        ("loss_amount", 10**16),
        ("loss_amount", 12.5),
        ("loss_amount", True),
        ("days_since", "3"),
        ("victim_country", "Mexico"),
        ("victim_country", "mx"),
        ("victim_country", ["MX"]),
        ("victim_state", "MX-XXX"),
        ("victim_state", "Jalisco"),
        ("loss_currency", "pesos"),
        ("chosen_category", "no_such_crime"),
        ("already_reported", "mx_condusef"),
        ("already_reported", ["nobody"]),
        ("already_reported", [["mx_condusef"]]),
        ("signals", ["no_such_signal"]),
        ("lead_country", "MX"),
        ("suggested_category", "ransomware"),
        ("no_such_fact", True),
    ],
)
def test_what_a_fact_cannot_be_is_named(name: str, value: object) -> None:
    assert wrong({name: value}) == [f"facts.{name}"]


def test_a_fact_that_is_null_was_not_answered() -> None:
    assert check_facts(DICTIONARY, {"victim_country": None, "money_lost": None}, PLACES).facts == {}


def test_the_category_is_read_as_what_the_person_chose() -> None:
    assert check_facts(DICTIONARY, {"category": "ransomware"}, PLACES).facts == {"chosen_category": "ransomware"}


def test_a_category_said_twice_is_named() -> None:
    assert wrong({"category": "ransomware", "chosen_category": "sim_swap"}) == ["facts.chosen_category"]
    assert wrong({"category": "ransomware", "chosen_category": None}) == []


def test_another_key_than_those_of_the_contract_is_named() -> None:
    found = check_report(
        DICTIONARY, {"lang": "es", "id": "1", "extra": 1}, PLACES, languages=("es", "en"), also=("id",)
    )
    assert [error.question_id for error in found.errors] == ["extra"]


def test_half_a_character_is_no_text_to_seal() -> None:
    found = check_report(DICTIONARY, {"lang": "es", "text": "a\ud800b\x00"}, PLACES, languages=("es",))
    assert found.text == "a\N{REPLACEMENT CHARACTER}b"


@pytest.mark.parametrize("name", ["a\nb", "\x1b[2J", "\ud800", "\u2028", "\x00"], ids=ascii)
def test_a_name_that_is_none_of_ours_is_said_again_in_one_line_of_characters(name: str) -> None:
    given = {"lang": "es", name: 1, "facts": {name: 1}}
    said = [error.question_id for error in check_report(DICTIONARY, given, PLACES, languages=("es",)).errors]
    assert len(said) == 2
    assert all(field.isprintable() and "\N{REPLACEMENT CHARACTER}" in field for field in said)


@pytest.mark.parametrize("written", ["", "{", '{"a": NaN}', '{"a": 1, "a": 2}', "[" * 100_000])
def test_what_two_programs_would_read_differently_is_no_json(written: str) -> None:
    assert read_json(written) is None


@for_any(JSON)
def test_no_json_value_breaks_the_check(value: object) -> None:
    found = check_report(DICTIONARY, value, PLACES, languages=("es", "en"))
    assert found.errors or json.dumps(value)


@for_any(st.dictionaries(st.sampled_from(sorted(DICTIONARY.specs)), JSON, max_size=4))
def test_no_value_of_a_fact_breaks_the_check(facts: dict[str, object]) -> None:
    found = check_facts(DICTIONARY, facts, PLACES)
    assert set(found.facts) <= set(facts)
