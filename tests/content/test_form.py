"""The general path: every kind of crime, every fact and every answer of the form can be reached, and it is never a maze."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache

import pytest

from intake.content import ContentError, load, read_folder
from intake.core.answers import Typed, offered
from intake.core.condition import FactValue
from intake.core.facts import FactSpec, FactType, broken
from intake.core.form import Kind, Page, Question
from intake.core.journey import Journey, Step, walk
from intake.i18n import COUNTRIES
from tests.factories import CONTENT, ROOT
from tests.typed import CHILD_MEXICO, CRYPTO_TEXAS, EACH_GROUP, SPEI_JALISCO, filled_in

FILES = read_folder(ROOT)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DICTIONARY = CONTENT.rules.dictionary
GIVEN = [spec for spec in DICTIONARY.specs.values() if not spec.set_by_engine]
GROUPS = [page for page in CONTENT.form.pages if page.id == "crime" or page.id.startswith("crime-")]
# The UIF takes no reports from the public, so nobody can have told it.
NEVER_TOLD = {"mx_uif"}
TEXTS = {Kind.MONEY: "1,500", Kind.EMAIL: "ana@example.com", Kind.PHONE: "55 1234 5678", Kind.DATE: "2026-11-20"}
Chosen = tuple[str, str]


@cache
def journeys() -> tuple[Journey, ...]:
    """Invented people, thirty for each kind of crime; half of their answers are what was chosen least so far."""
    chance, chosen = random.Random(2026), Counter[Chosen]()
    kinds = list(_kinds({"right_now": ("over",)}))
    return tuple(_gone_through(kind, chance, chosen) for kind in kinds for _ in range(30))


def _kinds(typed: Typed) -> Iterator[Typed]:
    """The answers of every way through the pages that ask what happened, and no others."""
    step = walk(CONTENT.form, DICTIONARY, typed, countries=COUNTRIES, now=NOW).steps[-1]
    if step.page not in GROUPS:
        yield {name: values for name, values in typed.items() if name.startswith("crime_")}
        return
    for option in step.page.questions[0].options:
        yield from _kinds({**typed, step.page.questions[0].id: (option.id,)})


def _gone_through(kind: Typed, chance: random.Random, chosen: Counter[Chosen]) -> Journey:
    typed = dict(kind)
    for _ in CONTENT.form.pages:
        journey = walk(CONTENT.form, DICTIONARY, typed, countries=COUNTRIES, now=NOW)
        if journey.is_complete:
            break
        step = journey.steps[-1]
        typed |= {question.id: _answer(step, question, chance, chosen) for question in step.questions}
    return journey


def _answer(step: Step, question: Question, chance: random.Random, chosen: Counter[Chosen]) -> tuple[str, ...]:
    options = [option.id for option in offered(question, step.before)]
    if question.kind is Kind.CHOICES:
        return tuple(options)
    if question.kind is Kind.SUBDIVISION:
        return (next(iter(CONTENT.form.subdivisions[str(step.before[question.country_fact or ""])])),)
    if question.kind is Kind.COUNTRY:
        options.append("GT")
    if not options:
        return (TEXTS.get(question.kind, "Algo."),)
    chance.shuffle(options)
    option = min(options, key=lambda option: chosen[question.id, option]) if chance.random() < 0.5 else options[0]
    chosen[question.id, option] += 1
    return (option,)


def test_each_kind_of_crime_can_be_chosen() -> None:
    assert {journey.facts["chosen_category"] for journey in journeys()} == set(CONTENT.rules.categories)


@pytest.mark.parametrize("spec", GIVEN, ids=lambda spec: spec.name)
def test_each_fact_takes_each_of_its_values_on_some_journey(spec: FactSpec) -> None:
    found = {value for journey in journeys() for value in _values(journey.facts.get(spec.name))}
    assert found
    if spec.type is FactType.BOOL:
        assert found == {True, False}
    if spec.values is not None:
        assert found >= set(spec.values) - NEVER_TOLD


def test_no_answer_is_offered_that_nobody_can_be_offered() -> None:
    given = {(name, answer) for journey in journeys() for name, answer in _options_chosen(journey)}
    asked = [question for page in CONTENT.form.pages for question in page.questions]
    assert {(question.id, option.id) for question in asked for option in question.options} <= given


def test_no_journey_contradicts_itself_or_shows_an_empty_page() -> None:
    for journey in journeys():
        assert journey.is_complete
        assert broken(CONTENT.rules.constraints, journey.facts) == ()
        assert all(step.questions or step.page.notices for step in journey.steps)


@pytest.mark.parametrize("page", GROUPS[1:], ids=lambda page: page.id)
def test_a_page_of_kinds_offers_at_most_seven_and_not_knowing(page: Page) -> None:
    *kinds, unsure = page.questions[0].options
    assert 3 <= len(kinds) <= 7
    assert (unsure.id, unsure.sets["chosen_category"]) == ("unknown", "other_unknown")


def test_a_childs_sexual_matter_is_two_answers_from_what_happened() -> None:
    journey = next(found for found in journeys() if found.facts["chosen_category"] == "child_grooming_sextortion")
    pages = [step.page.id for step in journey.steps]
    assert pages.index("crime-intimate") == pages.index("crime") + 1
    assert "crime-intimate" in [page.id for page in GROUPS if len(page.questions) == 1]


def test_not_knowing_is_an_answer_wherever_one_must_be_chosen() -> None:
    # Who reports, where they live, whether they agree and how they can be reached only they can say.
    own = {"reporter_role", "victim_country", "child_country", "loss_currency", "identity", "safe_to_contact"}
    for question in (question for page in CONTENT.form.pages for question in page.questions if question.required):
        if question.kind in (Kind.CHOICE, Kind.COUNTRY) and not question.id.startswith("consent_"):
            assert question.id in own or any(not o.sets or o.id in ("unknown", "none") for o in question.options)


@pytest.mark.parametrize(
    ("want", "most"),
    [(SPEI_JALISCO, 15), (CHILD_MEXICO, 12), (EACH_GROUP["message"][0], 7)]
    + [(want, 18) for want in (CRYPTO_TEXAS, *(want for want, _ in EACH_GROUP.values()))],
)
def test_an_everyday_report_takes_no_more_pages_than_this(want: dict[str, str], most: int) -> None:
    typed = filled_in(CONTENT, want, now=NOW)
    pages = [step.page.id for step in walk(CONTENT.form, DICTIONARY, typed, countries=COUNTRIES, now=NOW).steps]
    assert len(pages) <= most


@pytest.mark.parametrize(
    ("want", "asked"),
    [
        ({"was_in": "US"}, "copy-to-mexico"),
        ({"was_in": "US", "account_country": "MX"}, "copy-to-us"),
        ({"suspect_country": "US"}, "copy-to-us"),
        ({"payment_rail": "zelle_from_mexico"}, "copy-to-us"),
        ({}, None),
    ],
    ids=["on a trip", "on a trip with an account at home", "suspect", "account", "all at home"],
)
def test_consent_is_asked_when_another_country_is_part_of_it(want: dict[str, str], asked: str | None) -> None:
    case = {**CRYPTO_TEXAS, "victim_country": "MX", "victim_state": "MX-PUE", **want}
    journey = walk(CONTENT.form, DICTIONARY, filled_in(CONTENT, case, now=NOW), countries=COUNTRIES, now=NOW)
    assert [step.page.id for step in journey.steps if step.page.id.startswith("copy-")] == ([asked] if asked else [])
    assert not {"nexus", "lead_country"} & set(journey.facts)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("contact: phone", "contact: email", "another question asks for 'email'"),
        ("            warns:\n", "            hint:\n", "exactly one option must warn"),
        (
            "chosen_category: {not: phishing_message}, reporter",
            "category: {not: phishing_message}, reporter",
            "no fact",
        ),
        ("{chosen_category: other_unknown}", "{category: other_unknown}", "no fact"),
    ],
)
def test_a_form_that_cannot_work_is_refused(before: str, after: str, reason: str) -> None:
    files = {
        file: text.replace(before, after, 1) if file in ("forms/report.yaml", "forms/crime.yaml") else text
        for file, text in FILES.items()
    }
    with pytest.raises(ContentError, match=reason):
        load(files, countries=COUNTRIES)


def _values(value: FactValue | None) -> Iterator[FactValue]:
    if isinstance(value, frozenset):
        yield from value
    elif value is not None:
        yield value


def _options_chosen(journey: Journey) -> Iterator[Chosen]:
    for name, answer in journey.answers.items():
        yield from ((name, str(one)) for one in (answer if isinstance(answer, tuple) else (answer,)))
