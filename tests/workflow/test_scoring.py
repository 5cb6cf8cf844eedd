"""What counts as right of a case, what is not asked, and what it all adds up to."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from intake.core.given import Places
from intake.core.measures import Share
from intake.i18n import COUNTRIES, CURRENCIES
from intake.workflow.figures import Figures, Scorecard, scorecard
from intake.workflow.folds import unseen
from intake.workflow.scoring import JudgedSet, Outcome, judge_set
from intake.workflow.triage import Bench
from tests.factories import CONTENT

NOW = datetime(2026, 11, 24, 18, tzinfo=UTC)
BENCH = Bench(CONTENT.rules, Places(COUNTRIES, CONTENT.form.subdivisions, CURRENCIES), {"es": str, "en": str})
NOTHING: dict[str, object] = {"id": "1", "lang": "es", "text": "", "victim_country": "MX", "category": "other_unknown"}
ABUSE: dict[str, object] = {
    "text": "Venden pornografía infantil en un grupo.",
    "category": "child_sexual_abuse_material",
}


def judged(*cases: dict[str, object]) -> JudgedSet:
    """The cases, none of which was learnt."""
    lines = [(number, json.dumps(case)) for number, case in enumerate(cases, start=1)]
    return judge_set(BENCH, unseen(CONTENT.rules, {}, print), "invented", lines, now=NOW)


def outcome(**labels: object) -> Outcome:
    """Of a text that says nothing, with these labels."""
    (found,) = judged({**NOTHING, **labels}).outcomes
    return found


def pooled(*cases: dict[str, object]) -> Figures:
    return scorecard("", [judged(*cases)]).pooled


def test_what_a_case_does_not_ask_is_neither_right_nor_wrong() -> None:
    found = outcome()
    asked = (found.lead, found.signposts_only, found.minor_found, found.minor_flagged)
    assert (*asked, found.urgent_found, found.urgent_flagged) == (None,) * 6


@pytest.mark.parametrize(
    ("labels", "is_right"),
    [
        ({}, True),
        ({"category": "ransomware"}, False),
        ({"category": "ransomware", "also_ok": ["other_unknown"]}, True),
    ],
    ids=["the label", "another", "an alternative"],
)
def test_a_category_is_right_when_it_is_the_label_or_an_alternative(labels: dict[str, object], is_right: bool) -> None:
    found = outcome(**labels)
    assert (found.is_right, found.got) == (is_right, "other_unknown")


@pytest.mark.parametrize(
    ("labels", "lead", "signposts_only"),
    [
        ({"lead": "mx_ciber_088"}, True, None),
        ({"lead": "us_fbi_ic3"}, False, None),
        ({"lead": "us_fbi_ic3", "also_ok_lead": ["mx_ciber_088"]}, True, None),
        ({"lead": "signpost_only"}, None, False),
        ({"lead": None}, None, None),
    ],
    ids=["right", "wrong", "an alternative", "a desk where none leads", "null"],
)
def test_where_nobody_leads_is_counted_apart(
    labels: dict[str, object], lead: bool | None, signposts_only: bool | None
) -> None:
    found = outcome(**labels)
    assert (found.lead, found.signposts_only) == (lead, signposts_only)


def test_no_lead_with_signposts_is_right_where_nobody_leads() -> None:
    found = outcome(lead="signpost_only", victim_country="CA")
    assert found.signposts_only is True


@pytest.mark.parametrize(
    ("labels", "found", "flagged"),
    [
        ({"minor": True, "minor_possible": True}, True, None),
        ({"minor": False, "minor_possible": True}, None, None),
        ({"minor": False, "minor_possible": False}, None, True),
        ({"minor": False}, None, None),
    ],
    ids=["all readers", "one reader", "no reader", "asked in part"],
)
def test_a_minor_is_seen_by_what_content_says(
    labels: dict[str, object], found: bool | None, flagged: bool | None
) -> None:
    case = outcome(**ABUSE, **labels)
    assert (case.minor_found, case.minor_flagged) == (found, flagged)


def test_what_speaks_of_nobody_under_18_is_not_flagged() -> None:
    assert outcome(minor=False, minor_possible=False).minor_flagged is False
    assert outcome(minor=True).minor_found is False


def test_rules_that_do_not_say_when_a_minor_is_seen_are_not_asked() -> None:
    old = replace(BENCH, rules=replace(CONTENT.rules, minor_when=()))
    lines = [(1, json.dumps({**NOTHING, **ABUSE, "minor": True}))]
    (found,) = judge_set(old, unseen(old.rules, {}, print), "invented", lines, now=NOW).outcomes
    assert found.minor_found is None


@pytest.mark.parametrize(
    ("labels", "found", "flagged"),
    [
        ({"priority": "P0", "urgent_possible": True}, False, None),
        ({"priority": "P3", "urgent_possible": True}, None, None),
        ({"priority": "P3", "urgent_possible": False}, None, False),
        ({"priority": "P3"}, None, None),
    ],
    ids=["all readers", "one reader", "no reader", "asked in part"],
)
def test_urgency_is_asked_of_some(labels: dict[str, object], found: bool | None, flagged: bool | None) -> None:
    case = outcome(**labels)
    assert (case.urgent_found, case.urgent_flagged) == (found, flagged)


def test_what_is_no_report_is_survived_and_left_out() -> None:
    found = judged({"id": "1", "lang": "es", "text": "¿Qué hora es?", "is_report": False}, NOTHING)
    assert (found.judged, len(found.outcomes), found.bad) == (2, 1, ())


def test_a_line_that_cannot_be_judged_is_named_and_the_others_are() -> None:
    found = judged({**NOTHING, "lang": "fr"}, {"id": "2"}, NOTHING)
    assert (found.judged, [reason.split(":")[0] for reason in found.bad]) == (1, ["line 1", "line 2"])


def test_groups_are_all_then_languages_then_sets_then_both() -> None:
    card = scorecard("", [judged(NOTHING, {**NOTHING, "lang": "en"})])
    assert [(group.set, group.lang, group.figures.cases) for group in card.groups] == [
        (None, None, 2),
        (None, "en", 1),
        (None, "es", 1),
        ("invented", None, 2),
        ("invented", "en", 1),
        ("invented", "es", 1),
    ]


def test_an_alternative_counts_as_what_was_wanted() -> None:
    found = pooled({**NOTHING, "category": "ransomware", "also_ok": ["other_unknown"]})
    assert (found.top_1, found.macro_f1) == (Share(1, 1), 1.0)


def confused() -> Scorecard:
    wrong = {**NOTHING, "category": "ransomware"}
    return scorecard("", [judged(wrong, {**wrong, "id": "2"}, {**NOTHING, "category": "sim_swap"}, NOTHING)])


def test_the_worst_confusion_stands_first_with_the_rule_and_the_cases() -> None:
    first, second = confused().confusions
    assert (first.wanted, first.got, first.count, first.cases) == ("ransomware", "other_unknown", 2, ("1", "2"))
    assert first.rules == (("not-sure-yet", 2),)
    assert second.wanted == "sim_swap"


def test_a_category_is_counted_by_its_cases_and_by_the_answers_that_name_it() -> None:
    found = {category.code: category for category in confused().categories}
    assert found["ransomware"].top_1 == Share(0, 2)
    assert (found["other_unknown"].agreement.wanted, found["other_unknown"].agreement.got) == (1, 4)
    assert found["other_unknown"].agreement.precision == 0.25


def test_nothing_to_count_is_no_figure() -> None:
    found = pooled()
    assert (found.cases, found.top_1.value, found.macro_f1, found.calibration.error) == (0, None, None, None)
