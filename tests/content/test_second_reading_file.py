"""routing_rules/second_reading.json: what is written is what is read, and nothing else is taken for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from intake.content import load
from intake.content.problems import ContentError, Problems
from intake.content.second_reading_file import SECOND_READING, second_reading_of, written
from intake.core.second_reading import DIMENSIONS, Head, SecondReading
from intake.i18n import COUNTRIES
from tests.factories import CONTENT

MAX_BYTES = 300_000


def make_learnt(codes: tuple[str, ...] = ("ransomware", "phishing_message"), heads: int = 2) -> SecondReading:
    """Numbers that nobody learnt, all different."""
    shape = (DIMENSIONS, len(codes))
    numbers = np.arange(DIMENSIONS * len(codes)).reshape(shape)
    made = tuple(
        Head(((numbers + place) % 255 - 127).astype(np.int8), np.arange(len(codes)) / 4, 0.25) for place in range(heads)
    )
    return SecondReading(codes, np.arange(DIMENSIONS) / 1000, made, 0.3, 0.7)


def found_in(text: str | None, codes: tuple[str, ...] = ("ransomware", "phishing_message")) -> SecondReading | None:
    problems = Problems({})
    found = second_reading_of(text, codes, problems)
    problems.raise_if_any()
    return found


def test_what_is_written_is_read_again() -> None:
    learnt = make_learnt()
    found = found_in(written(learnt))
    assert found is not None and written(found) == written(learnt)
    assert np.array_equal(found.heads[1].weights, learnt.heads[1].weights)


def test_without_the_file_nothing_is_read_twice() -> None:
    assert found_in(None) is None


def test_it_is_part_of_the_version() -> None:
    files = {name: text for name, text in CONTENT.files.items() if name != SECOND_READING}
    without, with_it = (
        load(each, countries=COUNTRIES) for each in (files, files | {SECOND_READING: written(make_learnt())})
    )
    assert without.rules.second_reading is None and with_it.rules.second_reading is not None
    assert without.rules_hash != with_it.rules_hash


def test_the_file_of_the_house_is_small_and_knows_every_category() -> None:
    assert len(CONTENT.files[SECOND_READING]) < MAX_BYTES
    assert CONTENT.rules.second_reading is not None
    assert set(CONTENT.rules.second_reading.codes) == set(CONTENT.rules.categories)


def test_a_category_that_is_gone_is_named() -> None:
    with pytest.raises(ContentError, match=r"phishing_message.*fit --semantic"):
        found_in(written(make_learnt()), ("ransomware",))


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda body: body.update(more=1), id="another key"),
        pytest.param(lambda body: body["centre"].pop(), id="too few numbers"),
        pytest.param(lambda body: body.update(heads=[]), id="no head"),
        pytest.param(lambda body: body["heads"][0]["lean"].popitem(), id="a category without its lean"),
        pytest.param(lambda body: body["heads"][1]["weights"].update(ransomware="00000"), id="too few weights"),
        pytest.param(lambda body: body["heads"][1]["weights"].update(ransomware='"'), id="no base 85"),
        pytest.param(lambda body: body.update(heads=body["heads"] * 20), id="too many heads"),
        pytest.param(lambda body: body.update(first_share="much"), id="no number"),
    ],
)
def test_what_was_changed_by_hand_is_refused(spoil: Callable[[dict[str, Any]], object]) -> None:
    body = json.loads(written(make_learnt()))
    spoil(body)
    with pytest.raises(ContentError, match="not as it was made"):
        found_in(json.dumps(body))


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ContentError, match="not as it was made"):
        found_in(written(make_learnt()).replace('"first_share": 0.3', '"first_share": NaN'))
