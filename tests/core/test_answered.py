"""Sixty cases with answers to the form added, written from the text and the form alone: no label, rule or queue in view."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake.core.decision import Decision
from intake.core.journey import walk
from intake.core.judging import judge
from intake.i18n import COUNTRIES
from tests.factories import CONTENT, ROOT

CASES = ROOT.parent / "shared" / "cases"
ANSWERED = [json.loads(line) for line in (ROOT / "tests/core/answered.jsonl").read_text(encoding="utf-8").splitlines()]
NOW = datetime(2026, 11, 20, tzinfo=UTC)
NARRATIVES = [question.id for page in CONTENT.form.pages for question in page.questions if question.is_narrative]


@pytest.fixture(scope="module")
def labelled() -> dict[str, dict[str, object]]:
    """The cases by id. Their texts stay where they are: not all of them may stand in the repository."""
    if not CASES.is_dir():
        pytest.skip("the labelled cases are not beside this clone")
    lines = [line for name in ("verbatim", "retold") for line in _lines(CASES / f"{name}.jsonl")]
    return {case["id"]: case for case in map(json.loads, lines)}


def test_with_answers_the_lead_is_right_in_98_of_100(labelled: dict[str, dict[str, object]]) -> None:
    leads = {case["id"]: decided(case, labelled).routing.lead for case in ANSWERED}
    wrong = [id for id, lead in leads.items() if lead not in wanted(labelled[id])]
    assert len(ANSWERED) == 60
    assert len(wrong) <= 0.02 * len(ANSWERED), wrong


@pytest.mark.parametrize("case", ANSWERED, ids=[case["id"] for case in ANSWERED])
def test_the_answers_go_through_the_form_of_today(case: dict[str, object]) -> None:
    journey = walk(CONTENT.form, CONTENT.rules.dictionary, typed(case, "Me pasó esto."), countries=COUNTRIES, now=NOW)
    assert journey.is_complete, journey.last.id


def decided(case: dict[str, object], labelled: dict[str, dict[str, object]]) -> Decision:
    """What the form's answers and the person's words come to."""
    answers = typed(case, str(labelled[str(case["id"])]["text"]))
    journey = walk(CONTENT.form, CONTENT.rules.dictionary, answers, countries=COUNTRIES, now=NOW)
    return judge(CONTENT.rules, journey.facts, journey.narrative, now=NOW).decision


def typed(case: dict[str, object], text: str) -> dict[str, tuple[str, ...]]:
    """The answers as the form sends them, with the person's words."""
    answers = case["answers"]
    assert isinstance(answers, dict)
    return {name: tuple(values) for name, values in answers.items()} | dict.fromkeys(NARRATIVES, (text,))


def wanted(case: dict[str, object]) -> list[object]:
    """The desks that a reading of the case chose."""
    also = case.get("also_ok_lead")
    return [case["lead"], *(also if isinstance(also, list) else ())]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
