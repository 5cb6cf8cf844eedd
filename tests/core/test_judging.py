"""What every door asks of a report: the reading of its text, and the ranking that begins with what was decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given

from intake.core.condition import Facts
from intake.core.judging import Judgement, judge
from intake.core.signals import Reading
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


# Whatever was learnt, some of these are not clear to it.
VAGUE = (
    "me escribieron por whats y perdi mi dinero",
    "me pidieron un dato y luego ya no contestaron",
    "they asked me for something and now it is gone",
    "tengo un problema con una cuenta y un pago",
)
RANSOM = "Encriptaron los servidores de la empresa y piden rescate en bitcoin."


def reading(**scores: float) -> Reading:
    """What a text was found to say."""
    return Reading(ranked=tuple(scores.items()))


@pytest.mark.parametrize(
    ("said", "doubted"),
    [
        pytest.param(reading(ransomware=0.9), "ransomware", id="clearly another"),
        pytest.param(reading(ransomware=0.69, phishing_message=0.01), None, id="not clearly"),
        pytest.param(reading(ransomware=0.9, romance_scam=0.05), None, id="the answer too"),
        pytest.param(reading(ransomware=0.9, romance_scam=0.04), "ransomware", id="the answer hardly"),
        pytest.param(reading(romance_scam=0.9), None, id="the same"),
        pytest.param(reading(other_unknown=0.9), None, id="nothing that anybody could tell"),
        pytest.param(reading(), None, id="nothing"),
    ],
)
def test_words_that_clearly_say_another_category_than_the_answers_are_noticed(said: Reading, doubted: str) -> None:
    found = replace(judged({"chosen_category": "romance_scam"}), reading=said)
    assert (found.doubted, found.is_unsure) == (doubted, False)


def test_a_category_that_also_fits_is_no_contradiction() -> None:
    found = judged({"chosen_category": "bank_unauthorized_transfer"})
    also = replace(found.decision.classification, categories=("ransomware",))
    decision = replace(found.decision, classification=also)
    assert replace(found, reading=reading(ransomware=0.9)).doubted == "ransomware"
    assert replace(found, decision=decision, reading=reading(ransomware=0.9)).doubted is None


def test_what_the_words_decided_contradicts_nobody() -> None:
    found = judged({}, RANSOM)
    assert (found.decision.classification.category, found.doubted) == ("ransomware", None)
    assert found.reading.confidence == "high" and not found.is_unsure


@pytest.mark.parametrize(
    ("said", "is_unsure"),
    [
        pytest.param(reading(ransomware=0.69), True, id="medium"),
        pytest.param(reading(ransomware=0.1), True, id="low"),
        pytest.param(reading(ransomware=0.7), False, id="high"),
        pytest.param(reading(), False, id="nothing to read"),
    ],
)
@pytest.mark.parametrize("chosen", [{}, {"chosen_category": "other_unknown"}], ids=["no answer", "they do not know"])
def test_words_that_decide_without_being_clear_are_unsure(chosen: Facts, said: Reading, is_unsure: bool) -> None:
    assert replace(judged(chosen, RANSOM), reading=said).is_unsure is is_unsure
    assert replace(judged(chosen), reading=said).is_unsure is is_unsure


def test_only_what_is_unsure_is_read_again_and_what_that_says_decides() -> None:
    asked: list[str] = []

    def reread(narrative: str, first: Reading) -> Reading:
        asked.append(narrative)
        return replace(first, ranked=(("ransomware", 0.8), *first.ranked))

    unclear = next(text for text in VAGUE if judged({}, text).is_unsure)
    for text in (RANSOM, unclear, ""):
        found = judge(CONTENT.rules, {}, text, now=NOW, reread=reread)
        assert (found.decision.classification.category == "ransomware") is bool(text)
    assert asked == [unclear]


def test_somebody_under_18_in_the_words_alone_is_no_answer() -> None:
    text = "Un señor le pide fotos sin ropa a mi hija de 12 años por Instagram."
    told = judge(CONTENT.rules, {"victim_country": "MX"}, text, now=NOW)
    assert (told.decision.facts["minor"], told.heard, told.is_by_words) == (True, frozenset({"minor"}), True)
    answered = judge(CONTENT.rules, {"victim_country": "MX", "minor": True}, text, now=NOW)
    assert (answered.heard, answered.is_by_words) == (frozenset(), False)


def test_who_is_said_to_be_an_adult_stays_one() -> None:
    text = "Mi hija de 12 años me ayudó a escribir: un ex publicó mis fotos íntimas."
    told = judge(CONTENT.rules, {"victim_country": "MX", "minor": False}, text, now=NOW)
    assert told.decision.facts["minor"] is False
