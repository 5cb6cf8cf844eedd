"""A hundred texts as real people type them, written by somebody who saw no pattern and no phrase of this repository: how
many are put in a category a reader chose too, and how much of what they name is found. They are for scoring only."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake.content.cases import Case, read_case
from intake.core.given import Places
from intake.core.judging import Judgement
from intake.i18n import COUNTRIES, CURRENCIES
from intake.workflow.triage import Bench, judge_given
from tests.factories import CONTENT

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
BENCH = Bench(CONTENT.rules, Places(COUNTRIES, CONTENT.form.subdivisions, CURRENCIES), {"es": str, "en": str})
LINES = (Path(__file__).parent / "messy.jsonl").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def judged() -> list[tuple[Case, Judgement]]:
    """Each case, and what is made of its text, its language and, where it is one of ours, its country."""
    cases = [read_case(line) for line in LINES]
    return [(case, _judgement(case)) for case in cases]


def _judgement(case: Case) -> Judgement:
    facts = {} if case.country is None else {"victim_country": case.country}
    return judge_given(BENCH, {"id": case.id, "lang": case.lang, "text": case.text, "facts": facts}, now=NOW)


def wanted(line: str) -> set[tuple[str, str]]:
    """What a reader saw in the text."""
    return {_comparable(each["kind"], each["value"]) for each in json.loads(line)["indicators"]}


def found(judgement: Judgement) -> set[tuple[str, str]]:
    """What was found in the text."""
    return {_comparable(each.kind, each.value) for each in judgement.reading.indicators}


def _comparable(kind: str, value: str) -> tuple[str, str]:
    """Of a card only the last four digits are kept; the case of an Ethereum address is its checksum, and says no more."""
    return kind, value[-4:] if kind == "card" else value.lower() if kind == "eth" else value


def count(sets: Iterable[set[tuple[str, str]]]) -> int:
    return sum(map(len, sets))


def test_there_are_a_hundred_in_both_languages(judged: list[tuple[Case, Judgement]]) -> None:
    assert [sum(case.lang == lang for case, _ in judged) for lang in ("es", "en")] == [50, 50]


def test_three_of_four_are_put_in_a_category_that_a_reader_chose(judged: list[tuple[Case, Judgement]]) -> None:
    right = [judgement.decision.classification.category in case.categories for case, judgement in judged]
    assert sum(right) >= 0.75 * len(right)


def test_nearly_all_that_they_name_is_found(judged: list[tuple[Case, Judgement]]) -> None:
    pairs = [(wanted(line), found(judgement)) for line, (_, judgement) in zip(LINES, judged, strict=True)]
    assert count(named & got for named, got in pairs) >= 0.95 * count(named for named, _ in pairs)


def test_hardly_anything_is_found_that_they_do_not_name(judged: list[tuple[Case, Judgement]]) -> None:
    pairs = [(wanted(line), found(judgement)) for line, (_, judgement) in zip(LINES, judged, strict=True)]
    assert count(got - named for named, got in pairs) <= 0.02 * count(got for _, got in pairs)
