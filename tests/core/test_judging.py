"""What every door asks of a report: the reading of its text, and the ranking that begins with what was decided."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given

from intake.core.condition import Facts
from intake.core.judging import Judgement, judge
from tests.factories import CONTENT
from tests.generate import facts_of

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def judged(facts: Facts, text: str = "") -> Judgement:
    """The judgement by the rules of this checkout."""
    return judge(CONTENT.rules, facts, text, now=NOW)


@given(facts_of(CONTENT.rules))
def test_the_ranking_begins_with_what_was_decided_and_falls(facts: Facts) -> None:
    found = judged(facts, "me clonaron la tarjeta y me robaron la cuenta de facebook")
    codes, scores = zip(*found.ranked, strict=True)
    assert codes[0] == found.decision.classification.category
    assert len(set(codes)) == len(codes)
    assert list(scores) == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_what_nobody_said_anything_about_is_certain_of_nothing() -> None:
    assert judged({}).ranked == ((judged({}).decision.classification.category, 0.0),)


def test_a_national_number_belongs_to_the_country_that_is_known() -> None:
    text = "Me llamaron del 55 1234 5678"
    assert ("phone", "+525512345678") in [
        (found.kind, found.value) for found in judged({"victim_country": "MX"}, text).reading.indicators
    ]


def test_decided_again_the_same_facts_say_the_same() -> None:
    first = judged(
        {"victim_country": "US", "money_lost": True}, "they took money out of my account with zelle"
    ).decision
    again = judged(first.facts, "").decision
    assert again.routing.lead == first.routing.lead
