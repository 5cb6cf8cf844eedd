"""Shares, intervals, F1 and calibration: what they must be whatever is counted, and a few that are known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.core.measures import BINS, Share, agreements, calibration, macro_f1

SHARES = st.integers(1, 5_000).flatmap(lambda asked: st.builds(Share, st.integers(0, asked), st.just(asked)))
PAIRS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), min_size=1)
ANSWERS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1)


@given(SHARES)
def test_an_interval_lies_around_its_share_and_from_nothing_to_all(share: Share) -> None:
    low, high = share.interval
    assert share.value is not None
    assert 0 <= low <= share.value <= high <= 1
    assert low < high


@given(SHARES)
def test_what_is_wrong_has_the_mirrored_interval(share: Share) -> None:
    low, high = Share(share.asked - share.right, share.asked).interval
    assert share.interval == pytest.approx((1 - high, 1 - low))


@given(SHARES, st.integers(2, 9))
def test_more_cases_make_an_interval_narrower(share: Share, times: int) -> None:
    few, many = share.interval, Share(share.right * times, share.asked * times).interval
    assert many[1] - many[0] < few[1] - few[0]


# The second and third as in Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
@pytest.mark.parametrize(
    ("right", "asked", "interval"),
    [(0, 0, (0, 1)), (81, 263, (0.2553, 0.3662)), (15, 148, (0.0624, 0.1605)), (1, 29, (0.0061, 0.1718))],
)
def test_an_interval_is_the_one_in_the_books(right: int, asked: int, interval: tuple[float, float]) -> None:
    assert Share(right, asked).interval == pytest.approx(interval, abs=5e-5)


def test_what_is_not_asked_is_not_counted() -> None:
    assert Share.of([True, None, False, None]) == Share(1, 2)
    assert Share.of([None]).value is None


@given(PAIRS)
def test_f1_is_from_nothing_to_all_and_all_only_when_all_is_right(pairs: list[tuple[str, str]]) -> None:
    found = macro_f1(pairs)
    assert found is not None and 0 <= found <= 1
    assert (found == 1) == all(wanted == got for wanted, got in pairs)


@given(PAIRS)
def test_f1_does_not_know_the_order_of_cases(pairs: list[tuple[str, str]]) -> None:
    assert macro_f1(pairs) == pytest.approx(macro_f1(sorted(pairs)))


@given(PAIRS)
def test_every_case_is_wanted_once_and_answered_once(pairs: list[tuple[str, str]]) -> None:
    found = agreements(pairs).values()
    assert sum(each.wanted for each in found) == sum(each.got for each in found) == len(pairs)


def test_f1_counts_each_kind_alike() -> None:
    found = agreements([("a", "a"), ("a", "a"), ("a", "b"), ("c", "a")])
    assert {kind: round(each.f1, 3) for kind, each in found.items()} == {"a": 0.667, "b": 0, "c": 0}
    assert found["a"].precision == pytest.approx(2 / 3) and found["c"].precision is None
    assert macro_f1([("a", "a"), ("a", "a"), ("a", "b"), ("c", "a")]) == pytest.approx(2 / 9)
    assert macro_f1([]) is None


@given(ANSWERS)
def test_every_answer_falls_into_one_bin(answers: list[tuple[float, bool]]) -> None:
    found = calibration(answers)
    assert len(found.bins) == BINS
    assert sum(each.right.asked for each in found.bins) == len(answers)
    assert all(each.low <= each.confidence <= each.high + 1e-9 for each in found.bins if each.confidence is not None)


@given(ANSWERS)
def test_the_calibration_error_is_never_less_than_the_gap_between_the_means(answers: list[tuple[float, bool]]) -> None:
    found = calibration(answers)
    assert found.error is not None and found.confidence is not None and found.accuracy is not None
    assert abs(found.confidence - found.accuracy) - 1e-9 <= found.error <= 1


def test_a_calibration_that_is_known() -> None:
    found = calibration([(0.9, True), (0.95, False), (0.2, False), (1.0, True)])
    assert [each.right for each in found.bins if each.right.asked] == [Share(0, 1), Share(2, 3)]
    assert found.error == pytest.approx((0.2 + 0.85) / 4)
    assert calibration([]).error is None
