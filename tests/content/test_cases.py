"""A line of labelled cases, and what is wrong with one that cannot be read."""

from __future__ import annotations

import json

import pytest

from intake.content.cases import read_case
from intake.core.errors import BadLine

CASE: dict[str, object] = {"id": "1", "lang": "es", "text": "nada", "category": "a"}


def test_what_a_case_does_not_say_is_not_known() -> None:
    case = read_case(json.dumps(CASE))
    assert (case.lead, case.minor, case.minor_possible, case.priority, case.urgent_possible) == (None,) * 5
    assert case.is_report


def test_alternatives_are_right_too() -> None:
    case = read_case(json.dumps(CASE | {"also_ok": ["b"], "lead": "x", "also_ok_lead": ["y"]}))
    assert sorted(case.categories) == ["a", "b"]
    assert case.leads == {"x", "y"}


@pytest.mark.parametrize(
    ("place", "country"), [("MX", "MX"), ("CA", "CA"), ("other", None), ("ES", None), (None, None)]
)
def test_the_engine_is_told_three_countries_only(place: str | None, country: str | None) -> None:
    assert read_case(json.dumps(CASE | {"victim_country": place})).country == country


def test_what_is_no_report_needs_no_category() -> None:
    assert not read_case(json.dumps({"id": "1", "lang": "es", "text": "", "is_report": False})).is_report


def test_what_a_terminal_takes_for_an_order_is_not_printed() -> None:
    assert (
        read_case(json.dumps(CASE | {"id": "\x1b[31m\ud800"})).id
        == "\N{REPLACEMENT CHARACTER}[31m\N{REPLACEMENT CHARACTER}"
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[]", "Write one JSON object"),
        ('{"id": "1", "id": "1", "lang": "es", "text": "", "category": "a"}', "each key once"),
        (json.dumps(CASE | {"category": ""}), "category:"),
        (json.dumps({"id": "2"}), "lang: Field required; text: Field required"),
        (json.dumps(CASE | {"id": 2}), "id:"),
        (json.dumps(CASE | {"minor": "yes"}), "minor:"),
        (json.dumps(CASE | {"also_ok": "b"}), "also_ok:"),
    ],
)
def test_a_line_that_is_no_case_is_refused_with_the_reason(line: str, reason: str) -> None:
    with pytest.raises(BadLine) as refused:
        read_case(line)
    assert reason in refused.value.reason
