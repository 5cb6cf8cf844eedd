"""What people type: money, dates, phones, and hostile nonsense."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.core.answers import Checked, Scope, check, read_money
from intake.core.form import Form, Kind, Option, Page, Question
from intake.core.text import Text

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
T = Text({"en": "text", "es": "texto"})
STATES = {"MX": {"MX-JAL": "Jalisco"}}
COUNTRIES = frozenset({"MX", "US", "FR"})


def asked(kind: Kind, *typed: str, required: bool = False, other: str = "") -> Checked:
    """One question of that kind, answered as typed."""
    options = (Option("one", T), Option("two", T)) if kind in (Kind.CHOICE, Kind.CHOICES) else ()
    question = Question("q", kind, T, required=required, options=options, country_fact="where", max_chars=20)
    scope = Scope(Form((), STATES), {"where": "MX"}, COUNTRIES, NOW)
    return check(Page("page", T, questions=(question,)), {"q": typed, "q-other": (other,)}, scope)


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1500", 150000),
        ("1,500", 150000),
        ("1.500,50", 150050),
        ("$1,500.50 MXN", 150050),
        ("1 500.5", 150050),
        ("0.99", 99),
        ("1,500,000", 150000000),
        ("12 mil pesos", 1200000),
        ("3.5 mil", 350000),
        ("60k", 6000000),
        ("3.000 €", 300000),
        ("800 m.n.", 80000),
        ("US$ 3,500", 350000),
        ("500 dlls", 50000),
        ("mil", None),
        ("-5", None),
        ("1,50,00", None),
        ("1e9", None),
        ("", None),
    ],
)
def test_money_is_read_as_people_type_it(text: str, minor: int | None) -> None:
    assert read_money(text) == minor


@pytest.mark.parametrize(
    ("text", "on"),
    [
        pytest.param("2026-11-20", date(2026, 11, 20), id="from the browser's own field"),
        pytest.param("20/11/2026", date(2026, 11, 20), id="as in Mexico"),
        pytest.param("11/20/2026", date(2026, 11, 20), id="as in the United States, when it can be nothing else"),
        pytest.param("1-2-2026", date(2026, 2, 1), id="dashes"),
        pytest.param("3/11/26", date(2026, 11, 3), id="a year in two digits"),
    ],
)
def test_a_date_is_read_as_people_type_it(text: str, on: date) -> None:
    assert asked(Kind.DATE, text).answers == {"q": on}


@pytest.mark.parametrize("text", ["31/02/2026", "2027-01-01", "1850-01-01", "ayer", "99/99/9999"])
def test_a_date_that_cannot_be_is_an_error_beside_its_question(text: str) -> None:
    assert [error.question_id for error in asked(Kind.DATE, text).errors] == ["q"]


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Kind.CHOICE, "three"),
        (Kind.CHOICES, "three"),
        (Kind.COUNTRY, "XX"),
        (Kind.COUNTRY, "other"),
        (Kind.SUBDIVISION, "US-TX"),
        (Kind.EMAIL, "ana@"),
        (Kind.PHONE, "llámame"),
        (Kind.MONEY, "mucho"),
        (Kind.MONEY, "9" * 16),
        (Kind.TEXT, "x" * 21),
    ],
)
def test_what_cannot_be_read_is_an_error_and_no_answer(kind: Kind, typed: str) -> None:
    checked = asked(kind, typed)
    assert checked.errors
    assert not checked.answers


@pytest.mark.parametrize("kind", list(Kind))
def test_a_required_question_left_empty_is_an_error(kind: Kind) -> None:
    assert asked(kind, "  ", required=True).errors
    assert not asked(kind, "", required=False).errors


def test_another_country_is_taken_from_the_list_beside_it() -> None:
    assert asked(Kind.COUNTRY, "other", other="FR").answers == {"q": "FR"}


def test_a_phone_of_any_country_is_taken_without_its_spaces() -> None:
    assert asked(Kind.PHONE, "+52 (33) 1234-5678").answers == {"q": "+523312345678"}


@given(st.sampled_from(list(Kind)), st.text(max_size=60), st.text(max_size=10))
def test_no_typed_text_breaks_a_parser(kind: Kind, text: str, other: str) -> None:
    checked = asked(kind, text, other=other)
    assert not (checked.answers and checked.errors)


def test_an_endless_amount_is_too_large_and_nothing_worse() -> None:
    minor = read_money("1" + ".000" * 2000)
    assert minor is not None
    assert minor > 10**15
